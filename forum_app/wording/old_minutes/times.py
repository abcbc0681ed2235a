"""Times as minutes write them: "4pm for 4.30pm; finishing by 6.30pm"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

from .spoken_times import in_figures

_TIME = re.compile(
    r"(?<![0-9.:/£$€])(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?(?![0-9%])"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|\s?(?P<word>noon|midday|midnight)\b)?|\b(?P<alone>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_ROLES = {
    "doors": r"doors?|arriv\w*|gather\w*|refreshments|opens?|tea|coffee",
    "start": r"for|start\w*|begin\w*|from|commenc\w*",
    "end": r"finish\w*|end\w*|no later than|until|till?|to|clos\w*|by|[-–—]",
}
_ROLE_WORD = re.compile("|".join(rf"(?P<{role}>{words})" for role, words in _ROLES.items()), re.IGNORECASE)
_ROLE_AFTER = re.compile(
    r"\s*\(?(?:(?P<doors>doors?(?: open)?|arrivals?)|(?P<start>start|begin)|(?P<end>finish|end|close))\)?"
    r"\s*(?=[,;.)–—-]|to\b|until\b|and\b|\Z)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:for|to|until|till|[-–—])\s*", re.IGNORECASE)
_LONGEST_GAP = 120


class Times(NamedTuple):
    doors_at: dt.time | None = None
    starts_at: dt.time | None = None
    ends_by: dt.time | None = None
    guessed: bool = False

    def any(self) -> bool:
        return any(time is not None for time in self[:3])


@dataclass
class _Spoken:
    hour: int
    minute: int
    half: str | None  # "a", "p", or nothing said
    certain: bool  # reads as a time even without a neighbour
    start: int
    end: int

    def minutes(self, half: str | None) -> int:
        hour = self.hour % 12 + (12 if half == "p" else 0) if half and self.hour <= 12 else self.hour
        return hour * 60 + self.minute


def find_times(text: str, every_number_is_a_time: bool = False) -> Times:
    """Doors, start and end, from a text without dates; am and pm are carried from the end backwards."""
    text = in_figures(text, every_number_is_a_time)
    spoken = _spoken_times(text)
    if not every_number_is_a_time:
        spoken = _without_lone_numbers(text, spoken)
    halves = _halves(spoken)
    found: dict[str, dt.time] = {}
    for one, half, role in zip(spoken, halves, _roles(text, spoken), strict=True):
        hour, minute = divmod(one.minutes(half), 60)
        found.setdefault(role, dt.time(hour, minute))
    guessed = bool(spoken) and not any(one.half for one in spoken)
    guessed = guessed and not _twenty_four_hours(spoken)
    return Times(found.get("doors"), found.get("start"), found.get("end"), guessed)


def spans_of_times(text: str) -> list[tuple[int, int]]:
    """Where the text says an hour that cannot be another number."""
    return [(one.start, one.end) for one in _spoken_times(text) if one.certain]


def _spoken_times(text: str) -> list[_Spoken]:
    spoken = []
    for match in _TIME.finditer(text):
        word = (match["word"] or match["alone"] or "").lower()
        hour, minute = int(match["hour"] or 12), int(match["minute"] or 0)
        if hour > 23 or minute > 59 or (word and hour != 12):
            continue
        half = (match["half"] or "").lower() or {"noon": "p", "midday": "p", "midnight": "a"}.get(word)
        spoken.append(_Spoken(hour, minute, half, bool(half or match["minute"]), *match.span()))
    return spoken


def _without_lone_numbers(text: str, spoken: list[_Spoken]) -> list[_Spoken]:
    """ "4 for 4.30" is two times; a bare 4 elsewhere is just a number."""
    kept = [one.certain for one in spoken]
    for near in (range(len(spoken) - 1), reversed(range(len(spoken) - 1))):
        for i in near:
            if (kept[i] or kept[i + 1]) and _JOINED.fullmatch(text, spoken[i].end, spoken[i + 1].start):
                kept[i] = kept[i + 1] = True
    return [one for one, keep in zip(spoken, kept, strict=True) if keep]


def _halves(spoken: list[_Spoken]) -> list[str | None]:
    """What each time means by am or pm: its own word, else its later neighbour's, else the afternoon."""
    if _twenty_four_hours(spoken):
        return [one.half for one in spoken]
    halves: list[str | None] = [one.half for one in spoken]
    for i in reversed(range(len(spoken) - 1)):
        halves[i] = halves[i] or _half_before(spoken[i], spoken[i + 1], halves[i + 1])
    for i, one in enumerate(spoken):
        if halves[i] is None:
            halves[i] = _half_after(one, spoken[i - 1] if i else None, halves[i - 1] if i else None)
    return halves


def _half_before(one: _Spoken, later: _Spoken, half: str | None) -> str | None:
    if half == "p" and one.minutes("p") > later.minutes("p"):
        return "a"
    return half


def _half_after(one: _Spoken, earlier: _Spoken | None, half: str | None) -> str:
    if earlier and half == "a":
        return "a" if one.minutes("a") >= earlier.minutes("a") else "p"
    # Nobody said: a forum that meets at "2" meets in the afternoon, one at "10" in the morning.
    return half or ("p" if one.hour < 9 or one.hour == 12 else "a")


def _twenty_four_hours(spoken: list[_Spoken]) -> bool:
    return any(one.hour > 12 or one.hour == 0 for one in spoken)


def _roles(text: str, spoken: list[_Spoken]) -> list[str]:
    roles: list[str] = []
    gap_starts = 0
    for one in spoken:
        before = text[max(gap_starts, one.start - _LONGEST_GAP) : one.start]
        named_after = _ROLE_AFTER.match(text, one.end)
        gap_starts = named_after.end() if named_after else one.end
        roles.append(_role(before, named_after, text[one.end : one.end + 10], roles))
    return roles


def _role(before: str, named_after: re.Match[str] | None, after: str, earlier: list[str]) -> str:
    if named_after and named_after.lastgroup:
        return named_after.lastgroup
    if re.match(r"\s*for\b", after, re.IGNORECASE):
        return "doors"
    said = [match.lastgroup for match in _ROLE_WORD.finditer(before) if _whole_word(before, match)]
    if said[-2:] == ["doors", "start"] and re.search(r"\bfrom\s*\Z", before, re.IGNORECASE):
        return "doors"
    if said and said[-1] and (said[-1] != "end" or "start" in earlier or _says_end(before)):
        return said[-1]
    return "end" if "start" in earlier else "start"


def _says_end(before: str) -> bool:
    return bool(re.search(r"finish|end|until|till|no later|clos|\bby\b", before, re.IGNORECASE))


def _whole_word(before: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or not before[match.start() - 1].isalpha()
