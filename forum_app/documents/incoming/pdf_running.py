"""What repeats at the top or bottom of most pages: running titles, page numbers."""

import re
from collections import Counter

from forum_app.documents.incoming.notes import Notes
from forum_app.documents.incoming.pdf_lines import PageLine

_EDGE_LINES = 3
_GAP = 1.4
_LONGEST = 200
_OF = r"(?:\s?(?:of|/|\|)\s?[0-9]{1,4})"
_PAGE_NUMBER = re.compile(rf"(?:[-–]\s?)?(?:page\s)?[0-9]{{1,4}}{_OF}?(?:\s?[-–])?", re.IGNORECASE)
_NUMBER_AT_AN_END = re.compile(rf"\bpage\s[0-9]+{_OF}?|^[0-9]{{1,4}}{_OF}?(?=\s)|\s[0-9]{{1,4}}{_OF}?$", re.IGNORECASE)


def without_running_lines(pages: list[list[PageLine]], notes: Notes) -> list[list[PageLine]]:
    """The pages without them; the notes say what they were."""
    shapes = _repeated(pages)
    named: dict[str, str] = {}
    kept: list[list[PageLine]] = []
    for page in pages:
        running = _running(page, shapes)
        for line in running:
            named.setdefault(_shape(line), line.text)
        kept.append([line for line in page if not any(line is one for one in running)])
    for text in named.values():
        notes.set_aside("the top or bottom of the pages", text.replace("\t", " "))
    return kept


def _running(page: list[PageLine], shapes: set[str]) -> list[PageLine]:
    """The repeated lines at the edges of this page that a gap sets off from its text."""
    top_down = sorted(page, key=lambda line: -line.y)
    return [*_from_the_edge(top_down, shapes), *_from_the_edge(top_down[::-1], shapes)]


def _from_the_edge(lines: list[PageLine], shapes: set[str]) -> list[PageLine]:
    running: list[PageLine] = []
    inner = lines[_EDGE_LINES] if len(lines) > _EDGE_LINES else None
    for line in reversed(lines[:_EDGE_LINES]):
        set_off = inner is None or any(inner is one for one in running) or _apart(line, inner)
        if set_off and _shape(line) in shapes:
            running.append(line)
        inner = line
    return running[::-1]


def _apart(one: PageLine, other: PageLine) -> bool:
    return abs(one.y - other.y) > _GAP * max(one.size, other.size)


def _repeated(pages: list[list[PageLine]]) -> set[str]:
    """On most pages, and on two at least; a number alone must look like that of a page."""
    counts = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    return {shape for shape, count in counts.items() if shape and count >= 2 and count > len(pages) / 2}


def _edges(page: list[PageLine]) -> list[PageLine]:
    """The highest and the lowest lines, in whatever order they were drawn."""
    by_height = sorted(page, key=lambda line: -line.y)
    return by_height[:_EDGE_LINES] + by_height[_EDGE_LINES:][-_EDGE_LINES:]


def _shape(line: PageLine) -> str:
    """The text, with a page's number taken for any number, and the height at which it stands."""
    height = round(line.y / 4)
    text = " ".join(line.text.split())
    if len(text) > _LONGEST:
        return ""
    if _PAGE_NUMBER.fullmatch(text):
        return f"a page number, {height}"
    return f"{_NUMBER_AT_AN_END.sub(' # ', text)}, {height}"
