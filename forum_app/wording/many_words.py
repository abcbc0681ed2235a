"""Many words looked for in one text at once, in time that grows with the text and hardly with the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import AnyStr, Generic


class ManyWords(Generic[AnyStr]):
    """A table of short pieces of the words; the text is cut into pieces of the same length and held against it.

    With `stride` 4 only every fourth piece of the text is looked at, so each word stands in the table four times,
    each a letter further on. A word must have `piece + stride - 1` letters; `shortest` says how many that is.
    """

    def __init__(self, words: Iterable[AnyStr], piece: int = 8, stride: int = 1) -> None:
        self._piece, self._stride = piece, stride
        self._table: dict[AnyStr, list[tuple[AnyStr, int]]] = defaultdict(list)
        for word in set(words):
            if len(word) < self.shortest:
                raise ValueError(f"A word of {len(word)} letters is too short to look for.")
            for offset in range(stride):
                self._table[word[offset : offset + piece]].append((word, offset))

    @property
    def shortest(self) -> int:
        return self._piece + self._stride - 1

    def found_in(self, text: AnyStr) -> Iterator[tuple[AnyStr, int]]:
        """Each word that stands in the text, with the place where it begins."""
        piece, table = self._piece, self._table
        places = range(0, len(text), self._stride)
        if table.keys().isdisjoint({text[place : place + piece] for place in places}):
            return
        for place in places:
            for word, offset in table.get(text[place : place + piece], ()):
                if place >= offset and text.startswith(word, place - offset):
                    yield word, place - offset
