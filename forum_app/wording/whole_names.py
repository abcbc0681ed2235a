"""Names of particular people looked for in a text: first and last together, or one of them alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .everyday_words import EVERYDAY_FIRST_NAMES, EVERYDAY_LAST_NAMES
from .plain import View, plainest, views_of

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'s?\Z")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "auntie", "aunt", "uncle", "granny", "grandma", "nana"})
_MOST_BETWEEN = 2
_WIDEST_GAP = 4
_NEW_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n|[:;]\s")


class Part(StrEnum):
    FULL = "full name"
    LAST = "last name"
    FIRST = "first name"


@dataclass(frozen=True)
class NameFound:
    start: int
    end: int
    labels: frozenset[str]
    part: Part
    words: str


class _Word(NamedTuple):
    start: int
    end: int
    word: str
    capital: bool
    opens: bool  # a new sentence or paragraph begins with it


class NamedPeople:
    """`names` says under each label what somebody is called; `may_be_named` are officers and speakers.

    A first name that is an everyday word (Will, May, Hope) counts only beside its last name, and a last name that is
    one only beside its first name or after a title.
    """

    def __init__(self, names: Mapping[str, Collection[str]], may_be_named: Collection[str] = ()) -> None:
        self._first: dict[str, set[str]] = defaultdict(set)
        self._last: dict[str, set[str]] = defaultdict(set)
        self._glued: dict[str, set[str]] = defaultdict(set)
        for label, ways in names.items():
            for way in ways:
                self._add(label, name_words(way))
        official = [words for words in (name_words(name) for name in may_be_named) if words]
        self._official = {(words[0], words[-1]) for words in official if len(words) > 1}
        self._familiar = {word for words in official for word in words}

    def _add(self, label: str, words: list[str]) -> None:
        if words:
            self._first[words[0]].add(label)
        if len(words) > 1:
            for half in words[1:] if len(words) == 2 else words[-1:]:
                self._last[half].add(label)
            for glued in (words[0] + words[-1], words[-1] + words[0]):
                self._glued[glued].add(label)

    def named_in(self, text: str) -> list[NameFound]:
        """Each place once, in the order of the text."""
        kept: dict[tuple[int, int], NameFound] = {}
        for view in views_of(text):
            for found in self.named_in_view(view):
                kept.setdefault((found.start, found.end), found)
        return sorted(kept.values(), key=lambda found: found.start)

    def named_in_view(self, view: View) -> Iterator[NameFound]:
        words = list(_words(view.text))
        place = 0
        while place < len(words):
            taken, labels, part = self._at(words, place)
            if labels:
                here = words[place : place + taken]
                said = " ".join((here[0].word, here[-1].word) if taken > 1 else (here[0].word,))
                yield NameFound(*view.where(here[0].start, here[-1].end), frozenset(labels), part, said)
            place += taken

    def _at(self, words: list[_Word], place: int) -> tuple[int, set[str], Part]:
        """How many words were looked at, whom they name, and how."""
        here = words[place].word
        if here not in self._first and here not in self._last and here not in self._glued:
            return self._split(words, place)
        for taken in range(2, _MOST_BETWEEN + 3):
            labels = self._beside(words, place, taken)
            if labels:
                return taken, labels, Part.FULL
        if here in self._glued and here not in self._familiar:
            return 1, self._glued[here], Part.FULL
        return 1, *self._alone(words, place)

    def _beside(self, words: list[_Word], place: int, taken: int) -> set[str]:
        if place + taken > len(words) or not _close(words[place : place + taken]):
            return set()
        one, other = words[place], words[place + taken - 1]
        labels = self._first.get(one.word, set()) & self._last.get(other.word, set())
        if taken == 2:
            labels = labels | (self._last.get(one.word, set()) & self._first.get(other.word, set()))
        if {(one.word, other.word), (other.word, one.word)} & self._official:
            return set()
        everyday = {one.word, other.word} <= EVERYDAY_FIRST_NAMES | EVERYDAY_LAST_NAMES
        return set() if everyday and not (one.capital and other.capital) else labels

    def _alone(self, words: list[_Word], place: int) -> tuple[set[str], Part]:
        here = words[place].word
        titled = place > 0 and words[place - 1].word in _TITLES
        if here in self._last and (titled or here not in EVERYDAY_LAST_NAMES | self._familiar):
            return self._last[here], Part.LAST
        if here in self._first and here not in self._familiar and here not in EVERYDAY_FIRST_NAMES:
            return self._first[here], Part.FIRST
        return set(), Part.FIRST

    def _split(self, words: list[_Word], place: int) -> tuple[int, set[str], Part]:
        """“O Brien” for O'Brien, “Mc Allister” for McAllister."""
        pair = words[place : place + 2]
        if len(pair) == 2 and len(pair[0].word) < 4 and _close(pair):
            joined = pair[0].word + pair[1].word
            if joined in self._last and joined not in EVERYDAY_LAST_NAMES | self._familiar:
                return 2, self._last[joined], Part.LAST
        return 1, set(), Part.FIRST


def name_words(name: str) -> list[str]:
    """A name in plain small letters, its parts one by one and without titles: Dr O'Brien-Lee is obrien, lee."""
    return [word.word for word in _words(plainest(name)) if word.word not in _TITLES]


def _words(text: str) -> Iterator[_Word]:
    last = 0
    for match in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", match[0])
        word, start = bare.replace("'", ""), match.start()
        if word:
            initial = text[last - 2 : last - 1].isspace() or last < 2
            opens = not initial and _NEW_SENTENCE.search(text, last, start) is not None
            yield _Word(start, start + len(bare), word.lower(), word[0].isupper(), opens)
        last = match.end()


def _close(words: list[_Word]) -> bool:
    """Side by side, with nothing but middle names or initials between the first and the last."""
    near = all(after.start - before.end <= _WIDEST_GAP and not after.opens for before, after in pairwise(words))
    return near and all(word.capital for word in words[1:-1])
