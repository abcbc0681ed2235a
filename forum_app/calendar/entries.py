"""A meeting as one calendar entry: it starts at doors and says in words when business starts and ends."""

from forum_app.clock import local, time_in_words
from forum_app.ics import CalendarEntry, Status
from forum_app.meetings.models import Attending, Meeting, RoomState
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
        title=forum.name,
        starts=local(meeting.day, opens, meeting.time_zone),
        ends=local(meeting.day, meeting.ends_by, meeting.time_zone),
        zone=meeting.time_zone,
        place=_place(meeting),
        description=_description(meeting, page_url),
        url=page_url,
        status=_status(meeting),
    )


def _status(meeting: Meeting) -> Status:
    if meeting.is_cancelled:
        return "CANCELLED"
    certain = meeting.room_state == RoomState.CONFIRMED or meeting.attending == Attending.ONLINE
    return "CONFIRMED" if certain else "TENTATIVE"


def _place(meeting: Meeting) -> str:
    if meeting.attending == Attending.ONLINE:
        return "Online"
    if meeting.venue is None:
        return "Venue to be announced"
    return ", ".join(filter(None, (meeting.venue.name, meeting.venue.address)))


def _description(meeting: Meeting, page_url: str) -> str:
    lines = [_times(meeting)]
    if meeting.is_cancelled:
        lines.insert(0, f"This meeting is cancelled. {meeting.cancelled_because}".strip())
    elif _status(meeting) == "TENTATIVE":
        lines.append("Provisional: the room is not confirmed yet.")
    if meeting.attending != Attending.ROOM:
        lines.append("You can also come online. The link is on the page below closer to the time.")
    if meeting.venue and meeting.attending != Attending.ONLINE:
        lines += [meeting.room_note, meeting.venue.directions, meeting.venue.access]
    lines += ["You need not give a name, in the room or online.", page_url]
    return "\n\n".join(filter(None, lines))


def _times(meeting: Meeting) -> str:
    assert meeting.starts_at is not None  # noqa: S101 - public_entry has looked
    assert meeting.ends_by is not None  # noqa: S101
    doors = f"Doors open at {time_in_words(meeting.doors_at)}. " if meeting.doors_at else ""
    starts, ends = time_in_words(meeting.starts_at), time_in_words(meeting.ends_by)
    return f"{doors}The meeting starts at {starts} and finishes by {ends}."
