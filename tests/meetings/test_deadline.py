"""Until when questions in advance are taken."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum_app.clock import TimeDoesNotExist
from forum_app.meetings.deadline import are_late, questions_close
from tests.builders import DAY, announced_meeting, make_meeting

pytestmark = pytest.mark.usefixtures("database")

LONDON = ZoneInfo("Europe/London")


def test_it_is_noon_as_many_days_before_as_the_forum_says():
    assert questions_close(announced_meeting(), 7) == datetime(2026, 4, 8, 12, tzinfo=LONDON)
    assert questions_close(announced_meeting(), 14) == datetime(2026, 4, 1, 12, tzinfo=LONDON)


def test_a_meeting_can_have_its_own():
    meeting = announced_meeting(questions_until_day=DAY, questions_until_at=time(9, 30))
    assert questions_close(meeting, 7) == datetime(2026, 4, 15, 9, 30, tzinfo=LONDON)


def test_it_moves_with_the_meeting():
    meeting = announced_meeting()
    meeting.day += timedelta(days=7)
    assert questions_close(meeting, 7).date() == DAY


def test_a_question_at_the_very_moment_is_in_time_and_one_after_it_is_late():
    meeting = announced_meeting()
    closes = questions_close(meeting, 7)
    assert not are_late(meeting, 7, closes)
    assert are_late(meeting, 7, closes + timedelta(seconds=1))


def test_without_a_meeting_nothing_is_late():
    assert not are_late(None, 7, datetime(2026, 4, 15, tzinfo=LONDON))


def test_a_time_that_the_clock_change_leaves_out_is_refused():
    with pytest.raises(TimeDoesNotExist):
        make_meeting(questions_until_day=date(2026, 3, 29), questions_until_at=time(1, 30))
