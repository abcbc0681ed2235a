"""Action points: who, what, through whom, by when."""

from __future__ import annotations

import datetime as dt
import re

from .due import Due, due_in_its_own_column, find_due
from .halves import halves
from .names import is_name, read_names
from .owners import Roster
from .reading import ReadAction
from .task_words import CHANNELS, HONORIFICS, OWNED_BY_A_GROUP, OWNED_BY_ANYONE
from .vocabulary import plain
from .written_actions import OWNER, WrittenAction

_OWNER_TO_DO = re.compile(r"(?P<owner>[^:.,;]{1,60}?)\s+(?:to|will|please)\s+(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_NOTED_BY = re.compile(r"(?P<owner>.{1,60}?)\s+to\s+(?P<verb>[a-z]+)\Z", re.IGNORECASE)
_OWNER_LAST = re.compile(
    r"(?P<rest>.{8,}?)\s*(?:[(\[](?P<in>[^()\[\]]{1,60})[)\]]|\s[–—-]\s+(?P<after>[^–—:.;]{1,60}))\s*\.?\s*\Z",
    re.DOTALL,
)
_ANYONE = re.compile(OWNED_BY_ANYONE)
_GROUP = re.compile(OWNED_BY_A_GROUP)
_VIA = re.compile(r"\bvia\s+((?:[^\W\d_][\w'’-]*)(?:\s+[^\W\d_][\w'’-]*)?)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_SEPARATES_OWNERS = re.compile(r"\s*[/+]\s*")
_MOST_WORDS_OF_AN_OWNER = 15


class ActionReader:
    def __init__(self, roster: Roster, met_on: dt.date | None) -> None:
        self._roster = roster
        self._people = {plain(name) for name in roster.names}
        self._first_names = {name.split()[0] for name in self._people if name}
        self._met_on = met_on
        self.unclear: list[str] = []

    def read(self, written: WrittenAction) -> ReadAction:
        owner, text = self._owner_and_text(written)
        spelt_out, unclear = self._roster.spelt_out(owner) if owner else (None, [])
        self.unclear += unclear
        action = ReadAction(
            spelt_out, (owner_kind(owner) if owner else None) or "anyone", text, self._via(written.words), None
        )
        action.lines, action.owner_written = written.source, owner
        action.due, action.due_words, action.due_reason = self._due(written)
        action.due_written = written.due or None
        action.owner_stands_apart = written.owner_stands_apart
        action.status, action.stays_in_text = written.status or None, written.stays_in_text
        _tell_halves(action)
        _tell_confidence(action, written, bool(unclear), self._roster)
        return action

    def _owner_and_text(self, written: WrittenAction) -> tuple[str | None, str]:
        """A cell or label that names the owner leaves the words whole, but for the owner said again."""
        if not written.owner:
            return self.owner_and_text(written.words)
        owner, text = self.owner_and_text(written.words)
        again = owner is not None and self._same(owner, written.owner)
        return written.owner, text if again else written.words

    def _same(self, owner: str, other: str) -> bool:
        one, two = self._roster.spelt_out(owner)[0], self._roster.spelt_out(other)[0]
        return plain(one) == plain(two)

    def owner_and_text(self, words: str) -> tuple[str | None, str]:
        match = OWNER.match(words)
        if match and self._can_own(match["owner"]) and (self._is_colon(match) or owner_kind(match["owner"])):
            return _noted(match["owner"].strip("*_ "), match["rest"].strip("*_ "))
        match = _OWNER_TO_DO.match(words)
        if match and owner_kind(match["owner"]):
            return match["owner"].strip("*_ "), match["rest"]
        return self._owner_last(words)

    def _is_colon(self, match: re.Match[str]) -> bool:
        return match[0][match.end("owner") :].lstrip().startswith(":")

    def _owner_last(self, words: str) -> tuple[str | None, str]:
        """ "Book the hall (Helen)", "Look for a room – all"."""
        match = _OWNER_LAST.match(words) if len(words) < 2_000 else None
        owner = (match["in"] or match["after"]).strip() if match else ""
        if match and self._is_somebody_here(owner):
            return owner, match["rest"].rstrip(" ,;")
        return None, words

    def _is_somebody_here(self, owner: str) -> bool:
        spelt_out, unclear = self._roster.spelt_out(owner)
        if unclear or self._roster.knows(spelt_out):
            return True
        kind = owner_kind(owner)
        return kind in {"anyone", "group"} and len(owner.split()) <= 4

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

    def _due(self, written: WrittenAction) -> Due:
        if written.due:
            return due_in_its_own_column(written.due, self._met_on)
        return find_due(written.words, self._met_on)


def _noted(owner: str, text: str) -> tuple[str, str]:
    """ "All to note: …" is for all, to note it."""
    match = _NOTED_BY.fullmatch(owner)
    if match and owner_kind(match["owner"]):
        return match["owner"], f"{match['verb']}: {text}"
    return owner, text


def _tell_halves(action: ReadAction) -> None:
    found = halves(action.text)
    if found:
        action.first_text, action.joined_by, action.second_text = found


def _tell_confidence(action: ReadAction, written: WrittenAction, unclear: bool, roster: Roster) -> None:
    if action.owner is None or not action.text or unclear or written.guessed:
        action.confidence = "please check"
    elif action.stays_in_text or (action.owner_kind == "person" and not roster.knows(action.owner)):
        action.confidence = "likely"


def owner_kind(owner: str) -> str | None:
    """person, group or anyone; None when the words name nobody we can tell."""
    worded = plain(_ASIDE.sub("", owner))
    if _ANYONE.match(worded):
        return "anyone"
    if _GROUP.match(worded):
        return "group"
    names = read_names(_SEPARATES_OWNERS.sub(", ", _ASIDE.sub("", owner)))
    return "person" if names and all(is_name(_untitled(name)) for name in names) else None


def _untitled(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and plain(first).strip(".") in HONORIFICS else name
