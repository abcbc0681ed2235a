"""PDF files that hold words; those that hold pictures of words are refused."""

import io
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import IndirectObject

from forum_app.documents.incoming.errors import Encrypted, OnlyPictures, UnpacksTooLarge
from forum_app.documents.incoming.marked import Marked, is_safe_address
from forum_app.documents.incoming.notes import Notes
from forum_app.documents.incoming.pdf_lines import PageLine, lines_of
from forum_app.documents.incoming.pdf_paragraphs import Layout, PageWriter
from forum_app.documents.incoming.pdf_running import without_running_lines

_MOST_PAGES = 400
_FEWEST_LETTERS = 20
_MOST_ADDRESSES = 50
_COMMENTS = {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp"}


def read(data: bytes) -> Marked:
    """Raises Encrypted, OnlyPictures, UnpacksTooLarge, and what pypdf raises for damaged files."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    _unlock(reader)
    if len(reader.pages) > _MOST_PAGES:
        raise UnpacksTooLarge
    marked = Marked()
    pages = [lines_of(page) for page in reader.pages]
    pictures = _count_pictures(reader, pages, marked.notes)
    _refuse_scans(pages, pictures)
    _write(without_running_lines(pages, marked.notes), marked)
    _beside_the_text(reader, marked)
    return marked


def _unlock(reader: PdfReader) -> None:
    """Many a PDF is only locked against changes: it opens without a password."""
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
    except DependencyError as locked:
        raise Encrypted from locked


def _refuse_scans(pages: list[list[PageLine]], pictures: int) -> None:
    letters = sum(letter.isalnum() for page in pages for line in page for letter in line.text)
    if letters < _FEWEST_LETTERS and (pictures or not letters):
        raise OnlyPictures


def _write(pages: list[list[PageLine]], marked: Marked) -> None:
    whole = "\n".join(line.text for page in pages for line in page)
    writer = PageWriter(marked, Layout(pages), whole)
    for page in pages:
        writer.write(page)


def _count_pictures(reader: PdfReader, pages: list[list[PageLine]], notes: Notes) -> int:
    seen: set[int] = set()
    for number, (page, lines) in enumerate(zip(reader.pages, pages, strict=True), 1):
        pictures = _pictures_on(page)
        seen |= pictures
        if pictures and not lines:
            notes.say(f"Page {number} is a picture: any words on it are not in the text.")
    notes.count("picture", len(seen))
    return len(seen)


def _pictures_on(page: PageObject) -> set[int]:
    resources = _dictionary(page.get("/Resources"))
    drawn = _dictionary(resources.get("/XObject"))
    found = set()
    for name in drawn:
        raw = drawn.raw_get(name)
        if _dictionary(raw).get("/Subtype") == "/Image":
            found.add(raw.idnum if isinstance(raw, IndirectObject) else id(raw))
    return found


def _beside_the_text(reader: PdfReader, marked: Marked) -> None:
    text = marked.text().casefold()
    addresses: dict[str, None] = {}
    for page in reader.pages:
        for annotation in _annotations(page):
            _annotated(annotation, marked, addresses)
    hidden = [one for one in addresses if one.casefold().split("//")[-1].rstrip("/") not in text][:_MOST_ADDRESSES]
    if hidden:
        written = ", ".join(f"<{one}>" for one in hidden)
        marked.notes.say(f"Behind words of the PDF stood these addresses: {written}.")
    marked.notes.count("attachment", _attachments(reader))


def _annotations(page: PageObject) -> list[Any]:
    every = page.get("/Annots")
    every = every.get_object() if every is not None else None
    return [_dictionary(one) for one in every] if isinstance(every, list) else []


def _annotated(annotation: Any, marked: Marked, addresses: dict[str, None]) -> None:
    kind, words = annotation.get("/Subtype"), str(annotation.get("/Contents") or "")
    if kind == "/FreeText":
        marked.paragraph(words)
    elif kind == "/Widget":
        marked.notes.count("form field")
    elif kind in _COMMENTS:
        marked.notes.count("comment", bool(words.strip()))
    elif kind == "/Link":
        address = _dictionary(annotation.get("/A")).get("/URI")
        address = str(address or "")
        if is_safe_address(address):
            addresses[address] = None
        else:
            marked.notes.count("link", bool(address))


def _attachments(reader: PdfReader) -> int:
    names = _dictionary(_dictionary(reader.trailer.get("/Root")).get("/Names"))
    files = _dictionary(names.get("/EmbeddedFiles")).get("/Names")
    files = files.get_object() if files is not None else None
    return len(files) // 2 if isinstance(files, list) else 0


def _dictionary(found: Any) -> Any:
    """What a reference leads to, if it is a dictionary; an empty one otherwise."""
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, dict) else {}
