"""Until when questions in advance are taken for a meeting. Worked out from the meeting, never stored beside it."""

from datetime import datetime, time, timedelta

from forum_app.clock import local
from forum_app.meetings.models import Meeting

#: The usual hour, on the day that the forum's settings lead to; no clock change falls on it.
USUAL_HOUR = time(12)


def questions_close(meeting: Meeting, usual_days: int) -> datetime:
    """The moment after which a question comes as a late one."""
    if meeting.questions_until_day and meeting.questions_until_at:
        return local(meeting.questions_until_day, meeting.questions_until_at, meeting.time_zone)
    return local(meeting.day - timedelta(days=usual_days), USUAL_HOUR, meeting.time_zone)


def are_late(meeting: Meeting | None, usual_days: int, now: datetime) -> bool:
    """Whether a question that is asked now comes too late to be put to the local authority beforehand."""
    return meeting is not None and now > questions_close(meeting, usual_days)
