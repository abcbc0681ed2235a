"""A task in two halves: "check whether X, or update Y if not", "find out X and tell us"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .task_words import TASK_VERBS

_VERB = rf"(?:{'|'.join(sorted(TASK_VERBS))})"
_OR = re.compile(rf"(?P<comma>[,;])?\s+or(?P<else> else| otherwise)?,?\s+(?=(?:to )?{_VERB}\b)", re.IGNORECASE)
_AND = re.compile(
    rf"(?P<comma>[,;])?\s+and(?: also| then)?,?\s+(?=(?:(?:if so|if not|if possible), )?(?:to )?{_VERB}\b)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\beither\s+", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"\b(?:whether|if)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_LONGEST = 2_000


class Halves(NamedTuple):
    first: str
    joined_by: Literal["and", "or"]
    second: str


def halves(text: str) -> Halves | None:
    if len(text) > _LONGEST:
        return None
    for form in _OR.finditer(text):
        if form["comma"] or form["else"] or not _LEFT_OPEN.search(text[: form.start()]):
            return _cut(text, form, "or")
    for form in _AND.finditer(text):
        if len(re.sub(r"^please\s+", "", text[: form.start()], flags=re.IGNORECASE).split()) >= _FEWEST_WORDS:
            return _cut(text, form, "and")
    return None


def _cut(text: str, at: re.Match[str], joined_by: Literal["and", "or"]) -> Halves | None:
    first, second = _EITHER.sub("", text[: at.start()], count=1).strip(), text[at.end() :].strip()
    return Halves(first, joined_by, second) if first and len(second.split()) > 1 else None
