"""Word documents (.docx): the parts of the package, and what stands beside the text in them."""

import posixpath
from typing import NamedTuple
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.archive import Archive
from forum_app.documents.incoming.errors import Damaged
from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.trees import child, descendants, local, value
from forum_app.documents.incoming.word_body import Body
from forum_app.documents.incoming.word_styles import Numbering, Styles


class Relation(NamedTuple):
    """From one part of the package to another, or to an address outside."""

    id: str
    kind: str
    target: str
    outside: bool


def read(data: bytes) -> Marked:
    """Raises Damaged, Encrypted, Suspicious, UnpacksTooLarge."""
    return _Document(Archive(data)).read()


class _Document:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._marked = Marked()
        self._main = self._main_part()
        self._relations = self._relations_of(self._main)
        self._styles = Styles(self._first_xml("styles"))
        self._numbering = Numbering(self._first_xml("numbering"))
        self._note_ids: list[tuple[str, str]] = []

    def read(self) -> Marked:
        body = child(self._archive.xml(self._main), "body")
        if body is None:
            raise Damaged
        self._walk(self._marked, body, self._main)
        self._footnotes()
        self._count_comments()
        self._set_aside("header")
        self._set_aside("footer")
        return self._marked

    def _walk(self, marked: Marked, element: Element, part: str) -> None:
        addresses = {one.id: one.target for one in self._relations_of(part) if one.outside}
        Body(marked, self._styles, self._numbering, addresses, self._note_number).blocks(element)

    def _note_number(self, kind: str, note_id: str) -> int:
        self._note_ids.append((kind, note_id))
        return len(self._note_ids)

    def _footnotes(self) -> None:
        """Footnotes and endnotes stand at the end, each with the number it has in the text."""
        found: dict[tuple[str, str], tuple[Element, str]] = {}
        for kind in ("footnote", "endnote"):
            for part in self._parts(f"{kind}s"):
                notes = (one for one in self._archive.xml(part) if local(one) == kind)
                found |= {(kind, value(note, "id") or ""): (note, part) for note in notes}
        for count, key in enumerate(list(self._note_ids), 1):
            if key in found:
                inner = Marked(self._marked.notes)
                self._walk(inner, *found[key])
                self._marked.paragraph(f"[{count}] {inner.text()}")

    def _count_comments(self) -> None:
        for part in self._parts("comments"):
            comments = sum(1 for _ in descendants(self._archive.xml(part), "comment"))
            self._marked.notes.count("comment", comments)

    def _set_aside(self, kind: str) -> None:
        for part in self._parts(kind):
            inner = Marked(self._marked.notes)
            self._walk(inner, self._archive.xml(part), part)
            self._marked.notes.set_aside(f"the {kind} of the pages", inner.text())

    def _first_xml(self, kind: str) -> Element | None:
        part = next(iter(self._parts(kind)), None)
        return self._archive.xml(part) if part else None

    def _parts(self, kind: str) -> list[str]:
        """Parts the main part points to: "header" for …/relationships/header."""
        named = [one.target for one in self._relations if one.kind == kind and not one.outside]
        return [part for part in dict.fromkeys(named) if self._archive.holds(part)]

    def _main_part(self) -> str:
        package = self._relations_of("")
        named = [one.target for one in package if one.kind == "officeDocument" and self._archive.holds(one.target)]
        return named[0] if named else "word/document.xml"

    def _relations_of(self, part: str) -> list[Relation]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._archive.holds(rels):
            return []
        return [_relation(one, folder) for one in self._archive.xml(rels) if local(one) == "Relationship"]


def _relation(element: Element, folder: str) -> Relation:
    target = value(element, "Target") or ""
    outside = value(element, "TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(value(element, "Id") or "", (value(element, "Type") or "").rpartition("/")[2], target, outside)
