from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, func, null, select

from forum_app.circulation.contents import may_send
from forum_app.circulation.models import Circulation, CirculationRecipient, CirculationState, Group, Kind, Outcome
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import PUBLIC, latest_with_minutes
from forum_app.people.models import Person
from forum_app.subscriptions.labels import is_few

A_PAGE = 20
#: More at once would be many for one forum, and each is counted.
MOST_UNDER_WAY = 3
WEEKLY = "weekly"
#: The outbox's word for why a letter did not go.
TROUBLE = OutboxMessage.__table__.columns.get("trouble", null())
BY_TROUBLE = [TROUBLE] if isinstance(TROUBLE, Column) else []
FATE = func.coalesce(CirculationRecipient.outcome, OutboxMessage.state)


@dataclass(frozen=True)
class Named:
    """What became of the letter to somebody with a part in the forum."""

    name: str
    group: str
    fate: str
    trouble: str | None


@dataclass(frozen=True)
class Report:
    """How far a circulation has come: named people one by one, families in numbers."""

    people: list[Named]
    families: Counter[str]
    #: Why letters to families could not be delivered, and how many for each reason.
    family_troubles: Counter[str]

    @property
    def family_count(self) -> int:
        return self.families.total()

    def count(self, *fates: str) -> int:
        """How many letters, to people and families, stand there."""
        return sum(person.fate in fates for person in self.people) + sum(self.families[fate] for fate in fates)

    @property
    def all(self) -> int:
        return len(self.people) + self.family_count

    @property
    def progress(self) -> tuple[int, int]:
        """How many letters are dealt with, and of how many; of few families nothing is told but the named people."""
        if is_few(self.family_count):
            return sum(person.fate in set(Outcome) for person in self.people), len(self.people)
        return self.count(*Outcome), self.all - self.families[WEEKLY]

    @property
    def is_waiting(self) -> bool:
        return self.count(OutboxState.QUEUED, OutboxState.SENDING) > 0


def report_of(row: Circulation) -> Report:
    if row.families_reached is not None:
        return Report(_people(row), Counter({Outcome.SENT: row.families_reached}), Counter())
    return Report(_people(row), *_families(row))


def _people(row: Circulation) -> list[Named]:
    rows = (
        select(Person.name, CirculationRecipient.audience_group, FATE, TROUBLE)
        .select_from(CirculationRecipient)
        .outerjoin(OutboxMessage, OutboxMessage.key == CirculationRecipient.outbox_key)
        .outerjoin(Person, Person.id == CirculationRecipient.person_id)
        .where(CirculationRecipient.circulation_id == row.id, CirculationRecipient.audience_group != Group.FAMILIES)
        .order_by(CirculationRecipient.audience_group.desc(), Person.name)
    )
    return [
        Named(name or "somebody who has left", group, fate or Outcome.SENT, trouble)
        for name, group, fate, trouble in db.session.execute(rows)
    ]


def _families(row: Circulation) -> tuple[Counter[str], Counter[str]]:
    waits = CirculationRecipient.subscription_id.is_not(None)
    rows = (
        select(FATE, waits, TROUBLE, func.count())
        .select_from(CirculationRecipient)
        .outerjoin(OutboxMessage, OutboxMessage.key == CirculationRecipient.outbox_key)
        .where(CirculationRecipient.circulation_id == row.id, CirculationRecipient.audience_group == Group.FAMILIES)
        .group_by(FATE, waits, *BY_TROUBLE)
    )
    fates: Counter[str] = Counter()
    troubles: Counter[str] = Counter()
    for fate, weekly, trouble, count in db.session.execute(rows):
        fates[WEEKLY if weekly else fate or Outcome.SENT] += count
        if fate == Outcome.FAILED:
            troubles[trouble or ""] += count
    return fates, troubles


def with_form_key(form_key: str) -> Circulation | None:
    return db.session.scalars(select(Circulation).where(Circulation.form_key == form_key)).first()


def under_way() -> list[tuple[Circulation, Report]]:
    """What is going out at this moment or waits to, with how far it has come; the newest first."""
    waits = (
        select(CirculationRecipient.circulation_id)
        .join(OutboxMessage, OutboxMessage.key == CirculationRecipient.outbox_key)
        .where(OutboxMessage.state.in_((OutboxState.QUEUED, OutboxState.SENDING)))
    )
    rows = select(Circulation).where(Circulation.id.in_(waits), Circulation.state == CirculationState.RELEASED)
    newest = rows.order_by(Circulation.id.desc()).limit(MOST_UNDER_WAY)
    return [(row, report_of(row)) for row in db.session.scalars(newest)]


def begun_about(meeting_ids: Collection[int]) -> dict[tuple[int, Kind], Circulation]:
    """The newest of each kind about each meeting, drafts and what was stopped among them."""
    about = select(Circulation).where(Circulation.meeting_id.in_(meeting_ids)).order_by(Circulation.id)
    return {(row.meeting_id, Kind(row.kind)): row for row in db.session.scalars(about) if row.meeting_id is not None}


def circulations(page: int) -> tuple[Sequence[Circulation], int]:
    """One page of them, newest first, and how many there are."""
    rows = select(Circulation).order_by(Circulation.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    return db.session.scalars(rows).all(), db.session.scalar(select(func.count(Circulation.id))) or 0


@dataclass(frozen=True)
class Offer:
    """Something that can be sent now."""

    kind: Kind
    meeting: Meeting | None = None


def offers(today: date) -> list[Offer]:
    """What can be sent now, the next meeting first."""
    coming = select(Meeting).where(*PUBLIC, Meeting.day >= today).order_by(Meeting.day, Meeting.id).limit(3)
    meetings = [*db.session.scalars(coming), *filter(None, [latest_with_minutes(today)])]
    about = [Offer(kind, meeting) for meeting in meetings for kind in Kind if kind != Kind.NOTE]
    return [offer for offer in about if may_send(offer.kind, offer.meeting, today)] + [Offer(Kind.NOTE)]
