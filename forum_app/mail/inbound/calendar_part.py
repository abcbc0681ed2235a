"""Answers of calendars to an invitation (iTIP). Only found here; what they mean is the calendar's own business."""

import re
from dataclasses import dataclass

from forum_app.mail.inbound.charsets import text_of

LARGEST = 256 * 1024
ANSWERS = {"REPLY", "COUNTER", "REFRESH"}
_LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class CalendarAnswer:
    data: bytes
    #: What the person wrote beside the answer.
    note: str


def answer_in(data: bytes) -> CalendarAnswer | None:
    """The answer in a calendar part, or None for an invitation, a cancellation or something else."""
    if len(data) > LARGEST:
        return None
    lines = re.sub(r"\r?\n[ \t]", "", text_of(data, "utf-8")).splitlines()
    if not any(_value(line, "METHOD").upper() in ANSWERS for line in lines):
        return None
    notes = [_value(line, "COMMENT") for line in lines]
    return CalendarAnswer(data, _unescaped(next((note for note in notes if note), ""))[:_LONGEST_NOTE])


def _value(line: str, name: str) -> str:
    found = re.match(rf"{name}(?:;[^:\"]{{0,200}}(?:\"[^\"]{{0,200}}\"[^:\"]{{0,200}})?)?:(.*)", line, re.IGNORECASE)
    return found[1].strip() if found else ""


def _unescaped(text: str) -> str:
    written = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: written.get(found[1], found[1]), text).strip()
