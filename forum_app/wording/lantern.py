"""The identity lantern: what in a text might tell who somebody is. It only points; a person decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .lantern_words import DIAGNOSES, NUMBER_WORDS, SCHOOLS, SOMEBODY
from .person_names import WHY, person_names
from .sentences import sentences

_NUMBER = rf"(?:[1-9]|1[0-9]|{NUMBER_WORDS})"
_CHILD = r"(?:eldest|youngest|oldest|son|daughter|child|boy|girl|lad|twins?|middle one|other|he|she|who|they)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an email address", re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}\b")),
    ("a telephone number", re.compile(r"(?<![\w/])(?:\+44 ?\(?0?\)?|\(?0)[1-9](?:[ -]?\(?[0-9]\)?){8,10}(?![\w])")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")),
    ("a Freedom of Information number", re.compile(r"\bFOI(?:A)?[ -/#:]{0,2}(?:[A-Z]{0,4}[ -/]?)?[0-9][\w/-]*")),
    (
        "a reference number",
        re.compile(
            r"\b(?:UPN[ :]*[A-Z][0-9A-Z]{8,13}|[A-Z]{2,5}[/-][0-9][\w/-]{2,20}"
            r"|(?i:(?:case|pupil|reference|ref|record|file)\.? ?(?:number|no\.?|ref"
            r"|id)?[ :#]+)[A-Z]{0,6}[/-]?[0-9][\w/-]{3,20})"
        ),
    ),
    (
        "the age of a child",
        re.compile(
            rf"\b(?:aged|age) (?:of )?{_NUMBER}\b|\b{_NUMBER}[ -](?:and[ -]a[ -]half[ -])?years?[ -]olds?(?:"
            rf" twins?| boy| girl)?\b"
            rf"|\b(?i:{_CHILD})(?:,? who)? (?:is|was|are|were|has turned|turned|turns|will be) (?:now |only "
            rf"|just |about )?{_NUMBER}\b"
            r"(?![.:/%]?[0-9])(?! ?(?:weeks?|months?|days?|hours?|minutes?|of|or|more|percent|%|pm|am|questions?))",
            re.IGNORECASE,
        ),
    ),
    ("a school year", re.compile(rf"\b[Yy]ear (?:[1-9]|1[0-3]|{NUMBER_WORDS})\b(?! (?:budget|plan))")),
    ("a school", re.compile(SCHOOLS)),
    ("an address", re.compile(
        r"\b[1-9][0-9]{0,3}[a-c]?,? (?:[A-Z][\w'’]+ ){1,3}(?:Street|Road|Lane|Close|Avenue|Drive|Way|Court"
        r"|Gardens|Terrace|Row|Crescent|Place|Hill|Green)\b"
    )),
)  # fmt: skip
_TWINS = re.compile(
    rf"\b(?:twins?|boys|girls|children)\b[^.?!]{{0,40}}\bare (?:now |only )?{_NUMBER}\b(?! [a-z])", re.IGNORECASE
)
_DIAGNOSIS = re.compile(rf"\b(?:{DIAGNOSES})\b", re.IGNORECASE)
_SOMEBODY = re.compile(SOMEBODY, re.IGNORECASE)

_Found = tuple[str, str, int]


class Spotted(NamedTuple):
    text: str
    why: str
    offset: int
    line: int


def names_to_check(text: str, known: Collection[str]) -> list[Spotted]:
    """What a person should look at before this is published; `known` may be named.

    Known are officials, speakers and helpers with their consent, places, organisations and the forum's own
    addresses. A known full name covers its first and last word.
    """
    familiar = "\n".join(known).casefold()
    found = [one for one in _apart([*_patterns(text), *_diagnoses(text)]) if one[0].casefold() not in familiar]
    names = [(words, WHY, offset) for words, offset in person_names(text, known)]
    starts = [match.end() for match in re.finditer("\n", text)]
    return [
        Spotted(words, why, offset, bisect_right(starts, offset) + 1)
        for words, why, offset in sorted([*found, *_outside(names, found)], key=lambda one: one[2])
    ]


def _apart(found: list[_Found]) -> list[_Found]:
    """Where two lie over each other, the one that begins first, and of those the longer."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one[2], -len(one[0]))):
        if not kept or one[2] >= kept[-1][2] + len(kept[-1][0]):
            kept.append(one)
    return kept


def _outside(names: list[_Found], found: list[_Found]) -> Iterator[_Found]:
    begins = [offset for _, _, offset in found]
    for name in names:
        before = bisect_right(begins, name[2]) - 1
        if before < 0 or name[2] >= found[before][2] + len(found[before][0]):
            yield name


def _patterns(text: str) -> Iterator[_Found]:
    for why, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match[0], why, match.start()
    for match in _TWINS.finditer(text):
        yield match[0], "the age of a child", match.start()


def _diagnoses(text: str) -> Iterator[_Found]:
    """Where somebody in particular has it; support for autistic children in general tells nothing."""
    for sentence in sentences(text):
        if _SOMEBODY.search(sentence.text):
            for match in _DIAGNOSIS.finditer(sentence.text):
                yield match[0], "a diagnosis", sentence.start + match.start()
