"""The header lines of a mail, split by ourselves in one pass: no header can make that slow or fail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header

from forum_app.mail.inbound.charsets import text_of
from forum_app.mail.tagged import Tag, tag_of

#: Nothing beyond this in one header is looked at.
LONGEST_VALUE = 4_000
LONGEST_SUBJECT = 300
_ENDS = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(rb"([!-9;-~]{1,76}):")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,80}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}")
_QUOTED = re.compile(r'"[^"]{0,400}"|\([^()]{0,400}\)')
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250}@[^<>\s]{1,250})>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

#: Where the address stands to which a mail was sent.
RECIPIENTS = (
    "delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to",
    "to", "cc", "resent-to", "resent-cc", "apparently-to",
)  # fmt: skip


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The header block and what follows it."""
    if raw.startswith((b"From ", b">From ")):  # what mailbox files put in front
        raw = raw.partition(b"\n")[2]
    if raw[:1] in {b"\n", b"\r"}:
        return b"", raw
    end = _ENDS.search(raw)
    return (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")


@dataclass(frozen=True)
class Headers:
    """Names in small letters, values unfolded, in the order of the mail."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, block: bytes) -> "Headers":
        return cls(tuple((name, text_of(value[:LONGEST_VALUE])) for name, value in _unfolded(block)))

    def all(self, *names: str) -> list[str]:
        return [value for name, value in self.pairs if name in names]

    def get(self, name: str) -> str:
        """The first of this name, without outer blanks; empty if there is none."""
        return next((value.strip() for found, value in self.pairs if found == name), "")

    def subject(self) -> str:
        return in_words(self.get("subject"))[:LONGEST_SUBJECT]

    def sender(self) -> str:
        """The address in From; one that hides in a display name is not taken for it."""
        plain = _QUOTED.sub(" ", self.get("from"))
        angled = re.search(r"<([^<>]{1,400})>", plain)
        found = addresses_in(angled[1]) if angled else addresses_in(plain)
        return found[0] if found else ""

    def recipients(self) -> list[str]:
        return [address for value in self.all(*RECIPIENTS) for address in addresses_in(value)]

    def tags(self, domains: frozenset[str], separator: str) -> list[Tag]:
        """The tags in whatever address it was sent to, each once."""
        read = [
            *self.recipients(),
            *(a for value in self.all("in-reply-to", "references") for a in addresses_in(value)),
        ]
        found = (tag_of(address, domains=domains, separator=separator) for address in read)
        return list(dict.fromkeys(tag for tag in found if tag))

    def answers(self, site: str) -> list[str]:
        """Message-IDs of this site that it answers, the latest first."""
        named = [*message_ids(self.get("in-reply-to")), *reversed(message_ids(self.get("references")))]
        return list(dict.fromkeys(name for name in named if is_of(site, name)))


def message_ids(value: str) -> list[str]:
    return [f"<{found}>" for found in _MESSAGE_ID.findall(value)]


def is_of(site: str, message_id: str) -> bool:
    return message_id.lower().rstrip(">").endswith("@" + site.lower())


def addresses_in(value: str) -> list[str]:
    """Every address in a header, in small letters; linear in whatever was written there."""
    return [address.lower() for address in _ADDRESS.findall(value)]


def in_words(value: str) -> str:
    """A header as its writer typed it, on one line."""
    try:
        pieces = decode_header(value.replace("\n", " "))
        text = "".join(p if isinstance(p, str) else text_of(p, charset or "") for p, charset in pieces)
    except Exception:  # the library fails on damaged headers in more ways than can be listed
        text = value
    return _CONTROL.sub(" ", text).strip()


def _unfolded(block: bytes) -> Iterator[tuple[str, bytes]]:
    name, pieces = "", []
    for line in _LINE.split(block):
        if line[:1] in {b" ", b"\t"}:
            pieces.append(line)
            continue
        if name:
            yield name, b"".join(pieces)
        found = _NAME.match(line)
        name, pieces = (found[1].decode("ascii").lower(), [line[found.end() :]]) if found else ("", [])
    if name:
        yield name, b"".join(pieces)
