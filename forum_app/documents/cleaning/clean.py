"""Which kind of file it is, by what it holds, and a clean copy of it."""

import base64
import io
import zipfile
from dataclasses import dataclass

from forum_app.documents.cleaning import documents, pdf, pictures
from forum_app.documents.incoming.errors import CannotRead, Damaged, Suspicious, WrongType
from forum_app.documents.incoming.kinds import OPEN_DOCUMENT, WORD, kind_of

PNG, JPEG, PDF, ZIP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-", b"PK\x03\x04"
#: What would make a browser take a picture for a page, or a server for a program.
SECOND_NATURES = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype", b"%pdf-")
ALLOWED = "Bring a PDF, a picture (PNG or JPEG), or a text document (Word .docx or OpenDocument .odt)."


@dataclass(frozen=True)
class Clean:
    """A clean copy: the suffix of its kind, what a browser calls it, and its bytes in Base64."""

    suffix: str
    media_type: str
    content: str


def clean_here(name: str, data: bytes) -> Clean:
    """Raises CannotRead of one kind or another, and nothing else but MemoryError."""
    try:
        suffix, media_type, cleaned = _cleaned(data)
    except (CannotRead, MemoryError):
        raise
    except Exception as broken:  # parsers fail on damaged files in more ways than can be listed
        raise Damaged from broken
    return Clean(suffix, media_type, base64.b64encode(cleaned).decode())


def _cleaned(data: bytes) -> tuple[str, str, bytes]:
    if data.startswith(PNG):
        _refuse_second_nature(data)
        return ".png", "image/png", pictures.clean(data, "PNG")
    if data.startswith(JPEG):
        _refuse_second_nature(data)
        return ".jpg", "image/jpeg", pictures.clean(data, "JPEG")
    if data.startswith(PDF):
        _refuse_archive(data)
        return ".pdf", "application/pdf", pdf.clean(data)
    if data.startswith(ZIP):
        return _document(data)
    raise WrongType(ALLOWED)


def _document(data: bytes) -> tuple[str, str, bytes]:
    kind = kind_of("", data)
    if kind is WORD:
        media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return ".docx", media_type, documents.clean_word(data)
    if kind is OPEN_DOCUMENT:
        return ".odt", "application/vnd.oasis.opendocument.text", documents.clean_open_document(data)
    raise WrongType(ALLOWED)


def _refuse_second_nature(data: bytes) -> None:
    """A picture that is something else as well."""
    _refuse_archive(data)
    small = data.lower()
    if any(nature in small for nature in SECOND_NATURES):
        raise Suspicious


def _refuse_archive(data: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Suspicious
