"""The shape in which the demo's texts are written down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import dedent

from forum_app.actions.models import ActionState, OwnerKind
from forum_app.meetings.models import ItemKind
from forum_app.meetings.operations import RoleLine
from forum_app.meetings.standard_agenda import AgendaLine
from forum_app.questions.models import Outcome, QuestionKind, VoiceKind
from forum_app.questions.operations import QuestionFacts, Voice


@dataclass(frozen=True)
class Item:
    """One item of an agenda, its minutes, and the questions taken under it."""

    line: AgendaLine
    minutes: str = ""
    questions: Sequence[QuestionFacts] = ()
    parked_because: str | None = None


@dataclass(frozen=True)
class Heard:
    """What became of a promise, so many days after the meeting."""

    after_days: int
    state: str
    words: str


@dataclass(frozen=True)
class Promise:
    owner_kind: str
    owner: str
    text: str
    via: str = ""
    second_text: str | None = None
    joined_by: str | None = None
    due_days: int | None = None
    due_words: str = ""
    heard: Sequence[Heard] = ()


@dataclass(frozen=True)
class Correction:
    """Words that stood wrong in the first published minutes of an item, and were put right."""

    item: str
    wrong: str
    right: str
    note: str


@dataclass(frozen=True)
class Script:
    """Everything the demo tells of one meeting."""

    roles: Sequence[RoleLine]
    items: Sequence[Item]
    promises: Sequence[Promise] = ()
    corrections: Sequence[Correction] = field(default_factory=tuple)


def prose(text: str) -> str:
    """Markdown written over several short lines here, with one line for each paragraph and list entry."""
    blocks = dedent(text).strip().split("\n\n")
    return "\n\n".join(re.sub(r"\n(?!- )\s*", " ", block) for block in blocks)


def item(kind: ItemKind, title: str, minutes: int, *, by: str = "", post: str = "", notes: str = "") -> AgendaLine:
    return AgendaLine(kind, title, minutes, by, post, notes)


def asked(
    wording: str,
    response: str = "",
    *voices: Voice,
    kind: str = QuestionKind.ADVANCE,
    number: int | None = None,
    officer: tuple[str, str] = ("", ""),
    released: bool = False,
    topic: str = "",
    outcome: str = Outcome.ANSWERED,
) -> QuestionFacts:
    """A question with what was answered and what participants added."""
    return QuestionFacts(
        kind=kind,
        wording=prose(wording),
        released=released,
        number=number,
        response_text=prose(response),
        officer=officer[0],
        officer_title=officer[1],
        contributions=voices,
        topic=topic,
        outcome=outcome,
    )


def in_room(text: str) -> Voice:
    return Voice(VoiceKind.ROOM, prose(text))


def in_chat(text: str) -> Voice:
    return Voice(VoiceKind.CHAT, prose(text))


def still_open(after_days: int, words: str) -> Heard:
    return Heard(after_days, ActionState.OPEN, words)


def partly(after_days: int, words: str) -> Heard:
    return Heard(after_days, ActionState.PARTLY_DONE, words)


def done(after_days: int, words: str) -> Heard:
    return Heard(after_days, ActionState.DONE, words)


def will_not_happen(after_days: int, words: str) -> Heard:
    return Heard(after_days, ActionState.NOT_DONE, words)


PERSON, GROUP, ANYONE = OwnerKind.PERSON, OwnerKind.GROUP, OwnerKind.ANYONE
