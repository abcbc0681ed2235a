"""What speaks against a date: bank holidays, school holidays, other meetings. It only points; people decide."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol

from dateutil.easter import easter

SATURDAY, SUNDAY = 5, 6
MONDAY = 0


class Span(Protocol):
    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Known:
    """What a date is held against."""

    today: date
    holidays: Sequence[Span] = ()
    #: The days of other meetings, and of dates proposed for others.
    taken: Collection[date] = ()
    also_proposed: Collection[date] = ()


def cautions(day: date, known: Known) -> list[str]:
    """Sentences about one day, the weightiest first."""
    return list(_cautions(day, known))


def _cautions(day: date, known: Known) -> Iterator[str]:
    if day in known.taken:
        yield "Another meeting is on this day."
    if day in known.also_proposed:
        yield "This day is also proposed for another meeting."
    bank_holiday = bank_holidays(day.year).get(day)
    if bank_holiday:
        yield f"It is a bank holiday in England: {bank_holiday}."
    for holiday in known.holidays:
        if holiday.first_day <= day <= holiday.last_day:
            yield f"It is in the school holidays: {holiday.name}."
    if day.weekday() in (SATURDAY, SUNDAY):
        yield f"It is a {'Saturday' if day.weekday() == SATURDAY else 'Sunday'}: council buildings may be closed."
    if _in_a_fortnight(day, known.today):
        yield "It is less than two weeks away."


def _in_a_fortnight(day: date, today: date) -> bool:
    return day - today < timedelta(days=14)


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """The usual bank holidays of England and Wales; one that is given for an occasion is not known here."""
    sunday = easter(year)
    found = {
        sunday - timedelta(days=2): "Good Friday",
        sunday + timedelta(days=1): "Easter Monday",
        _first_monday(date(year, 5, 1)): "early May bank holiday",
        _last_monday_of(year, 5): "spring bank holiday",
        _last_monday_of(year, 8): "summer bank holiday",
    }
    for fixed, name in ((date(year, 1, 1), "New Year’s Day"), (date(year, 12, 25), "Christmas Day"),
                        (date(year, 12, 26), "Boxing Day")):  # fmt: skip
        found[_free_weekday(fixed, found)] = name
    return found


def _first_monday(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _last_monday_of(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _free_weekday(day: date, taken: Collection[date]) -> date:
    """A holiday at a weekend is given on the next weekday that is not one already."""
    while day.weekday() in (SATURDAY, SUNDAY) or day in taken:
        day += timedelta(days=1)
    return day
