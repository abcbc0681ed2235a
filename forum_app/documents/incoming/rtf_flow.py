"""Where the words of an RTF document go: the body, a footnote, a header, a text box, each with its tables."""

from dataclasses import dataclass, field

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.numbers import is_mark
from forum_app.documents.incoming.rtf_tokens import joined_halves


@dataclass
class Paragraph:
    """What is said about a paragraph; ``\\pard`` sets it all back."""

    style: int | None = None
    outline: int | None = None
    depth: int = 0
    in_table: bool = False


@dataclass
class Flow:
    marked: Marked
    headings: dict[int, int]
    paragraph: Paragraph = field(default_factory=Paragraph)
    mark: str = ""
    pieces: list[str] = field(default_factory=list)
    _all_bold: bool = True
    _cell: Marked | None = None
    _cells: list[str] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)

    def words(self, text: str, bold: bool) -> None:
        self.pieces.append(text)
        if text.strip() and not bold:
            self._all_bold = False

    def end_paragraph(self) -> None:
        if self.paragraph.in_table:
            self._place(self._open_cell())
        else:
            if "".join(self.pieces).strip():
                self._end_table()
            self._place(self.marked)

    def end_cell(self) -> None:
        cell = self._open_cell()
        self._place(cell)
        self._cells.append(cell.cell())
        self._cell = None

    def end_row(self) -> None:
        if self._cell is not None or "".join(self.pieces).strip():
            self.end_cell()
        self._rows.append(self._cells)
        self._cells = []

    def finish(self) -> Marked:
        self.end_paragraph()
        if self._cell is not None or self._cells:
            self.end_row()
        self._end_table()
        return self.marked

    def _open_cell(self) -> Marked:
        if self._cell is None:
            self._cell = Marked(self.marked.notes)
        return self._cell

    def _end_table(self) -> None:
        if self._cells or self._cell is not None:
            self.end_row_of_what_is_left()
        self.marked.table(self._rows)
        self._rows = []

    def end_row_of_what_is_left(self) -> None:
        """A table that was never ended: its cells are kept, the paragraph at hand is not one of them."""
        if self._cell is not None:
            self._cells.append(self._cell.cell())
        self._rows.append(self._cells)
        self._cells, self._cell = [], None

    def _place(self, marked: Marked) -> None:
        text, bold = joined_halves("".join(self.pieces)), self._all_bold
        mark, self.mark = self.mark.strip(), ""
        self.pieces, self._all_bold = [], True
        if not text.strip():
            return
        level = self._heading_level()
        numbered = bool(mark) and mark[-1:] not in "·•▪◦o§-–" and any(letter.isalnum() for letter in mark)
        if level:
            marked.heading(level, f"{mark} {text}" if numbered else text)
        elif mark and not numbered:
            marked.item(text, "-", self.paragraph.depth, bold=bold)
        elif mark and is_mark(mark):
            marked.item(text, mark, self.paragraph.depth, bold=bold)
        else:
            marked.paragraph(f"{mark} {text}" if mark else text, bold=bold)

    def _heading_level(self) -> int | None:
        outline = self.paragraph.outline
        if outline is not None and outline < 6:
            return outline + 1
        return self.headings.get(self.paragraph.style if self.paragraph.style is not None else -1)
