"""What stands in a calendar: a meeting as one entry, which starts at doors and says in words when business starts and
must end, and a promised date as an entry of the whole day."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from forum_app.actions.models import ActionPoint
from forum_app.clock import day_in_words, local, time_in_words
from forum_app.ics import CalendarEntry, DayEntry, Status
from forum_app.meetings.models import Attending, Meeting, MeetingKind, RoomState
from forum_app.meetings.queries import online_link_now
from forum_app.settings.models import Forum


def public_entry(meeting: Meeting, forum: Forum, page_url: str) -> CalendarEntry | None:
    """The entry anybody may have: no names, and no link to join. None while the times are open."""
    if meeting.starts_at is None or meeting.ends_by is None:
        return None
    opens = meeting.doors_at or meeting.starts_at
    return CalendarEntry(
        uid=meeting.calendar_uid,
        sequence=meeting.calendar_sequence,
        stamp=meeting.calendar_stamp,
        title=forum.name if meeting.kind == MeetingKind.FORUM else f"{forum.name}: planning meeting",
        starts=local(meeting.day, opens, meeting.time_zone),
        ends=local(meeting.day, meeting.ends_by, meeting.time_zone),
        zone=meeting.time_zone,
        place=place_of(meeting),
        description=_description(meeting, page_url, joins=False),
        url=page_url,
        status=status_of(meeting),
    )


def own_entry(meeting: Meeting, forum: Forum, page_url: str, now: datetime) -> CalendarEntry | None:
    """The entry of somebody who may join online: it holds the link from the moment on from which it may be shared.

    From then on it bears that moment, because the link's coming is a change too.
    """
    entry = public_entry(meeting, forum, page_url)
    link = None if meeting.is_cancelled else online_link_now(meeting, now)
    if entry is None or link is None:
        return entry
    said, stamp = _description(meeting, page_url, joins=True), max(entry.stamp, _shared_from(meeting))
    return replace(entry, conference_url=link, description=said, stamp=stamp)


def promise_entry(action: ActionPoint, page_url: str, site: str) -> DayEntry:
    """The day by which somebody promised something. Its version counts its changes."""
    assert action.due_on is not None  # noqa: S101 - the query asks for those with a date
    return DayEntry(
        uid=f"promise-{action.id}@{site}",
        sequence=action.version - 1,
        # No moment is kept of its changes; counted on from its meeting, a later change is the later moment.
        stamp=datetime.combine(action.meeting.day, time(), UTC) + timedelta(seconds=action.version),
        title=f"Promised: {action.sentence}",
        day=action.due_on,
        description=f"{action.owner}: {action.sentence}\n\nFrom the meeting on {day_in_words(action.meeting.day)}.\n\n"
        f"{page_url}".rstrip(),
        url=page_url,
    )


def deadline_entry(meeting: Meeting, closes_at: datetime, page_url: str, forum: Forum) -> DayEntry:
    """The day until which questions in advance are wanted; it moves with its meeting, and with the forum's usual time.

    The versions of both count its changes: each only grows, so their sum grows with either.
    """
    until, changes = time_in_words(closes_at.time()), meeting.version + forum.version - 1
    return DayEntry(
        uid=f"questions-{meeting.calendar_uid}",
        sequence=changes - 1,
        stamp=meeting.calendar_stamp + timedelta(seconds=changes),
        title="Questions for the forum close",
        day=closes_at.date(),
        description=f"Questions for the meeting on {day_in_words(meeting.day)} can be sent in advance until {until}. "
        f"You need not give a name.\n\n{page_url}",
        url=page_url,
    )


def status_of(meeting: Meeting) -> Status:
    """Tentative until the room is confirmed."""
    if meeting.is_cancelled:
        return "CANCELLED"
    certain = meeting.room_state == RoomState.CONFIRMED or meeting.attending == Attending.ONLINE
    return "CONFIRMED" if certain else "TENTATIVE"


def place_of(meeting: Meeting) -> str:
    if meeting.attending == Attending.ONLINE:
        return "Online"
    if meeting.venue is None:
        return "Venue to be announced"
    return ", ".join(filter(None, (meeting.venue.name, meeting.venue.address)))


def times_of(meeting: Meeting) -> str:
    """Doors, the start of business and the moment it must be over, in words."""
    assert meeting.starts_at is not None  # noqa: S101 - whoever asks has looked
    assert meeting.ends_by is not None  # noqa: S101
    doors = f"Doors open at {time_in_words(meeting.doors_at)}. " if meeting.doors_at else ""
    starts, ends = time_in_words(meeting.starts_at), time_in_words(meeting.ends_by)
    return f"{doors}The meeting starts at {starts} and finishes by {ends}."


def _shared_from(meeting: Meeting) -> datetime:
    assert meeting.starts_at is not None  # noqa: S101 - the link would not be shown
    assert meeting.link_hours_before is not None  # noqa: S101
    starts = local(meeting.day, meeting.starts_at, meeting.time_zone)
    return (starts.astimezone(UTC) - timedelta(hours=meeting.link_hours_before)).astimezone(UTC)


def _description(meeting: Meeting, page_url: str, *, joins: bool) -> str:
    lines = [times_of(meeting)]
    if meeting.is_cancelled:
        lines.insert(0, f"This meeting is cancelled. {meeting.cancelled_because}".strip())
    elif status_of(meeting) == "TENTATIVE":
        lines.append("Provisional: the room is not confirmed yet.")
    if meeting.attending != Attending.ROOM and not joins and not meeting.is_cancelled:
        lines.append(_how_to_join(meeting))
    if meeting.venue and meeting.attending != Attending.ONLINE:
        lines += [meeting.room_note, meeting.venue.directions, meeting.venue.access]
    if meeting.kind == MeetingKind.PLANNING:
        lines.append("A planning meeting is private: please do not pass this on.")
    else:
        lines.append("You need not give a name, in the room or online.")
    return "\n\n".join(filter(None, [*lines, page_url]))


def _how_to_join(meeting: Meeting) -> str:
    if meeting.kind == MeetingKind.PLANNING:
        return "You can join online. The link comes closer to the time."
    can = "You can come online." if meeting.attending == Attending.ONLINE else "You can also come online."
    return f"{can} The link is on the page below closer to the time."
