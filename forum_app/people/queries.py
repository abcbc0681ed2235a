from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.access import FINISH_SIGN_IN, FRESH_FOR, Limits, Permission, Role
from forum_app.codes import hash_token
from forum_app.db import beyond_the_wall, db
from forum_app.people.models import Grant, Person, Proof, SignedInSession

#: A clock may be set back a little without anybody being signed out; set back further, nothing of before is good.
CLOCK_SLACK = timedelta(minutes=2)
CONFIRM_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """Whoever is signed in, as the rest of the application needs to know them."""

    token: str
    person_id: int
    name: str
    #: The roles granted today.
    held: frozenset[Role]
    session_id: int = 0
    proof: Proof = Proof.MAIL
    second_factor_at: datetime | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that open something now: none until the second factor is given, where one is needed."""
        return self.held if self.is_proven else frozenset()

    def roles_for(self, permission: Permission) -> frozenset[Role]:
        return self.held if permission is FINISH_SIGN_IN else self.roles

    @property
    def is_proven(self) -> bool:
        needed = Limits.of(self.held).second_factor and self.proof != Proof.DEMO
        return not needed or self.second_factor_at is not None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the second factor was given just now; on a demo nothing is asked."""
        if self.proof == Proof.DEMO:
            return True
        given = self.second_factor_at
        return given is not None and -CLOCK_SLACK <= now - given <= FRESH_FOR

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True)
class Lapsed:
    """Whose session ran out in this browser; not one that was ended on purpose."""

    person_id: int
    held: frozenset[Role]


def signed_in(token: str, *, now: datetime, seen: datetime | None = None) -> SignedIn | None:
    """Who holds this session token, with the roles granted to them today; None when it has run out."""
    found = look_up(token, now=now, seen=seen)
    return found if isinstance(found, SignedIn) else None


def look_up(token: str, *, now: datetime, seen: datetime | None = None) -> SignedIn | Lapsed | None:
    """The same, telling a session that ran out from one that is not there.

    Asked on a connection of its own: the page's own may be one that cannot read who people are.
    """
    with beyond_the_wall(reading=True) as session:
        row = (
            session.scalars(
                select(SignedInSession)
                .options(joinedload(SignedInSession.person).joinedload(Person.grants))
                .where(SignedInSession.token_hash == hash_token(token))
            )
            .unique()
            .first()
        )
        if row is None:
            return None
        held = row.person.roles_on(now.date())
        if _has_run_out(row, held, now, seen):
            return Lapsed(row.person_id, held)
        return as_signed_in(token, row, held)


def as_signed_in(token: str, row: SignedInSession, held: frozenset[Role]) -> SignedIn:
    return SignedIn(token, row.person_id, row.person.name, held, row.id, Proof(row.proof), row.second_factor_at)


def session_of(token: str, *, now: datetime) -> SignedIn:
    """The session that this very request has opened and not yet committed."""
    row = db.session.scalars(select(SignedInSession).where(SignedInSession.token_hash == hash_token(token))).one()
    return as_signed_in(token, row, row.person.roles_on(now.date()))


def _has_run_out(row: SignedInSession, held: frozenset[Role], now: datetime, seen: datetime | None) -> bool:
    if not row.started_at - CLOCK_SLACK <= now < row.ends_at:
        return True
    return seen is not None and not -CLOCK_SLACK <= now - seen <= Limits.of(held).idle


# Lists --------------------------------------------------------------------------------------------------------


def sessions_of(person_id: int, *, now: datetime) -> Sequence[SignedInSession]:
    """Where a person is signed in, the newest first."""
    theirs = select(SignedInSession).where(SignedInSession.person_id == person_id, SignedInSession.ends_at > now)
    return db.session.scalars(theirs.order_by(SignedInSession.started_at.desc(), SignedInSession.id.desc())).all()


def people() -> Sequence[Person]:
    """Everybody who holds, held or will hold a role."""
    return db.session.scalars(select(Person).options(selectinload(Person.grants)).order_by(Person.name)).all()


def find_by_email(email: str) -> Person | None:
    return db.session.scalars(select(Person).where(Person.email == email)).first()


def coordinators_on(day: date) -> list[Person]:
    held = select(Grant).options(joinedload(Grant.person)).where(Grant.role == Role.COORDINATOR).order_by(Grant.id)
    return list(dict.fromkeys(grant.person for grant in db.session.scalars(held) if grant.holds_on(day)))


def to_confirm(day: date) -> list[Grant]:
    """Roles that nobody has looked at for a year."""
    held = select(Grant).options(joinedload(Grant.person)).order_by(Grant.id)
    return [
        grant
        for grant in db.session.scalars(held)
        if grant.holds_on(day) and day - (grant.confirmed_on or grant.starts_on) >= CONFIRM_AFTER
    ]
