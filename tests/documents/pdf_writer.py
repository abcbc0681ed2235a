"""The smallest PDF writer that lays out pages as a word processor does: lines, sizes, bold, columns."""

import textwrap
from collections.abc import Iterable

from tests.documents.content import Block

_LETTERS_A_LINE = 88
_TOP, _BOTTOM, _LEFT = 780, 90, 60


def written_pdf(blocks: Iterable[Block], header: str = "", footer: str = "") -> bytes:
    return pdf_of(_Layout(header, footer).pages(blocks))


class _Layout:
    def __init__(self, header: str, footer: str) -> None:
        self._header, self._footer = header, footer
        self._pages: list[list[str]] = []
        self._y = 0.0
        self._count = 0
        self._new_page()

    def pages(self, blocks: Iterable[Block]) -> list[str]:
        for block in blocks:
            self._count = self._count + 1 if block.kind == "number" else 0
            self._block(block)
        return ["\n".join(page) for page in self._pages]

    def _block(self, block: Block) -> None:
        if block.kind == "table":
            for row in block.rows:
                self._line([(_LEFT + 150 * i, cell) for i, cell in enumerate(row)], 10)
        else:
            mark = {"bullet": "• ", "number": f"{self._count}. "}.get(block.kind, "")
            for line in block.text.split("\n"):
                for part in textwrap.wrap(mark + line, _LETTERS_A_LINE):
                    self._line([(_LEFT, part)], {"h1": 18, "h2": 14}.get(block.kind, 10), block.kind == "bold")
        self._y -= 0 if block.kind in {"bullet", "number"} else 9

    def _line(self, pieces: list[tuple[float, str]], size: int, bold: bool = False) -> None:
        if self._y < _BOTTOM:
            self._new_page()
        self._y -= size * 1.2
        for x, text in pieces:
            self._pages[-1].append(drawn(x, self._y, size, text, bold=bold))

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = _TOP
        if self._header:
            self._pages[-1].append(drawn(_LEFT, 815, 8, self._header))
        if self._footer:
            self._pages[-1].append(drawn(_LEFT, 40, 8, self._footer.replace("#", str(len(self._pages)))))


def drawn(x: float, y: float, size: float, text: str, *, bold: bool = False) -> str:
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F{2 if bold or size > 12 else 1} {size} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm ({safe}) Tj ET"


def pdf_of(pages: list[str], *, page_extra: str = "", resources: str = "", objects: Iterable[str] = ()) -> bytes:
    """Pages of drawing commands; ``objects`` are numbered from 10."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>".format
    first = 10 + len(list(objects := list(objects)))
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    bodies = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: font("Helvetica"),
        4: font("Helvetica-Bold"),
        **dict(enumerate(objects, 10)),
    }
    for i, page in enumerate(pages):
        number = first + 2 * i
        bodies[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> {page_extra} >>"
        )
        bodies[number + 1] = f"<< /Length {len(page.encode('cp1252'))} >>\nstream\n{page}\nendstream"
    return _with_table(bodies)


def _with_table(bodies: dict[int, str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places: dict[int, int] = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start, last = len(out), max(bodies)
    lines = [f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(last + 1)]
    out += f"xref\n0 {last + 1}\n{''.join(lines)}trailer\n<< /Size {last + 1} /Root 1 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
