"""A text cut into sentences, each knowing where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A full stop after these, or after an initial, ends no sentence.
_SHORT_FORMS = (
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bCllr)(?<!\bRev)(?<!\bSt)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bNo)"
)
_END = re.compile(rf"{_SHORT_FORMS}(?<!\b[A-Z])[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+|;\s+")
_LONGEST = 2_000


class Sentence(NamedTuple):
    text: str
    start: int

    @property
    def asks(self) -> bool:
        return self.text.rstrip("\"'”’)]").endswith("?")


def sentences(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    position = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        whole = text[position:end]
        stripped = whole.strip()
        if stripped:
            begins = position + len(whole) - len(whole.lstrip())
            found += [Sentence(piece.rstrip(";"), begins + offset) for offset, piece in _cut(stripped)]
        position = end
    return found


def _cut(sentence: str) -> Iterator[tuple[int, str]]:
    """A sentence longer than any in pieces, so that every word of it is read and none of it slowly."""
    start = 0
    while len(sentence) - start > _LONGEST:
        blank = sentence.rfind(" ", start + 1, start + _LONGEST)
        end = blank if blank > 0 else start + _LONGEST
        yield start, sentence[start:end]
        start = end
    yield start, sentence[start:]
