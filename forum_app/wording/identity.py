"""What a text might tell of who wrote it or whom it is about. It only points, gently; a person decides.

Nothing is ever changed by itself: the page offers to edit, to keep the words, or to ask the coordinator to reword them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .circumstances import circumstances
from .contact_details import contact_details
from .facts_of_life import facts_of_life
from .identity_kinds import AGE, CHILD, CONDITION, FAMILY, NAME, PLACE, SCHOOL, YEAR, Kind, Level
from .neutral import suggestion
from .person_names import person_names
from .unknown_names import unknown_names
from .whole_names import NamedPeople

_Span = tuple[Kind, int, int]
#: Common each by itself; two or three of them in one text may leave one family.
_NARROWING = frozenset({AGE, YEAR, SCHOOL, CONDITION, PLACE, FAMILY, CHILD})
TOGETHER = (
    "Each of these is shared by many families; together they may fit only one. Leaving one or two of them out is "
    "often enough."
)


class Choice(StrEnum):
    """What somebody may do about the findings; the value goes into the form, the sentence onto the page."""

    EDIT = "edit"
    KEEP = "keep"
    REWORD = "reword"

    @property
    def sentence(self) -> str:
        return _CHOICES[self]


_CHOICES = {
    Choice.EDIT: "Change the words myself",
    Choice.KEEP: "Keep the words as they are",
    Choice.REWORD: "Ask the coordinator to put it more generally",
}


@dataclass(frozen=True)
class Finding:
    """`text[start:end]` of what was typed, why it may tell who is meant, and how it could be put instead."""

    start: int
    end: int
    text: str
    kind: Kind
    suggestion: str

    @property
    def why(self) -> str:
        return self.kind.why

    @property
    def level(self) -> Level:
        return self.kind.level


def look_for_identity(
    text: str, may_be_named: Collection[str] = (), private: Collection[str] = (), *, guess: bool = True
) -> list[Finding]:
    """Every detail that could identify somebody, in the order of the text; no two lie over each other.

    `may_be_named` are officers, the county, venues, the forum's own addresses. `private` are names that the person
    has told us, their own and their children's; these are found whether or not they look like names. To `guess` is
    to take a capital word that no list knows for a name.
    """
    familiar = "\n".join(may_be_named).casefold()
    details = [one for one in contact_details(text) if text[one[1] : one[2]].casefold() not in familiar]
    facts = [one for one in facts_of_life(text) if text[one[1] : one[2]].casefold() not in familiar]
    kept = apart([*_own_names(text, private), *details])
    kept += outside(apart(facts), kept)
    kept += outside(_names(person_names(text, may_be_named)), kept)
    kept += outside(apart(circumstances(text)), kept)
    kept += outside(_names(unknown_names(text, may_be_named) if guess else ()), kept)
    return [_finding(text, *span) for span in sorted(kept, key=lambda one: one[1])]


def narrows_together(findings: Iterable[Finding]) -> list[Kind]:
    """The kinds that by themselves fit many, if there are two or more of them: then `TOGETHER` is worth saying."""
    kinds = list(dict.fromkeys(one.kind for one in findings if one.kind in _NARROWING))
    return kinds if len(kinds) > 1 else []


def apart(found: Iterable[_Span]) -> list[_Span]:
    """Where two lie over each other, the one that begins first, and of those the longer."""
    kept: list[_Span] = []
    for one in sorted(found, key=lambda one: (one[1], -one[2])):
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
    return kept


def outside(more: Iterable[_Span], kept: list[_Span]) -> list[_Span]:
    """Those of `more` that lie over none of `kept`. Both are few or in order, so one walk along is enough."""
    taken = sorted((start, end) for _, start, end in kept)
    return [one for one, free in _walk(sorted(more, key=lambda one: one[1]), taken) if free]


def _walk(more: list[_Span], taken: list[tuple[int, int]]) -> Iterator[tuple[_Span, bool]]:
    place = 0
    for one in more:
        while place < len(taken) and taken[place][1] <= one[1]:
            place += 1
        yield one, place == len(taken) or taken[place][0] >= one[2]


def _names(found: Iterable[tuple[str, int]]) -> list[_Span]:
    return apart((NAME, start, start + len(words)) for words, start in found)


def _own_names(text: str, private: Collection[str]) -> Iterator[_Span]:
    if private:
        for found in NamedPeople({name: (name,) for name in private}).named_in(text):
            yield NAME, found.start, found.end


def _finding(text: str, kind: Kind, start: int, end: int) -> Finding:
    return Finding(start, end, text[start:end], kind, suggestion(kind, text[start:end]))
