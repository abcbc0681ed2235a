from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from forum_app.access import ORGANISERS, Role
from forum_app.arranging.models import DateInvitee, DatePoll, PollState
from forum_app.db import beyond_the_wall, db
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState
from forum_app.people.models import Person
from forum_app.planning.models import PlanningGuest, PlanningNotes

#: Who sees every planning meeting; an officer sees those they are invited to.
SEE_ALL = ORGANISERS | {Role.CHAIR}


def notes_of(meeting_id: int) -> PlanningNotes | None:
    return db.session.get(PlanningNotes, meeting_id)


def asked_today(words: str, asker: int | None, day: date) -> Meeting | None:
    """The planning meeting for which the same was asked by the same person on this day."""
    same = select(Meeting).join(PlanningNotes, PlanningNotes.meeting_id == Meeting.id).where(
        PlanningNotes.words == words, PlanningNotes.asked_by_id.is_not_distinct_from(asker),
        PlanningNotes.asked_on == day,
    )  # fmt: skip
    return db.session.scalars(same.limit(1)).first()


def has_left(person_id: int, day: date) -> bool:
    """Whether somebody has no part in the forum any more, asked beyond the wall of a page that is opened by link."""
    with beyond_the_wall(reading=True) as session:
        person = session.get(Person, person_id)
        return person is None or not person.roles_on(day)


def is_invited(meeting_id: int, person_id: int) -> bool:
    """Whether somebody was invited to a planning meeting, or asked which dates suit them for it."""
    found = select(Meeting.id).where(Meeting.id == meeting_id, invites(person_id))
    return db.session.scalar(found) is not None


def planning_meetings(person_id: int | None, page: int = 1, per_page: int = 20) -> Sequence[Meeting]:
    """Every planning meeting, newest first; with somebody's number those they are invited to."""
    rows = select(Meeting).where(Meeting.kind == MeetingKind.PLANNING)
    if person_id is not None:
        rows = rows.where(invites(person_id))
    newest = rows.order_by(Meeting.day.desc(), Meeting.id.desc())
    return db.session.scalars(newest.limit(per_page).offset((page - 1) * per_page)).all()


def invites(person_id: int) -> ColumnElement[bool]:
    """Of a planning meeting: whether this person was invited to it, or asked which dates suit them."""
    as_guest = select(PlanningGuest.meeting_id).where(PlanningGuest.person_id == person_id)
    by_dates = (
        select(DatePoll.meeting_id).join(DateInvitee).where(
            DateInvitee.person_id == person_id, DatePoll.state != PollState.DRAFT
        )
    )  # fmt: skip
    return or_(Meeting.id.in_(as_guest), Meeting.id.in_(by_dates))


def guests_of(meeting_id: int) -> Sequence[PlanningGuest]:
    rows = select(PlanningGuest).where(PlanningGuest.meeting_id == meeting_id)
    return db.session.scalars(rows.order_by(PlanningGuest.person_id)).all()


def draft_forum_meetings(today: date) -> Sequence[Meeting]:
    """Forum meetings ahead that nobody else sees yet: their date may still move."""
    drafts = Meeting.kind == MeetingKind.FORUM, Meeting.state == MeetingState.DRAFT, Meeting.day >= today
    return db.session.scalars(select(Meeting).where(*drafts).order_by(Meeting.day, Meeting.id)).all()
