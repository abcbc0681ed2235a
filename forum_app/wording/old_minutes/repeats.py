"""The same action point written twice, where it was agreed and again at the end, counted once."""

from __future__ import annotations

import re

from .confidence import less
from .promised import content, could_be_one, same_words
from .reading import ReadAction, Reading

_MOST_COMPARED = 200
_WHEN = re.compile(r"\b(?:by|before|no later than|within) [^,.;()]*", re.IGNORECASE)


def count_once(reading: Reading) -> dict[int, str]:
    """Leave the repeats out of the reading; back come the lines they stood on, with why."""
    kept: list[ReadAction] = []
    contents: list[frozenset[str]] = []
    reasons: dict[int, str] = {}
    for action in reading.actions:
        words = _task(action.text)
        alike = (one for one, known in zip(kept[:_MOST_COMPARED], contents, strict=False) if same_words(known, words))
        first = next((one for one in alike if could_be_one(one.owner, action.owner)), None)
        if first is None:
            kept.append(action)
            contents.append(words)
        elif action.lines and first.lines:
            _put_together(first, action)
            said = f"the action point of {_line(first.lines)} again"
            if not action.stays_in_text:
                reasons |= dict.fromkeys(range(action.lines[0], action.lines[1] + 1), said)
            reading.warnings.append(
                f"“{_worded(action)}” is an action point twice, at {_line(first.lines)} and {_line(action.lines)}."
                " It was counted once."
            )
    reading.actions = kept
    return reasons


def _task(text: str) -> frozenset[str]:
    """What is to be done, without when: the list at the end may say more about that."""
    without_when = content(_WHEN.sub("", text))
    return without_when if len(without_when) > 1 else content(text)


def _put_together(first: ReadAction, again: ReadAction) -> None:
    """The first wording stands; what only the second one tells is added."""
    if again.lines:
        first.also_lines.append(again.lines)
    if first.due is None and first.due_words is None:
        first.due, first.due_words, first.due_reason = again.due, again.due_words, again.due_reason
    first.via = first.via or again.via
    if again.confidence != "sure" and not first.stays_in_text:
        return
    first.confidence = again.confidence if first.stays_in_text else less(first.confidence, again.confidence)


def _worded(action: ReadAction) -> str:
    return ": ".join(filter(None, (action.owner_written, action.text)))


def _line(lines: tuple[int, int]) -> str:
    return f"line {lines[0]}" if lines[0] == lines[1] else f"lines {lines[0]} to {lines[1]}"
