"""Labels of the head: which facts a few words before a colon promise."""

from __future__ import annotations

import re

from .label_words import FIELD_OF_LABEL, LABEL_PATTERNS, LABELS_THAT_NEED_A_SEPARATOR, RUN_ON_LABEL
from .vocabulary import plain

_LABELLED = re.compile(r"([^:\t]{1,60}?)\s*(?::|\t|\s[-–—]\s)\s*(.*)")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_AND = re.compile(r"\s*(?:[/,&]|\band\b)\s*")
_NUMBERING = re.compile(r"(?:item )?[0-9]{1,2}(?:\.[0-9]{1,2})?[.):]?\s+|[-*•]\s+")
_PATTERNS = [(field, re.compile(pattern)) for field, pattern in LABEL_PATTERNS]
_RUN_ON = re.compile(RUN_ON_LABEL, re.IGNORECASE)
_ANOTHER_LABEL = re.compile(r"(?<=[.;])\s+(?=([A-Z][\w' /-]{1,30}):\s)")
_LONGEST = 2000


def read_label(text: str) -> tuple[tuple[str, ...], str] | None:
    """(the fields a label promises, its value), or None when the line has no label of a head."""
    bare = _without_number(text)
    match = _LABELLED.fullmatch(bare[:_LONGEST]) if len(bare) <= _LONGEST else _LABELLED.match(bare[:_LONGEST])
    if match:
        fields = fields_of(match[1])
        return (fields, bare[match.start(2) :].strip("*_ ")) if fields else _run_on(bare)
    alone = plain(bare) if len(bare) <= 60 else ""
    if _is_label_alone(alone):
        return fields_of(alone), ""
    return _run_on(bare)


def _run_on(text: str) -> tuple[tuple[str, ...], str] | None:
    match = _RUN_ON.match(text[:200])
    return (("apologies",), text[match.end() :]) if match else None


def _without_number(text: str) -> str:
    match = _NUMBERING.match(text)
    return text[match.end() :] if match else text


def _is_label_alone(worded: str) -> bool:
    return bool(worded) and worded not in LABELS_THAT_NEED_A_SEPARATOR and field_of(worded) is not None


def field_of(label: str) -> str | None:
    found = FIELD_OF_LABEL.get(label)
    return found or next((field for field, pattern in _PATTERNS if pattern.fullmatch(label)), None)


def fields_of(label: str) -> tuple[str, ...]:
    """More than one for "Date and time" or "Coordinator/minutes"; none when any part is no label."""
    label = plain(label[:80]).rstrip(": ")
    label = _ASIDE.sub("", label).strip("*_ ") if "(" in label else label
    whole = field_of(label)
    if whole:
        return (whole,)
    fields = [field_of(part) for part in _AND.split(label)]
    return tuple(dict.fromkeys(part for part in fields if part)) if all(fields) else ()


def apart(text: str) -> list[str]:
    """A line with several labels ("Chair: Bo. Notes: Al.") as the lines it might have been."""
    cuts = [match for match in _ANOTHER_LABEL.finditer(text[:_LONGEST]) if fields_of(match[1])]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [piece.removesuffix(".") for piece in pieces[:-1]] + [_last(pieces[-1], len(pieces))]


def _last(piece: str, count: int) -> str:
    return piece.removesuffix(".") if count > 1 else piece
