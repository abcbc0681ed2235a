"""Who takes what arrives. Each slice registers what it knows when the application is made; mail knows none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app

from forum_app.mail.inbound.incoming import Bounce
from forum_app.mail.tagged import Tag

_NAME = "mail-inbound"


@dataclass(frozen=True)
class Known:
    """What a tag or a Message-ID of ours stands for."""

    #: The thing, as “kind:key”: “receipt:17”, “action:3”.
    about: str
    #: Who was written to; an answer from another address is held. None: whoever holds the tag may answer.
    address: str | None


@dataclass(frozen=True)
class Letter:
    """What somebody wrote, for the slice that takes it."""

    words: str
    subject: str
    sender: str
    now: datetime


@dataclass(frozen=True)
class Shown:
    """A thing in words, with the address of its page on the desk."""

    words: str
    address: str = ""


FindTag = Callable[[Tag], Known | None]
FindMessage = Callable[[str], Known | None]
#: Makes a question of a letter and answers what it became (“receipt:17”); None where no question can be taken now.
TakeQuestion = Callable[[Letter], str | None]
#: Told of every reply that was attached, beside the note itself.
TakeReply = Callable[[str, Letter], None]
#: The calendar's bytes, what the tag stands for, the sender; answers what it was about, None for a strange one.
TakeCalendar = Callable[[bytes, Known | None, str, datetime], str | None]
TakeBounce = Callable[[Known, Bounce, datetime], None]
#: Told the token of a mailbox that stops the news; whether there was anything to stop.
TakeUnsubscribe = Callable[[str, datetime], bool]
Show = Callable[[str], Shown | None]
Targets = Callable[[], Iterable[tuple[str, str]]]


@dataclass
class Handlers:
    """All of them are optional: what nobody takes lands in the coordinator's tray."""

    find_tag: list[FindTag] = field(default_factory=list)
    find_message: list[FindMessage] = field(default_factory=list)
    take_question: TakeQuestion | None = None
    take_calendar: TakeCalendar | None = None
    take_unsubscribe: TakeUnsubscribe | None = None
    take_bounce: list[TakeBounce] = field(default_factory=list)
    #: By the kind of thing: what stands before the colon.
    take_reply: dict[str, TakeReply] = field(default_factory=dict)
    show: dict[str, Show] = field(default_factory=dict)
    #: What the coordinator may attach a letter to: (“action:3”, its words).
    targets: list[Targets] = field(default_factory=list)


def handlers_of(app: Flask) -> Handlers:
    """Where a slice registers: ``handlers_of(app).take_question = …`` in its ``init_app``."""
    held: Handlers = app.extensions.setdefault(_NAME, Handlers())
    return held


def handlers() -> Handlers:
    return handlers_of(current_app._get_current_object())  # type: ignore[attr-defined]


def known_of(tags: Iterable[Tag], message_ids: Iterable[str]) -> list[Known]:
    """What these stand for, each thing once. Tags first: a Message-ID is a hint that relays may change."""
    having = handlers()
    found = [known for tag in tags for find in having.find_tag if (known := find(tag))]
    if not found:
        found = [k for name in message_ids for find in having.find_message if (k := find(name))]
    return list({known.about: known for known in found}.values())


def shown(about: str) -> Shown:
    """A thing in words; one that no slice knows any more has only its kind."""
    kind = about.partition(":")[0]
    show = handlers().show.get(kind)
    return (show(about) if show else None) or Shown(kind.replace("_", " ").capitalize())


def targets() -> list[tuple[str, str]]:
    return [pair for listing in handlers().targets for pair in listing()]
