"""Clean text: the source's lines without what no reader sees, each knowing its number."""

from __future__ import annotations

import re
from typing import NamedTuple

from .rows import Row


class Line(NamedTuple):
    number: int
    text: str
    level: int = 0  # of a heading that is marked as one
    row: Row | None = None  # of a table whose columns are understood


class CleanText(NamedTuple):
    lines: list[Line]
    pages: list[Line]  # the page numbers that stood between them
    rest: str  # what lies beyond any length minutes have; kept, but not read
    rest_from: int


# Long minutes have some hundred lines. The bounds keep a hostile text from costing more than a long one.
_MOST_LINES = 10_000
_MOST_LINES_WITH_WORDS = 3_000
_MOST_LETTERS = 200_000


# Control characters, soft hyphens, byte-order and direction marks, and halves of broken characters.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")
# A page break or "vertical tab" ends a line for a reader, but an editor does not count it as one.
_BREAK_WITHIN_A_LINE = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PAGE_NUMBER = re.compile(r"(?:-\s?)?(page )?([0-9]{1,3})(?: (?:of|/) [0-9]{1,3})?(?:\s?-)?", re.IGNORECASE)


def clean_text(text: str) -> CleanText:
    """The lines of the text and, set apart, the page numbers that stood between them."""
    source = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    read = _lines_within_bounds(source)
    lines: list[Line] = []
    pages: list[Line] = []
    last_page = 0
    for number, raw in enumerate(source[:read], 1):
        for piece in _BREAK_WITHIN_A_LINE.split(raw):
            seen = _single_spaced(piece)
            page = _page_number(seen, last_page)
            if page:
                last_page = page
                pages.append(Line(number, seen))
                seen = ""
            lines.append(Line(number, seen))
    return CleanText(lines, pages, "\n".join(source[read:]).strip(), read + 1)


def _lines_within_bounds(source: list[str]) -> int:
    with_words = letters = 0
    for i, raw in enumerate(source[:_MOST_LINES]):
        letters += len(raw)
        with_words += len(_BREAK_WITHIN_A_LINE.split(raw)) if raw else 0
        if letters > _MOST_LETTERS or with_words > _MOST_LINES_WITH_WORDS:
            return i
    return min(len(source), _MOST_LINES)


def _single_spaced(piece: str) -> str:
    """One space between words; a tab stays a tab, because it may part a label from its value."""
    if "\t" not in piece:
        return " ".join(piece.split())
    return "\t".join(filter(None, (" ".join(cell.split()) for cell in piece.split("\t"))))


def _page_number(seen: str, last_page: int) -> int | None:
    """A number alone on its line, if it goes on from the last one: pages are counted upwards."""
    if not seen or len(seen) > 16:
        return None
    match = _PAGE_NUMBER.fullmatch(seen)
    if not match:
        return None
    page = int(match[2])
    return page if match[1] or page > last_page else None
