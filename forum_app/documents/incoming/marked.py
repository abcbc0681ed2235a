"""Lightly marked plain text: headings with #, list items with -, table rows between |, and links with addresses."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from forum_app.documents.incoming.notes import Notes

#: More than any minutes; what is longer is not read at all.
MOST_LETTERS = 3_000_000

_ADDRESSES = {"http", "https", "mailto"}
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NO_HEADING_ENDS_SO = (".", ",", ";", "…")
_LONGEST_BOLD_HEADING = 90


@dataclass
class IncomingText:
    """What a file says, the kind of file it was, and what the coordinator should know was left out."""

    text: str
    kind: str
    notes: list[str] = field(default_factory=list)


@dataclass
class _Block:
    kind: str  # heading, paragraph, item, table, text
    text: str
    level: int = 1
    mark: str = ""
    bold: bool = False

    @property
    def could_be_heading(self) -> bool:
        short = len(self.text) < _LONGEST_BOLD_HEADING and "\n" not in self.text
        return self.bold and short and not self.text.endswith(_NO_HEADING_ENDS_SO)


class Marked:
    """Takes the blocks of a document in their order and writes them out as marked text."""

    def __init__(self, notes: Notes | None = None) -> None:
        self.notes = notes or Notes()
        self._blocks: list[_Block] = []

    def heading(self, level: int, text: str) -> None:
        self._add(_Block("heading", one_line(text), max(1, min(6, level))))

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Words on their own; ``bold`` when all of them are."""
        self._add(_Block("paragraph", tidy(text), bold=bold))

    def item(self, text: str, mark: str = "-", depth: int = 0, *, bold: bool = False) -> None:
        """A list item; a numbered one brings its own mark, for example ``2.``."""
        self._add(_Block("item", re.sub(r"\n+", "\n", tidy(text)), min(depth, 8), mark, bold))

    def item_goes_on(self, text: str) -> None:
        """A further paragraph of the last list item."""
        if self._blocks and self._blocks[-1].kind == "item":
            self._blocks[-1].text += "\n" + re.sub(r"\n+", "\n", tidy(text))
        else:
            self.paragraph(text)

    def table(self, rows: list[list[str]]) -> None:
        """Rows of cells; rows without words are dropped."""
        lines = [_row(cells) for cells in rows if any(cell.strip() for cell in cells)]
        self._add(_Block("table", "\n".join(lines)))

    def as_it_stands(self, text: str) -> None:
        """Text that came as text: its lines are kept, and so is the room between them."""
        lines = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).split("\n")
        self._add(_Block("text", "\n".join(line.rstrip() for line in lines).strip("\n")))

    def link(self, text: str, address: str) -> str:
        """``text <address>``; just the text if it is the address, or if the address could run a script."""
        address = _UNSEEN.sub("", "".join(address.split()))
        if not address or address.startswith("#"):
            return text
        if not is_safe_address(address):
            self.notes.count("link")
            return text
        if _bare(text) == _bare(address):
            return text
        end = text[len(text.rstrip()) :]
        return f"{text.rstrip()} <{address}>{end}" if text.strip() else f"<{address}>{end}"

    def text(self) -> str:
        written: list[str] = []
        for i, block in enumerate(self._blocks):
            goes_on = block.kind == "item" and i > 0 and self._blocks[i - 1].kind == "item"
            written.append(("\n" if goes_on else "\n\n") + self._written(i, block))
        return "".join(written).strip("\n")

    def cell(self) -> str:
        """Everything as the one line of a table's cell."""
        for block in self._blocks:
            if block.kind == "table":
                block.kind, block.text = "paragraph", _run_in(block.text)
        return " / ".join(line.strip() for line in self.text().split("\n") if line.strip())

    def _add(self, block: _Block) -> None:
        if block.text:
            self._blocks.append(block)

    def _written(self, i: int, block: _Block) -> str:
        if block.kind == "heading":
            return f"{'#' * block.level} {block.text}"
        if self._is_bold_heading(i, block):
            return f"## {block.mark} {block.text}".replace("  ", " ")
        if block.kind == "item":
            indent = "  " * block.level
            return f"{indent}{block.mark} " + block.text.replace("\n", f"\n{indent}  ")
        return block.text

    def _is_bold_heading(self, i: int, block: _Block) -> bool:
        """Bold, short and alone: not one of several bold labels, nor of several bold list items."""
        beside = self._blocks[max(0, i - 1) : i] + self._blocks[i + 1 : i + 2]
        if not block.could_be_heading or block.mark == "-":
            return False
        if block.kind == "item":
            return not any(other.kind == "item" for other in beside)
        is_label = re.search(r":\s", block.text) is not None
        return not (is_label and any(other.bold for other in beside))


def tidy(text: str) -> str:
    """Single spaces, tabs and line ends kept, one blank line at most, nothing that no reader sees."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    lines = ["\t".join(" ".join(part.split()) for part in line.split("\t")).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def one_line(text: str) -> str:
    return " ".join(tidy(text).split())


def _row(cells: list[str]) -> str:
    texts = [" / ".join(part for part in tidy(cell).split("\n") if part) for cell in cells]
    return "| " + " | ".join(text.replace("|", "\\|").replace("\t", " ") for text in texts) + " |"


def _run_in(table: str) -> str:
    """A table within a cell: its cells one after the other."""
    rows = (re.split(r"(?<!\\)\|", row) for row in table.split("\n"))
    return "\n".join(" / ".join(cell.strip() for cell in row if cell.strip()) for row in rows).replace("\\|", "|")


def is_safe_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    named = parts.path if parts.scheme == "mailto" else parts.netloc
    return parts.scheme in _ADDRESSES and bool(named) and not re.search(r"[<>\s\"]", address)


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:)", "", address.strip().casefold()).rstrip("/")
