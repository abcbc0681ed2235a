"""When each item of an agenda begins, and whether the whole fits before the latest finish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

ANY_DAY = date(2000, 1, 1)


class Timed(Protocol):
    minutes_allotted: int | None
    parked: bool


@dataclass(frozen=True)
class RunningTimes:
    """``begins`` stands in the order of the items; None where a parked item has no time."""

    begins: tuple[time | None, ...]
    total_minutes: int
    minutes_over: int
    without_length: int


def running_times(items: Sequence[Timed], starts_at: time | None, ends_by: time | None) -> RunningTimes:
    """Running times from the start; an item without a length takes no time until it is given one."""
    begins: list[time | None] = []
    passed = 0
    for item in items:
        begins.append(None if item.parked or starts_at is None else _after(starts_at, passed))
        passed += 0 if item.parked else item.minutes_allotted or 0
    return RunningTimes(
        begins=tuple(begins),
        total_minutes=passed,
        minutes_over=max(0, passed - _between(starts_at, ends_by)) if starts_at and ends_by else 0,
        without_length=sum(1 for item in items if not item.parked and item.minutes_allotted is None),
    )


def _after(start: time, minutes: int) -> time:
    return (datetime.combine(ANY_DAY, start) + timedelta(minutes=minutes)).time()


def _between(start: time, end: time) -> int:
    return (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
