"""Who is meant by initials: the one person at the meeting whose name has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from .task_words import HONORIFICS, NEVER_INITIALS
from .vocabulary import plain

_INITIALS = re.compile(r"(?<![\w.-])[A-Z]{2,4}(?![\w-])")
_IN_BRACKETS = re.compile(r"\s*\(([A-Z]{2,4})\)")
_NAME_BEFORE = re.compile(r"((?:[^\W\d_][\w'’.-]*\s+){0,4}[^\W\d_][\w'’.-]*)\s*\Z")


def initials_of(name: str) -> set[str]:
    """ "Tariq Aziz-Poole" may be TAP or TA."""
    words = [word for word in re.split(r"\s+", name.strip()) if plain(word).strip(".") not in HONORIFICS]
    short = "".join(word[0] for word in words if word).upper()
    long = "".join(part[0] for word in words for part in word.split("-") if part).upper()
    return {one for one in (short, long) if len(one) > 1}


def without_initials(text: str) -> tuple[str, dict[str, str]]:
    """ "Helen Munro (HM), Adviser" without its bracket, and whose initials stood there."""
    named: dict[str, str] = {}
    pieces, position = [], 0
    for match in _IN_BRACKETS.finditer(text):
        name = _name_with(match[1], text[max(0, match.start() - 80) : match.start()])
        if name:
            named[match[1]] = name
            pieces.append(text[position : match.start()])
            position = match.end()
    return "".join([*pieces, text[position:]]), named


def _name_with(initials: str, before: str) -> str | None:
    words = _NAME_BEFORE.search(before)
    parts = words[1].split() if words else []
    names = (" ".join(parts[i:]) for i in range(len(parts)))
    return next((name for name in names if initials in initials_of(name)), None)


class Roster:
    """Everyone the head and the headings name."""

    def __init__(self, names: Iterable[str], named_initials: dict[str, str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._by_initials: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            for initials in initials_of(name):
                self._by_initials[initials].add(name)
        self._named = named_initials
        whole = {plain(name) for name in self.names}
        self._known = whole | {word for name in whole for word in name.split()}

    def spelt_out(self, owner: str) -> tuple[str, list[str]]:
        """The owner with names for initials, and the initials that could be nobody's or several people's."""
        unclear: list[str] = []

        def name(match: re.Match[str]) -> str:
            found = self.called(match[0])
            if found is None and plain(match[0]) not in NEVER_INITIALS and not self._is_a_name(match[0]):
                unclear.append(match[0])
            return found or match[0]

        return _INITIALS.sub(name, owner), unclear

    def called(self, initials: str) -> str | None:
        people = self._by_initials.get(initials, set())
        if initials in self._named:
            return self._named[initials]
        return next(iter(people)) if len(people) == 1 else None

    def _is_a_name(self, word: str) -> bool:
        return any(plain(word) in plain(name).split() for name in self.names)

    def knows(self, owner: str) -> bool:
        """Is every part of the owner a name, or the first or last word of one, from the head?"""
        parts = [part for part in re.split(r"\s*(?:[,/&+]|\band\b)\s*", plain(owner)) if part]
        return bool(parts) and all(part in self._known for part in parts)
