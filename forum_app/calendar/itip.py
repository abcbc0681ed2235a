"""What a calendar answers (RFC 5546), read line by line out of bytes that anybody may have sent.

Only the few lines that matter are read, and nothing is worked out from the rest: a time zone or a rule for repeating
in such a mail could keep a calendar library busy for minutes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from icalendar.parser import Contentline

from forum_app.mail.inbound.charsets import text_of

LARGEST = 256 * 1024
MOST_LINES = 5_000
MOST_ATTENDEES = 50
_READ = frozenset({"UID", "SEQUENCE", "DTSTAMP", "RECURRENCE-ID", "COMMENT", "DTSTART", "ATTENDEE"})
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")


@dataclass(frozen=True)
class Attendee:
    #: All that it may be known by: its address, and what it names as its mail address.
    addresses: frozenset[str]
    #: What it answers, in capitals.
    says: str


@dataclass(frozen=True)
class Reply:
    method: str
    uid: str
    sequence: int
    #: When it was written, by the clock of whoever wrote it; None where it does not say.
    stamp: datetime | None
    attendees: tuple[Attendee, ...]
    comment: str = ""
    #: When the entry begins, as this calendar wrote it: of a proposal, the time it proposes.
    starts: str = ""
    is_one_of_a_series: bool = False


@dataclass
class _Reading:
    method: str = ""
    values: dict[str, str] = field(default_factory=dict)
    attendees: list[Attendee] = field(default_factory=list)


def read_reply(data: bytes) -> Reply | None:
    """The answer, or None where there is none that could be understood. Never fails, whatever the bytes."""
    if len(data) > LARGEST:
        return None
    read = _Reading()
    for inside, line in _placed(_lines(text_of(data, "utf-8"))):
        _take(read, inside, line)
    if not read.method or not read.values.get("UID"):
        return None
    return Reply(
        method=read.method,
        uid=read.values["UID"],
        sequence=_number(read.values.get("SEQUENCE", "")),
        stamp=_moment(read.values.get("DTSTAMP", "")),
        attendees=tuple(read.attendees),
        comment=_words(read.values.get("COMMENT", "")),
        starts=_in_words(read.values.get("DTSTART", "")),
        is_one_of_a_series="RECURRENCE-ID" in read.values,
    )


def _lines(text: str) -> list[Contentline]:
    """Lines with the breaks within them taken out (RFC 5545, 3.1)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text.replace("\0", ""))
    return [Contentline(line) for line in unfolded.splitlines()[:MOST_LINES] if line.strip()]


def _placed(lines: list[Contentline]) -> Iterator[tuple[tuple[str, ...], Contentline]]:
    """Each line with the components around it, until the first event has ended."""
    inside: list[str] = []
    for line in lines:
        word, _, what = line.partition(":")
        if word.upper() == "BEGIN":
            inside.append(what.strip().upper())
        elif word.upper() == "END":
            if inside == ["VCALENDAR", "VEVENT"]:
                return
            del inside[-1:]
        else:
            yield tuple(inside), line


def _take(read: _Reading, inside: tuple[str, ...], line: Contentline) -> None:
    name = re.match(r"[A-Za-z-]{1,20}", line)
    wanted = name[0].upper() if name else ""
    if inside == ("VCALENDAR",) and wanted == "METHOD":
        read.method = read.method or line.partition(":")[2].strip().upper()
    elif inside == ("VCALENDAR", "VEVENT") and wanted in _READ:
        _take_of_event(read, wanted, line)


def _take_of_event(read: _Reading, name: str, line: Contentline) -> None:
    try:
        _, params, value = line.parts()
    except (ValueError, IndexError, KeyError):  # a line that breaks the grammar says nothing
        return
    if name != "ATTENDEE":
        read.values.setdefault(name, str(value).strip())
    elif len(read.attendees) < MOST_ATTENDEES:
        named = (str(value), str(params.get("EMAIL", "")))
        addresses = frozenset(filter(None, map(_address, named)))
        read.attendees.append(Attendee(addresses, str(params.get("PARTSTAT", "")).strip().upper()))


def _address(value: str) -> str:
    """Outlook writes MAILTO: in capitals."""
    plain = re.sub(r"^\s*mailto:", "", value, flags=re.IGNORECASE).strip().strip("<>").lower()
    return plain if "@" in plain else ""


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if not found or found[4] is None:
        return None
    try:
        return datetime.strptime(text[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _in_words(text: str) -> str:
    """A time as another calendar wrote it; zones have other names there, so none is worked out."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return ""
    day = f"{int(found[3])}/{int(found[2])}/{found[1]}"
    if found[4] is None:
        return day
    return f"{day} at {found[4]}:{found[5]}{' UTC' if found[7] else ''}"


def _words(text: str) -> str:
    """Text as it was typed (RFC 5545, 3.3.11)."""
    written = {"n": "\n", "N": "\n"}
    plain = re.sub(r"\\(.)", lambda found: written.get(found[1], found[1]), text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", plain).strip()
