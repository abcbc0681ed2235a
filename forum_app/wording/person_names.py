"""Words that look like a person's name and belong to nobody known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .identity_words import PEOPLES
from .lantern_words import (
    BELONGS_TO_A_PERSON,
    DOES_AS_A_PERSON,
    FIRST_NAMES,
    NAMES_SOMEBODY,
    NO_PERSON,
    OPENS_A_SENTENCE,
    TITLES_OF_PEOPLE,
)
from .sentences import sentences

_CAPITAL = r"[A-Z]\.|[A-ZÀ-Þ][a-zà-ÿ]*(?:['’-][A-ZÀ-Þ]?[a-zà-ÿ]+)*"
_RUN = re.compile(
    rf"(?<![\w@./'’-])(?:{_CAPITAL})(?:\s+(?:(?:de|van|von|der|la|le|al|bin) )?(?:{_CAPITAL})(?![\w@/])){{0,4}}"
)
_TITLE = re.compile(rf"(?:(?:{TITLES_OF_PEOPLE})\b\.?\s*(?:and\s+)?)+")
_TITLES_ALONE = re.compile(rf"(?:{TITLES_OF_PEOPLE})\.?")
_TITLE_BEFORE = re.compile(rf"\b(?:(?:{TITLES_OF_PEOPLE})\.?\s+(?:and\s+)?)+\Z")
_DOES = re.compile(rf",?\s+(?:also |then |kindly |first )?(?:{DOES_AS_A_PERSON})\b|:\s")
_BELONGS = re.compile(rf"\s+{BELONGS_TO_A_PERSON}\b")
_FAMILY_AFTER = re.compile(r"\s+(?:family|twins|boys|girls|children|household)\b")
_NAMED_BEFORE = re.compile(rf"\b(?:{NAMES_SOMEBODY})\s+\Z", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\bthe \Z")
_SIGNED = re.compile(
    r"(?:[Rr]egards|[Ww]ishes|[Yy]ours(?: \w{4,12})?|[Tt]hanks|[Tt]hank you|[Ll]ove|[Cc]heers)[,.!]?[ \t]{0,4}\n\s{0,8}"
    r"([A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30}){0,2})[ \t.]{0,4}(?:\n|\Z)"
)
_PEOPLES = frozenset(PEOPLES)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
WHY = "a name"


def person_names(text: str, known: Collection[str]) -> Iterator[tuple[str, int]]:
    familiar = {_bare(word) for one in known for word in _WORD.findall(one)}
    for sentence in sentences(text):
        for match in _RUN.finditer(sentence.text):
            for words, offset in _names_in(match, sentence.text, familiar):
                yield words, sentence.start + offset
    yield from _signatures(text, familiar)


def _signatures(text: str, familiar: set[str]) -> Iterator[tuple[str, int]]:
    """What stands by itself on the line after "Yours," or "Kind regards"."""
    for match in _SIGNED.finditer(text):
        if not all(_bare(word) in familiar for word in match[1].split()):
            yield match[1], match.start(1)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).casefold().strip(".")


def _names_in(match: re.Match[str], text: str, familiar: set[str]) -> Iterator[tuple[str, int]]:
    """A run of capital words without its opening word, if what is left is somebody unknown."""
    start, run = match.start(), match[0]
    first = run.split()[0]
    if _bare(first) in OPENS_A_SENTENCE and not _TITLES_ALONE.fullmatch(first):
        rest = run[len(first) :].lstrip()
        start, run = match.end() - len(rest), rest
    words = [_bare(word) for word in run.split()]
    if not words or all(word in familiar for word in words) or (len(words) > 1 and words[0] in familiar):
        return
    if _is_somebody(words, run, text, start, match.end()):
        yield run, start


def _is_somebody(words: list[str], run: str, text: str, start: int, end: int) -> bool:
    titled = _TITLE.match(run) is not None or _TITLE_BEFORE.search(text[max(0, start - 30) : start]) is not None
    if titled:
        return len(words) > 1 or _TITLES_ALONE.fullmatch(run) is None
    if any(word in NO_PERSON or word in _PEOPLES for word in words):
        return False
    if _POSSESSIVE.search(run) and _BELONGS.match(text, end):
        return True
    if _THE_BEFORE.search(text[max(0, start - 5) : start]) and _FAMILY_AFTER.match(text, end):
        return True
    named = _NAMED_BEFORE.search(text[max(0, start - 60) : start]) is not None
    acts = _DOES.match(text, end) is not None
    if len(words) == 1:
        return words[0] in FIRST_NAMES or ((named or acts) and len(words[0]) > 2 and not run.isupper())
    return words[0] in FIRST_NAMES or named or (acts and len(words) < 4) or _initial_and_name(run)


def _initial_and_name(run: str) -> bool:
    return re.fullmatch(r"(?:[A-Z]\.\s*)+[A-Z][a-z'’-]{2,}", run) is not None
