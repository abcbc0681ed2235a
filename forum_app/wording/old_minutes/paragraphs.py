"""Lines gathered into paragraphs, each knowing where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .action_marks import starts_action
from .lines import Line
from .marks import BULLET, is_bare_label, run_in_heading, starts_labelled_text, starts_question, vocabulary_kind
from .rows import Row

# Nobody wraps lines by hand at this width, so a longer line is a paragraph of its own.
_LONGER_THAN_WRAPPED_LINES = 130
_NARROWEST_WRAPPED_PROSE = 50
_NUMBERED_TEXT = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}[.)]?\s")
_ANSWER = re.compile(r"A\s?[.)]\s")


@dataclass
class Paragraph:
    lines: list[Line]
    after_gap: bool

    @cached_property
    def text(self) -> str:
        """The words; lines of prose run on, lines of a verse or a list stay lines."""
        between = " " if self.is_wrapped_prose else "\n"
        return between.join(line.text for line in self.lines).replace("\t", " ")

    @property
    def row(self) -> Row | None:
        """The row of a table this paragraph is, if its columns were understood."""
        return self.lines[0].row

    @property
    def is_marked(self) -> bool:
        """Marked as a heading, whatever its words."""
        return self.lines[0].level > 0

    @property
    def first_line(self) -> str:
        return self.lines[0].text

    @property
    def source(self) -> tuple[int, int]:
        return self.lines[0].number, self.lines[-1].number

    @cached_property
    def is_bullet(self) -> bool:
        return BULLET.match(self.first_line) is not None

    @property
    def is_numbered(self) -> bool:
        return self.is_bullet and self.first_line.lstrip("(")[:1].isdigit()

    @cached_property
    def is_verse(self) -> bool:
        return len(self.lines) > 1 and not self.is_wrapped_prose

    @cached_property
    def word_count(self) -> int:
        return len(self.text.split())

    @cached_property
    def is_wrapped_prose(self) -> bool:
        """Was every line nearly filled before the next one was begun? Then the breaks mean nothing."""
        widest = max(len(line.text) for line in self.lines)
        if len(self.lines) < 2 or widest < _NARROWEST_WRAPPED_PROSE:
            return False
        return all(len(line.text) > 0.7 * widest for line in self.lines[:-1])


def gather(lines: Iterable[Line]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    gap = True
    for line in lines:
        if not line.text:
            gap = True
            continue
        pieces = _pieces(line) if not line.row else [line]
        for piece in pieces:
            alone = piece.level > 0 or piece.row is not None
            if gap or alone or not paragraphs or len(pieces) > 1 or _starts_anew(piece, paragraphs[-1]):
                paragraphs.append(Paragraph([piece], gap or alone))
            else:
                paragraphs[-1].lines.append(piece)
            gap = alone
    return paragraphs


def _pieces(line: Line) -> list[Line]:
    """A line that carries its heading in front ("Next meeting: 3 March") is two."""
    heading = run_in_heading(line.text)
    if not heading:
        return [line]
    return [Line(line.number, part) for part in heading]


def _starts_anew(line: Line, current: Paragraph) -> bool:
    if BULLET.match(line.text) or starts_labelled_text(line.text) or starts_action(line.text):
        return True
    last = current.lines[-1].text
    if _NUMBERED_TEXT.match(line.text) or (_ANSWER.match(line.text) and starts_question(current.first_line)):
        return True
    if starts_action(current.first_line) and (len(last) < _NARROWEST_WRAPPED_PROSE or last.endswith(".")):
        return not line.text[0].islower()
    if _is_heading_without_a_gap(line.text, last):
        return True
    if len(current.lines) == 1 and len(last) <= 100 and _stands_alone(last, line.text):
        return True
    goes_on_with_a_bullet = current.is_bullet and line.text[0].islower()
    is_long = len(line.text) > _LONGER_THAN_WRAPPED_LINES or len(last) > _LONGER_THAN_WRAPPED_LINES
    return is_long and not goes_on_with_a_bullet


def _is_heading_without_a_gap(text: str, before: str) -> bool:
    """Text copied without its empty lines still has headings, after a full stop or a line of the head."""
    if len(text) > 80 or text.endswith(".") or text[0].islower():
        return False
    kind = vocabulary_kind(text)
    sets_off = before.endswith((".", "!", "?")) or ": " in before[:60]
    return kind is not None and (sets_off or kind in {"actions", "aob", "next_meeting"})


def _stands_alone(heading: str, following: str) -> bool:
    if is_bare_label(heading):
        return True
    kind = vocabulary_kind(heading)
    # The first line of a poem may well be "Welcome".
    return kind is not None and not (kind == "introduction" and len(following) < 40)


def joined_words(pieces: Iterable[str]) -> str:
    """The text of a paragraph that was broken over a page; a word broken at its hyphen closes up."""
    whole: list[str] = []
    for piece in pieces:
        if whole and not re.search(r"[a-z]-$", whole[-1]):
            whole.append(" ")
        whole.append(piece)
    return "".join(whole)
