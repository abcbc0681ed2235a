"""Working days in England: Monday to Friday, but for the bank holidays (gov.uk/bank-holidays).

The days of a jubilee or a coronation cannot be worked out; whoever sets a date by working days can change it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether a council's office is open on this day."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def after_working_days(day: date, count: int) -> date:
    """The day on which so many working days have passed; the first one counted is the next."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after the first day, the last one included."""
    return sum(is_working_day(first + timedelta(days=ahead)) for ahead in range(1, (last - first).days + 1))


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Those of England and Wales, with the weekdays that stand in for a weekend."""
    moving = {
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    return frozenset(
        {*moving, *_on_weekdays([date(year, 1, 1)]), *_on_weekdays([date(year, 12, 25), date(year, 12, 26)])}
    )


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _on_weekdays(days: list[date]) -> Iterator[date]:
    """Each of these holidays, or the next weekday that no other of them has."""
    taken = {day for day in days if day.weekday() < SATURDAY}
    yield from taken
    for day in days:
        if day.weekday() < SATURDAY:
            continue
        while day.weekday() >= SATURDAY or day in taken:
            day += timedelta(days=1)
        taken.add(day)
        yield day
