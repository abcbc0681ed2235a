"""Which paragraphs are headings, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .action_marks import starts_action
from .marks import (
    LONGEST_HEADING,
    has_url,
    starts_labelled_text,
    starts_question,
    vocabulary_kind,
    without_numbering,
)
from .names import is_full_name, is_name
from .paragraphs import Paragraph
from .reading import NamedRole
from .vocabulary import plain

_MOST_WORDS = 24
_MOST_WORDS_OF_AN_UNKNOWN_HEADING = 10
_LONGER_THAN_A_HEADING = 20
_NAME_ENDS = re.compile(r"\s*[,(:;]\s*|\s+[–—-]\s+|\s*—\s*")
_SPEAKER = re.compile(r"(?:guest |invited |our )*speakers?\s*(?:[:;]|[–—-]\s)\s*", re.IGNORECASE)
_SOMEBODYS = re.compile(r"\b(?:from|by|with)\s+", re.IGNORECASE)
_NAME_AND_SUBJECT = re.compile(r"(\S+(?:\s\S+){1,3}?)\s(?:on|about)\s", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;:(),]\s*|\s+[–—-]\s+|\s*—\s*")


@dataclass(frozen=True)
class Heading:
    kind: str
    title: str
    presenter: str | None = None
    by_shape: bool = False


class Officers:
    """The LA's people as headings may call them: by full name, or by the first one."""

    def __init__(self, representatives: Iterable[NamedRole]) -> None:
        self._full: dict[str, str] = {}
        self._first: dict[str, str] = {}
        for name in (role.name for role in representatives if role.name):
            self._full[plain(name)] = name
            self._first.setdefault(plain(name).split()[0] if plain(name) else "", name)

    def called(self, text: str) -> str | None:
        return self._full.get(plain(text)) or self._first.get(plain(text))

    def opening(self, text: str) -> str | None:
        """ "Ann Roe on plans": the full name, then what it is about."""
        match = _NAME_AND_SUBJECT.match(text)
        return self.fully_called(match[1]) if match else None

    def fully_called(self, text: str) -> str | None:
        return self._full.get(plain(text))


def recognise(text: str, officers: Officers) -> Heading | None:
    """The heading a short text is by its own wording, or None."""
    if "\n" in text or len(text) > LONGEST_HEADING or len(text.split()) > _MOST_WORDS:
        return None
    title = title_of(text)
    named = _named(title, officers)
    # A sentence that opens with a name is no heading, but an officer's heading may end with a full stop.
    if title.endswith((".", "!", "?", ",", "…")):
        of_an_officer = named is not None and named.kind == "la_speaker"
        return named if of_an_officer and title.endswith(".") and _capitalised(title) else None
    kind = vocabulary_kind(text)
    if kind and not (named and named.kind == "la_speaker"):
        presenter = _presenter_of_case_study(title) if kind == "case_study" else None
        return Heading(kind, title, presenter)
    return named


def title_of(text: str) -> str:
    """The heading as written, without marks of layout."""
    return text.strip("*_# ").rstrip(": ")


def _named(title: str, officers: Officers) -> Heading | None:
    bare = without_numbering(title)
    announced = _SPEAKER.match(bare)
    bare = bare[announced.end() :] if announced else bare
    lead, rest = _lead(bare)
    officer = officers.called(lead) or _officer_at_the_end(bare, officers) or officers.opening(bare)
    if officer:
        return Heading("la_speaker", title, officer)
    if is_name(lead) and announced:
        return Heading("guest_speaker", title, lead)
    if rest and is_full_name(lead) and not rest[0].islower():
        return Heading("guest_speaker", title, lead)
    return None


def _lead(text: str) -> tuple[str, str]:
    end = _NAME_ENDS.search(text)
    return (text[: end.start()], text[end.end() :]) if end else (text, "")


def _officer_at_the_end(text: str, officers: Officers) -> str | None:
    """ "Update by Ann Roe": the last words name the officer."""
    cuts = list(_SOMEBODYS.finditer(text))
    return officers.fully_called(_lead(text[cuts[-1].end() :])[0]) if cuts else None


def _capitalised(title: str) -> bool:
    parts = _PARTS.split(title.rstrip("."))
    return not any(part[:1].islower() and not part.startswith("and ") for part in parts)


def _presenter_of_case_study(title: str) -> str | None:
    for part in _PARTS.split(title):
        if "case stud" in part.lower():
            # "Case study by Jo" holds the name in the same part; "Jo's" is no name to put down.
            by = _SOMEBODYS.search(part)
            candidate = part[by.end() :] if by else ""
        else:
            candidate = _SOMEBODYS.sub("", part, count=1) if _SOMEBODYS.match(part) else part
        if candidate and is_name(candidate) and len(candidate.split()) <= 4:
            return candidate
    return None


def is_unknown_heading(before: Paragraph | None, here: Paragraph, after: Paragraph | None) -> bool:
    """A heading by its place and shape alone: short, unstopped, set off, with prose around it."""
    text = here.text
    if not here.after_gap or len(here.lines) > 1 or has_url(text):
        return False
    if here.is_bullet and (not here.is_numbered or (after is not None and after.is_numbered)):
        return False
    if not _shaped_like_a_heading(text) or after is None or not after.after_gap:
        return False
    return _sets_off(before) and _is_prose(after)


def _shaped_like_a_heading(text: str) -> bool:
    bare = without_numbering(text).rstrip(":")
    if not bare or len(bare.split()) > _MOST_WORDS_OF_AN_UNKNOWN_HEADING:
        return False
    return bare[0].isalpha() and not bare[0].islower() and bare[-1] not in ".,;?!…:"


def _sets_off(before: Paragraph | None) -> bool:
    """After a colon or among short unstopped lines it would be a line of a list or a poem."""
    if before is not None and (before.row or starts_action(before.text)):
        return True
    if before is None or before.word_count > _LONGER_THAN_A_HEADING:
        return before is None or before.text[-1] != ":"
    return before.text.endswith((".", "!", "?", '"', "”", ")", "'", "’")) or starts_question(before.text)


def _is_prose(after: Paragraph) -> bool:
    starts_low = after.text[0].islower()
    ends_as_prose = after.text.endswith((".", "!", "?", ".)", ":", "”", '"')) or after.is_bullet
    long_enough = after.word_count > 12 or starts_labelled_text(after.text)
    return not starts_low and not after.is_verse and (long_enough or ends_as_prose)
