"""Times said in words, or in a soldier's figures, as times in figures: "half past seven" is 7.30."""

from __future__ import annotations

import re

from .task_words import NUMBERS_IN_WORDS

_HOURS = {word: number for word, number in NUMBERS_IN_WORDS.items() if len(word) > 2}
_HOUR = rf"(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])\b"
_PAST_OR_TO = re.compile(
    rf"\b(?P<part>half|(?:a )?quarter|five|ten|twenty|twenty[- ]five)[ -](?P<way>past|to)\s+{_HOUR}", re.IGNORECASE
)
_HALF_HOUR = re.compile(rf"\bhalf (?P<hour>{'|'.join(_HOURS)})\b", re.IGNORECASE)
_O_CLOCK = re.compile(rf"\b{_HOUR}\s*o['’]?\s?clock\b", re.IGNORECASE)
_JOINED = re.compile(
    rf"(?P<before>(?:[0-9]|(?<=[0-9])[ap]\.?m\.?)\s+(?:for|to|until|till)\s+)(?P<hour>{'|'.join(_HOURS)})\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"(?P<before>\b(?:at|by|until|till|from)\s+)(?P<hour>{'|'.join(_HOURS)})\b(?!\s+[a-z]{{3,}})", re.IGNORECASE
)
_SOLDIERS = re.compile(r"\b([01][0-9]|2[0-3])([0-5][0-9])\s?(?:hrs|hours|h)\b", re.IGNORECASE)
_HOURS_MARK = re.compile(r"(?<=[0-9])\s?(?:hrs|hours)\b", re.IGNORECASE)
_MINUTES = {"half": 30, "quarter": 15, "a quarter": 15, "five": 5, "ten": 10, "twenty": 20}


def in_figures(text: str, it_is_a_time: bool = False) -> str:
    """A text that has no time in words comes back as it was."""
    text = _SOLDIERS.sub(r"\1:\2", text)
    text = _HOURS_MARK.sub("", text) if it_is_a_time else text
    text = _PAST_OR_TO.sub(_clock, text)
    text = _HALF_HOUR.sub(lambda match: f"{_number(match['hour'])}:30", text) if it_is_a_time else text
    text = _O_CLOCK.sub(lambda match: f"{_number(match['hour'])}:00", text)
    text = _JOINED.sub(lambda match: f"{match['before']}{_number(match['hour'])}", text)
    if it_is_a_time:
        text = _CLOSING.sub(lambda match: f"{match['before']}{_number(match['hour'])}", text)
    return text


def _clock(match: re.Match[str]) -> str:
    part = match["part"].lower()
    minutes = _MINUTES.get(part, 25)
    hour = _number(match["hour"])
    if match["way"].lower() == "past":
        return f"{hour}:{minutes:02}"
    return f"{(hour - 2) % 12 + 1}:{60 - minutes:02}"


def _number(written: str) -> int:
    return _HOURS.get(written.lower()) or int(written)
