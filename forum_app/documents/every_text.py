"""Every text that stands in a file, seen or unseen: for those who look for what should not be in it.

This is not for reading: a page's words come once as they stand in the file and once without their markup, hidden
sheets, comments, names of files and what a program wrote about the author included. Files from strangers are
read by `incoming`, in a process of their own; here the forum looks through what it is about to send.
"""

import csv
import html
import io
import re
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from forum_app.documents.incoming.archive import MOST_OF_ONE_PART, Archive
from forum_app.documents.incoming.decoding import decoded
from forum_app.documents.incoming.errors import Damaged, Encrypted, Suspicious, UnpacksTooLarge

_DEEPEST = 4
_MOST_OBJECTS = 50_000
_MOST_FILES = 2_000
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<svg")
_MARKUP_NAMES = (".html", ".htm", ".xml", ".svg", ".rels", ".rdf")
#: Between these a reader sees a break; within any other element the letters run on.
_BREAKS = re.compile(
    r"</?(?:[\w-]{1,20}:)?(?:p|h|tr|tc|td|th|li|div|br|row|c|si|t[rc]pr|comment|title|table-cell|table-row|h[1-6]|tab|cr)\b"
    r"[^<>]{0,2000}>", re.IGNORECASE,
)  # fmt: skip
_TAG = re.compile(r"<[^<>]{0,20000}>")
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([\\;,nN])")


class TextIn(NamedTuple):
    """`where` says in which part of the file the text stands."""

    where: str
    text: str


def texts_in(data: bytes, name: str) -> list[TextIn]:
    """Raises CannotRead of one kind or another where a file is damaged, locked, or unpacks to too much.

    What cannot be looked through must be taken for a file that holds something.
    """
    found: list[TextIn] = []
    for one in _texts(data, name, 0):
        found.append(one)
        if len(found) > _MOST_FILES:
            raise UnpacksTooLarge
    return found


def _texts(data: bytes, name: str, depth: int) -> Iterator[TextIn]:
    if depth > _DEEPEST:
        raise Suspicious
    yield TextIn(f"the name of {name}", name)
    if data.startswith(b"PK\x03\x04"):
        yield from _of_archive(data, name, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from _texts(_unpacked(data), name.removesuffix(".gz"), depth + 1)
    elif b"%PDF-" in data[:1024]:
        yield from _of_pdf(data, name, depth)
    elif name.lower().endswith((".eml", ".mht")):
        yield from _of_mail(data, name, depth)
    else:
        yield from _of_text(data, name)


def _of_archive(data: bytes, name: str, depth: int) -> Iterator[TextIn]:
    archive = Archive(data)
    comment = data.rfind(b"PK\x05\x06")
    yield TextIn(f"the end of {name}", decoded(data[comment + 22 :]))
    for member in archive.names:
        if not member.endswith("/"):
            yield from _texts(archive.read(member), f"{name}: {member}", depth + 1)


def _unpacked(data: bytes) -> bytes:
    """Raises Damaged, UnpacksTooLarge."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(data, MOST_OF_ONE_PART + 1)
    except zlib.error as broken:
        raise Damaged from broken
    if len(text) > MOST_OF_ONE_PART:
        raise UnpacksTooLarge
    if not unpacking.eof:
        raise Damaged
    return text


def _of_text(data: bytes, name: str) -> Iterator[TextIn]:
    text = decoded(data)
    yield TextIn(name, text)
    lower = name.lower()
    if lower.endswith((".html", ".htm", ".xml", ".svg", ".rels", ".rdf")) or data[:200].lstrip().lower().startswith(
        _MARKUP
    ):
        yield TextIn(f"{name}, as read", _without_markup(text))
    elif lower.endswith((".ics", ".vcf")):
        yield TextIn(f"{name}, unfolded", _ESCAPED.sub(_meant, _FOLD.sub("", text)))
    elif lower.endswith((".csv", ".tsv")):
        yield TextIn(f"{name}, cell by cell", "\n".join(_cells(text)))


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def _cells(text: str) -> Iterator[str]:
    try:
        for row in csv.reader(io.StringIO(text)):
            yield from row
    except csv.Error:  # a cell longer than any; the text as it stands is looked at anyway
        return


def _without_markup(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAKS.sub("\n", text)))


def _of_mail(data: bytes, name: str, depth: int) -> Iterator[TextIn]:
    message = message_from_bytes(data, policy=policy.default)
    yield TextIn(name, decoded(data))
    for part in message.walk():
        yield TextIn(f"{name}: headers", "\n".join(f"{header}: {value}" for header, value in part.items()))
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield from _of_part(part, name, depth)


def _of_part(part: EmailMessage, name: str, depth: int) -> Iterator[TextIn]:
    body = part.get_payload(decode=True)
    kinds = {"text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv"}
    called = part.get_filename() or f"text{kinds.get(part.get_content_type(), '.txt')}"
    if isinstance(body, bytes):
        yield from _texts(body, f"{name}: {called}", depth + 1)


def _of_pdf(data: bytes, name: str, depth: int) -> Iterator[TextIn]:
    """The words of each page, and every other string there is: titles, authors, notes, links, what is attached."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
        for number, page in enumerate(reader.pages, 1):
            yield TextIn(f"{name}: page {number}", page.extract_text())
        yield TextIn(f"{name}: beside the pages", "\n".join(_strings(reader)))
        for called, bodies in reader.attachments.items():
            for body in bodies:
                yield from _texts(body, f"{name}: {called}", depth + 1)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Damaged from broken


def _strings(reader: PdfReader) -> Iterator[str]:
    waiting: list[object] = [reader.trailer, reader.metadata]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image":
            yield decoded(one.get_data())
        if isinstance(one, DictionaryObject):
            waiting += [dict.__getitem__(one, key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, str):
            yield str(one)
    raise UnpacksTooLarge
