from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.access import Role
from forum_app.arranging.cautions import Known
from forum_app.arranging.models import (
    DateInvitee,
    DatePoll,
    DateProposal,
    PollState,
    RequestState,
    RoomRequest,
    Says,
    SchoolHoliday,
)
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingState, Venue
from forum_app.people.models import Person
from forum_app.people.queries import people
from forum_app.people.roles import NAMES

RUNNING = (PollState.DRAFT, PollState.OPEN)


# Whom to ask --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Askable:
    """Somebody who can be asked, as the coordinator knows them."""

    person: Person
    roles: frozenset[Role]

    @property
    def in_words(self) -> str:
        return ", ".join(words for role, words in NAMES.items() if role in self.roles)


def askable(day: date, *, but: int | None = None, roles: frozenset[Role] = frozenset(Role)) -> list[Askable]:
    """Everybody who holds one of these roles on a day, in the order of their names."""
    held = [Askable(person, person.roles_on(day)) for person in people() if person.id != but]
    return [one for one in held if one.roles & roles]


def officers_with_address(day: date) -> list[Person]:
    return [one.person for one in askable(day, roles=frozenset({Role.REPRESENTATIVE})) if one.person.email]


# Dates --------------------------------------------------------------------------------------------------------


def running_poll(meeting_id: int) -> DatePoll | None:
    """The proposal that is being drafted or answered."""
    running = select(DatePoll).where(DatePoll.meeting_id == meeting_id, DatePoll.state.in_(RUNNING))
    return db.session.scalars(running.order_by(DatePoll.id.desc()).limit(1)).first()


def newest_poll(meeting_id: int) -> DatePoll | None:
    """The last proposal for a meeting, however it ended."""
    of_meeting = select(DatePoll).where(DatePoll.meeting_id == meeting_id)
    return db.session.scalars(of_meeting.order_by(DatePoll.id.desc()).limit(1)).first()


def open_polls() -> Sequence[DatePoll]:
    """What is drafted or being answered, but for meetings that were cancelled."""
    rows = select(DatePoll).options(joinedload(DatePoll.meeting), selectinload(DatePoll.invitees))
    running = db.session.scalars(rows.where(DatePoll.state.in_(RUNNING)).order_by(DatePoll.id))
    return [poll for poll in running if not poll.meeting.is_cancelled]


def polls_asking(person_id: int) -> Sequence[DateInvitee]:
    """The proposals to which somebody can say something, with what they said."""
    rows = select(DateInvitee).join(DatePoll).options(joinedload(DateInvitee.poll).joinedload(DatePoll.meeting))
    asked = rows.where(DateInvitee.person_id == person_id, DatePoll.state == PollState.OPEN)
    return db.session.scalars(asked.order_by(DatePoll.reply_by, DatePoll.id)).all()


def invitee_of(poll_id: int, person_id: int | None) -> DateInvitee | None:
    """Whoever was asked, unless that is still a draft."""
    rows = select(DateInvitee).join(DatePoll).where(DatePoll.id == poll_id, DatePoll.state != PollState.DRAFT)
    return db.session.scalars(rows.where(DateInvitee.person_id == person_id)).first()


def to_remind(first: date, last: date) -> Sequence[DateInvitee]:
    """Who has not answered a proposal whose reply is hoped for from one day to another."""
    rows = select(DateInvitee).join(DatePoll).where(
        DatePoll.state == PollState.OPEN, DatePoll.reply_by.between(first, last), DatePoll.sent_on < first,
        DateInvitee.answered_on.is_(None), DateInvitee.reminded_on.is_(None),
    )  # fmt: skip
    return db.session.scalars(rows.order_by(DateInvitee.id)).all()


@dataclass(frozen=True)
class Line:
    """One date with what each of those who were asked says of it."""

    proposal: DateProposal
    says: tuple[str | None, ...]

    def count(self, word: Says) -> int:
        return self.says.count(word)


def grid(poll: DatePoll) -> list[Line]:
    """A line for each date; the answers stand in the order of the poll's invitees."""
    return [Line(proposal, tuple(one.says(proposal) for one in poll.invitees)) for proposal in poll.proposals]


def best(lines: Sequence[Line]) -> DateProposal | None:
    """The date with the fewest “no” and then the most “yes”, once somebody has answered."""
    if not any(word for line in lines for word in line.says):
        return None
    return min(lines, key=lambda line: (line.count(Says.NO), -line.count(Says.YES))).proposal


def known_about(meeting_id: int, today: date) -> Known:
    """What dates for a meeting are held against."""
    others = select(Meeting.day).where(
        Meeting.id != meeting_id, Meeting.state != MeetingState.CANCELLED, Meeting.day >= today
    )
    proposed = select(DateProposal.day).join(DatePoll).where(
        DatePoll.meeting_id != meeting_id, DatePoll.state == PollState.OPEN
    )  # fmt: skip
    return Known(
        today, school_holidays(), frozenset(db.session.scalars(others)), frozenset(db.session.scalars(proposed))
    )


def school_holidays() -> Sequence[SchoolHoliday]:
    return db.session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.first_day, SchoolHoliday.id)).all()


# The room -----------------------------------------------------------------------------------------------------


def newest_request(meeting_id: int) -> RoomRequest | None:
    of_meeting = select(RoomRequest).options(joinedload(RoomRequest.meeting))
    newest = of_meeting.where(RoomRequest.meeting_id == meeting_id).order_by(RoomRequest.id.desc()).limit(1)
    return db.session.scalars(newest).first()


def newest_requests() -> Sequence[RoomRequest]:
    """The last request of each meeting for which one was made."""
    last = select(func.max(RoomRequest.id)).group_by(RoomRequest.meeting_id)
    rows = select(RoomRequest).options(joinedload(RoomRequest.meeting)).where(RoomRequest.id.in_(last))
    return db.session.scalars(rows.order_by(RoomRequest.id)).all()


def open_requests(meeting_id: int) -> Sequence[RoomRequest]:
    rows = select(RoomRequest).where(RoomRequest.meeting_id == meeting_id, RoomRequest.state == RequestState.OPEN)
    return db.session.scalars(rows).all()


def requests_that_count(meeting_id: int) -> Sequence[RoomRequest]:
    """Those that may be answered still, and those by which a room was confirmed."""
    counts = RoomRequest.state.in_([RequestState.OPEN, RequestState.CONFIRMED])
    return db.session.scalars(select(RoomRequest).where(RoomRequest.meeting_id == meeting_id, counts)).all()


def known_venue(name: str, address: str) -> Venue | None:
    """The venue of this name, unless it lies at another address."""
    named = select(Venue).where(func.lower(Venue.name) == name.lower()).order_by(Venue.id)
    return next((row for row in db.session.scalars(named) if _same_place(row.address, address)), None)


def _same_place(known: str, said: str) -> bool:
    return not said or known.casefold() == said.casefold()
