"""Functions of now, for the timetable."""

from datetime import datetime

from forum_app.arranging.operations import REMIND_BEFORE, remind
from forum_app.arranging.queries import to_remind
from forum_app.clock import today
from forum_app.settings.queries import find_forum


def remind_of_dates(now: datetime) -> None:
    """Whoever has not said which dates suit them, once, three days before the answer is hoped for."""
    forum = find_forum()
    if forum is None:
        return
    day = today(forum.time_zone, now)
    for invitee in to_remind(day, day + REMIND_BEFORE):
        remind(invitee, now=now)
