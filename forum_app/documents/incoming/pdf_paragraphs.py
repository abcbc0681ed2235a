"""Lines of pages joined to paragraphs, headings, list items and tables, as far as their look tells."""

import re
from collections import Counter
from itertools import pairwise

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.pdf_lines import PageLine

_BULLET = re.compile(r"([•·▪◦‣●○➢✓*–-])[\s]+(?=\S)")
_MARK = re.compile(r"\(?[0-9A-Za-z]{1,3}(?:\.[0-9]{1,2})*[.)]|[•·▪◦‣●○➢✓*–-]")
_MARK_AND_TAB = re.compile(rf"^({_MARK.pattern})\t")
_NUMBERED = re.compile(r"(\(?[0-9]{1,2}[.)])\s+(?=\S)")
_BEGINS_ANEW = re.compile(r"(?:\(?[0-9]{1,2}[.)]|\(?[a-z]\)|[A-Z][\w /’']{1,40}:)\s")
_ENDS = (".", "!", "?", ":", "”", ")")
_HYPHENS = ("-", "‐", "\u00ad")
#: Words that keep their hyphen when a line ends with it.
_KEEP_HYPHEN = {
    "home", "co", "self", "well", "non", "ex", "half", "part", "full", "re", "pre", "post", "long", "short",
    "high", "low", "up", "follow", "drop", "in", "on", "off", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "year", "mid", "multi", "inter",
    "anti", "cross", "semi", "e", "over", "under",
}  # fmt: skip
_HEADING_IS_LARGER = 1.12
_LONGEST_HEADING = 150


class Layout:
    """What is usual in this document, so that the unusual can be told."""

    def __init__(self, pages: list[list[PageLine]]) -> None:
        lines = [line for page in pages for line in page]
        letters: Counter[float] = Counter()
        for line in lines:
            letters[_rounded(line.size)] += len(line.text)
        self.body = letters.most_common(1)[0][0] if letters else 10.0
        larger = {size for size in letters if size > self.body * _HEADING_IS_LARGER}
        self._levels = {size: min(level, 4) for level, size in enumerate(sorted(larger, reverse=True), 1)}
        lengths = sorted(len(line.text) for line in lines if _rounded(line.size) == self.body)
        self.full_line = lengths[int(len(lengths) * 0.9)] if lengths else 80
        self.leading = self._usual_leading(pages)

    def level(self, line: PageLine) -> int | None:
        return self._levels.get(_rounded(line.size)) if len(line.text) < _LONGEST_HEADING else None

    def is_short(self, line: PageLine) -> bool:
        return len(line.text) < 0.72 * self.full_line

    def _usual_leading(self, pages: list[list[PageLine]]) -> float:
        steps: Counter[float] = Counter()
        for page in pages:
            for above, below in pairwise(page):
                step = above.y - below.y
                if _rounded(below.size) == self.body and 0.9 * self.body < step < 3 * self.body:
                    steps[round(step, 1)] += 1
        usual = [step for step, count in steps.items() if count >= 0.5 * max(steps.values())]
        return min(usual, default=1.25 * self.body)


class PageWriter:
    """Writes lines into marked text, paragraph by paragraph."""

    def __init__(self, marked: Marked, layout: Layout, whole: str) -> None:
        self._marked = marked
        self._layout = layout
        self._whole = whole.casefold()
        self._held: list[PageLine] = []

    def write(self, lines: list[PageLine]) -> None:
        for line in lines:
            if self._held and not self._goes_on(self._held[-1], line):
                self.flush()
            self._held.append(line)
        self.flush()

    def flush(self) -> None:
        lines, self._held = self._held, []
        if not lines:
            return
        if len(lines) > 1 and _is_table(lines[0]):
            self._marked.table(_rows(lines))
            return
        text = self._joined(lines)
        level = self._layout.level(lines[0])
        bullet, numbered = _BULLET.match(text), _NUMBERED.match(text)
        if bullet:
            self._marked.item(text[bullet.end() :])
        elif level:
            self._marked.heading(level, text)
        elif numbered:
            self._marked.item(text[numbered.end() :], numbered[1], bold=all(line.bold for line in lines))
        else:
            self._marked.paragraph(text, bold=all(line.bold for line in lines))

    def _goes_on(self, above: PageLine, line: PageLine) -> bool:
        step, size = above.y - line.y, max(above.size, line.size)
        if _is_table(self._held[0]):
            near = _is_table(line) or (step < 1.35 * size and _in_a_column(line, self._held[0]))
            return 0 < step < 4 * size and near
        if _is_table(line) or abs(above.size - line.size) > 0.08 * size or above.bold != line.bold:
            return False
        leading = self._layout.leading * size / self._layout.body
        if not 0 < step <= 1.22 * leading:
            return False
        if _BULLET.match(line.text) or _BEGINS_ANEW.match(line.text):
            return self._is_label(line) and self._is_label(above)
        ended = self._layout.is_short(above) and above.text.endswith(_ENDS)
        return not ended and not self._is_indented(above, line)

    def _is_label(self, line: PageLine) -> bool:
        """Lines of the head, "Date: …" above "Time: …", stay lines of one paragraph."""
        match = _BEGINS_ANEW.match(line.text)
        return match is not None and match[0].rstrip().endswith(":") and self._layout.is_short(line)

    def _is_indented(self, above: PageLine, line: PageLine) -> bool:
        """The first line of a paragraph is, unless the one above began with a bullet or a number."""
        marked = _BULLET.match(above.text) or _BEGINS_ANEW.match(above.text)
        return not marked and line.x - above.x > 0.9 * line.size and len(self._held) > 1

    def _joined(self, lines: list[PageLine]) -> str:
        text = _MARK_AND_TAB.sub(r"\1 ", lines[0].text)
        for above, line in pairwise(lines):
            following = line.text
            if text.endswith(_HYPHENS) and following[:1].islower() and text[-2:-1].isalpha():
                text = self._rejoined(text, following)
            else:
                text += self._between(above, line) + following
        return text

    def _between(self, above: PageLine, line: PageLine) -> str:
        """A line that ends early, with the next one beginning anew, was ended on purpose."""
        runs_on = self._layout.level(above) is not None or line.text[:1].islower()
        return " " if runs_on or not self._layout.is_short(above) else "\n"

    def _rejoined(self, text: str, following: str) -> str:
        """A word cut at the end of a line; "home-" and "educating" keep their hyphen."""
        first = re.split(r"[\s\t]", text[:-1])[-1].casefold()
        second = re.split(r"[^\w’']", following)[0].casefold()
        compound = first in _KEEP_HYPHEN or f"{first}-{second}" in self._whole
        if compound and not text.endswith("\u00ad"):
            return text + following
        return text[:-1] + following


def _is_table(line: PageLine) -> bool:
    return len(line.cells) > 1 and not (len(line.cells) == 2 and _MARK.fullmatch(line.cells[0].text.strip()))


def _in_a_column(line: PageLine, head: PageLine) -> bool:
    """The next line of a cell whose words did not fit on one."""
    return any(abs(line.x - cell.x) < 1.5 * line.size for cell in head.cells[1:]) and not line.bold


def _rows(lines: list[PageLine]) -> list[list[str]]:
    starts = _columns(lines)
    rows: list[list[str]] = []
    for line in lines:
        cells = _in_columns(line, starts)
        if rows and not cells[0]:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows


def _columns(lines: list[PageLine]) -> list[float]:
    """Where columns begin: as in the fullest line that is not the first, whose titles may be centred."""
    fullest = max(reversed(lines), key=lambda line: len(line.cells))
    return [cell.x for cell in fullest.cells]


def _in_columns(line: PageLine, starts: list[float]) -> list[str]:
    if len(line.cells) == len(starts):
        return [cell.text.strip() for cell in line.cells]
    cells = [""] * len(starts)
    for cell in line.cells:
        at = min(range(len(starts)), key=lambda i: abs(starts[i] - cell.x))
        cells[at] = f"{cells[at]} {cell.text.strip()}".strip()
    return cells


def _rounded(size: float) -> float:
    return round(size * 2) / 2
