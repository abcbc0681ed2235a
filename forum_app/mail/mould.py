"""A letter as the bytes that go out. What is the same for everybody is built once; each copy is then cast from it.

Building a message with the standard library takes some milliseconds, which a thousand times is too long.
"""

import base64
import re
import secrets
from binascii import b2a_qp
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import groupby

from email_validator import EmailNotValidError, validate_email
from markupsafe import escape

from forum_app.mail.compose import CalendarPart, Letter, filled, is_personal, wrapped
from forum_app.mail.tagged import LOOP_HEADER, Use, tagged

#: The standard library folds long headers into encoded words that mail programs do not read as addresses.
POLICY = SMTP.clone(max_line_length=998)
PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+", re.ASCII)
LONGEST_ADDRESS = 254
#: Stand for the two bodies while the standard library builds what is around them.
TEXT, HTML = (f"{name}{secrets.token_hex(8)}" for name in ("text", "html"))
#: What telephones call the invitation.
CALENDAR_FILE = "invite.ics"


class LineBreakInHeader(ValueError):
    """What should stand in a header has a line break in it, behind which another header could be hidden."""


class AddressNotUsable(ValueError):
    """No mail can be sent to what was given as an address."""


@dataclass(frozen=True)
class Sender:
    """Who the mail comes from, and where answers to it arrive."""

    name: str
    address: str
    #: The host in Message-IDs.
    site: str
    #: Whether the forum reads what is sent to addresses with a token in them.
    takes_answers: bool = False
    reply_domain: str = ""
    separator: str = "+"

    def tagged(self, use: Use, token: str) -> str:
        """The address that only this message has: reply+TOKEN@forum.example."""
        return tagged(use, token, mailbox=self.address, domain=self.reply_domain, separator=self.separator)


@dataclass(frozen=True)
class Recipient:
    """One of many: the address, the key of the row, and what stands for each personal part of the letter."""

    address: str
    key: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """One message, ready to be kept."""

    address: str
    body: bytes
    message_id: str
    reply_token: str | None
    bounce_token: str | None


class Mould:
    """Casts one letter for any number of recipients."""

    def __init__(self, letter: Letter, sender: Sender, now: datetime, headers: Mapping[str, str] | None = None) -> None:
        self.letter, self.sender = letter, sender
        skeleton = _skeleton(letter, sender, now, headers or {}).as_bytes()
        head, _, rest = skeleton.partition(b"\r\n\r\n")
        self.head = head.decode("ascii").split("\r\n")
        self.text = _Part(wrapped(letter.text), lambda text, parts: wrapped(filled(text, parts)))
        self.html = _Part(letter.html, lambda html, parts: filled(html, {name: _safe(parts[name]) for name in parts}))
        self.before_text, _, rest = rest.partition(TEXT.encode())
        self.before_html, _, self.end = rest.partition(HTML.encode())

    def cast(self, to: Recipient) -> Cast:
        address = usable_address(to.address)
        message_id = f"<{secrets.token_hex(16)}@{self.sender.site}>"
        reply, bounce = (new_token(), new_token()) if self.sender.takes_answers else (None, None)
        head = [f"To: {address}", f"Message-ID: {message_id}"]
        if reply:
            head.append(f"Reply-To: {self.sender.tagged(Use.REPLY, reply)}")
        head += [_ascii_line(filled(line, to.parts)) if is_personal(line) else line for line in self.head]
        return Cast(address, self._bytes(head, to.parts), message_id, reply, bounce)

    def _bytes(self, head: list[str], parts: Mapping[str, str]) -> bytes:
        text, html = self.text.cast(parts), self.html.cast(parts)
        lines = "\r\n".join([*head, "", ""]).encode()
        return b"".join((lines, self.before_text, text, self.before_html, html, self.end))


class _Part:
    """One body in quoted-printable; the lines without personal parts are encoded once for everybody."""

    def __init__(self, text: str, fill: Callable[[str, Mapping[str, str]], str]) -> None:
        self.fill = fill
        lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        runs = [(personal, "\n".join(run)) for personal, run in groupby(lines, is_personal)]
        self.runs = [run if personal else _quoted(run) for personal, run in runs]

    def cast(self, parts: Mapping[str, str]) -> bytes:
        return b"\r\n".join(run if isinstance(run, bytes) else self._filled(run, parts) for run in self.runs)

    def _filled(self, run: str, parts: Mapping[str, str]) -> bytes:
        return _quoted(self.fill(run, parts).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n"))


def usable_address(address: str) -> str:
    """The address as it may stand on an envelope; raises AddressNotUsable or LineBreakInHeader."""
    _one_line(address)
    if PLAIN_ADDRESS.fullmatch(address) and len(address) <= LONGEST_ADDRESS:
        return address
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise AddressNotUsable from error
    return valid.ascii_email or f"{valid.local_part}@{valid.ascii_domain}"


def new_token() -> str:
    """Small letters and figures: not every mail program keeps capitals in an address."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def _skeleton(letter: Letter, sender: Sender, now: datetime, headers: Mapping[str, str]) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(_one_line(sender.name), addr_spec=_one_line(sender.address))
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP_HEADER] = sender.site
    for name, value in (_optional_headers(letter, sender) | dict(headers)).items():
        message[_one_line(name)] = _one_line(value)
    # Quoted-printable whatever the words: not every mail service takes eight bits.
    message.set_content(TEXT, cte="quoted-printable")
    message.add_alternative(HTML, subtype="html", cte="quoted-printable")
    if letter.calendar:
        _enclose(message, letter.calendar)
    return message


def _enclose(message: EmailMessage, calendar: CalendarPart) -> None:
    """Twice: where calendars look for it, and as a file for telephones whose mail program looks for none.

    The first comes last of the versions of the letter and is not called inline or attached, or some programs would
    show no buttons; base64, because not every mail service keeps eight bits and line ends as they are.
    """
    said = {"method": calendar.method}
    message.add_alternative(calendar.data.decode(), subtype="calendar", charset="utf-8", params=said, cte="base64")
    message.add_attachment(
        calendar.data, maintype="application", subtype="ics", filename=CALENDAR_FILE, params={"name": CALENDAR_FILE}
    )


def _optional_headers(letter: Letter, sender: Sender) -> dict[str, str]:
    root = f"<thread.{letter.thread}@{sender.site}>" if letter.thread else ""
    unsubscribe = [letter.unsubscribe, f"mailto:{letter.unsubscribe_mailto}" if letter.unsubscribe_mailto else ""]
    headers = {
        "In-Reply-To": letter.in_reply_to or root,
        "References": " ".join(filter(None, [root, letter.in_reply_to])),
        "List-Id": f"<{letter.list_id}.{sender.site}>" if letter.list_id else "",
        "List-Unsubscribe": ", ".join(f"<{place}>" for place in unsubscribe if place),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if letter.unsubscribe else "",
        "Precedence": "list" if letter.list_id else "",
    }
    return {name: value for name, value in headers.items() if value}


def _one_line(value: str) -> str:
    if any(character in value for character in "\r\n\0"):
        raise LineBreakInHeader
    return value


def _ascii_line(value: str) -> str:
    """A header into which something was filled; the standard library has encoded the rest of it already."""
    if not value.isascii():
        raise ValueError("only plain letters may be filled into a header")
    return _one_line(value)


def _safe(part: str) -> str:
    return str(escape(part))


def _quoted(text: str) -> bytes:
    """Quoted-printable, with the line ends of mail."""
    return b2a_qp(text.replace("\n", "\r\n").encode(), istext=True).replace(b"=\n", b"=\r\n")
