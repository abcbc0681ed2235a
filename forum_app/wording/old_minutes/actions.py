"""Action points: who, what, through whom, by when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .dates import find_dates
from .lines import Line
from .marks import BULLET
from .names import is_name, read_names
from .paragraphs import Paragraph
from .reading import ReadAction
from .vocabulary import CHANNELS, OWNED_BY_A_GROUP, OWNED_BY_ANYONE, plain

_OWNER = re.compile(r"(?P<owner>[^:]{1,120}?)\s*(?::(?=\s|\Z|[A-Za-z])|\s[–—]\s|\s-\s)\s*(?P<rest>.*)", re.DOTALL)
_OWNER_TO_DO = re.compile(r"(?P<owner>[^:.,;]{1,60}?)\s+(?:to|will|please)\s+(?P<rest>.*)", re.DOTALL)
_ANYONE = re.compile(OWNED_BY_ANYONE)
_GROUP = re.compile(OWNED_BY_A_GROUP)
_VIA = re.compile(r"\bvia\s+((?:[^\W\d_][\w'’-]*)(?:\s+[^\W\d_][\w'’-]*)?)", re.IGNORECASE)
_BEFORE_A_DUE_DATE = re.compile(r"\b(?:by|no later than|due|due on|deadline:?)(?: the)?\s*\Z", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_ENDS_IN_THE_MIDDLE = (",", " and", " the", " to", " of", " with", "(")
_FARTHEST_DATE = 5_000
_MOST_WORDS_OF_AN_OWNER = 15


@dataclass
class WrittenAction:
    """One entry of the list as it stands there."""

    words: str
    lines: list[Line]
    bulleted: bool

    @property
    def source(self) -> tuple[int, int]:
        return self.lines[0].number, self.lines[-1].number


class ActionReader:
    def __init__(self, people: Iterable[str], met_on: dt.date | None) -> None:
        self._people = {plain(name) for name in people}
        self._first_names = {name.split()[0] for name in self._people if name}
        self._met_on = met_on

    def read(self, written: WrittenAction) -> ReadAction:
        owner, text = self.owner_and_text(written.words)
        kind = owner_kind(owner) if owner else None
        due = self._due(written.words)
        return ReadAction(owner, kind or "anyone", text, self._via(written.words), due, written.source)

    def owner_and_text(self, words: str) -> tuple[str | None, str]:
        match = _OWNER.match(words)
        if match and self._can_own(match["owner"]):
            return match["owner"].strip("*_ "), match["rest"].strip("*_ ")
        match = _OWNER_TO_DO.match(words)
        if match and owner_kind(match["owner"]):
            return match["owner"], match["rest"]
        return None, words

    def _can_own(self, owner: str) -> bool:
        too_long = len(owner.split()) > _MOST_WORDS_OF_AN_OWNER
        return not too_long and not re.search(r"[.?!]\s|https?$|\n", owner)

    def _via(self, words: str) -> str | None:
        for match in _VIA.finditer(words):
            first, _, second = " ".join(match[1].split()).partition(" ")
            if first[0].islower() or plain(first) in CHANNELS:
                continue
            first = re.sub(r"['’]s$", "", first)
            both = f"{first} {second}"
            known_by_first_name = plain(first) in self._first_names and plain(both) not in self._people
            return first if not second or known_by_first_name or not is_name(second) else both
        return None

    def _due(self, words: str) -> dt.date | None:
        for found in find_dates(words[:_FARTHEST_DATE]):
            if _BEFORE_A_DUE_DATE.search(words, max(0, found.start - 30), found.start):
                return found.after(self._met_on)
        return None


def owner_kind(owner: str) -> str | None:
    """person, group or anyone; None when the words name nobody we can tell."""
    worded = plain(_ASIDE.sub("", owner))
    if _ANYONE.match(worded):
        return "anyone"
    if _GROUP.match(worded):
        return "group"
    names = read_names(_ASIDE.sub("", owner).replace("/", ","))
    return "person" if names and all(is_name(name) for name in names) else None


def written_actions(paragraphs: list[Paragraph]) -> tuple[list[WrittenAction], list[Paragraph]]:
    """The entries of an action section, and the paragraphs around a bulleted list that are none."""
    bulleted_section = any(paragraph.is_bullet for paragraph in paragraphs)
    actions: list[WrittenAction] = []
    beside: list[Paragraph] = []
    for paragraph in paragraphs:
        if _goes_on(paragraph, actions):
            actions[-1].words += " " + " ".join(line.text for line in paragraph.lines)
            actions[-1].lines += paragraph.lines
        elif paragraph.is_bullet or not bulleted_section or _names_an_owner(paragraph.first_line):
            actions += _entries(paragraph)
        else:
            beside.append(paragraph)
    return actions, beside


def _goes_on(paragraph: Paragraph, actions: list[WrittenAction]) -> bool:
    """A bullet that a page break cut in two, or whose long line was followed by another."""
    if not actions or paragraph.is_bullet:
        return False
    return paragraph.text[0].islower() or actions[-1].words.endswith(_ENDS_IN_THE_MIDDLE)


def _entries(paragraph: Paragraph) -> list[WrittenAction]:
    """A bullet is one entry with all its lines; without bullets each line that names an owner begins one."""
    bullet = BULLET.match(paragraph.first_line)
    entries: list[WrittenAction] = []
    for line in paragraph.lines:
        text = line.text.replace("\t", " ")
        if not entries:
            text = text[bullet.end() :] if bullet else text
            entries.append(WrittenAction(text, [line], bullet is not None))
        elif bullet or not _names_an_owner(text):
            entries[-1].words += " " + text
            entries[-1].lines.append(line)
        else:
            entries.append(WrittenAction(text, [line], False))
    return entries


def _names_an_owner(text: str) -> bool:
    match = _OWNER.match(text)
    return match is not None and owner_kind(match["owner"]) is not None
