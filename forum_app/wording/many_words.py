"""Many words looked for in one text at once, in time that grows with the text and hardly with the words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import AnyStr, Generic

#: With few pieces in common the text is searched for each, with many it is walked through once.
_MANY = 40


class ManyWords(Generic[AnyStr]):
    """A table of short pieces of the words; the text is cut into pieces of the same length and held against it.

    With `stride` 4 only every fourth piece of the text is looked at, so each word stands in the table with four pieces
    that follow each other. Of each word the pieces are taken that fewest others have, so that many addresses at one
    provider, or many moments of one day, do not crowd under one piece.
    """

    def __init__(self, words: Iterable[AnyStr], piece: int = 8, stride: int = 1) -> None:
        self._piece, self._stride = piece, stride
        self._table: dict[AnyStr, list[tuple[AnyStr, int]]] = defaultdict(list)
        every = sorted(set(words))
        if any(len(word) < self.shortest for word in every):
            raise ValueError(f"A word of fewer than {self.shortest} letters is too short to look for.")
        common = Counter(piece for word in every for piece in self._pieces(word))
        for word in every:
            self._add(word, [common[piece] for piece in self._pieces(word)])

    @property
    def shortest(self) -> int:
        return self._piece + self._stride - 1

    def found_in(self, text: AnyStr) -> Iterator[tuple[AnyStr, int]]:
        """Each word that stands in the text, with the place where it begins."""
        piece, places = self._piece, range(0, len(text), self._stride)
        common = self._table.keys() & {text[place : place + piece] for place in places}
        if len(common) > _MANY:
            yield from self._verified(text, places)
        for one in common if len(common) <= _MANY else ():
            yield from self._verified(text, _places_of(one, text))

    def _verified(self, text: AnyStr, places: Iterable[int]) -> Iterator[tuple[AnyStr, int]]:
        piece, table = self._piece, self._table
        for place in places:
            for word, offset in table.get(text[place : place + piece], ()):
                if place >= offset and text.startswith(word, place - offset):
                    yield word, place - offset

    def _pieces(self, word: AnyStr) -> list[AnyStr]:
        return [word[start : start + self._piece] for start in range(len(word) - self._piece + 1)]

    def _add(self, word: AnyStr, counts: list[int]) -> None:
        starts = range(len(counts) - self._stride + 1)
        first = min(starts, key=lambda start: max(counts[start : start + self._stride]))
        for offset in range(first, first + self._stride):
            self._table[word[offset : offset + self._piece]].append((word, offset))


def _places_of(piece: AnyStr, text: AnyStr) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        yield place
        place = text.find(piece, place + 1)
