"""What was found in old minutes, as plain values.

`lines` says where in the source each thing stood (first and last line, counted from 1). It stays out of
`as_json`, which is the form other programs rely on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

Lines = tuple[int, int] | None
Confidence = Literal["sure", "likely", "please check"]


@dataclass
class NamedRole:
    name: str | None
    title: str | None
    lines: Lines = None
    confidence: Confidence = "sure"
    #: Found in a sentence that stays in its item, as "Apologies were received from …" does.
    stays_in_text: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "title": self.title}


@dataclass
class ReadItem:
    kind: str
    title: str | None
    presenter: str | None
    text: str
    lines: Lines = None
    confidence: Confidence = "sure"

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "title": self.title, "presenter": self.presenter, "text": self.text}


@dataclass
class ReadQuestion:
    number: int | None
    kind: str
    text: str
    response: str | None
    contributions: list[str] = field(default_factory=list)
    lines: Lines = None
    confidence: Confidence = "sure"

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "kind": self.kind,
            "text": self.text,
            "response": self.response,
            "contributions": list(self.contributions),
        }


@dataclass
class ReadAction:
    owner: str | None
    owner_kind: str
    text: str
    via: str | None
    due: dt.date | None
    lines: Lines = None
    confidence: Confidence = "sure"
    #: The owner as it stands in the source, where `owner` spells out initials.
    owner_written: str | None = None
    #: When it is due, in the source's words: given only where they make no certain date.
    due_words: str | None = None
    #: Why the date is the one given, where the source does not spell it out.
    due_reason: str | None = None
    #: A task in two halves: the first, the second, and the word between them.
    first_text: str | None = None
    second_text: str | None = None
    joined_by: Literal["and", "or"] | None = None
    #: Where else the same action point stood.
    also_lines: list[tuple[int, int]] = field(default_factory=list)
    #: What stands in a column of its own for when it is due.
    due_written: str | None = None
    #: The owner stands in a column of its own, outside the text the action was found in.
    owner_stands_apart: bool = False
    #: What the table of actions says became of it.
    status: str | None = None
    #: Found inside a paragraph of an item, which keeps the words too.
    stays_in_text: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "owner": self.owner,
            "owner_kind": self.owner_kind,
            "text": self.text,
            "via": self.via,
            "due": _iso(self.due),
        }


@dataclass
class ReadNextMeeting:
    date: dt.date | None = None
    doors_at: dt.time | None = None
    starts_at: dt.time | None = None
    ends_by: dt.time | None = None
    lines: Lines = None
    confidence: Confidence = "sure"

    def as_json(self) -> dict[str, Any]:
        return {
            "date": _iso(self.date),
            "doors_at": _clock(self.doors_at),
            "starts_at": _clock(self.starts_at),
            "ends_by": _clock(self.ends_by),
        }


@dataclass
class Passage:
    """Words of the source that are in no field, and why."""

    text: str
    lines: tuple[int, int]
    why: str


@dataclass
class Offer:
    """A promise in the body that no action point keeps."""

    text: str
    owner: str | None
    lines: tuple[int, int]
    confidence: Confidence = "likely"


@dataclass
class Reading:
    date: dt.date | None = None
    doors_at: dt.time | None = None
    starts_at: dt.time | None = None
    ends_by: dt.time | None = None
    venue: str | None = None
    chair: str | None = None
    coordinator: str | None = None
    online_support: list[str] = field(default_factory=list)
    representatives: list[NamedRole] = field(default_factory=list)
    apologies: list[NamedRole] = field(default_factory=list)
    items: list[ReadItem] = field(default_factory=list)
    questions: list[ReadQuestion] = field(default_factory=list)
    actions: list[ReadAction] = field(default_factory=list)
    next_meeting: ReadNextMeeting | None = None
    warnings: list[str] = field(default_factory=list)
    header_lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Initials that the head explains: "Helen Munro (HM)".
    initials: dict[str, str] = field(default_factory=dict)
    header_confidence: dict[str, Confidence] = field(default_factory=dict)
    #: Date and times of the head as they were written, by field.
    header_written: dict[str, str] = field(default_factory=dict)
    #: What is said of the next meeting where that is no certain date.
    next_meeting_words: str | None = None
    set_aside: list[Passage] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "date": _iso(self.date),
            "doors_at": _clock(self.doors_at),
            "starts_at": _clock(self.starts_at),
            "ends_by": _clock(self.ends_by),
            "venue": self.venue,
            "chair": self.chair,
            "coordinator": self.coordinator,
            "online_support": list(self.online_support),
            "representatives": [role.as_json() for role in self.representatives],
            "apologies": [role.as_json() for role in self.apologies],
            "items": [item.as_json() for item in self.items],
            "questions": [question.as_json() for question in self.questions],
            "actions": [action.as_json() for action in self.actions],
            "next_meeting": self.next_meeting.as_json() if self.next_meeting else None,
            "warnings": list(self.warnings),
        }


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _clock(time: dt.time | None) -> str | None:
    # Not `if time`: midnight is a time too.
    return None if time is None else time.strftime("%H:%M")
