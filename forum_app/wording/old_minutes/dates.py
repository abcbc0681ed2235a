"""Dates as minutes write them: "Wednesday 9 April 2025", "9th April", "9/4/25", "2025-04-09"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?"
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]{1,6})?\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_DATE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_WEEKDAY})?(?<![0-9.:/£]){_DAY}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR})?",
        rf"\b(?:{_WEEKDAY})?{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])",
        rf"\b(?:{_WEEKDAY})?(?<![0-9.:/£])(?P<day>[0-9]{{1,2}})[/.](?P<month>[0-9]{{1,2}})"
        r"[/.](?P<year>(?:19|20)?[0-9]{2})(?![0-9])",
    )
]


@dataclass(frozen=True)
class FoundDate:
    day: int
    month: int
    year: int | None
    weekday: int | None
    start: int
    end: int

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
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


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
    found = FoundDate(int(parts["day"]), month, year, _weekday_number(parts.get("weekday")), *match.span())
    # A leap year tells whether there can be such a day at all.
    return found if found._in_year(year or 2024) else None


def _month_number(written: str, whole: str) -> int:
    if written.isdigit():
        return int(written)
    number = next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(written.lower()))
    # "15 marches" is no date: what follows the first three letters must spell the month or "sept".
    word = re.search(rf"{written}[a-z]*", whole, re.IGNORECASE)
    spelled = word[0].lower() if word else ""
    return number if _MONTHS[number - 1].startswith(spelled) else 0


def _weekday_number(written: str | None) -> int | None:
    if not written:
        return None
    return next(n for n, weekday in enumerate(_WEEKDAYS) if weekday.startswith(written.lower()[:3]))
