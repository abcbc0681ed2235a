"""Promises in the body: what a name in an action column stands for, and what no action point keeps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from forum_app.wording.promises import spot
from forum_app.wording.sentences import sentences

from .lines import Line
from .reading import Offer, Reading
from .task_words import SAYS_LITTLE
from .vocabulary import plain

_WORD = re.compile(r"[^\W_]+")
_ALIKE = 0.5
_MOST_ACTIONS_COMPARED = 200
_OPENING = 20


def promise_of(owner: str, text: str) -> str:
    """The sentence in which the owner takes something on; without one, the last."""
    first = owner.split()[0] if owner.split() else ""
    promised = spot(text)
    theirs = [promise for promise in promised if first and first in (promise.owner or promise.text)]
    if theirs or promised:
        return (theirs or promised)[-1].text
    said = sentences(text)
    return said[-1].text if said else ""


def tell_offers(reading: Reading, source: list[Line]) -> None:
    kept = [content(f"{action.owner or ''} {action.text}") for action in reading.actions[:_MOST_ACTIONS_COMPARED]]
    for text, lines in _spoken(reading):
        places = _Places(source, lines) if lines else None
        for promise in spot(text):
            stood = places.of(promise.text) if places else None
            if stood and not _is_kept(content(promise.text), kept):
                reading.offers.append(Offer(promise.text, promise.owner, stood))


class _Places:
    """Where in the source the sentences of a text begin, looked up in their order."""

    def __init__(self, source: list[Line], lines: tuple[int, int]) -> None:
        self._lines = lines
        begins = bisect_left(source, lines[0], key=lambda line: line.number)
        ends = bisect_right(source, lines[1], key=lambda line: line.number)
        self._source = source[begins:ends]
        self._next = 0

    def of(self, sentence: str) -> tuple[int, int]:
        opening = sentence.partition("\n")[0][:_OPENING]
        for i in range(self._next, len(self._source)):
            if opening in self._source[i].text:
                self._next = i
                return self._source[i].number, self._source[i].number
        return self._lines


def _spoken(reading: Reading) -> Iterator[tuple[str, tuple[int, int] | None]]:
    for item in reading.items:
        yield item.text, item.lines
    for question in reading.questions:
        yield "\n".join(filter(None, [question.response, *question.contributions])), question.lines


def content(text: str) -> frozenset[str]:
    """The words that tell one promise from another, cut short so that "booked" is "book"."""
    return frozenset(_stem(word) for word in _WORD.findall(plain(text)) if word not in SAYS_LITTLE)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")


def _is_kept(said: frozenset[str], kept: list[frozenset[str]]) -> bool:
    return any(len(said & one) >= max(2, _ALIKE * min(len(said), len(one))) for one in kept if one) or len(said) < 2


def same_words(first: frozenset[str], second: frozenset[str]) -> bool:
    """The same task, perhaps worded a little differently."""
    return bool(first) and len(first & second) >= 0.75 * len(first | second)


def could_be_one(owner: str | None, other: str | None) -> bool:
    """Two people may well have the same task."""
    if owner is None or other is None:
        return owner == other
    return bool(_WORD.findall(plain(owner))) and bool(
        set(_WORD.findall(plain(owner))) & set(_WORD.findall(plain(other)))
    )
