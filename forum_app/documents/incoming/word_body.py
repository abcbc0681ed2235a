"""The blocks of a Word document in their order: paragraphs, headings, list items, tables, text boxes."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.numbers import is_mark
from forum_app.documents.incoming.trees import child, descendants, local, number, value
from forum_app.documents.incoming.word_inline import Inline
from forum_app.documents.incoming.word_styles import Numbering, Styles, list_place, outline_level

_MOST_COLUMNS = 60
_CONTENTS = "The table of contents was left out; what it names stands in the text."


class Body:
    """Walks one part of the document (the body, a footnote, a header) into marked text."""

    def __init__(
        self,
        marked: Marked,
        styles: Styles,
        numbering: Numbering,
        addresses: dict[str, str],
        note_number: Callable[[str, str], int],
    ) -> None:
        self.marked = marked
        self._styles = styles
        self._numbering = numbering
        self._addresses = addresses
        self._note_number = note_number

    def blocks(self, parent: Element) -> None:
        for below in parent:
            name = local(below)
            if name == "p":
                self._paragraph(below)
            elif name == "tbl":
                self._table(below)
            elif name == "altChunk":
                self.marked.notes.count("object")
            elif name not in {"sectPr", "sdtPr", "tcPr", "Fallback"}:
                self.blocks(below)

    def _paragraph(self, paragraph: Element) -> None:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        inline = Inline(self.marked, self._addresses, self._note_number, style_is_bold=self._styles.bold(style))
        inline.walk(paragraph)
        self._place(inline, properties, style)
        for box in inline.boxes:
            self.blocks(box)

    def _place(self, inline: Inline, properties: Element | None, style: str | None) -> None:
        text, bold = inline.text, inline.all_bold
        if not text.strip():
            return
        if self._styles.name(style).lower().startswith("toc "):
            self.marked.notes.say(_CONTENTS)
            return
        place = list_place(properties) or self._styles.list_place(style)
        label = self._numbering.label(place) if place else None
        level = outline_level(properties) or self._styles.heading_level(style)
        if level:
            self.marked.heading(level, _after_label(label, text))
        elif label and is_mark(label) and place:
            self.marked.item(text, label, place.level, bold=bold)
        elif label == "-" or (label is None and self._styles.name(style).lower().startswith("list bullet")):
            self.marked.item(text, "-", place.level if place else 0, bold=bold)
        else:
            self.marked.paragraph(_after_label(label, text), bold=bold)

    def _table(self, table: Element) -> None:
        rows = [self._cells(row) for row in _outermost(table, "tr") if not self._deleted(row)]
        if len(rows) == 1 and len(rows[0]) == 1:
            self.blocks(rows[0][0])  # a frame around some paragraphs
            return
        self.marked.table([[text for cell in row for text in self._texts(cell)] for row in rows])

    def _deleted(self, row: Element) -> bool:
        deleted = child(row, "trPr", "del") is not None
        self.marked.notes.count("deletion", deleted)
        return deleted

    def _cells(self, row: Element) -> list[Element]:
        return list(_outermost(row, "tc"))

    def _texts(self, cell: Element) -> list[str]:
        """The text of a cell, and empty ones for the further columns it spans, so that columns stay in line."""
        inner = Marked(self.marked.notes)
        Body(inner, self._styles, self._numbering, self._addresses, self._note_number).blocks(cell)
        width = number(value(child(cell, "tcPr", "gridSpan")), 1, _MOST_COLUMNS)
        return [inner.cell(), *[""] * (width - 1)]


def _after_label(label: str | None, text: str) -> str:
    return f"{label} {text.lstrip()}" if label and label != "-" else text


def _outermost(element: Element, name: str) -> list[Element]:
    """Rows or cells, also those inside content controls, but not those of a table within."""
    found: list[Element] = []
    for below in element:
        if local(below) == name:
            found.append(below)
        elif local(below) not in {"tbl", "tc", "Fallback"}:
            found += _outermost(below, name)
    return found


def words(element: Element) -> str:
    return "".join(one.text or "" for one in descendants(element, "t"))
