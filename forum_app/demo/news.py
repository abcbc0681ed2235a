"""Families that asked for news, what was sent to them, and a call for questions that waits to be looked at."""

from datetime import date, datetime, timedelta

from forum_app.circulation.models import Audience, Circulation, CirculationState, Kind
from forum_app.circulation.operations import Facts, make_draft
from forum_app.clock import day_in_words
from forum_app.db import db
from forum_app.demo.shapes import prose
from forum_app.meetings.models import Meeting
from forum_app.settings.models import QUESTION_DAYS
from forum_app.subscriptions.models import Pace, Subscription, Topic

#: How many of the made-up families hear about what. Of cards so few that the number is not told.
FAMILIES = 31
HEARS_OF = {
    Topic.NEXT_MEETING: range(31),
    Topic.MINUTES: range(24),
    Topic.ACTIONS: range(6, 19),
    Topic.CARDS: range(25, 30),
    Topic.CONSULTATIONS: range(3, 17),
}
WEEKLY = range(20, 26)
MINUTES_TOLD = prose(
    """
    The minutes of {day} are published, with every question and the responses to it, and with what was promised.

    Something in them is wrong, or says too much about your family? Write to us; it can be taken out the same day.
    """
)
COME = prose(
    """
    Last time your questions changed what happened: ask again. If you would rather not write, tell a volunteer at one
    of the group mornings, and they will pass it on without your name.
    """
)


def add_families(today: date) -> None:
    """Made-up addresses, confirmed some weeks ago."""
    for number in range(FAMILIES):
        row = Subscription(
            address=f"family-{number + 1:02}@families.example.org",
            pace=Pace.WEEKLY if number in WEEKLY else Pace.AS_IT_HAPPENS,
            asked_on=today - timedelta(days=40 + number),
            confirmed_on=today - timedelta(days=40 + number),
        )
        row.topics = {topic for topic, numbers in HEARS_OF.items() if number in numbers}
        db.session.add(row)


def minutes_were_sent(meeting: Meeting, *, by: int, now: datetime) -> None:
    """Word of the minutes went out long enough ago that only the number of families is left."""
    on = day_in_words(meeting.day)
    row = Circulation(
        kind=Kind.MINUTES,
        meeting=meeting,
        form_key="demo-word-of-the-minutes",
        state=CirculationState.RELEASED,
        by_id=by,
        made_at=now,
        due_at=now + timedelta(minutes=10),
        sent_subject=f"Minutes of {on}",
        sent_text=MINUTES_TOLD.format(day=on),
        short_text=f"The minutes of {on} are published.",
        families_reached=22,
    )
    row.audiences = {Audience.MINUTES}
    db.session.add(row)


def call_is_drafted(meeting: Meeting, *, by: int, now: datetime) -> None:
    """A call for questions that the coordinator may look at, try and send."""
    facts = Facts([Audience.NEXT_MEETING], COME, questions_by=meeting.day - timedelta(days=QUESTION_DAYS))
    make_draft(Kind.CALL_FOR_QUESTIONS, meeting, facts, "demo-call-for-questions", by=by, now=now)
