"""Days, times, and the two nights of the year on which a time on the wall is not one moment."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from forum_app import clock
from forum_app.clock import TimeDoesNotExist, TimeHappensTwice, day_in_words, minutes_in_words, time_in_words

LONDON = "Europe/London"
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def test_now_says_that_it_is_in_utc():
    assert clock.now().utcoffset() == timedelta(0)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_local_time_in_summer_is_an_hour_ahead_of_utc():
    meeting = clock.local(date(2026, 4, 15), time(16), LONDON)
    assert meeting.astimezone(UTC) == datetime(2026, 4, 15, 15, tzinfo=UTC)
    assert str(meeting.tzinfo) == LONDON


def test_a_local_time_in_winter_is_utc():
    assert clock.local(date(2026, 1, 14), time(16), LONDON) == datetime(2026, 1, 14, 16, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59)])
def test_a_time_the_clocks_go_forward_past_is_refused(at: time):
    with pytest.raises(TimeDoesNotExist):
        clock.local(FORWARD, at, LONDON)


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59), time(1, 30, fold=1)])
def test_a_time_the_clocks_go_back_over_is_refused(at: time):
    with pytest.raises(TimeHappensTwice):
        clock.local(BACK, at, LONDON)


@pytest.mark.parametrize("day", [FORWARD, BACK])
@pytest.mark.parametrize("at", [time(0, 59), time(2), time(16)])
def test_the_hours_around_a_change_are_taken(day: date, at: time):
    assert clock.local(day, at, LONDON).time() == at


@pytest.mark.parametrize(
    ("zone", "day", "at", "fact"),
    [
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), TimeDoesNotExist),  # half an hour, in October
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), TimeHappensTwice),
        ("Europe/Dublin", FORWARD, time(1, 30), TimeDoesNotExist),  # winter is its exception
        ("Europe/Dublin", BACK, time(1, 30), TimeHappensTwice),
        ("America/New_York", date(2026, 3, 8), time(2, 30), TimeDoesNotExist),
    ],
)
def test_other_places_change_at_their_own_hours(zone: str, day: date, at: time, fact: type[Exception]):
    with pytest.raises(fact):
        clock.local(day, at, zone)


def test_the_refusal_in_spring_says_why_and_what_to_do():
    with pytest.raises(TimeDoesNotExist) as refusal:
        clock.local(FORWARD, time(1, 30), LONDON)
    assert str(refusal.value) == (
        "There is no 1.30am on Sunday 29 March 2026 in the time zone Europe/London, because the clocks go "
        "forward past it. Choose a time at least 1 hour earlier or later."
    )


def test_the_refusal_in_autumn_says_why_and_what_to_do():
    with pytest.raises(TimeHappensTwice) as refusal:
        clock.local(BACK, time(1, 30), LONDON)
    assert str(refusal.value) == (
        "1.30am happens twice on Sunday 25 October 2026 in the time zone Europe/London, because the clocks "
        "go back. Choose a time at least 1 hour earlier or later."
    )


def test_where_the_clocks_change_by_half_an_hour_the_refusal_says_so():
    with pytest.raises(TimeHappensTwice, match="at least 30 minutes earlier or later"):
        clock.local(date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("zone", "day", "at", "hours"),
    [
        (LONDON, FORWARD, time(1), 1),
        (LONDON, BACK, time(1, 59), 1),
        ("Antarctica/Troll", FORWARD, time(1, 30), 2),
    ],
)
def test_following_the_refusal_gives_a_time_that_is_taken(zone: str, day: date, at: time, hours: int):
    with pytest.raises(clock.ClocksChange, match=f"at least {minutes_in_words(60 * hours)} "):
        clock.local(day, at, zone)
    for step in (-hours, hours):
        advised = datetime.combine(day, at) + timedelta(hours=step)
        assert clock.local(advised.date(), advised.time(), zone)


def test_a_time_that_carries_a_zone_is_read_as_the_clock_on_the_wall():
    assert clock.local(date(2026, 4, 15), time(16, tzinfo=UTC), LONDON).hour == 16


def test_today_follows_the_zone_across_midnight():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert clock.today(LONDON, late) == date(2026, 7, 2)
    assert clock.today("America/New_York", late) == date(2026, 7, 1)


def test_today_without_a_moment_is_the_date_now():
    before, found, after = clock.now().date(), clock.today("UTC"), clock.now().date()
    assert before <= found <= after


def test_today_refuses_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="does not say what day"):
        clock.today(LONDON, datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize("name", [LONDON, "Europe/Dublin", "Asia/Kolkata", "UTC"])
def test_a_real_zone_is_known(name: str):
    assert clock.is_zone(name)


@pytest.mark.parametrize("name", ["", "London", "europe/london", "GMT Standard Time", "../../etc/passwd", "localtime"])
def test_anything_else_is_not_a_zone(name: str):
    assert not clock.is_zone(name)


def test_zone_names_are_in_order_for_a_list_to_choose_from():
    assert all(first < second for first, second in pairwise(clock.zone_names()))
    assert LONDON in clock.zone_names()


def test_every_day_and_month_has_its_word():
    assert day_in_words(date(2026, 4, 15)) == "Wednesday 15 April 2026"
    assert day_in_words(date(2026, 11, 1)) == "Sunday 1 November 2026"
    week = [day_in_words(date(2026, 6, day)).split()[0] for day in range(1, 8)]
    assert week == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    year = [day_in_words(date(2026, month, 1)).split()[2][:3] for month in range(1, 13)]
    assert " ".join(year) == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(16, 30), "4.30pm"),
        (time(16), "4pm"),
        (time(9, 5), "9.05am"),
        (time(12), "12 noon"),
        (time(12, 30), "12.30pm"),
        (time(0), "12 midnight"),
        (time(0, 30), "12.30am"),
        (time(11, 59), "11.59am"),
        (time(23), "11pm"),
    ],
)
def test_times_are_said_as_people_say_them(at: time, words: str):
    assert time_in_words(at) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (80, "1 hour 20 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_lengths_of_time_are_said_in_hours_and_minutes(minutes: int, words: str):
    assert minutes_in_words(minutes) == words


def test_a_length_below_nothing_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        minutes_in_words(-1)
