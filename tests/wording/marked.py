"""Sentences in which what ought to be pointed at stands in [[double brackets]], and how much of it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_MARK = re.compile(r"\[\[(?:([a-z-]+):)?(.*?)\]\]")


class Mark(NamedTuple):
    start: int
    end: int
    kind: str = ""


@dataclass
class Measure:
    marked: int = 0
    found: int = 0
    pointed: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.pointed if self.pointed else 1.0


def unmarked(sentence: str) -> tuple[str, list[Mark]]:
    """The sentence as it was typed, and its marks; a mark may name its kind: [[age:seven]]."""
    text, marks, position = "", [], 0
    for match in _MARK.finditer(sentence):
        text += sentence[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[2]), match[1] or ""))
        text += match[2]
        position = match.end()
    return text + sentence[position:], marks


def touched(one: Mark, others: list[Mark]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)
