"""Calendars that programs fetch again and again: the public one, and one for each person who signs in.

Their bytes are the same until something in them changes, and they name no address of anybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from forum_app import ics
from forum_app.access import ORGANISERS, Role
from forum_app.actions.models import CLOSED, ActionHolder, ActionPoint, OwnerKind
from forum_app.actions.queries import PUBLIC as PUBLIC_PROMISES
from forum_app.calendar.entries import deadline_entry, own_entry, promise_entry, public_entry
from forum_app.calendar.models import CalendarFeed, Invitation, InvitationState
from forum_app.calendar.sending import PRODUCT, page_of
from forum_app.calendar.tokens import kept
from forum_app.clock import today
from forum_app.db import beyond_the_wall, db
from forum_app.ics import AnyEntry, DayEntry
from forum_app.meetings.deadline import questions_close
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.queries import PUBLIC
from forum_app.people.models import Person
from forum_app.planning.queries import SEE_ALL, invites
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

#: What lies further back or ahead is no use in a calendar, and would only make the file larger.
BACK, AHEAD = timedelta(days=90), timedelta(days=366)
ASK_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Built:
    """A calendar as it is fetched, with what tells whether it has changed.

    It has no moment of its last change: a meeting that is announced or taken back changes the calendar, and none of
    the moments in it, so a program that asked by such a moment would be told that nothing had happened.
    """

    data: bytes
    etag: str


@dataclass(frozen=True)
class Reader:
    """Whose private calendar an address is, and what may stand in it."""

    person_id: int
    name: str
    roles: frozenset[Role]
    #: Planning meetings that this person may see, and what they promised; by number.
    planning: frozenset[int] = frozenset()
    promises: frozenset[int] = frozenset()
    #: Meetings that came by mail, where they should not stand here a second time.
    without: frozenset[int] = frozenset()


class FeedHasEnded(Exception):
    """The address was good once."""


def public_feed(now: datetime) -> Built:
    """Every public meeting, cancelled ones too, so that calendars take note."""
    forum, rows = the_forum(), _meetings(and_(*PUBLIC), now)
    meetings = [public_entry(meeting, forum, page_of(meeting)) for meeting in rows]
    entries = (*filter(None, meetings), *_deadlines(rows, now))
    return built(entries, forum.name, forum.time_zone, absolute("calendar.feed"))


def private_feed(reader: Reader, now: datetime) -> Built:
    """The meetings this person may see, with the link to join once it may be shared, and what they promised."""
    forum = the_forum()
    rows = _meetings(or_(and_(*PUBLIC), Meeting.id.in_(reader.planning)), now)
    meetings = [own_entry(m, forum, page_of(m), now) for m in rows if m.id not in reader.without]
    site = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    promises = [promise_entry(action, _page_of_promise(action), site) for action in promises_of(reader, now)]
    entries = (*filter(None, meetings), *_deadlines(rows, now), *promises)
    return built(entries, f"{forum.name}: {reader.name}", forum.time_zone, None)


@lru_cache(maxsize=64)
def built(entries: tuple[AnyEntry, ...], name: str, zone: str, source: str | None) -> Built:
    """Written once; asked for again with the same entries, it costs nothing."""
    data = ics.publish(entries, name=name, zone=zone, product=PRODUCT, refresh=ASK_AGAIN_AFTER, source=source)
    return Built(data, sha256(data).hexdigest()[:32])


def promises_of(reader: Reader, now: datetime) -> Sequence[ActionPoint]:
    """What one person has promised and not done yet, with a date; what is not on record only to organisers."""
    may_see = and_(*PUBLIC_PROMISES)
    if not reader.roles.isdisjoint(ORGANISERS):
        may_see = or_(may_see, Meeting.kind == MeetingKind.PLANNING)
    rows = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    theirs = ActionPoint.id.in_(reader.promises), ActionPoint.state.not_in(CLOSED)
    rows = rows.where(may_see, *theirs, ActionPoint.due_on >= _day(now) - BACK)
    return db.session.scalars(rows.order_by(ActionPoint.due_on, ActionPoint.id)).all()


def reader_of(token: str, now: datetime) -> Reader:
    """Whose address it is, asked beyond the wall of the page; raises LookupError, or FeedHasEnded.

    Somebody without a role has nothing to look after any more, so their address has ended too.
    """
    with beyond_the_wall(reading=True) as session:
        found = select(CalendarFeed).where(CalendarFeed.token_hash == kept(token, current_app.config["SECRET_KEY"]))
        row = session.scalars(found).first()
        if row is None:
            raise LookupError
        person = session.get_one(Person, row.person_id)
        roles = person.roles_on(now.date())
        if row.ended_on is not None or not roles:
            raise FeedHasEnded
        invited = select(Invitation.meeting_id).where(
            Invitation.person_id == person.id, Invitation.state == InvitationState.INVITED
        )
        without = frozenset(session.scalars(invited)) if row.leaves_out_invited else frozenset[int]()
        planning, promised = _planning_of(session, person, roles), _promised_by(session, person)
        return Reader(person.id, person.name, roles, planning, promised, without)


def _planning_of(session: Session, person: Person, roles: Collection[Role]) -> frozenset[int]:
    """Organisers and the chair see every planning meeting, officers those they were invited to."""
    rows = select(Meeting.id).where(Meeting.kind == MeetingKind.PLANNING)
    if SEE_ALL.isdisjoint(roles):
        rows = rows.where(invites(person.id))
    return frozenset(session.scalars(rows))


def _promised_by(session: Session, person: Person) -> frozenset[int]:
    """What one person has in hand, or promised by name with nobody else having it in hand: decided here alone."""
    held_by_anybody = select(ActionHolder.action_id).where(ActionHolder.until.is_(None))
    in_hand = held_by_anybody.where(ActionHolder.person_id == person.id)
    by_name = and_(
        ActionPoint.owner_kind == OwnerKind.PERSON,
        ActionPoint.owner == person.name,
        ActionPoint.id.not_in(held_by_anybody),
    )
    return frozenset(session.scalars(select(ActionPoint.id).where(or_(ActionPoint.id.in_(in_hand), by_name))))


def _deadlines(meetings: Sequence[Meeting], now: datetime) -> list[DayEntry]:
    """Until when questions in advance are wanted, for meetings that are yet to be."""
    forum, day = the_forum(), _day(now)
    ahead = [m for m in meetings if m.is_public and not m.is_cancelled and not m.has_minutes and m.day >= day]
    return [deadline_entry(m, questions_close(m, forum.question_days), absolute("asking.ask"), forum) for m in ahead]


def _meetings(may_see: ColumnElement[bool], now: datetime) -> Sequence[Meeting]:
    day = _day(now)
    rows = (
        select(Meeting).options(joinedload(Meeting.venue)).where(may_see, Meeting.day.between(day - BACK, day + AHEAD))
    )
    return db.session.scalars(rows.order_by(Meeting.day, Meeting.id)).all()


def _page_of_promise(action: ActionPoint) -> str:
    published = action.meeting.kind == MeetingKind.FORUM
    return absolute("actions.promise", action_id=action.id) if published else ""


def _day(now: datetime) -> date:
    return today(the_forum().time_zone, now)
