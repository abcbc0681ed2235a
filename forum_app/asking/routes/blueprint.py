"""What the pages about questions that were left have in common."""

from typing import Any

from flask import Blueprint

from forum_app.clock import now
from forum_app.meetings.deadline import are_late, questions_close
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum

blueprint = Blueprint("asking", __name__)

#: How many days a link to a pack works unless something else is chosen.
PACK_DAYS = 60


def deadline(meeting: Meeting | None) -> dict[str, Any]:
    """Until when questions are taken, and whether that is over, for the templates that say so."""
    if meeting is None:
        return {"closes_at": None, "is_late": False}
    usual_days = the_forum().question_days
    return {"closes_at": questions_close(meeting, usual_days), "is_late": are_late(meeting, usual_days, now())}
