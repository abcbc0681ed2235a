"""What is written about planning meetings, to those who take part in them."""

from forum_app.clock import day_in_words
from forum_app.mail.compose import Letter, letter
from forum_app.meetings.models import Meeting
from forum_app.planning.models import PlanningNotes
from forum_app.settings.queries import the_forum


def asked_for(row: PlanningNotes, name: str) -> Letter:
    """To the coordinators: somebody would like a planning meeting."""
    return letter(
        "planning/asked_for",
        "A planning meeting is asked for",
        row=row, asker=name, forum=the_forum(), thread=f"planning-{row.meeting_id}",
        why="You get this because you are the coordinator of the forum.",
        stop="It comes once; there is nothing to stop.",
    )  # fmt: skip


def invited(meeting: Meeting, words: str, token: str) -> Letter:
    when = f" on {day_in_words(meeting.day)}" if meeting.starts_at else ""
    return letter(
        "planning/invited",
        f"Planning meeting{when}",
        meeting=meeting, words=words, token=token, forum=the_forum(), thread=f"planning-{meeting.id}",
        why="You get this because the coordinator invited you to plan the forum’s next meeting.",
        stop="It comes once; there is nothing to stop.",
    )  # fmt: skip
