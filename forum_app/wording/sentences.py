"""A text cut into sentences, each knowing where it begins."""

from __future__ import annotations

import re
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
            found.append(Sentence(stripped[:_LONGEST].rstrip(";"), begins))
        position = end
    return found
