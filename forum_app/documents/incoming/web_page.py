"""Web pages (.html), also those that Word and Google Docs save."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.decoding import decoded
from forum_app.documents.incoming.html_style import is_bold, is_hidden, item_mark, saved_mark, words_of
from forum_app.documents.incoming.html_tree import tree_of
from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.trees import number

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = {"script", "style", "template", "base", "meta", "link", "noframes"}
_OBJECTS = {"iframe", "object", "embed", "video", "audio", "canvas", "applet"}
_FIELDS = {"input", "select"}
_BLOCKS = {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "blockquote", "pre", "form"),
    *("fieldset", "address", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "center", "caption"),
    *("body", "html", "head", "legend", "hr", "tr", "td", "th", "li"),
}
_GROUPS = {"thead", "tbody", "tfoot"}
_WIDEST = 60


def read(data: bytes) -> Marked:
    marked = Marked()
    page = _Page(marked)
    page.walk(tree_of(_as_text(data)), False)
    page.flush()
    return marked


def _as_text(data: bytes) -> str:
    said = _CHARSET.search(data[:4_000])
    name = said[1].decode("ascii").lower() if said else ""
    if name and not name.startswith(("utf", "unicode")) and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe")):
        try:
            # Pages that claim Latin-1 mean what Windows makes of it; so browsers read them, too.
            return data.decode("cp1252" if name in {"iso-8859-1", "latin1", "ascii"} else name, errors="replace")
        except LookupError:
            pass
    return decoded(data)


@dataclass
class _Page:
    """Gathers the words of a block, and places them when the next block begins."""

    marked: Marked
    depth: int = -1
    _pieces: list[str] = field(default_factory=list)
    _all_bold: bool = True
    _level: int = 0
    _mark: str | None = None
    _in_item: bool = False

    def walk(self, element: Element, bold: bool, keeps_lines: bool = False) -> None:
        self._words(element.text, bold, keeps_lines)
        for below in element:
            self._element(below, bold, keeps_lines)
            self._words(below.tail, bold, keeps_lines)

    def flush(self) -> None:
        text, bold, self._pieces, self._all_bold = "".join(self._pieces), self._all_bold, [], True
        if not text.strip():
            return
        if self._level:
            self.marked.heading(self._level, text)
        elif self._mark is not None:
            self.marked.item(text, self._mark, max(0, self.depth), bold=bold)
            self._mark = None
        elif self._in_item:
            self.marked.item_goes_on(text)
        else:
            self.marked.paragraph(text, bold=bold)

    def _element(self, element: Element, bold: bool, keeps_lines: bool) -> None:
        name = element.tag
        if name in _SKIPPED or (name == "title" and not len(element)):
            return
        if is_hidden(element):
            self.marked.notes.count("hidden", bool(words_of(element)))
        elif name == "br":
            self._pieces.append("\n")
        elif name in _HEADINGS:
            self._heading(element)
        elif name in {"ul", "ol"}:
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name in _BLOCKS:
            self._block(element, bold, keeps_lines)
        else:
            self._inline(element, is_bold(element, bold), keeps_lines)

    def _inline(self, element: Element, bold: bool, keeps_lines: bool) -> None:
        name = element.tag
        if name == "a":
            self._link(element, bold, keeps_lines)
        elif name in {"img", "svg"}:
            self.marked.notes.count("picture")
        elif name == "del":
            self.marked.notes.count("deletion", bool(words_of(element)))
        elif name in _OBJECTS:
            self.marked.notes.count("object")
            self.walk(element, bold, keeps_lines)
        elif name in _FIELDS:
            self.marked.notes.count("form field", element.get("type") not in {"hidden", "submit", "button"})
        else:
            self.walk(element, bold, keeps_lines)

    def _block(self, element: Element, bold: bool, keeps_lines: bool) -> None:
        self.flush()
        mark = saved_mark(element) if element.tag == "p" else None
        if mark:
            self._mark = mark
        self.walk(element, is_bold(element, bold), keeps_lines or element.tag == "pre")
        self.flush()
        if mark:
            self._mark = None

    def _heading(self, element: Element) -> None:
        self.flush()
        self._level = _HEADINGS[element.tag]
        self.walk(element, False)
        self.flush()
        self._level = 0

    def _list(self, element: Element) -> None:
        self.flush()
        outer, self.depth = (self._mark, self._in_item), self.depth + 1
        place = 0
        for below in element:
            if below.tag == "li":
                self._item(below, item_mark(below, element, place))
                place += 1
            else:
                self._element(below, False, False)
            self._words(below.tail, False, False)
        self.flush()
        (self._mark, self._in_item), self.depth = outer, self.depth - 1

    def _item(self, item: Element, mark: str) -> None:
        self.flush()
        self._mark, self._in_item = mark, True
        self.walk(item, False)
        self.flush()
        self._mark, self._in_item = None, False

    def _link(self, element: Element, bold: bool, keeps_lines: bool) -> None:
        pieces, self._pieces = self._pieces, []
        self.walk(element, bold, keeps_lines)
        text, self._pieces = "".join(self._pieces), pieces
        self._pieces.append(self.marked.link(text, element.get("href", "")))

    def _table(self, table: Element) -> None:
        self.flush()
        for caption in table.findall("caption"):
            self._block(caption, False, False)
        self._outside_cells(table)
        self.flush()
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in _rows(table)]
        if len(rows) == 1 and len(rows[0]) == 1:
            self._block(rows[0][0], False, False)
            return
        self.marked.table([[text for cell in row for text in self._cell(cell)] for row in rows])

    def _outside_cells(self, part: Element) -> None:
        """Words that stray between the rows of a broken table; browsers show them above it."""
        self._words(part.text, False, False)
        for below in part:
            if below.tag in _GROUPS | {"tr"}:
                self._outside_cells(below)
            elif below.tag not in {"td", "th", "caption"}:
                self._element(below, False, False)
            self._words(below.tail, False, False)

    def _cell(self, cell: Element) -> list[str]:
        inner = Marked(self.marked.notes)
        page = _Page(inner)
        page.walk(cell, False)
        page.flush()
        return [inner.cell(), *[""] * (number(cell.get("colspan"), 1, _WIDEST) - 1)]

    def _words(self, words: str | None, bold: bool, keeps_lines: bool) -> None:
        if not words:
            return
        if keeps_lines:
            self._pieces.append(words)
        else:
            end = " " if words[-1:].isspace() and words.strip() else ""
            self._pieces.append(" " * words[:1].isspace() + " ".join(words.split()) + end)
        if words.strip() and not bold:
            self._all_bold = False


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for below in table:
        if below.tag == "tr":
            rows.append(below)
        elif below.tag in _GROUPS:
            rows += _rows(below)
    return rows
