"""Looks for canaries in whatever leaves the forum: words, addresses, numbers and moments that only one family has.

``Scanner(words=…, emails=…, ids=…, moments=…)`` works out once how each could look: in other letters, in the codes of
web pages, addresses and mail, turned round, hashed. ``in_response``, ``in_mail``, ``in_file`` and ``in_text`` then
answer with hits; a world in order has none.
"""

import base64
import hashlib
import html
import quopri
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.wrappers import Response

from forum_app.documents.every_text import texts_in
from forum_app.documents.incoming.errors import Damaged
from forum_app.wording.many_words import ManyWords

LONDON = ZoneInfo("Europe/London")
#: By what a response says it is, the name under which its body is looked through.
ENDINGS = {
    "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "message/rfc822": ".eml",
    "application/xml": ".xml", "application/atom+xml": ".xml", "application/rss+xml": ".xml", "image/svg+xml": ".svg",
}  # fmt: skip
_LETTERS = "bcdfghjklmnpqrstvwxz"
_FOLD = re.compile(rb"\r?\n[ \t]?")
_UNICODE = re.compile(rb"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_RUN = re.compile(rb"[A-Za-z0-9_+/-]{12,}={0,2}")
#: What zlib and gzip look like in base64.
_PACKED = re.compile(rb"(?:eJ|eN|eA|eF|H4sI)[A-Za-z0-9_+/-]{10,}={0,2}")
_MOST_UNPACKED = 5_000_000


class Hit(NamedTuple):
    canary: str
    form: str
    where: str


def canary_word(number: int) -> str:
    """A word nobody would write: the same for the same number."""
    drawn = random.Random(number)
    return "Zq" + "".join(drawn.choice(_LETTERS) for _ in range(12))


class _Form(NamedTuple):
    canary: str
    form: str
    exact: bytes | None  # where capitals matter


class Scanner:
    def __init__(
        self,
        words: Iterable[str] = (),
        emails: Iterable[str] = (),
        ids: Iterable[int | UUID] = (),
        moments: Iterable[datetime] = (),
    ) -> None:
        self._forms: dict[bytes, list[_Form]] = defaultdict(list)
        for text in {*words, *emails}:
            self._add(text, forms_of_text(text))
        for number in ids:
            self._add(str(number), forms_of_id(number))
        for moment in moments:
            self._add(moment.isoformat(), forms_of_moment(moment))
        self._many = ManyWords(list(self._forms), piece=5, stride=4)
        self._clean: set[int] = set()

    def _add(self, canary: str, forms: Iterable[tuple[str, bytes, bool]]) -> None:
        for form, pattern, exact in forms:
            self._forms[pattern.lower()].append(_Form(canary, form, pattern if exact else None))

    def in_text(self, text: str | bytes, where: str = "the text") -> list[Hit]:
        """Hits in text, a log, a header: as it stands and with its codes read out."""
        data = text.encode("utf-8", errors="surrogateescape") if isinstance(text, str) else text
        found: dict[Hit, None] = {}
        for read, view in _views(data):
            for canary, form in self._in_bytes(view):
                found.setdefault(Hit(canary, f"{form}{read}", where))
        return list(found)

    def in_file(self, data: bytes, name: str) -> list[Hit]:
        """Hits in a file and in every file within it; one that no program can open is only its bytes."""
        found = dict.fromkeys(self.in_text(data, name))
        with suppress(Damaged):
            for where, text in texts_in(data, name):
                found |= dict.fromkeys(self.in_text(text, where))
        return list(found)

    def in_mail(self, data: bytes, where: str = "mail") -> list[Hit]:
        return self.in_file(data, f"{where}.eml")

    def in_response(self, response: Response) -> list[Hit]:
        """Hits in the status, each header, each cookie, and the body as the file it says it is."""
        found = dict.fromkeys(self.in_text(response.status, "the status"))
        for name, value in response.headers:
            found |= dict.fromkeys(self.in_text(f"{name}: {value}", f"the header {name}"))
            found |= dict.fromkeys(self._in_packed(_RUN, value.encode(), f"the header {name}"))
        ending = ENDINGS.get(response.mimetype or "", ".txt")
        return [*found, *self.in_file(response.get_data(), f"the body{ending}")]

    def _in_bytes(self, data: bytes) -> list[tuple[str, str]]:
        """What was looked at before and held nothing is not looked at again; many answers are the same."""
        if hash(data) in self._clean:
            return []
        found = [*self._at_sight(data), *self._in_what_is_packed(data)]
        if not found:
            self._clean.add(hash(data))
        return found

    def _at_sight(self, data: bytes) -> Iterator[tuple[str, str]]:
        for pattern, start in self._many.found_in(data.lower()):
            for canary, form, exact in self._forms[pattern]:
                if exact is None or data[start : start + len(exact)] == exact:
                    yield canary, form

    def _in_what_is_packed(self, data: bytes) -> Iterator[tuple[str, str]]:
        for unpacked in _unpacked_from(_PACKED, data):
            yield from ((canary, f"{form}, packed") for canary, form in self._in_bytes(unpacked))

    def _in_packed(self, runs: re.Pattern[bytes], data: bytes, where: str) -> Iterator[Hit]:
        for unpacked in _unpacked_from(runs, data):
            for hit in self.in_text(unpacked, where):
                yield hit._replace(form=f"{hit.form}, in base64")


# How a canary could look --------------------------------------------------------------------------------------


def forms_of_text(text: str) -> Iterator[tuple[str, bytes, bool]]:
    """Name of the form, its bytes, and whether capitals matter. What reading out undoes has no form of its own."""
    spellings = dict.fromkeys((text, text.lower()))
    for spelled in spellings if not text.isascii() else (text,):
        yield "raw", spelled.encode(), False
        yield "reversed", spelled[::-1].encode(), False
        yield "utf-16", spelled.encode("utf-16-le")[:-1], False
        for joined in ("-", "_", ""):
            yield "slug", re.sub(r"[\s.@']+", joined, spelled).encode(), False
        yield from (("punycode", code.encode(), False) for code in _in_punycode(spelled))
    for raw in map(str.encode, spellings):
        yield "hex", raw.hex().encode(), False
        yield from (("base64", code, True) for code in in_base64(raw))
        yield from (("digest", code, exact) for code, exact in _digests(raw))
    yield "hex", text.upper().encode().hex().encode(), False


def in_base64(raw: bytes) -> Iterator[bytes]:
    """The letters that do not depend on what stands before and after, for each of the three places to begin."""
    for shift in range(3):
        code = base64.b64encode(b"\0" * shift + raw)
        inner = code[(0, 2, 3)[shift] :].rstrip(b"=")
        inner = inner[: -1 if (shift + len(raw)) % 3 else None]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def _in_punycode(text: str) -> Iterator[str]:
    local, at, domain = text.rpartition("@")
    if not text.isascii():
        labels = [
            label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in domain.split(".")
        ]
        yield f"{local}{at}{'.'.join(labels)}"


def _digests(raw: bytes) -> Iterator[tuple[bytes, bool]]:
    """The beginning is enough: services shorten them."""
    for kind in ("md5", "sha1", "sha256"):
        digest = hashlib.new(kind, raw, usedforsecurity=False)
        yield digest.hexdigest()[:16].encode(), False
        yield base64.b64encode(digest.digest())[:14], True
        yield base64.urlsafe_b64encode(digest.digest())[:14], True


def forms_of_id(number: int | UUID) -> Iterator[tuple[str, bytes, bool]]:
    """A number must have eight figures: a shorter one stands in any page by chance."""
    if isinstance(number, UUID):
        yield "uuid", str(number).encode(), False
        yield "uuid", number.hex.encode(), False
        yield "uuid", str(number.int).encode(), False
        yield from (("uuid in base64", code, True) for code in in_base64(number.bytes))
    for text in (str(number), f"{int(number):x}"):
        if len(text) >= 8:
            yield "id", text.encode(), False
            yield "id reversed", text[::-1].encode(), False
            yield from (("id in base64", code, True) for code in in_base64(text.encode()))
    if int(number) < 10_000_000:
        raise ValueError(f"{number} is too short for a canary.")


def forms_of_moment(moment: datetime) -> Iterator[tuple[str, bytes, bool]]:
    """To the minute in both clocks; the beginning of an epoch is that of its milliseconds too."""
    for here in (moment.astimezone(UTC), moment.astimezone(LONDON)):
        for shape in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y%m%dT%H%M", "%Y%m%d%H%M%S", "%d/%m/%Y %H:%M"):
            yield "time", here.strftime(shape).encode(), False
        yield "time of mail", format_datetime(here)[5:22].encode(), False
        yield "time in words", f"{here.day} {here:%B %Y}, {here.hour % 12 or 12}.{here:%M%p}".encode(), False
    seconds, milliseconds = int(moment.timestamp()), int(moment.timestamp() * 1000)
    yield "epoch", str(seconds).encode(), False
    yield "epoch in hex", f"{milliseconds:012x}".encode(), False
    yield "time in a uuid", f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}".encode(), False
    yield from (("epoch in base64", code, True) for code in in_base64(str(seconds).encode()) if len(code) > 11)


# What the bytes could say when they are read ------------------------------------------------------------------


def _views(data: bytes) -> Iterator[tuple[str, bytes]]:
    """As it stands, read out one way at a time, and all ways one after the other; only where that changes anything."""
    yield "", data
    seen, whole = {data}, data
    for name, read in _READ_OUT.items():
        whole = read(whole)
        for said, view in ((name, read(data)), ("all codes", whole)):
            if view not in seen:
                seen.add(view)
                yield f", {said} read out", view


_READ_OUT: dict[str, Callable[[bytes], bytes]] = {
    "quoted-printable": lambda data: quopri.decodestring(data) if b"=" in data else data,
    "lines": lambda data: _FOLD.sub(b"", data),
    "html": lambda data: (
        html.unescape(data.decode("utf-8", "surrogateescape")).encode("utf-8", "replace") if b"&" in data else data
    ),
    "url": lambda data: unquote_to_bytes(data.replace(b"+", b" ")) if b"%" in data else data,
    "json": lambda data: _UNICODE.sub(_letter, data),
}


def _letter(escaped: re.Match[bytes]) -> bytes:
    return chr(int(escaped[1] or escaped[2], 16)).encode("utf-8", "replace")


def _unpacked_from(runs: re.Pattern[bytes], data: bytes) -> Iterator[bytes]:
    """What stands in base64, and unpacked where that is packed: so Flask keeps a session in its cookie."""
    for run in runs.findall(data):
        code = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        raw = base64.b64decode(code[: len(code) - (len(code) % 4 == 1)] + b"=" * (-len(code) % 4))
        yield raw
        try:
            yield zlib.decompressobj(wbits=47).decompress(raw, _MOST_UNPACKED)
        except zlib.error:
            continue
