"""OpenDocument texts (.odt), as LibreOffice writes them."""

from xml.etree.ElementTree import Element

from forum_app.documents.incoming.archive import Archive
from forum_app.documents.incoming.errors import Damaged
from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.numbers import is_mark
from forum_app.documents.incoming.open_inline import OpenInline
from forum_app.documents.incoming.open_styles import OpenStyles
from forum_app.documents.incoming.trees import child, descendants, local, number, value

_MOST_REPEATED = 60
_CONTENTS = "The table of contents was left out; what it names stands in the text."
_INDEXES = {"table-of-content", "illustration-index", "table-index", "alphabetical-index"}


def read(data: bytes) -> Marked:
    """Raises Damaged, Encrypted, Suspicious, UnpacksTooLarge."""
    archive = Archive(data)
    content = archive.xml("content.xml")
    pages = archive.xml("styles.xml") if archive.holds("styles.xml") else None
    styles = OpenStyles([part for part in (pages, content) if part is not None])
    body = child(content, "body", "text")
    if body is None:
        raise Damaged
    marked = Marked()
    footnotes: list[Element] = []
    _Passage(marked, styles, footnotes).blocks(body)
    _add_footnotes(marked, styles, footnotes)
    marked.notes.count("deletion", sum(1 for _ in descendants(body, "deletion")))
    marked.notes.count("insertion", sum(1 for _ in descendants(body, "insertion")))
    if pages is not None:
        _set_aside(pages, marked, styles)
    return marked


def _add_footnotes(marked: Marked, styles: OpenStyles, footnotes: list[Element]) -> None:
    for count, note in enumerate(footnotes, 1):
        inner = Marked(marked.notes)
        body = child(note, "note-body")
        if body is not None:
            _Passage(inner, styles, []).blocks(body)
        marked.paragraph(f"[{count}] {inner.text()}")


def _set_aside(pages: Element, marked: Marked, styles: OpenStyles) -> None:
    for kind in ("header", "footer"):
        for part in descendants(pages, kind, f"{kind}-first", f"{kind}-left"):
            inner = Marked(marked.notes)
            _Passage(inner, styles, []).blocks(part)
            marked.notes.set_aside(f"the {kind} of the pages", inner.text())


class _Passage:
    """Walks a part of the document (the body, a cell, a footnote, a text box) into marked text."""

    def __init__(self, marked: Marked, styles: OpenStyles, footnotes: list[Element]) -> None:
        self._marked = marked
        self._styles = styles
        self._footnotes = footnotes
        self._counts: dict[tuple[str | None, int], int] = {}

    def blocks(self, parent: Element) -> None:
        for below in parent:
            name = local(below)
            if name == "h":
                self._heading(below)
            elif name == "p":
                self._paragraph(below)
            elif name == "list":
                self._list(below, None, 0)
            elif name == "table":
                self._table(below)
            elif name in _INDEXES:
                self._marked.notes.say(_CONTENTS)
            elif name in {"frame", "custom-shape", "g", "rect"}:
                self._loose_drawing(below)
            elif name != "tracked-changes":
                self.blocks(below)

    def _loose_drawing(self, element: Element) -> None:
        """A drawing that hangs on the page, not on a paragraph."""
        holder = Element("holder")
        holder.append(element)
        self._boxes(self._inline(holder))

    def _inline(self, element: Element) -> OpenInline:
        inline = OpenInline(self._marked, self._styles, self._footnotes)
        inline.walk(element, bool(self._styles.bold(value(element, "style-name"))))
        return inline

    def _boxes(self, inline: OpenInline) -> None:
        for box in inline.boxes:
            self.blocks(box)

    def _heading(self, element: Element) -> None:
        inline = self._inline(element)
        self._marked.heading(number(value(element, "outline-level"), 1), inline.text)
        self._boxes(inline)

    def _paragraph(self, element: Element) -> None:
        inline = self._inline(element)
        style = value(element, "style-name")
        level = 1 if self._styles.is_title(style) else self._styles.heading_level(style)
        if level:
            self._marked.heading(level, inline.text)
        else:
            self._marked.paragraph(inline.text, bold=inline.all_bold)
        self._boxes(inline)

    def _list(self, element: Element, style: str | None, depth: int) -> None:
        style = value(element, "style-name") or style
        if value(element, "continue-numbering") != "true" and value(element, "continue-list") is None:
            self._counts.pop((style, depth), None)
        for item in element:
            self._item(item, style, depth)

    def _item(self, item: Element, style: str | None, depth: int) -> None:
        key = (style, depth)
        before = self._counts.get(key, self._styles.start(style, depth) - 1)
        count = number(value(item, "start-value"), before + 1)
        if local(item) == "list-item":
            self._counts[key] = count
        mark = self._styles.mark(style, depth, count) if local(item) == "list-item" else ""
        for i, below in enumerate(item):
            if local(below) == "list":
                self._list(below, style, depth + 1)
            elif local(below) in {"p", "h"}:
                self._item_paragraph(below, mark if i == 0 else "", depth)

    def _item_paragraph(self, element: Element, mark: str, depth: int) -> None:
        """LibreOffice numbers headings by putting them into lists, too."""
        inline = self._inline(element)
        if local(element) == "h":
            said = f"{mark} {inline.text}" if mark != "-" else inline.text
            self._marked.heading(number(value(element, "outline-level"), 1), said)
        elif mark == "-" or is_mark(mark):
            self._marked.item(inline.text, mark, depth, bold=inline.all_bold)
        elif mark:
            self._marked.paragraph(f"{mark} {inline.text}", bold=inline.all_bold)
        else:
            self._marked.item_goes_on(inline.text)
        self._boxes(inline)

    def _table(self, table: Element) -> None:
        rows = [self._cells(row) for row in _rows(table)]
        if len(rows) == 1 and len(rows[0]) == 1:
            self.blocks(rows[0][0])  # a frame around some paragraphs
            return
        self._marked.table([[self._cell(cell) for cell in row] for row in rows])

    def _cells(self, row: Element) -> list[Element]:
        cells: list[Element] = []
        for cell in row:
            if local(cell) in {"table-cell", "covered-table-cell"}:
                cells += [cell] * max(1, number(value(cell, "number-columns-repeated"), 1, _MOST_REPEATED))
        return cells

    def _cell(self, cell: Element) -> str:
        inner = Marked(self._marked.notes)
        if local(cell) == "table-cell":
            _Passage(inner, self._styles, self._footnotes).blocks(cell)
        return inner.cell()


def _rows(table: Element) -> list[Element]:
    """The rows of this table, also those in header groups, but not those of a table within."""
    rows: list[Element] = []
    for below in table:
        if local(below) == "table-row":
            rows.append(below)
        elif local(below) in {"table-header-rows", "table-rows", "table-row-group"}:
            rows += _rows(below)
    return rows
