"""By when: a day where the words make one for certain, the words themselves where they do not."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from .dates import MONTHS, WEEKDAYS, find_dates
from .task_words import NUMBERS_IN_WORDS, SAYS_WHEN, SAYS_WHEN_ALONE

_BEFORE_A_DUE_DATE = re.compile(
    r"\b(?:by|no later than|not later than|due|due on|deadline:?)(?: the)?\s*\Z", re.IGNORECASE
)
_MONTH = "|".join(MONTHS) + "|" + "|".join(month[:3] for month in MONTHS)
_FARTHEST = 5_000
_END_OF_MONTH = re.compile(
    rf"\b(?:by|before|no later than)\s+(?:the )?(?:very )?end of ((?:the |this )?month|(?:the |this )?year"
    rf"|{_MONTH})\b(?: ((?:19|20)[0-9]{{2}}))?",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(r"\bby (?:the )?([0-9]{1,2})/([0-9]{1,2})(?![0-9/])", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\bby (?:this |the (?:coming|following) )?({'|'.join(WEEKDAYS)})\b(?!\s+[0-9])", re.IGNORECASE)
_WITHIN = re.compile(
    rf"\bwithin (?:the next )?([0-9]{{1,3}}|{'|'.join(NUMBERS_IN_WORDS)})\s+(day|week|fortnight|month)s?\b",
    re.IGNORECASE,
)
_FORTNIGHT = re.compile(r"\bwithin the (?:next )?(week|fortnight|month)\b", re.IGNORECASE)
_WORDS = re.compile(SAYS_WHEN, re.IGNORECASE)
_WORDS_ALONE = re.compile(SAYS_WHEN_ALONE, re.IGNORECASE)
_NOTHING = {"", "-", "–", "n/a", "tbc", "none"}


class Due(NamedTuple):
    date: dt.date | None = None
    words: str | None = None
    reason: str | None = None


def find_due(text: str, met_on: dt.date | None) -> Due:
    text = text[:_FARTHEST]
    found = next(_dates(text, met_on), None)
    if found:
        return found
    words = _WORDS.search(text) or _WORDS_ALONE.search(text)
    return Due(words=" ".join(words[0].split()).rstrip(" ,.;:–-")) if words else Due()


def due_in_its_own_column(cell: str, met_on: dt.date | None) -> Due:
    """A cell says nothing but when, so that no "by" is needed."""
    if cell.strip().lower() in _NOTHING:
        return Due()
    found = next(
        _dates(cell[:_FARTHEST] if cell.lower().startswith("within") else f"by {cell[:_FARTHEST]}", met_on), None
    )
    return found if found and found.date else Due(words=cell.strip())


def _dates(text: str, met_on: dt.date | None) -> Iterator[Due]:
    for found in find_dates(text):
        if _BEFORE_A_DUE_DATE.search(text, max(0, found.start - 30), found.start):
            date = found.after(met_on)
            written = text[found.start : found.end]
            reason = None if found.year else f"“{written}” has no year: the first one after the meeting."
            yield Due(date, None if date else f"by {written}", reason if date else None)
    for form, understood in _FORMS:
        for match in form.finditer(text):
            date, why = understood(match, met_on) if met_on else (None, "")
            if date:
                yield Due(date, None, f"“{' '.join(match[0].split())}”: {why}.")


def _end_of_month(match: re.Match[str], met_on: dt.date) -> tuple[dt.date | None, str]:
    named = match[1].lower()
    if named.endswith("year"):
        return dt.date(met_on.year, 12, 31), "the last day of the year of the meeting"
    if named.endswith("month"):
        return _last_day(met_on.year, met_on.month), "the last day of the month of the meeting"
    month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(named))
    year = int(match[2]) if match[2] else met_on.year + (month < met_on.month)
    return _last_day(year, month), "the last day of that month" + ("" if match[2] else ", next time it comes round")


def _last_day(year: int, month: int) -> dt.date | None:
    return dt.date(year, month, calendar.monthrange(year, month)[1]) if year <= dt.MAXYEAR else None


def _day_and_month(match: re.Match[str], met_on: dt.date) -> tuple[dt.date | None, str]:
    day, month = int(match[1]), int(match[2])
    for year in (met_on.year, met_on.year + 1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date > met_on:
            return date, "the day before the month, the first one after the meeting"
    return None, ""


def _weekday(match: re.Match[str], met_on: dt.date) -> tuple[dt.date | None, str]:
    ahead = (WEEKDAYS.index(match[1].lower()) - met_on.weekday() - 1) % 7 + 1
    return _later(met_on, ahead), f"the first {match[1].title()} after the meeting"


def _within(match: re.Match[str], met_on: dt.date) -> tuple[dt.date | None, str]:
    count, unit = (match[1], match[2].lower()) if match.lastindex == 2 else ("one", match[1].lower())
    number = int(count) if count.isdigit() else NUMBERS_IN_WORDS[count.lower()]
    if unit == "month":
        return _months_later(met_on, number), "counted from the meeting"
    return _later(met_on, number * {"day": 1, "week": 7, "fortnight": 14}[unit]), "counted from the meeting"


def _months_later(day: dt.date, number: int) -> dt.date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    last = _last_day(year, month + 1)
    return last.replace(day=min(day.day, last.day)) if last else None


def _later(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


_FORMS = (
    (_END_OF_MONTH, _end_of_month),
    (_DAY_AND_MONTH, _day_and_month),
    (_WEEKDAY, _weekday),
    (_WITHIN, _within),
    (_FORTNIGHT, _within),
)
