"""The date and times of the next meeting, wherever the minutes give them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from .dates import FoundDate, find_dates, without_dates
from .reading import ReadItem, ReadNextMeeting
from .times import Times, find_times

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])|\n+")
_LONGEST_SENTENCE = 2_000
_SAYS_SOMETHING = re.compile(
    r"\b(?:spring|summer|autumn|winter|term|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b|\b20[0-9]{2}\b",
    re.IGNORECASE,
)
_STILL_OPEN = re.compile(
    r"\bt\.?b\.?[cad]\b|\bto be (?:confirmed|announced|agreed|decided|arranged|fixed|set|advised)\b|not yet"
    r" (?:fixed|known)",
    re.IGNORECASE,
)
_NAMES_IT = re.compile(r"\bnext (?:meeting|forum|positive dialogue)", re.IGNORECASE)


def read_next_meeting(text: str, met_on: dt.date | None) -> ReadNextMeeting | None:
    """What a section about the next meeting says; None when it names no date, time or season at all."""
    sentences = _sentences(text)
    dated = [(sentence, date) for sentence in sentences for date in find_dates(sentence)]
    sentence, found = _best(dated, met_on)
    times = _times([sentence] if sentence else [], sentences)
    date = found.after(met_on) if found else None
    if date is None and not times.any() and not found and not _SAYS_SOMETHING.search(text):
        return None
    return ReadNextMeeting(date, *times[:3])


def find_next_meeting(items: list[ReadItem], met_on: dt.date | None) -> ReadNextMeeting | None:
    """For minutes without such a section: the first sentence that names the next meeting and its date."""
    for item in items:
        for sentence in _sentences(item.text):
            if _NAMES_IT.search(sentence) and find_dates(sentence):
                found = read_next_meeting(sentence, met_on)
                return replace(found, lines=item.lines) if found else None
    return None


def words_about_it(text: str) -> str | None:
    """What a section says of a meeting that has no day yet: "Spring 2026", "To be confirmed"."""
    said = _sentences(text)
    open_ones = [sentence for sentence in said if _STILL_OPEN.search(sentence) or _SAYS_SOMETHING.search(sentence)]
    return next(iter(open_ones or said), None)


def words_in_passing(items: list[ReadItem]) -> str | None:
    """ "Next meeting TBC." in another section."""
    for item in items:
        for sentence in _sentences(item.text):
            if _NAMES_IT.search(sentence) and _STILL_OPEN.search(sentence):
                return sentence
    return None


def _sentences(text: str) -> list[str]:
    return [sentence[:_LONGEST_SENTENCE] for sentence in _SENTENCE.split(text) if sentence.strip()]


def _best(dated: list[tuple[str, FoundDate]], met_on: dt.date | None) -> tuple[str | None, FoundDate | None]:
    """The first date after this meeting; a section may also recall the meeting it reports."""
    for sentence, found in dated:
        date = found.after(met_on)
        if date and (met_on is None or date > met_on):
            return sentence, found
    return dated[0] if dated else (None, None)


def _times(dated: list[str], sentences: list[str]) -> Times:
    for sentence in [*dated, *sentences]:
        times = find_times(without_dates(sentence))
        if times.any():
            return times
    return Times()
