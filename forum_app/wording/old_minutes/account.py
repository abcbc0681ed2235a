"""What was not used: every word of the source that no field of the reading holds, with its place and why."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from .header import is_title
from .labels import read_label
from .lines import CleanText, Line
from .marks import is_bare_label, vocabulary_kind
from .reading import Lines, Passage, Reading

_WORD = re.compile(r"\w+")
_CANDIDATES_FOR_A_BEGINNING = 8
PAGE_NUMBER = "a page number"
LABEL = "a label or mark"
UNUSED = "in no field"


def set_aside(clean: CleanText, reading: Reading, reasons: dict[int, str]) -> list[Passage]:
    """`reasons` tells, for lines that were left out on purpose, why."""
    source = _Source(clean.lines)
    for text, lines in record_texts(reading):
        source.use(text, lines)
    passages = [Passage(line.text, (line.number, line.number), PAGE_NUMBER) for line in clean.pages]
    return sorted([*passages, *source.left(reasons)], key=lambda passage: passage.lines)


def record_texts(reading: Reading) -> Iterator[tuple[str, Lines]]:
    """Every text of the record once, the narrowest places first."""
    yield from _head_texts(reading)
    for action in reading.actions:
        if not action.stays_in_text:
            yield action.owner_written or "", action.lines
            yield action.text, action.lines
            yield action.due_written or "", action.lines
            yield action.status or "", action.lines
        elif action.owner_stands_apart:
            yield action.owner_written or "", action.lines
    for question in reading.questions:
        yield question.text, question.lines
        yield question.response or "", question.lines
        for contribution in question.contributions:
            yield contribution, question.lines
    for item in reading.items:
        yield item.title or "", item.lines
        yield item.text, item.lines


def _head_texts(reading: Reading) -> Iterator[tuple[str, Lines]]:
    where = reading.header_lines.get
    for field in ("venue", "chair", "coordinator"):
        yield getattr(reading, field) or "", where(field)
    for field, written in reading.header_written.items():
        yield written, where(field)
    for name in reading.online_support:
        yield name, where("online_support") or where("present")
    for role in (*reading.representatives, *reading.apologies):
        if not role.stays_in_text:
            yield role.name or "", role.lines
            yield role.title or "", role.lines


class _Source:
    """The words of the source, each used at most once."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._words: list[str] = []
        self._of_line: list[int] = []
        self._numbers: list[int] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for i, line in enumerate(lines):
            for match in _WORD.finditer(line.text):
                self._places[match[0].casefold()].append(len(self._words))
                self._words.append(match[0].casefold())
                self._of_line.append(i)
                self._numbers.append(line.number)
        self._used = [False] * len(self._words)
        # For each word, where to look next among its places; used ones are skipped for good.
        self._next = {word: list(range(len(places) + 1)) for word, places in self._places.items()}

    def use(self, text: str, lines: Lines) -> None:
        if not text or lines is None:
            return
        words = [match[0].casefold() for match in _WORD.finditer(text)]
        begins = bisect_left(self._numbers, lines[0])
        position = self._beginning(words, begins, lines[1])
        for word in words:
            found = self._free(word, position, lines[1])
            if found is None:
                found = self._free(word, begins, lines[1])
            if found is not None:
                self._take(word, found)
                position = found

    def _beginning(self, words: list[str], begins: int, last_line: int) -> int:
        """Where the first two words stand side by side, if they do so near by."""
        place = self._free(words[0], begins, last_line) if words else None
        first = begins if place is None else place
        for _ in range(_CANDIDATES_FOR_A_BEGINNING if len(words) > 1 else 0):
            if place is None:
                break
            if self._words[place + 1 : place + 2] == words[1:2]:
                return place
            place = self._free(words[0], place + 1, last_line)
        return first

    def _free(self, word: str, position: int, last_line: int) -> int | None:
        places = self._places.get(word)
        if not places:
            return None
        i = self._skip(self._next[word], bisect_left(places, position))
        return places[i] if i < len(places) and self._numbers[places[i]] <= last_line else None

    def _take(self, word: str, place: int) -> None:
        self._used[place] = True
        i = bisect_left(self._places[word], place)
        self._next[word][i] = i + 1

    @staticmethod
    def _skip(jumps: list[int], i: int) -> int:
        while jumps[i] != i:
            jumps[i] = jumps[jumps[i]]
            i = jumps[i]
        return i

    def left(self, reasons: dict[int, str]) -> Iterator[Passage]:
        by_line: dict[int, list[bool]] = defaultdict(list)
        for i, used in zip(self._of_line, self._used, strict=True):
            by_line[i].append(used)
        for i, uses in by_line.items():
            line = self._lines[i]
            for text in _runs(line.text, uses):
                why = reasons.get(line.number) or (LABEL if any(uses) or _is_a_label(line) else UNUSED)
                yield Passage(text, (line.number, line.number), why)


def _is_a_label(line: Line) -> bool:
    """A heading of questions or actions, a title, "Apologies: none": understood, and not repeated in the record."""
    text = line.text.strip("#>*| ")
    says_its_kind = is_bare_label(text) or vocabulary_kind(text) is not None or read_label(text) is not None
    return says_its_kind or is_title(text) or line.text.startswith("|")


def _runs(text: str, used: list[bool]) -> Iterator[str]:
    """The pieces of a line whose words are all unused."""
    if not any(used):
        yield text
        return
    start = end = None
    for match, is_used in zip(_WORD.finditer(text), used, strict=True):
        if is_used and start is not None:
            yield text[start:end]
            start = None
        elif not is_used:
            start, end = match.start() if start is None else start, match.end()
    if start is not None:
        yield text[start:end]
