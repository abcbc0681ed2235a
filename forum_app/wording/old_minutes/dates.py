"""Dates as minutes write them: "Wednesday 9 April 2025", "9th April", "9/4/25", "2025-04-09"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?"
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]{1,6})?\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NTH = r"(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_DATE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_WEEKDAY})?(?<![0-9.:/£]){_DAY}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR})?",
        rf"\b(?:{_WEEKDAY})?{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"\b{_NTH}\s+{_WEEKDAY}(?:of|in)\s+{_MONTH}(?:,?\s+{_YEAR})?",
        r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])",
        rf"\b(?:{_WEEKDAY})?(?<![0-9.:/£])(?P<day>[0-9]{{1,2}})[/.](?P<month>[0-9]{{1,2}})"
        r"[/.](?P<year>(?:19|20)?[0-9]{2})(?![0-9])",
    )
]
_WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


@dataclass(frozen=True)
class FoundDate:
    day: int
    month: int
    year: int | None
    weekday: int | None
    start: int
    end: int
    nth: int = 0  # "the first Thursday in May": which of them, -1 for the last

    def exact(self) -> dt.date | None:
        """The date, if the text gives a year and there is such a day."""
        return self._in_year(self.year) if self.year else None

    def after(self, day: dt.date | None) -> dt.date | None:
        """The date; without a year, the first time it comes round after the day given."""
        if self.year or day is None:
            return self.exact()
        # Nine years: 29 February can stay away for eight.
        candidates = (self._in_year(year) for year in range(day.year, min(day.year + 9, dt.MAXYEAR)))
        return next((candidate for candidate in candidates if candidate and candidate > day), None)

    def weekday_fits(self, date: dt.date) -> bool:
        return self.weekday is None or self.weekday == date.weekday()

    def _in_year(self, year: int) -> dt.date | None:
        try:
            return self._nth_weekday(year) if self.nth else dt.date(year, self.month, self.day)
        except ValueError:
            return None

    def _nth_weekday(self, year: int) -> dt.date | None:
        days = calendar.monthcalendar(year, self.month)
        fitting = [week[self.weekday or 0] for week in days if week[self.weekday or 0]]
        number = self.nth - 1 if self.nth > 0 else -1
        return dt.date(year, self.month, fitting[number]) if number < len(fitting) else None


def find_dates(text: str) -> list[FoundDate]:
    """Every possible date of the text, in its order. Days come before months, as in Britain."""
    found = sorted(_all_forms(text), key=lambda date: (date.start, -date.end))
    apart: list[FoundDate] = []
    for date in found:
        if not apart or date.start >= apart[-1].end:
            apart.append(date)
    return apart


def without_dates(text: str) -> str:
    """The text with its dates blanked out, so that a day is not taken for an hour."""
    pieces, position = [], 0
    for date in find_dates(text):
        pieces += [text[position : date.start], ";"]
        position = date.end
    return "".join([*pieces, text[position:]])


def _all_forms(text: str) -> Iterator[FoundDate]:
    for form in _DATE:
        for match in form.finditer(text):
            found = _understood(match)
            if found:
                yield found


def _understood(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    month = _month_number(parts["month"], match[0])
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    nth = _WHICH[parts["nth"].lower()] if parts.get("nth") else 0
    day, weekday = int(parts.get("day") or 0), _weekday_number(parts.get("weekday"))
    if not month:
        return None
    found = FoundDate(day, month, year, weekday, *match.span(), nth)
    # A leap year tells whether there can be such a day at all.
    return found if found._in_year(year or 2024) else None


def _month_number(written: str, whole: str) -> int:
    if written.isdigit():
        return int(written)
    number = next(n for n, month in enumerate(MONTHS, 1) if month.startswith(written.lower()))
    # "15 marches" is no date: what follows the first three letters must spell the month or "sept".
    word = re.search(rf"{written}[a-z]*", whole, re.IGNORECASE)
    spelled = word[0].lower() if word else ""
    return number if MONTHS[number - 1].startswith(spelled) else 0


def _weekday_number(written: str | None) -> int | None:
    if not written:
        return None
    return next(n for n, weekday in enumerate(WEEKDAYS) if weekday.startswith(written.lower()[:3]))
