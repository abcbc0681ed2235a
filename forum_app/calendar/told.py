"""What an invitation tells of a meeting, in words, and what has changed since it was told."""

from dataclasses import dataclass
from datetime import datetime

from forum_app.calendar.entries import place_of, status_of
from forum_app.clock import day_in_words
from forum_app.meetings.models import Attending, Meeting
from forum_app.meetings.queries import online_link_now
from forum_app.web.filters import times_in_words

Told = dict[str, str]

LABELS = {
    "day": "Day",
    "times": "Times",
    "zone": "Time zone",
    "place": "Place",
    "status": "The room",
    "way": "How to get there",
    "access": "Access notes",
    "ways": "Ways to come",
    "join": "The link to join online",
}
#: When one of these changes, everybody is asked anew whether they come.
ASK_ANEW = ("day", "times", "zone")
#: What the confirmation of a room may change beside its state, and the link once it may be shared.
_GOES_BY_ITSELF = {LABELS[name] for name in ("status", "place", "way", "access", "join")}
#: These are long, or private: that they changed is said, and not how.
_NOT_QUOTED = {"way", "access", "join"}
_STATUS = {"TENTATIVE": "not confirmed yet", "CONFIRMED": "confirmed", "CANCELLED": "the meeting is cancelled"}
_WAYS = {Attending.ROOM: "in the room", Attending.ONLINE: "online", Attending.BOTH: "in the room or online"}


@dataclass(frozen=True)
class Change:
    """One fact that is different now; the words are empty where they are not quoted."""

    label: str
    before: str = ""
    after: str = ""


def told_of(meeting: Meeting, now: datetime) -> Told:
    """What an invitation that goes out now tells."""
    venue = meeting.venue
    return {
        "day": day_in_words(meeting.day),
        "times": times_in_words(meeting),
        "zone": meeting.time_zone,
        "place": place_of(meeting),
        "status": _STATUS[status_of(meeting)],
        "way": "\n\n".join(filter(None, (meeting.room_note, venue.directions))) if venue else "",
        "access": venue.access if venue else "",
        "ways": _WAYS[Attending(meeting.attending)],
        "join": online_link_now(meeting, now) or "",
    }


def changes(before: Told, after: Told) -> tuple[Change, ...]:
    """What somebody who was told the first does not know of the second."""
    return tuple(
        Change(label) if name in _NOT_QUOTED else Change(label, before.get(name, ""), after.get(name, ""))
        for name, label in LABELS.items()
        if before.get(name, "") != after.get(name, "")
    )


def goes_by_itself(changed: tuple[Change, ...]) -> bool:
    """Whether an entry becomes certain or its link may be shared, and nothing asks anybody to think again."""
    confirmed, link = Change(LABELS["status"], _STATUS["TENTATIVE"], _STATUS["CONFIRMED"]), Change(LABELS["join"])
    return not {confirmed, link}.isdisjoint(changed) and all(change.label in _GOES_BY_ITSELF for change in changed)


def asks_anew(before: Told, after: Told) -> bool:
    return any(before.get(name) != after.get(name) for name in ASK_ANEW)
