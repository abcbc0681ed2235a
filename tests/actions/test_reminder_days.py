"""On which days somebody is reminded: never on a quiet one, never two at once, never what nobody could have seen."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum_app.actions.reminder_days import (
    CLOSE,
    SEEN_FIRST,
    Quiet,
    Stage,
    digest_days,
    good_day,
    good_day_before,
    is_good,
    quiet_days,
    stage_days,
)

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(0, 60)
YEAR = timedelta(days=366)


@st.composite
def periods(draw: st.DrawFn) -> list[Quiet]:
    starts = draw(st.lists(st.tuples(DAYS, LENGTHS), max_size=6))
    own = [Quiet(day, day + timedelta(days=length)) for day, length in starts]
    return quiet_days(own, date(2025, 1, 1), date(2032, 1, 1))


def test_a_promise_has_three_reminders_around_its_day():
    found = stage_days(date(2026, 5, 13), date(2026, 1, 1), None, [])
    assert [(at.stage, at.day) for at in found] == [
        (Stage.BEFORE, date(2026, 5, 6)), (Stage.ON_THE_DAY, date(2026, 5, 13)), (Stage.AFTER, date(2026, 6, 3)),
    ]  # fmt: skip


def test_what_came_into_somebodys_hands_late_is_not_reminded_of_what_is_past():
    found = stage_days(date(2026, 5, 13), date(2026, 5, 12), None, [])
    assert [at.stage for at in found] == [Stage.AFTER]


def test_in_the_summer_nobody_is_reminded_and_what_was_meant_then_comes_once_afterwards():
    quiet = quiet_days([], date(2026, 1, 1), date(2026, 12, 31))
    found = stage_days(date(2026, 8, 5), date(2026, 1, 1), None, quiet)
    assert [(at.stage, at.day) for at in found] == [(Stage.AFTER, date(2026, 9, 1))]


def test_there_is_a_digest_each_quarter_and_one_before_a_meeting():
    quiet = quiet_days([], date(2026, 1, 1), date(2026, 12, 31))
    found = digest_days(date(2026, 1, 1), date(2026, 12, 31), [(7, date(2026, 5, 20))], quiet)
    assert [(d.name, d.day) for d in found] == [
        ("2026-1", date(2026, 1, 5)), ("2026-2", date(2026, 4, 6)), ("meeting-7", date(2026, 4, 29)),
        ("2026-3", date(2026, 7, 6)), ("2026-4", date(2026, 10, 5)),
    ]  # fmt: skip


def test_the_digest_before_a_meeting_stands_for_that_of_a_quarter_close_by():
    found = digest_days(date(2026, 3, 1), date(2026, 4, 30), [(7, date(2026, 4, 29))], [])
    assert [d.name for d in found] == ["meeting-7"]


@given(day=DAYS, quiet=periods())
def test_a_good_day_is_never_quiet(day: date, quiet: list[Quiet]):
    after, before = good_day(day, quiet), good_day_before(day, quiet)
    assert is_good(after, quiet)
    assert is_good(before, quiet)
    assert before <= day <= after


@given(due=DAYS, held=st.integers(-400, 60), quiet=periods(), later=st.none() | DAYS)
def test_reminders_are_on_good_days_in_order_and_each_day_only_once(
    due: date, held: int, quiet: list[Quiet], later: date | None
):
    since = due + timedelta(days=held)
    found = stage_days(due, since, later, quiet)
    days = [at.day for at in found]
    assert days == sorted(set(days))
    assert all(is_good(day, quiet) and day >= since + SEEN_FIRST and day >= (later or day) for day in days)
    assert len(found) <= 3


@given(first=DAYS, meetings=st.lists(DAYS, max_size=4, unique=True), quiet=periods())
def test_digests_are_on_good_days_and_a_quarters_keeps_away_from_a_meetings(
    first: date, meetings: list[date], quiet: list[Quiet]
):
    found = digest_days(first, first + YEAR, list(enumerate(meetings)), quiet)
    assert len({d.name for d in found}) == len(found)
    assert all(is_good(d.day, quiet) for d in found)
    before = [d.day for d in found if d.name.startswith("meeting-")]
    assert all(abs(d.day - day) > CLOSE for d in found if not d.name.startswith("meeting-") for day in before)
