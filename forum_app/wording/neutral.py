"""A more general way to put a detail, where a simple one will do. It is offered, never put in."""

from __future__ import annotations

import re

from .identity_kinds import AGE, DEALING, SCHOOL, YEAR, Kind
from .lantern_words import NUMBER_WORDS

_NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS.split("|"), 1)}
_NUMBER = re.compile(rf"\b({NUMBER_WORDS})\b|([0-9]{{1,2}})(?![0-9])", re.IGNORECASE)
_SCHOOLS = (
    ("nursery", re.compile(r"nursery|pre-?school", re.IGNORECASE)),
    ("primary school", re.compile(r"primary|infant|junior|prep", re.IGNORECASE)),
    ("secondary school", re.compile(r"secondary|high|grammar|academy|upper|comp", re.IGNORECASE)),
    ("special school", re.compile(r"special", re.IGNORECASE)),
)
_DEALINGS = (
    (re.compile(r"FOI|freedom of information|subject access|\bSAR\b", re.IGNORECASE), "How long do answers to requests for information take?"),
    (re.compile(r"complain|ombudsman", re.IGNORECASE), "How are complaints handled?"),
    (re.compile(r"tribunal|appeal|judicial|court", re.IGNORECASE), "What happens when a family appeals?"),
    (re.compile(r"EHC|EOTAS|annual review|needs assessment", re.IGNORECASE), "How does this work for children with an EHCP?"),
    (re.compile(r"attendance order|SAO|notice to satisfy", re.IGNORECASE), "How are attendance orders decided?"),
    (re.compile(r"social|child protection|child in need|safeguarding", re.IGNORECASE), "How do home education and social care work together?"),
)  # fmt: skip


def suggestion(kind: Kind, text: str) -> str:
    """One sentence for the page: the words that could stand instead, or what else could be done."""
    words = neutral_words(kind, text)
    return f"You could say “{words}” instead." if words else kind.advice


def neutral_words(kind: Kind, text: str) -> str:
    """“a primary-age child” for “my 9-year-old”; nothing where no simple words will do."""
    if kind is AGE:
        return _of_age(text)
    if kind is YEAR:
        return _of_year(text)
    if kind is SCHOOL:
        return next((f"a {name}" for name, pattern in _SCHOOLS if pattern.search(text)), "the school")
    if kind is DEALING:
        return next((words for pattern, words in _DEALINGS if pattern.search(text)), "")
    return ""


def _of_age(text: str) -> str:
    words = {_child_of(age) for age in numbers_in(text)}
    if len(words) > 1:
        return "children of different ages"
    return words.pop() if words else ""


def _child_of(age: int) -> str:
    if age < 5:
        return "a child under school age"
    if age < 11:
        return "a primary-age child"
    return "a secondary-age child" if age < 16 else "a young person over sixteen"


def _of_year(text: str) -> str:
    if re.search(r"reception", text, re.IGNORECASE):
        return "of primary age"
    if re.search(r"sixth|A-level", text, re.IGNORECASE):
        return "a young person over sixteen"
    stage = re.search(r"(?:KS|stage) ?([1-5])", text, re.IGNORECASE)
    years = [int(stage[1]) * 3 - 1] if stage else numbers_in(text)
    return ("of primary age" if years[0] < 7 else "of secondary age") if years else ""


def numbers_in(text: str) -> list[int]:
    return [int(digits) if digits else _NUMBERS[word.casefold()] for word, digits in _NUMBER.findall(text)]
