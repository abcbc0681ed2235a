"""The guard at the door: what stands in outgoing text of the people on the coordinator's private list.

An address or a telephone number holds the text back, a name asks a person first. It takes what is written as it is
written, and also spaced out, spelled out, in other letters, or in the codes of web pages, addresses and mail.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from .many_words import ManyWords
from .plain import View, plainest, views_of
from .whole_names import NamedPeople

_TAGGED = re.compile(r"\+[\w.-]{0,64}(?=\s?@)")
_LETTER = re.compile(r"[^\W_]|[@.]")
_NO_LETTER = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+")
#: Written by hand or by a trickster, these are taken for each other.
_ALIKE = str.maketrans("01|i", "olll")
_WIDEST_GAP = 4
_SHORTEST = 8
_MOST_AT_ONE_PLACE = 8
_EXTENSION = re.compile(r"(?:x|ext\.?|extension)\s*[0-9]+\s*\Z", re.IGNORECASE)


class Verdict(IntEnum):
    GO = 0
    ASK = 1
    HOLD = 2


@dataclass(frozen=True)
class Contact:
    """What the coordinator's side holds of one person; the label says nothing of who it is."""

    label: str
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """Somebody looked and decided: these words in small letters are not this person, or may be said."""

    label: str
    words: str


@dataclass(frozen=True)
class Found:
    """`part` names the text, `start` and `end` the place in it as it was handed in."""

    verdict: Verdict
    part: str
    start: int
    end: int
    labels: frozenset[str]
    what: str
    sentence: str


@dataclass(frozen=True)
class Look:
    found: tuple[Found, ...]

    @property
    def verdict(self) -> Verdict:
        return max((one.verdict for one in self.found), default=Verdict.GO)

    @property
    def sentences(self) -> list[str]:
        return [one.sentence for one in self.found]


class Guard:
    """Made once from the contacts, then asked of each text that goes out."""

    def __init__(
        self, contacts: Iterable[Contact], may_be_named: Collection[str] = (), overrides: Collection[Override] = ()
    ) -> None:
        contacts = list(contacts)
        self._overrides = frozenset((one.label, one.words.casefold()) for one in overrides)
        self._addresses = _Keys((key, one.label) for one in contacts for text in one.addresses for key in _keys(text))
        self._phones = _Keys((figures_of(text), one.label) for one in contacts for text in one.phones)
        self._people = NamedPeople({one.label: one.names for one in contacts}, may_be_named)

    def look(self, parts: Mapping[str, str]) -> Look:
        """What stands in these texts, the gravest first."""
        found = [one for part, text in parts.items() for one in self._in_text(part, text)]
        return Look(tuple(sorted(found, key=lambda one: -one.verdict)))

    def _in_text(self, part: str, text: str) -> list[Found]:
        found = [one for view in views_of(text) for one in self._in_view(part, view)]
        kept: list[Found] = []
        for one in sorted(found, key=lambda one: (one.start, -one.verdict, -one.end)):
            if not any(_the_same(one, other) for other in kept[-_MOST_AT_ONE_PLACE:]):
                kept.append(one)
        return kept

    def _addresses_in(self, part: str, view: View) -> Iterator[Found]:
        """Where each letter stood is only worked out for a text that holds something."""
        untagged = view.replaced(_TAGGED, lambda _: "")
        for bare in (untagged, view) if untagged is not view else (view,):
            for dots in (True, False):
                if any(self._addresses.found_in(_run_together(bare.text, dots=dots))):
                    yield from self._placed(part, bare, _squashed(bare, dots=dots))

    def _placed(self, part: str, view: View, squashed: View) -> Iterator[Found]:
        for labels, start, end in self._addresses.found_in(squashed.text):
            first, last = squashed.where(start, end)
            if not _within_a_word(view.text, first):
                yield _found(Verdict.HOLD, part, view.where(first, last), labels, "email address")

    def _in_view(self, part: str, view: View) -> Iterator[Found]:
        yield from self._addresses_in(part, view)
        figures = _figures(view)
        for labels, start, end in self._phones.found_in(figures.text):
            yield _found(Verdict.HOLD, part, view.where(*figures.where(start, end)), labels, "telephone number")
        for name in self._people.named_in_view(view):
            labels = frozenset(label for label in name.labels if (label, name.words) not in self._overrides)
            if labels:
                hint = " ".join(f"{word[0].upper()}…" for word in name.words.split())
                yield _found(Verdict.ASK, part, (name.start, name.end), labels, name.part, hint)


class _Keys:
    """Keys with the labels they belong to; the few that are too short for the table are looked for one by one."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._labels: dict[str, set[str]] = defaultdict(set)
        for key, label in pairs:
            if len(key) > 4:
                self._labels[key].add(label)
        self._many = ManyWords([key for key in self._labels if len(key) >= _SHORTEST], piece=_SHORTEST)
        self._few = [re.compile(re.escape(key)) for key in self._labels if len(key) < _SHORTEST]

    def found_in(self, text: str) -> Iterator[tuple[frozenset[str], int, int]]:
        for key, start in self._many.found_in(text):
            yield frozenset(self._labels[key]), start, start + len(key)
        for pattern in self._few:
            for match in pattern.finditer(text):
                yield frozenset(self._labels[match[0]]), match.start(), match.end()


def figures_of(phone: str) -> str:
    """A telephone number without what is written before it at home or abroad: 7700900123."""
    figures = "".join(_FIGURES.findall(_EXTENSION.sub("", plainest(phone))))
    for before in ("00", "44", "0"):
        figures = figures.removeprefix(before)
    return figures


def _keys(address: str) -> set[str]:
    text = _TAGGED.sub("", plainest(address))
    return {_run_together(text, dots=True), _run_together(text, dots=False)}


def _run_together(text: str, *, dots: bool) -> str:
    """Letters and figures only; the sign @ becomes the word, and a dot its word or nothing."""
    text = text.replace("@", "at").replace(".", "dot" if dots else "")
    return _NO_LETTER.sub("", text).lower().translate(_ALIKE)


def _squashed(view: View, *, dots: bool) -> View:
    """The same, each letter knowing where it stood."""
    pieces: list[str] = []
    origin: list[int] = []
    signs = {"@": "at", ".": "dot" if dots else ""}
    for match in _LETTER.finditer(view.text):
        letters = signs.get(match[0], match[0])
        pieces.append(letters)
        origin += [match.start()] * len(letters)
    return View("".join(pieces).lower().translate(_ALIKE), origin)


def _figures(view: View) -> View:
    """Only figures; where more than a few signs or any letter lie between two, an x is put."""
    pieces: list[str] = []
    origin: list[int] = []
    last = 0
    for match in _FIGURES.finditer(view.text):
        between = view.text[last : match.start()]
        if pieces and (len(between) > _WIDEST_GAP or any(letter.isalpha() for letter in between)):
            pieces.append("x")
            origin.append(match.start())
        pieces.append(match[0])
        origin += range(match.start(), match.end())
        last = match.end()
    return View("".join(pieces), origin)


def _within_a_word(text: str, place: int) -> bool:
    """sal@… is not al@…: a letter or figure right before belongs to another address."""
    return place > 0 and text[place - 1].isalnum() and text[place].isalnum()


def _the_same(one: Found, other: Found) -> bool:
    """A later view finds again what an earlier one did; a name within a held address is told by the address."""
    told = one.what == other.what or other.verdict is Verdict.HOLD
    return told and one.labels <= other.labels and one.start < other.end and other.start < one.end


def _found(
    verdict: Verdict, part: str, place: tuple[int, int], labels: frozenset[str], what: str, hint: str = ""
) -> Found:
    article = "An" if what[0] in "aeiou" else "A"
    shown = f" ({hint})" if hint else ""
    sentence = f"{article} {what}{shown} of somebody on the private list stands in {part}."
    return Found(verdict, part, *place, labels, what, sentence)
