"""The parts of a mail: the words, a calendar's answer, what is enclosed, the names of what is attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from forum_app.mail.inbound.calendar_part import CalendarAnswer, answer_in
from forum_app.mail.inbound.charsets import text_of
from forum_app.mail.inbound.headers import in_words
from forum_app.mail.inbound.html_text import to_text, without_tags

_CALENDARS = {"text/calendar", "application/ics"}
_MOST_ATTACHMENTS = 20
_MOST_BYTES = 1024 * 1024
_DEEPEST = 24


@dataclass(frozen=True)
class Room:
    """How much is read closely in one process: letters of the body, tags of a page."""

    letters: int
    tags: int
    #: Whether another process has more room.
    can_hand_on: bool


HERE = Room(letters=16_000, tags=2_000, can_hand_on=True)
APART = Room(letters=64_000, tags=8_000, can_hand_on=False)


class NeedsMoreRoom(Exception):
    """More than this process reads itself."""


@dataclass
class Parts:
    words: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    calendar: CalendarAnswer | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, (piece.strip() for piece in self.words)))


def parsed(raw: bytes) -> Message:
    """The tree of parts. The old policy reads headers only when asked; raises RecursionError and others."""
    return message_from_bytes(raw)


def parts_of(message: Message, room: Room) -> Parts:
    parts = Parts()
    _gather(message, parts, room, depth=0)
    return parts


def enclosed(message: Message, *kinds: str) -> Iterator[Message]:
    """Parts of these kinds, wherever they are."""
    for part in message.walk():
        if part.get_content_type() in kinds:
            yield part


def inner_parts(part: Message) -> list[Message]:
    """The parts within a part; none for a leaf."""
    held = part.get_payload()
    return [inner for inner in held if isinstance(inner, Message)] if isinstance(held, list) else []


def bytes_of(part: Message) -> bytes:
    """What a part holds, decoded; empty for one that holds parts."""
    held = part.get_payload(decode=True)
    return held[:_MOST_BYTES] if isinstance(held, bytes) else b""


def _gather(part: Message, parts: Parts, room: Room, depth: int) -> None:
    kind, held = part.get_content_type(), inner_parts(part)
    if kind in _CALENDARS:
        parts.calendar = parts.calendar or answer_in(bytes_of(part))
    elif kind == "multipart/alternative" and held:
        _gather_best(held, parts, room, depth)
    elif part.get_content_maintype() == "multipart" and held and depth < _DEEPEST:
        for inner in held:
            _gather(inner, parts, room, depth + 1)
    elif _is_words(part, kind):
        parts.words.append(_words(part, room))
    else:
        _name(part, parts)


def _is_words(part: Message, kind: str) -> bool:
    """Also what says that it has parts and has none."""
    if kind.startswith("multipart/"):
        return not part.is_multipart()
    attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    return kind in {"text/plain", "text/html"} and not attached


def _gather_best(choices: list[Message], parts: Parts, room: Room, depth: int) -> None:
    """The first version with words in it; what is no version (a calendar, a picture) is gathered too."""
    done = False
    for choice in choices:
        is_words = choice.get_content_type() not in _CALENDARS
        if done and is_words:
            continue
        before = len(parts.text)
        _gather(choice, parts, room, depth + 1)
        done = done or (is_words and len(parts.text) > before)


def _words(part: Message, room: Room) -> str:
    text = text_of(bytes_of(part), _charset(part))
    if part.get_content_type() != "text/html":
        return text
    written = to_text(text, room.tags)
    if written is None and room.can_hand_on:
        raise NeedsMoreRoom
    return without_tags(text) if written is None else written


def _charset(part: Message) -> str:
    found = re.search(r"charset\s*=\s*\"?'?([\w.:+-]{1,40})", str(part.get("content-type", ""))[:2_000], re.IGNORECASE)
    return found[1] if found else ""


def _name(part: Message, parts: Parts) -> None:
    if len(parts.attachments) >= _MOST_ATTACHMENTS:
        return
    said = f"{str(part.get('content-disposition', ''))[:1_000]};{str(part.get('content-type', ''))[:1_000]}"
    found = re.search(r"name\s*=\s*(?:\"([^\"]{1,200})\"|([^;\s]{1,200}))", said, re.IGNORECASE)
    name = in_words(found[1] or found[2]) if found else part.get_content_type()
    parts.attachments.append(in_words(re.sub(r"[/\\]", "", name))[:100])
