"""PDF files are written anew, page by page: no metadata, no attachments, no scripts, nothing that happens by itself."""

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from forum_app.documents.incoming.errors import Encrypted, Suspicious, UnpacksTooLarge

MOST_PAGES = 400
MOST_OBJECTS = 200_000
#: What says who made it and with what, what happens by itself, and what hides other files.
LEFT_OUT = frozenset({
    "/Metadata", "/PieceInfo", "/AA", "/OpenAction", "/JS", "/JavaScript", "/EF", "/AF", "/EmbeddedFiles",
    "/RichMediaContent", "/RichMediaSettings", "/LastModified", "/Thumb", "/AcroForm", "/Collection",
})  # fmt: skip
#: Of what lies on a page only links to addresses stay; people’s comments carry their names.
SAFE_ADDRESSES = ("https://", "http://", "mailto:")


def clean(data: bytes) -> bytes:
    """Raises Encrypted, UnpacksTooLarge, Suspicious, and what pypdf raises for damaged files."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    _unlock(reader)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise UnpacksTooLarge if reader.pages else Suspicious
    writer = PdfWriter()
    for page in reader.pages:
        _tidy(page, set())
        writer.add_page(page)
    writer.metadata = None
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _unlock(reader: PdfReader) -> None:
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
    except DependencyError as locked:
        raise Encrypted from locked


def _tidy(start: Any, seen: set[int]) -> None:
    """Take out what is left out, wherever it lies below a page."""
    waiting = [start]
    while waiting:
        found = waiting.pop()
        found = found.get_object() if isinstance(found, IndirectObject) else found
        if id(found) in seen or not isinstance(found, DictionaryObject | ArrayObject):
            continue
        seen.add(id(found))
        if len(seen) > MOST_OBJECTS:
            raise UnpacksTooLarge
        if isinstance(found, DictionaryObject):
            _tidy_dictionary(found)
            waiting += [value for key, value in dict.items(found) if key not in {"/Parent", "/P"}]
        else:
            waiting += list(found)


def _tidy_dictionary(found: DictionaryObject) -> None:
    for name in LEFT_OUT & set(found):
        del found[name]
    if "/Annots" in found:
        notes = found["/Annots"]
        kept = [note for note in notes if _is_link(note.get_object())] if isinstance(notes, ArrayObject) else []
        found[NameObject("/Annots")] = ArrayObject(kept)


def _is_link(note: Any) -> bool:
    if not isinstance(note, DictionaryObject) or note.get("/Subtype") != "/Link":
        return False
    deed = note.get("/A")
    deed = deed.get_object() if deed is not None else None
    if not isinstance(deed, DictionaryObject) or "/Next" in deed or deed.get("/S") != "/URI":
        return False
    return str(deed.get("/URI", "")).lower().startswith(SAFE_ADDRESSES)
