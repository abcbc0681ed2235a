"""What an opening sentence or a title tells: "Minutes of the meeting held on 3 June at 7pm in the Mill"."""

from __future__ import annotations

import re

from .dates import find_dates, without_dates
from .header import Head
from .lines import Line
from .reading import Reading
from .times import find_times, spans_of_times

_PLACE = re.compile(
    r"[\s,;:.–—-]*(?:(?:held |meeting )?(?:at|in) )?(?P<place>(?:the |a )?[^\W\d_].*?)"
    r"(?:,? (?:commencing|starting|beginning|opening|from|at)(?: at)?)?[\s,;:.–—-]*"
)
_MOST_WORDS_OF_A_PLACE = 12
_SAYS_WHERE = re.compile(r"^[\s,;:.–—-]*(?:(?:held |meeting )?(?:at|in) |,)", re.IGNORECASE)
_LONGEST = 400


def tell_opening(head: Head, reading: Reading) -> None:
    """Fill what no label told, from the titles and the lines beside the labels."""
    for line in (*head.titles, *head.unread):
        text = line.text[:_LONGEST]
        times = find_times(without_dates(text))
        if not times.any() and not find_dates(text):
            continue
        if reading.starts_at is None and times.any():
            reading.doors_at, reading.starts_at, reading.ends_by = times[:3]
            _note("time", line, reading)
        place = _place(text)
        if reading.venue is None and place:
            reading.venue = place
            _note("venue", line, reading)


def _note(field: str, line: Line, reading: Reading) -> None:
    reading.header_lines[field] = (line.number, line.number)
    reading.header_confidence[field] = "likely"


def _place(text: str) -> str | None:
    """What follows the day and the hour, if it begins as a place does."""
    spans = sorted([(found.start, found.end) for found in find_dates(text)] + spans_of_times(text))
    ends = [end for _, end in spans]
    starts = [start for start, _ in spans[1:]] + [len(text)]
    for start, end in zip(ends, starts, strict=True):
        rest = text[start:end]
        match = _PLACE.fullmatch(rest) if _SAYS_WHERE.match(rest) else None
        if match and len(match["place"].split()) <= _MOST_WORDS_OF_A_PLACE and _looks_like_a_place(match["place"]):
            return match["place"]
    return None


def _looks_like_a_place(text: str) -> bool:
    return len(text) > 3 and re.fullmatch(r"(?:start|finish|doors|and|to|for|until|prompt|on|by).*", text) is None
