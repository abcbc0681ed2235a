"""When each item begins, and whether the agenda fits."""

from dataclasses import dataclass
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from forum_app.meetings.running_times import RunningTimes, running_times

HALF_PAST_FOUR, HALF_PAST_SIX = time(16, 30), time(18, 30)


@dataclass
class Item:
    minutes_allotted: int | None = None
    parked: bool = False


def test_each_item_begins_when_those_before_it_are_over():
    assert times_of(Item(5), Item(20), Item(35)).begins == (time(16, 30), time(16, 35), time(16, 55))


def test_a_parked_item_has_no_time_and_takes_none():
    times = times_of(Item(5), Item(60, parked=True), Item(10))
    assert times.begins == (time(16, 30), None, time(16, 35))
    assert times.total_minutes == 15


def test_an_item_without_a_length_takes_no_time_and_is_counted():
    times = times_of(Item(5), Item(), Item(10), Item(parked=True))
    assert times.begins[:3] == (time(16, 30), time(16, 35), time(16, 35))
    assert times.without_length == 1


def test_an_item_of_no_minutes_is_not_one_without_a_length():
    assert times_of(Item(0)).without_length == 0


def test_an_agenda_that_just_fits_is_not_over():
    assert times_of(Item(60), Item(60)).minutes_over == 0


def test_an_agenda_past_the_finish_says_by_how_many_minutes():
    assert times_of(Item(60), Item(60), Item(25)).minutes_over == 25


def test_parking_an_item_makes_room():
    assert times_of(Item(120), Item(25, parked=True)).minutes_over == 0


def test_without_a_start_nothing_has_a_time_and_nothing_is_over():
    times = running_times([Item(300)], None, HALF_PAST_SIX)
    assert (times.begins, times.minutes_over, times.total_minutes) == ((None,), 0, 300)


def test_without_a_finish_nothing_is_over():
    assert running_times([Item(300)], HALF_PAST_FOUR, None).minutes_over == 0


def test_running_past_midnight_goes_on_with_the_clock():
    assert running_times([Item(90), Item(5)], time(23), None).begins == (time(23), time(0, 30))


def test_an_empty_agenda_takes_no_time():
    assert times_of() == RunningTimes(begins=(), total_minutes=0, minutes_over=0, without_length=0)


@given(st.lists(st.builds(Item, st.none() | st.integers(0, 600), st.booleans())))
def test_whatever_the_agenda_its_times_add_up(items: list[Item]):
    times = times_of(*items)
    taken = [item.minutes_allotted or 0 for item in items if not item.parked]
    assert len(times.begins) == len(items)
    assert times.total_minutes == sum(taken)
    assert times.minutes_over == max(0, sum(taken) - 120)


def times_of(*items: Item) -> RunningTimes:
    return running_times(items, HALF_PAST_FOUR, HALF_PAST_SIX)
