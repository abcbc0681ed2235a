"""Everything the public may read about one meeting, in six queries however much history there is."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from forum_app.actions.queries import actions_of, matters_arising
from forum_app.clock import local, today
from forum_app.db import db
from forum_app.meetings.deadline import are_late, questions_close
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import PUBLIC, online_link_now, roles_at
from forum_app.meetings.running_times import running_times
from forum_app.minutes.models import MinuteVersion
from forum_app.minutes.queries import items_with_minutes, newest_version, questions_with_responses
from forum_app.questions.labels import FOI_STATES
from forum_app.settings.queries import the_forum

MEETING_AND_VERSION = (
    select(Meeting, MinuteVersion)
    .options(joinedload(Meeting.venue))
    .outerjoin(MinuteVersion, MinuteVersion.id == newest_version(Meeting.id))
    .where(*PUBLIC, Meeting.id == bindparam("meeting_id"))
)


def gather(meeting_id: int, now: datetime) -> dict[str, Any] | None:
    """The values of the meeting page's template; None if the public may not see the meeting."""
    found = _meeting_and_version(meeting_id)
    if found is None:
        return None
    meeting, version = found
    published, usual_days = meeting.has_minutes, the_forum().question_days
    items = items_with_minutes(meeting_id, published=published)
    agenda = [item for item, _ in items]
    return {
        "meeting": meeting,
        "version": version if published else None,
        "items": agenda,
        "minutes": [(item, html) for item, html in items if html],
        "times": running_times(agenda, meeting.starts_at, meeting.ends_by),
        "questions": questions_with_responses(meeting_id, published=published) if meeting.has_final_agenda else [],
        "actions": actions_of(meeting_id) if published else [],
        "arising": [] if published or meeting.is_cancelled else matters_arising(meeting.day),
        "roles": roles_at(meeting_id),
        "online_link": online_link_now(meeting, now),
        "is_over": is_over(meeting, now),
        "closes_at": questions_close(meeting, usual_days),
        "is_late": are_late(meeting, usual_days, now),
        "foi_states": FOI_STATES,
    }


def _meeting_and_version(meeting_id: int) -> tuple[Meeting, MinuteVersion | None] | None:
    row = db.session.execute(MEETING_AND_VERSION, {"meeting_id": meeting_id}).first()
    return (row[0], row[1]) if row else None


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting has ended; without a latest finish, when its day is over."""
    if meeting.ends_by is None:
        return meeting.day < today(meeting.time_zone, now)
    return now > local(meeting.day, meeting.ends_by, meeting.time_zone)
