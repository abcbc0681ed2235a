"""Verbs that make and change meetings. No request, no commit."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import Table, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from forum_app import audit
from forum_app.clock import day_in_words, local
from forum_app.db import db, lock
from forum_app.meetings.models import (
    AgendaItem,
    Attending,
    ItemKind,
    Meeting,
    MeetingKind,
    MeetingState,
    RoleAtMeeting,
    RoomState,
    Venue,
)
from forum_app.meetings.standard_agenda import AgendaLine

#: The table itself: written to past the rows' versions.
AGENDA = cast(Table, AgendaItem.__table__)
#: What a forum ends with.
CLOSING = frozenset({ItemKind.AOB, ItemKind.NEXT_MEETING})


class PlanningMeetingsArePrivate(Exception):
    """A planning meeting is never shown in public."""


class TimesMissing(Exception):
    """A meeting needs its start and latest finish before it can be shown."""


class AlreadyInThatState(Exception):
    """The step asked for is not open from where the meeting stands."""


class AgendaIsClosed(Exception):
    """The minutes are published: the agenda is part of the record."""


class ItemIsOnRecord(Exception):
    """The item has minutes or questions of its own."""


@dataclass(frozen=True)
class Details:
    """The facts of a meeting that its details page holds."""

    day: date
    doors_at: time | None
    starts_at: time | None
    ends_by: time | None
    time_zone: str
    attending: str = Attending.BOTH
    room_state: str = RoomState.NOT_ASKED
    online_link: str | None = None
    link_hours_before: int | None = None
    questions_until_day: date | None = None
    questions_until_at: time | None = None


@dataclass(frozen=True)
class RoleLine:
    role: str
    name: str | None = None
    job_title: str | None = None


def make_meeting(
    kind: str,
    details: Details,
    agenda: Iterable[AgendaLine],
    *,
    venue: Venue | None = None,
    previous: Meeting | None = None,
    by: int | None,
    now: datetime,
) -> Meeting:
    """A draft meeting with its agenda; raises clock.TimeDoesNotExist and clock.TimeHappensTwice."""
    check_times(details)
    meeting = Meeting(
        kind=kind,
        venue=venue,
        previous_id=previous.id if previous else None,
        calendar_uid=str(uuid.uuid4()),
        calendar_sequence=0,
        calendar_stamp=now,
        **vars(details),
    )
    meeting.items = [_item(line, position) for position, line in enumerate(agenda)]
    db.session.add(meeting)
    db.session.flush()
    audit.record(f"Made a meeting on {day_in_words(details.day)}.", by=by, now=now)
    return meeting


def check_times(details: Details) -> None:
    """Refuse a local time that the night of a clock change leaves out or repeats."""
    for at in (details.doors_at, details.starts_at, details.ends_by):
        if at is not None:
            local(details.day, at, details.time_zone)
    if details.questions_until_day and details.questions_until_at:
        local(details.questions_until_day, details.questions_until_at, details.time_zone)


def change_details(meeting: Meeting, details: Details, venue: Venue | None, *, by: int | None, now: datetime) -> None:
    """Change the facts of a meeting; a room that was asked for is for the old day and times, and is asked for anew."""
    check_times(details)
    before, asked_for_in_vain = _calendar_facts(meeting), needs_room_anew(meeting, details)
    for name, value in vars(details).items():
        setattr(meeting, name, value)
    meeting.venue = venue
    if asked_for_in_vain:
        meeting.room_state, meeting.room_note = RoomState.NOT_ASKED, ""
    _renew_calendar_entry(meeting, before, now)
    audit.record(f"Changed the details of the meeting on {day_in_words(meeting.day)}.", by=by, now=now)


def needs_room_anew(meeting: Meeting, details: Details) -> bool:
    """Whether a room was asked for or confirmed for another day or time than these details say."""
    if meeting.room_state == RoomState.NOT_ASKED:
        return False
    return any(getattr(meeting, name) != getattr(details, name) for name in ("day", "doors_at", "starts_at", "ends_by"))


def details_of(meeting: Meeting) -> Details:
    """The facts as they stand, to change a few of them."""
    return Details(**{fact.name: getattr(meeting, fact.name) for fact in fields(Details)})


def set_room(meeting: Meeting, state: RoomState, venue: Venue | None, note: str = "", *, now: datetime) -> None:
    """What is known of the room: everything that shows the meeting says so at once."""
    before = _calendar_facts(meeting)
    meeting.room_state, meeting.venue, meeting.room_note = state, venue, note
    _renew_calendar_entry(meeting, before, now)


def change_venue(venue: Venue, facts: dict[str, str], meetings_there: Iterable[Meeting], *, now: datetime) -> None:
    """Change a venue, and the calendar entries of the meetings that are still to come there."""
    before = {meeting: _calendar_facts(meeting) for meeting in meetings_there}
    for name, value in facts.items():
        setattr(venue, name, value)
    for meeting, facts_before in before.items():
        _renew_calendar_entry(meeting, facts_before, now)


def agenda_of(meeting: Meeting) -> list[AgendaLine]:
    """The agenda of a meeting, to start another from: its shape without the people; what was parked comes back."""
    return [AgendaLine(ItemKind(item.kind), item.title, item.minutes_allotted) for item in meeting.items]


def add_item(meeting: Meeting, line: AgendaLine) -> AgendaItem:
    """Put an item at the end, but before the closing ones (other business, date of next meeting)."""
    _agenda_open(meeting)
    place = next((at for at, item in enumerate(meeting.items) if item.kind in CLOSING), len(meeting.items))
    item = _item(line, place)
    meeting.items.insert(place, item)
    _number(meeting, meeting.items)
    return item


def change_item(item: AgendaItem, line: AgendaLine, *, parked_because: str | None) -> None:
    """Change an item; a reason, even an empty one, parks it, and None takes it up again."""
    if item.meeting.has_minutes:
        raise AgendaIsClosed
    item.kind, item.title, item.notes = line.kind, line.title, line.notes
    item.presenter, item.presenter_title = line.presenter, line.presenter_title
    item.minutes_allotted = line.minutes
    item.parked, item.parked_because = parked_because is not None, parked_because or ""


def move_item(item: AgendaItem, places: int) -> None:
    """Move an item up (negative) or down; past either end it stays there."""
    _agenda_open(item.meeting)
    items = list(item.meeting.items)
    place = items.index(item)
    items.insert(max(0, min(len(items) - 1, place + places)), items.pop(place))
    _number(item.meeting, items)


def remove_item(item: AgendaItem) -> None:
    """Take an item off the agenda; raises ItemIsOnRecord once it has minutes or questions."""
    _agenda_open(item.meeting)
    meeting = item.meeting
    try:
        meeting.items.remove(item)
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise ItemIsOnRecord from error
    _number(meeting, meeting.items)


def set_roles(meeting: Meeting, lines: Sequence[RoleLine], *, by: int | None, now: datetime) -> None:
    """Say who has which part in the meeting, in this order."""
    meeting.roles.clear()
    db.session.flush()
    meeting.roles.extend(RoleAtMeeting(position=place, **vars(line)) for place, line in enumerate(lines))
    flag_modified(meeting, "kind")  # a new version of the meeting, though its own columns stay
    audit.record(f"Changed who has a part in the meeting on {day_in_words(meeting.day)}.", by=by, now=now)


def announce(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Show the meeting in public, with its agenda marked as a draft."""
    _step(meeting, {MeetingState.DRAFT}, MeetingState.ANNOUNCED, now)
    audit.record(f"Announced the meeting on {day_in_words(meeting.day)}.", by=by, now=now)


def publish_agenda(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    _step(meeting, {MeetingState.DRAFT, MeetingState.ANNOUNCED}, MeetingState.AGENDA_PUBLISHED, now)
    audit.record(f"Published the agenda for {day_in_words(meeting.day)}.", by=by, now=now)


def take_back(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Undo the last step in public: a final agenda becomes a draft, an announcement goes away."""
    back = {
        MeetingState.AGENDA_PUBLISHED: MeetingState.ANNOUNCED,
        MeetingState.ANNOUNCED: MeetingState.DRAFT,
        MeetingState.CANCELLED: MeetingState.DRAFT,
    }
    if meeting.state not in back:
        raise AlreadyInThatState
    before = _calendar_facts(meeting)
    meeting.state = back[MeetingState(meeting.state)]
    meeting.cancelled_because = ""
    _renew_calendar_entry(meeting, before, now)
    audit.record(f"Took back a step of the meeting on {day_in_words(meeting.day)}.", by=by, now=now)


def cancel(meeting: Meeting, because: str, *, by: int | None, now: datetime) -> None:
    """Cancel a meeting: it stays in public, marked as cancelled, and says why."""
    open_from = {MeetingState.DRAFT, MeetingState.ANNOUNCED, MeetingState.AGENDA_PUBLISHED}
    if meeting.state not in open_from:
        raise AlreadyInThatState
    before = _calendar_facts(meeting)
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED, because
    _renew_calendar_entry(meeting, before, now)
    audit.record(f"Cancelled the meeting on {day_in_words(meeting.day)}.", by=by, now=now)


def mark_minutes_published(meeting: Meeting) -> None:
    """The minutes are out; says so of the meeting. Called by whoever publishes them."""
    if meeting.kind == MeetingKind.PLANNING:
        raise PlanningMeetingsArePrivate
    if meeting.state == MeetingState.CANCELLED:
        raise AlreadyInThatState
    meeting.state = MeetingState.MINUTES_PUBLISHED


def mark_minutes_withdrawn(meeting: Meeting) -> None:
    """The minutes are in private again; the agenda stays if the meeting has its times."""
    has_times = meeting.starts_at is not None and meeting.ends_by is not None
    meeting.state = MeetingState.AGENDA_PUBLISHED if has_times else MeetingState.DRAFT


def _step(meeting: Meeting, from_states: set[MeetingState], to: MeetingState, now: datetime) -> None:
    if meeting.kind == MeetingKind.PLANNING:
        raise PlanningMeetingsArePrivate
    if meeting.state not in from_states:
        raise AlreadyInThatState
    if meeting.starts_at is None or meeting.ends_by is None:
        raise TimesMissing
    before = _calendar_facts(meeting)
    meeting.state = to
    _renew_calendar_entry(meeting, before, now)


def _calendar_facts(meeting: Meeting) -> tuple[Any, ...]:
    """What a calendar entry shows; when it changes, calendars must be told (RFC 5546: SEQUENCE)."""
    venue = meeting.venue
    return (
        meeting.day, meeting.doors_at, meeting.starts_at, meeting.ends_by, meeting.time_zone,
        meeting.attending, meeting.room_state == RoomState.CONFIRMED, meeting.state == MeetingState.CANCELLED,
        (venue.name, venue.address, venue.directions, venue.access) if venue else None, meeting.room_note or "",
    )  # fmt: skip


def _renew_calendar_entry(meeting: Meeting, before: tuple[Any, ...], now: datetime) -> None:
    if _calendar_facts(meeting) != before:
        meeting.calendar_sequence += 1
        meeting.calendar_stamp = now


def _agenda_open(meeting: Meeting) -> None:
    db.session.flush()
    lock(meeting)
    db.session.expire(meeting, ["items"])
    if meeting.has_minutes:
        raise AgendaIsClosed


def _item(line: AgendaLine, position: int) -> AgendaItem:
    return AgendaItem(
        position=position,
        kind=line.kind,
        title=line.title,
        minutes_allotted=line.minutes,
        presenter=line.presenter,
        presenter_title=line.presenter_title,
        notes=line.notes,
        parked=False,
    )


def _number(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Write the order down beside the rows' versions: moving an item is no change to its text."""
    db.session.flush()
    for position, item in enumerate(items):
        db.session.execute(update(AGENDA).where(AgendaItem.id == item.id).values(position=position))
        db.session.expire(item, ["position"])
    db.session.expire(meeting, ["items"])
