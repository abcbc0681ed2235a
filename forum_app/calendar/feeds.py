"""Calendars that programs fetch again and again: the public one, and one for each person who signs in.

Their bytes are the same until something in them changes, and they name no address of anybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum_app import ics
from forum_app.access import ORGANISERS, PLANNERS, Role
from forum_app.actions.models import CLOSED, ActionPoint, OwnerKind
from forum_app.actions.queries import PUBLIC as PUBLIC_PROMISES
from forum_app.calendar.entries import own_entry, promise_entry, public_entry
from forum_app.calendar.models import CalendarFeed, Invitation, InvitationState
from forum_app.calendar.sending import PRODUCT, page_of
from forum_app.calendar.tokens import kept
from forum_app.clock import today
from forum_app.db import beyond_the_wall, db
from forum_app.ics import AnyEntry
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.queries import PUBLIC
from forum_app.people.models import Person
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

#: What lies further back or ahead is no use in a calendar, and would only make the file larger.
BACK, AHEAD = timedelta(days=90), timedelta(days=366)
ASK_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Built:
    """A calendar as it is fetched, with what tells whether it has changed."""

    data: bytes
    etag: str
    changed_at: datetime


@dataclass(frozen=True)
class Reader:
    """Whose private calendar an address is, and what may stand in it."""

    person_id: int
    name: str
    roles: frozenset[Role]
    #: Meetings that came by mail, where they should not stand here a second time.
    without: frozenset[int]


class FeedHasEnded(Exception):
    """The address was good once."""


def public_feed(now: datetime) -> Built:
    """Every public meeting, cancelled ones too, so that calendars take note."""
    forum, rows = the_forum(), _meetings(and_(*PUBLIC), now)
    entries = [public_entry(meeting, forum, page_of(meeting)) for meeting in rows]
    return built(tuple(filter(None, entries)), forum.name, absolute("calendar.feed"))


def private_feed(reader: Reader, now: datetime) -> Built:
    """The meetings this person may see, with the link to join once it may be shared, and what they promised."""
    forum = the_forum()
    rows = [meeting for meeting in _meetings(_may_see(reader.roles), now) if meeting.id not in reader.without]
    meetings = [own_entry(meeting, forum, page_of(meeting), now) for meeting in rows]
    site = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    promises = [promise_entry(action, _page_of_promise(action), site) for action in promises_of(reader, now)]
    return built((*filter(None, meetings), *promises), f"{forum.name}: {reader.name}", None)


@lru_cache(maxsize=64)
def built(entries: tuple[AnyEntry, ...], name: str, source: str | None) -> Built:
    """Written once; asked for again with the same entries, it costs nothing."""
    data = ics.publish(entries, name=name, product=PRODUCT, refresh=ASK_AGAIN_AFTER, source=source)
    changed_at = max((entry.stamp for entry in entries), default=datetime(2000, 1, 1, tzinfo=UTC))
    return Built(data, sha256(data).hexdigest()[:32], changed_at)


def promises_of(reader: Reader, now: datetime) -> Sequence[ActionPoint]:
    """What one person has promised and not done yet, with a date: here alone it is decided whose promise it is."""
    may_see = and_(*PUBLIC_PROMISES)
    if not reader.roles.isdisjoint(ORGANISERS):
        may_see = or_(may_see, Meeting.kind == MeetingKind.PLANNING)
    rows = (
        select(ActionPoint)
        .join(ActionPoint.meeting)
        .options(contains_eager(ActionPoint.meeting))
        .where(
            may_see,
            ActionPoint.owner_kind == OwnerKind.PERSON,
            ActionPoint.owner == reader.name,
            ActionPoint.state.not_in(CLOSED),
            ActionPoint.due_on >= _day(now) - BACK,
        )
        .order_by(ActionPoint.due_on, ActionPoint.id)
    )
    return db.session.scalars(rows).all()


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
        return Reader(person.id, person.name, roles, without)


def _may_see(roles: Collection[Role]) -> ColumnElement[bool]:
    public = and_(*PUBLIC)
    return public if PLANNERS.isdisjoint(roles) else or_(public, Meeting.kind == MeetingKind.PLANNING)


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
