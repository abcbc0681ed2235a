"""What kind of file this is: by what it holds first, by its name second."""

import re
from pathlib import PurePath
from typing import NamedTuple

from forum_app.documents.incoming import errors
from forum_app.documents.incoming.archive import Archive
from forum_app.documents.incoming.decoding import decoded, is_text

#: What a file input offers.
TYPES = (".docx", ".pdf", ".odt", ".rtf", ".html", ".htm", ".md", ".txt")

_PLAIN_NAMES = {"", ".txt", ".text", ".md", ".markdown"}
_PAGE_NAMES = {".html", ".htm", ".xhtml"}
_MACRO_NAMES = {".docm", ".dotm"}
_SPREADSHEETS = {".csv", ".tsv", ".xls", ".xlsx", ".ods", ".numbers"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PAGES_FILE = "This is a Pages file. In Pages, choose Export To and then Word, and bring the .docx file."
_EMAIL_FILE = "This is a saved email. Open it, copy the words and paste them, or bring the file that came with it."
_SAVED_PAGE = "This is a web page saved as one file (.mht). Open it, save it as .html or .docx, and bring that."
_IS_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


class Kind(NamedTuple):
    """A kind that can be read, the module that reads it, and what to tell about a name that says otherwise."""

    said: str
    module: str
    names: tuple[str, ...]


WORD = Kind("Word document", "word", (".docx", ".dotx"))
PDF = Kind("PDF", "pdf", (".pdf",))
OPEN_DOCUMENT = Kind("OpenDocument text", "open_document", (".odt", ".ott"))
RTF = Kind("RTF document", "rtf", (".rtf", ".doc"))
PAGE = Kind("Web page", "web_page", tuple(_PAGE_NAMES))
MARKDOWN = Kind("Markdown text", "markdown_text", (".md", ".markdown"))
TEXT = Kind("Plain text", "plain_text", ("", ".txt", ".text"))


def suffix_of(name: str) -> str:
    return PurePath(name.strip().rstrip(".").lower()).suffix.rstrip()


def kind_of(name: str, data: bytes) -> Kind:
    """Raises HasMacros, Encrypted, Damaged, UnpacksTooLarge, Suspicious, Empty, and the kinds of WrongType."""
    suffix = suffix_of(name)
    if not data.strip():
        raise errors.Empty
    if suffix in _MACRO_NAMES:
        raise errors.HasMacros
    if data.startswith(_OLD_OFFICE):
        raise _old_office(data, suffix)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _packed(Archive(data))
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.lstrip().startswith(b"{\\rtf"):
        return RTF
    return _unpacked(suffix, data)


def _old_office(data: bytes, suffix: str) -> errors.CannotRead:
    """Files of Office before 2007, and newer ones that are locked with a password."""
    for stream, refusal in (
        ("EncryptedPackage", errors.Encrypted),
        ("WordDocument", errors.OldWordFile),
        ("Workbook", errors.Spreadsheet),
        ("PowerPoint Document", errors.Slides),
    ):
        if stream.encode("utf-16-le") in data:
            return refusal()
    if "__substg1.0".encode("utf-16-le") in data:
        return errors.WrongType(_EMAIL_FILE)
    return errors.OldWordFile() if suffix in {".doc", ".dot"} else errors.WrongType()


def _packed(archive: Archive) -> Kind:
    names = archive.names
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise errors.HasMacros
    if archive.holds("[Content_Types].xml"):
        return _of_office(archive, names)
    if archive.holds("mimetype"):
        return _of_open_document(archive, names)
    if any(name.endswith(".iwa") for name in names):
        raise errors.WrongType(_PAGES_FILE)
    # What is left of a Word or OpenDocument file after damage is no folder of other files.
    was_document = any(name.startswith(("word/", "META-INF/", "content.xml")) for name in names)
    raise errors.Damaged if was_document else errors.Folder


def _of_office(archive: Archive, names: list[str]) -> Kind:
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise errors.HasMacros
    if b"wordprocessingml" in types or archive.holds("word/document.xml"):
        return WORD
    if any(name.startswith("xl/") for name in names):
        raise errors.Spreadsheet
    if any(name.startswith("ppt/") for name in names):
        raise errors.Slides
    raise errors.WrongType


def _of_open_document(archive: Archive, names: list[str]) -> Kind:
    kind = archive.read("mimetype").strip()
    if archive.holds("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise errors.Encrypted
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise errors.HasMacros
    if b"opendocument.spreadsheet" in kind:
        raise errors.Spreadsheet
    if b"opendocument.presentation" in kind:
        raise errors.Slides
    if b"opendocument.text" in kind:
        return OPEN_DOCUMENT
    raise errors.WrongType


def _unpacked(suffix: str, data: bytes) -> Kind:
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp":
        raise errors.Picture
    if not is_text(data):
        raise errors.Damaged if suffix in TYPES else errors.WrongType
    return _text_kind(suffix, decoded(data[:20_000]))


def _text_kind(suffix: str, beginning: str) -> Kind:
    if beginning.lstrip().lower().startswith(("mime-version:", "from: <saved by")):
        raise errors.WrongType(_SAVED_PAGE)
    if _IS_PAGE.match(beginning) or suffix in _PAGE_NAMES:
        return PAGE
    if suffix in _SPREADSHEETS:
        raise errors.Spreadsheet
    if suffix == ".eml":
        raise errors.WrongType(_EMAIL_FILE)
    if suffix in MARKDOWN.names:
        return MARKDOWN
    if suffix in _PLAIN_NAMES or suffix in TYPES:
        return TEXT
    raise errors.WrongType
