"""Text documents are packed anew: who wrote and commented, hidden files and programs stay behind or are refused."""

import io
import re
import zipfile
from collections.abc import Callable

from forum_app.documents.cleaning import pictures
from forum_app.documents.incoming.archive import Archive
from forum_app.documents.incoming.errors import Suspicious

#: Other files, programs and forms inside a document.
HIDDEN = re.compile(
    r"(?i)(^|/)(embeddings|activex|object \d+|objectreplacements|scripts|basic|customui)(/|$)|\.(bin|svg|exe|js)$"
)
WORD_PEOPLE = re.compile(rb'(\bw(?:15)?:(?:author|initials|userId|providerId)=)"[^"]*"')
#: What points to the small picture of the first page, which is left out.
WORD_THUMBNAIL = re.compile(rb'<Relationship\b[^>]*/metadata/thumbnail"[^>]*/>')
ODT_THUMBNAIL = re.compile(rb'<manifest:file-entry\b[^>]*"Thumbnails/[^>]*/>')
ODT_PEOPLE = re.compile(rb"(<(dc:creator|meta:creator-initials|dc:date)\b[^>]*>)[^<]*(</)")
#: A link to elsewhere is a link; anything else from elsewhere would be fetched when the document is opened.
FETCHED = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/relationships/hyperlink")[^>]*>')
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
EMPTY_CUSTOM = EMPTY_APP.replace(b"extended-properties", b"custom-properties")
EMPTY_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/></office:document-meta>'
)
WORD_EMPTIED = {
    "docProps/core.xml": EMPTY_CORE, "docProps/app.xml": EMPTY_APP, "docProps/custom.xml": EMPTY_CUSTOM,
}  # fmt: skip
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


def clean_word(data: bytes) -> bytes:
    """Raises Suspicious, Damaged, UnpacksTooLarge."""
    return _packed_anew(Archive(data), WORD_EMPTIED, _nameless_word)


def clean_open_document(data: bytes) -> bytes:
    """Raises Suspicious, Damaged, UnpacksTooLarge."""
    return _packed_anew(Archive(data), {"meta.xml": EMPTY_META}, _nameless_open_document)


def _nameless_word(xml: bytes) -> bytes:
    return WORD_THUMBNAIL.sub(b"", WORD_PEOPLE.sub(rb'\1""', xml))


def _nameless_open_document(xml: bytes) -> bytes:
    return ODT_THUMBNAIL.sub(b"", ODT_PEOPLE.sub(rb"\1\3", xml))


def _packed_anew(archive: Archive, emptied: dict[str, bytes], nameless: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in _mimetype_first(archive.names):
            if HIDDEN.search(name):
                raise Suspicious
            if not name.endswith("/") and not name.lower().startswith(("docprops/thumbnail", "thumbnails/")):
                content = emptied.get(name) or _member(archive, name, nameless)
                how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                packed.writestr(zipfile.ZipInfo(name), content, how)  # a ZipInfo of its own says 1980, not when
    return buffer.getvalue()


def _mimetype_first(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: name != "mimetype")


def _member(archive: Archive, name: str, nameless: Callable[[bytes], bytes]) -> bytes:
    suffix = name[name.rfind(".") :].lower()
    if suffix in PICTURES:
        return pictures.clean(archive.read(name), PICTURES[suffix])
    content = archive.read(name)
    if suffix in {".xml", ".rels", ".rdf"}:
        archive.xml(name)
        if FETCHED.search(content):
            raise Suspicious
        return nameless(content)
    return content
