"""Everything the public may read about one meeting, in six queries however much history there is."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum_app.actions.queries import actions_of
from forum_app.clock import local, today
from forum_app.db import db
from forum_app.meetings.models import AgendaItem, Meeting
from forum_app.meetings.queries import online_link_now, roles_at
from forum_app.meetings.running_times import running_times
from forum_app.minutes.queries import Published, published
from forum_app.questions.queries import released_questions


def gather(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """The values of the meeting page's template."""
    items = db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    ).all()
    questions = db.session.scalars(released_questions(meeting.id)).all() if meeting.has_final_agenda else []
    return {
        "meeting": meeting,
        "items": items,
        "times": running_times(items, meeting.starts_at, meeting.ends_by),
        "questions": questions,
        "record": published(meeting.id) if meeting.has_minutes else Published(),
        "actions": actions_of(meeting.id) if meeting.has_minutes else [],
        "roles": roles_at(meeting.id),
        "online_link": online_link_now(meeting, now),
        "is_over": is_over(meeting, now),
    }


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting has ended; without a latest finish, when its day is over."""
    if meeting.ends_by is None:
        return meeting.day < today(meeting.time_zone, now)
    return now > local(meeting.day, meeting.ends_by, meeting.time_zone)
