"""What a circulation says: plain values from its meeting, for the letter and for what is pasted elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from forum_app.actions.queries import actions_of
from forum_app.circulation.models import Circulation, Kind
from forum_app.clock import day_in_words, time_in_words
from forum_app.meetings.deadline import questions_close
from forum_app.meetings.models import Attending, Meeting
from forum_app.meetings.running_times import running_times
from forum_app.minutes.queries import versions
from forum_app.questions.queries import questions_of
from forum_app.settings.queries import the_forum


class MeetingNotReady(Exception):
    """The meeting is not, or no longer, at the point at which this can be sent."""


@dataclass(frozen=True)
class Line:
    """One line of the agenda."""

    at: str
    title: str
    presenter: str


def may_send(kind: str, meeting: Meeting | None, day: date) -> bool:
    """Whether this can be sent about this meeting: nothing leaves that the public page does not show."""
    if kind == Kind.NOTE:
        return True
    if meeting is None or not meeting.is_public:
        return False
    if kind == Kind.MINUTES:
        return meeting.has_minutes
    return meeting.day >= day and not meeting.has_minutes and (kind == Kind.NEXT_MEETING or not meeting.is_cancelled)


def contents_of(row: Circulation, day: date) -> dict[str, Any]:
    """The values of the letter's templates; raises MeetingNotReady."""
    meeting = row.meeting
    if not may_send(row.kind, meeting, day):
        raise MeetingNotReady
    values: dict[str, Any] = {"words": row.words, "meeting": meeting, "questions_by": row.questions_by}
    if meeting is None:
        return values
    values |= {"place": place_in_words(meeting), "room_open": room_is_open(meeting)}
    if row.kind == Kind.AGENDA:
        values |= {"lines": _lines(meeting), "questions": _questions(meeting)}
    if row.kind == Kind.MINUTES:
        values |= {"version": versions(meeting.id)[-1], "actions": actions_of(meeting.id)}
    return values


def subject_of(row: Circulation, contents: dict[str, Any]) -> str:
    """The subject, always on one line."""
    meeting = row.meeting
    if meeting is None or row.kind == Kind.NOTE:
        return one_line(row.subject)
    on = day_in_words(meeting.day)
    if row.kind == Kind.CALL_FOR_QUESTIONS:
        return f"Questions wanted for the meeting on {on}"
    if row.kind == Kind.AGENDA:
        return f"{'Agenda' if meeting.has_final_agenda else 'Draft agenda'} for {on}"
    if row.kind == Kind.MINUTES:
        return f"{'Corrected minutes' if contents['version'].number > 1 else 'Minutes'} of {on}"
    return f"Cancelled: the meeting on {on}" if meeting.is_cancelled else f"Next meeting: {on}"


def one_line(text: str) -> str:
    """A header has one line, whatever was sent for it."""
    return " ".join(text.split())


def place_in_words(meeting: Meeting) -> str:
    """Where, in one phrase."""
    if meeting.attending == Attending.ONLINE:
        return "online"
    room = ", ".join(filter(None, (meeting.venue.name, meeting.venue.address))) if meeting.venue else ""
    return (room or "venue to be announced") + (", or online" if meeting.attending == Attending.BOTH else "")


def room_is_open(meeting: Meeting) -> bool:
    """Whether people should know that the room may still change."""
    return meeting.attending != Attending.ONLINE and meeting.room_state != "confirmed"


def _lines(meeting: Meeting) -> list[Line]:
    times = running_times(meeting.items, meeting.starts_at, meeting.ends_by)
    return [
        Line(
            time_in_words(at) if at and times.total_minutes else "",
            item.title,
            ", ".join(filter(None, (item.presenter, item.presenter_title))),
        )
        for item, at in zip(meeting.items, times.begins, strict=True)
        if not item.parked
    ]


def _questions(meeting: Meeting) -> list[str]:
    """The wording of what the public page shows of the questions."""
    return [row.wording for row in questions_of(meeting.id) if row.released] if meeting.has_final_agenda else []


def usual_questions_by(meeting: Meeting, today: date) -> date:
    """The day on which they close; where that is over, the day before the meeting."""
    closes_on = questions_close(meeting, the_forum().question_days).date()
    return closes_on if closes_on > today else max(today, meeting.day - timedelta(days=1))
