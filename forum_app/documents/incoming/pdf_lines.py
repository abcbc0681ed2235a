"""The lines of a PDF's page, put together from the pieces that its program drew, wherever it drew them."""

from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PRIVATE_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\x7f": "•"})
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
#: How wide letters are, in parts of their size: an estimate between common fonts.
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMW@%—")
_LETTER, _CAPITAL, _NARROW_LETTER, _WIDE_LETTER = 0.49, 0.66, 0.28, 0.82
#: Two words further apart than this stand in two cells.
_GAP, _SPACE = 0.9, 0.2
#: Some programs draw each word by itself, and stretch the gaps to fill the line.
_MANY_PIECES = 8
_ALIGNED = 1.5
_NEARBY = 5
#: How far back up a page a table's next cell may begin, in lines.
_HIGHEST_CELL = 8


@dataclass
class Cell:
    x: float
    text: str


@dataclass
class _Piece:
    x: float
    text: str
    gap: float


@dataclass
class PageLine:
    """What stands side by side on a page. More than one cell means there were wide gaps between."""

    y: float
    size: float
    bold: bool
    pieces: list[_Piece] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    end: float = 0.0

    @property
    def x(self) -> float:
        return self.pieces[0].x

    @property
    def text(self) -> str:
        return "\t".join(cell.text.strip() for cell in self.cells if cell.text.strip())

    def add(self, x: float, text: str, bold: bool, *, drawn_later: bool = False) -> None:
        """A piece to the right; what was drawn after lower lines is another cell in any case."""
        gap = 100 * self.size if drawn_later else x - self.end
        self.pieces.append(_Piece(x, text, gap if self.pieces else 0.0))
        self.end = x + _width(text, self.size)
        self.bold = self.bold and (bold or not text.strip())

    def may_go_on_at(self, x: float) -> bool:
        return x > self.end - 0.5 * self.size

    def settle(self, columns: set[float]) -> None:
        """Pieces become cells: far apart, or somewhat apart where a cell of a line nearby begins."""
        self.cells = [Cell(self.x, "")]
        for piece in self.pieces:
            far = piece.gap > (_GAP if len(self.pieces) < _MANY_PIECES else 2 * _GAP) * self.size
            apart = piece.gap > _SPACE * self.size or piece.text[:1].isspace()
            aligned = apart and any(abs(piece.x - x) < _ALIGNED for x in columns)
            if far or aligned:
                self.cells.append(Cell(piece.x, piece.text.lstrip()))
            else:
                self.cells[-1].text += self._space_before(piece) + piece.text

    def _space_before(self, piece: _Piece) -> str:
        """A gap that is no cell's is at least that between words."""
        before = self.cells[-1].text
        wanted = piece.gap > _SPACE * self.size and before and not before[-1].isspace()
        return " " if wanted and not piece.text[:1].isspace() else ""


def lines_of(page: PageObject) -> list[PageLine]:
    """Raises what pypdf raises for damaged pages."""
    gathered = _Gathering()
    page.extract_text(visitor_text=gathered.take)
    lines = gathered.lines
    for line in lines:
        line.settle(set())
    columns = [{cell.x for cell in line.cells[1:]} for line in lines]
    for i, line in enumerate(lines):
        line.settle(set().union(*columns[max(0, i - _NEARBY) : i], *columns[i + 1 : i + 1 + _NEARBY]))
    return [line for line in lines if line.text]


class _Gathering:
    def __init__(self) -> None:
        self.lines: list[PageLine] = []

    def take(self, text: str, around: list[float], matrix: list[float], font: Any, size: float) -> None:
        """One piece, as pypdf hands it over: its place is the product of two matrices."""
        bold = _is_bold(font)
        x, y, scale = _placed(matrix, around)
        size = abs(size * scale) or 1.0
        pieces = text.translate(_LIGATURES).translate(_PRIVATE_BULLETS).split("\n")
        if len(pieces) > 1 and pieces[-1] == "":
            pieces = [*pieces[:-2], pieces[-2] + " "]  # pypdf believes that a line ends here; a cell does, too
        for i, piece in enumerate(pieces):
            if piece.strip() and i == 0:
                self._put(x, y, size, bold, piece)
            elif piece.strip():
                self.lines.append(_line(x, y - i * size * 1.2, size, bold, piece))
            elif piece and self.lines and i == 0 and self._same(self.lines[-1], y, size):
                self.lines[-1].pieces[-1].text += " "

    def _put(self, x: float, y: float, size: float, bold: bool, text: str) -> None:
        if self.lines and self._same(self.lines[-1], y, size):
            self.lines[-1].add(x, text, bold)
            return
        above = [line for line in self.lines[-_HIGHEST_CELL:] if self._same(line, y, size)]
        beside = [line for line in above if line.may_go_on_at(x)]
        if beside:
            beside[-1].add(x, text, bold, drawn_later=True)
        else:
            self.lines.append(_line(x, y, size, bold, text))

    def _same(self, line: PageLine, y: float, size: float) -> bool:
        return abs(line.y - y) < 0.4 * max(line.size, size)


def _line(x: float, y: float, size: float, bold: bool, text: str) -> PageLine:
    line = PageLine(y, size, True)
    line.add(x, text, bold)
    return line


def _placed(matrix: list[float], around: list[float]) -> tuple[float, float, float]:
    a, b, c, d, e, f = (float(part) for part in matrix[:6])
    inner_a, _, _, inner_d, shift_x, shift_y = (float(part) for part in around[:6])
    x = e * inner_a + f * float(around[2]) + shift_x
    y = e * float(around[1]) + f * inner_d + shift_y
    upright = max(abs(d), abs(b), abs(a), abs(c))
    return x, y, upright * max(abs(inner_d), abs(float(around[1])))


def _is_bold(font: Any) -> bool:
    name = str((font or {}).get("/BaseFont", "")).lower() if hasattr(font, "get") else ""
    return any(said in name for said in _BOLD_NAMES)


def _width(text: str, size: float) -> float:
    return size * sum(_letter_width(letter) for letter in text.rstrip())


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_LETTER
    if letter in _WIDE:
        return _WIDE_LETTER
    return _CAPITAL if letter.isupper() else _LETTER
