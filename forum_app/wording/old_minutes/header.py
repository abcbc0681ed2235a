"""The head of the minutes: labels with their values, until the first heading or the first prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .action_marks import starts_action
from .dates import find_dates, without_dates
from .labels import apart, read_label
from .lines import Line
from .marks import BULLET, starts_question, vocabulary_kind
from .paragraphs import Paragraph
from .vocabulary import TITLE_OF_THE_DOCUMENT, plain

_TITLE = re.compile(TITLE_OF_THE_DOCUMENT)
_PROSE_HAS_WORDS = 40
_MOST_LINES_OF_A_VALUE = 40
_MOST_PROSE_BEFORE_LABELS = 3


@dataclass
class Labelled:
    """One line of the head: which facts its label promises, and what stands behind it."""

    fields: tuple[str, ...]
    lines: list[Line]
    values: list[str] = field(default_factory=list)

    @property
    def source(self) -> tuple[int, int]:
        return self.lines[0].number, self.lines[-1].number

    @property
    def value(self) -> str:
        """The lines as one; a line that begins anew is parted off with a semicolon."""
        whole = ""
        for value in self.values:
            bulleted = BULLET.match(value)
            value = value[bulleted.end() :] if bulleted else value
            goes_on = value[:1].islower() or whole.endswith((",", ";", "-")) or _unfinished(whole)
            whole += (" " if goes_on and not bulleted else "; ") + value if whole else value
        return whole

    @property
    def as_written(self) -> str:
        return " ".join(line.text.replace("\t", " ") for line in self.lines)


@dataclass
class Head:
    labelled: list[Labelled] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)


def split_head(paragraphs: list[Paragraph]) -> tuple[Head, list[Paragraph]]:
    """The head as read, and the paragraphs of the body."""
    length = _head_length(paragraphs)
    head = Head()
    for paragraph in paragraphs[:length]:
        for i, line in enumerate(paragraph.lines):
            for piece in apart(line.text):
                _put(line._replace(text=piece), i == 0 and paragraph.after_gap, head)
    return head, paragraphs[length:]


def _head_length(paragraphs: list[Paragraph]) -> int:
    length = prose_seen = 0
    for i, paragraph in enumerate(paragraphs):
        if _ends_the_head(paragraph, length):
            break
        if _has_a_label(paragraph):
            length = i + 1
        elif paragraph.word_count > _PROSE_HAS_WORDS:
            prose_seen += 1
            if length or prose_seen > _MOST_PROSE_BEFORE_LABELS:
                break
    return _with_value_of_last_label(paragraphs, length) if length else _titles_on_top(paragraphs)


def _has_a_label(paragraph: Paragraph) -> bool:
    return any(read_label(piece) for line in paragraph.lines[:40] for piece in apart(line.text))


def _ends_the_head(paragraph: Paragraph, length: int) -> bool:
    """A heading of the body, a question, an action point or a row of a table; a label never does."""
    if paragraph.row or starts_action(paragraph.first_line):
        return True
    if _has_a_label(paragraph):
        return False
    if vocabulary_kind(paragraph.text) or starts_question(paragraph.text):
        return True
    return length > 0 and paragraph.is_marked and not is_title(paragraph.text)


def _with_value_of_last_label(paragraphs: list[Paragraph], length: int) -> int:
    """A label alone on the last line, or an unfinished value, takes the next paragraph or list."""
    label = read_label(paragraphs[length - 1].lines[-1].text)
    wants_value = label is not None and (not label[1] or _unfinished(label[1]))
    while length < len(paragraphs) and wants_value:
        here = paragraphs[length]
        if _ends_the_head(here, length) or here.word_count > _PROSE_HAS_WORDS:
            break
        length += 1
        wants_value = here.is_bullet and length < len(paragraphs) and paragraphs[length].is_bullet
    return length


def _titles_on_top(paragraphs: list[Paragraph]) -> int:
    count = 0
    while count < len(paragraphs) and all(is_title(line.text) for line in paragraphs[count].lines):
        count += 1
    return count


def is_title(text: str) -> bool:
    """ "Minutes of the meeting held on 9 April": it says what the paper is, and nothing else."""
    if len(text) > 120:
        return False
    worded = re.sub(r"\s*[;–—-]\s*", " ", plain(without_dates(text))).strip()
    return _TITLE.fullmatch(worded) is not None


def _put(line: Line, after_gap: bool, head: Head) -> None:
    label = read_label(line.text)
    current = head.labelled[-1] if head.labelled else None
    if label:
        head.labelled.append(Labelled(label[0], [line], [label[1]] if label[1] else []))
    elif current and len(current.lines) < _MOST_LINES_OF_A_VALUE and _goes_on(current, after_gap):
        current.lines.append(line)
        current.values.append(line.text)
    elif is_title(line.text):
        head.titles.append(line)
    else:
        head.unread.append(line)


def _goes_on(current: Labelled, after_gap: bool) -> bool:
    return not after_gap or not current.values or _unfinished(current.values[-1])


def _unfinished(value: str) -> bool:
    return value.endswith((",", " and", "&", "(")) or value.count("(") > value.count(")")


def dated_titles(head: Head) -> list[Line]:
    return [line for line in (*head.titles, *head.unread) if find_dates(line.text)]
