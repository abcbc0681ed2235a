"""Who gets it: people with a part in the forum by name, families by nothing but their address."""

import hashlib
import hmac
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from forum_app.access import Role
from forum_app.circulation.labels import ROLES
from forum_app.circulation.models import Audience, Group
from forum_app.db import db
from forum_app.mail.suppression import suppressed
from forum_app.people.models import Grant, Person
from forum_app.subscriptions.models import Pace, Topic
from forum_app.subscriptions.queries import subscribers_of

TOPICS = {Audience(topic): topic for topic in Topic}


@dataclass(frozen=True)
class Addressee:
    """One address, and what may be said about whose it is: a name and a part, or nothing."""

    address: str
    group: Group
    name: str = ""
    part: str = ""
    person_id: int | None = None
    subscription_id: int | None = None
    weekly: bool = False

    @property
    def is_family(self) -> bool:
        return self.group == Group.FAMILIES

    def key(self, secret_key: str) -> str:
        """What tells two addresses apart without being one; useless without the forum's secret."""
        return hmac.new(secret_key.encode(), self.address.lower().encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class Found:
    """Whom the audiences hold, each address once, and the people who cannot be reached."""

    addressees: list[Addressee]
    without_address: list[str]
    spared: list[str]


def find(audiences: Collection[Audience], today: date) -> Found:
    """Everybody in these audiences; somebody with a part in the forum is not counted as a family too."""
    people, without_address = _people(audiences, today)
    returned = suppressed([person.address for person in people])
    reachable = [person for person in people if person.address.lower() not in returned]
    spared = [person.name for person in people if person.address.lower() in returned]
    return Found(list(_once([*reachable, *_families(audiences)])), without_address, spared)


def _families(audiences: Collection[Audience]) -> list[Addressee]:
    topics = [TOPICS[audience] for audience in audiences if audience in TOPICS]
    return [
        Addressee(row.address, Group.FAMILIES, subscription_id=row.id, weekly=row.pace == Pace.WEEKLY)
        for row in (subscribers_of(topics) if topics else [])
    ]


def _people(audiences: Collection[Audience], today: date) -> tuple[list[Addressee], list[str]]:
    """Those in the audiences that have an address, and the names of those that have none."""
    meant = [person for person in with_a_part(today) if Audience(person.group) in audiences]
    return [person for person in meant if person.address], [person.name for person in meant if not person.address]


def with_a_part(today: date) -> list[Addressee]:
    """Everybody who holds a role today, officers first; without an address where none is known."""
    held = Grant.starts_on <= today, or_(Grant.ends_on.is_(None), Grant.ends_on >= today)
    roles: dict[Person, list[Role]] = {}
    for person, role in db.session.execute(select(Person, Grant.role).join(Grant).where(*held).order_by(Person.name)):
        roles.setdefault(person, []).append(Role(role))
    people = [_with_part(person, held_roles) for person, held_roles in roles.items()]
    return sorted(people, key=lambda person: (person.group != Group.OFFICERS, person.name))


def _with_part(person: Person, roles: list[Role]) -> Addressee:
    group = Group.OFFICERS if Role.REPRESENTATIVE in roles else Group.HELPERS
    part = ", ".join(ROLES.get(role, role.replace("_", " ")) for role in sorted(set(roles)))
    return Addressee(address_of(person) or "", group, person.name, part, person_id=person.id)


def address_of(person: Person) -> str | None:
    """Where mail to somebody with a part in the forum goes; None where no address is known."""
    return person.email


def _once(addressees: list[Addressee]) -> Iterator[Addressee]:
    seen: set[str] = set()
    for addressee in addressees:
        if addressee.address.lower() not in seen:
            seen.add(addressee.address.lower())
            yield addressee
