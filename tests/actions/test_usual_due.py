"""The day that the forum proposes for a promise, and why."""

from datetime import date, timedelta

import pytest

from forum_app.actions.usual_due import ASK, SEND, usual_due

PROMISED, NEXT = date(2026, 4, 15), date(2027, 4, 14)


@pytest.mark.parametrize("text", ["Send the link to the form.", "Share the slides", "Circulate the list", "Post it."])
def test_sending_something_takes_a_month(text: str):
    assert usual_due(text, PROMISED, NEXT).day == PROMISED + SEND


@pytest.mark.parametrize(
    "text", ["Check with the team.", "Take it back to the exams team", "Find out whether a link can be sent.", "Ask."]
)
def test_asking_a_team_takes_two_months(text: str):
    assert usual_due(text, PROMISED, NEXT).day == PROMISED + ASK


@pytest.mark.parametrize("text", ["Book the room.", "Please reserve a hall for us", "Invite a speaker for the day."])
def test_what_the_next_meeting_needs_is_due_eight_weeks_before_it(text: str):
    due = usual_due(text, PROMISED, NEXT)
    assert due.day == NEXT - timedelta(weeks=8)
    assert "next meeting" in due.because


@pytest.mark.parametrize("meeting", [None, PROMISED + timedelta(days=20)])
def test_without_a_meeting_far_enough_ahead_logistics_take_two_months(meeting: date | None):
    assert usual_due("Book the room.", PROMISED, meeting).day == PROMISED + ASK


def test_every_proposal_says_why():
    assert all(usual_due(text, PROMISED, NEXT).because for text in ("Send it.", "Ask.", "Book the room.", "Think."))
