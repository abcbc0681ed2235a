"""Action points as they stand in the source: entries of a list, rows of a table, paragraphs with a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .action_marks import Marked, actions_within, marked_action
from .lines import Line
from .marks import BULLET
from .names import is_name, read_names
from .paragraphs import Paragraph
from .promised import promise_of
from .task_words import OWNED_BY_A_GROUP, OWNED_BY_ANYONE
from .vocabulary import plain

_OWNER_TO_DO = re.compile(r"(?P<owner>[^:.,;]{1,60}?)\s+(?:to|TO)\s+\w")
OWNER = re.compile(r"(?P<owner>[^:]{1,120}?)\s*(?::(?=\s|\Z|[A-Za-z*])|\s[–—]\s|\s-\s)\s*(?P<rest>.*)", re.DOTALL)
_OWNERS_WORDS = re.compile(rf"(?:{OWNED_BY_ANYONE})|(?:{OWNED_BY_A_GROUP})")
_ASIDE = re.compile(r"\([^()]*\)")
_ENDS_IN_THE_MIDDLE = (",", " and", " the", " to", " of", " with", "(")


@dataclass
class WrittenAction:
    """One action point as it stands there."""

    words: str
    lines: list[Line]
    bulleted: bool = False
    owner: str = ""
    due: str = ""
    status: str = ""
    stays_in_text: bool = False
    guessed: bool = False
    owner_stands_apart: bool = False

    @property
    def source(self) -> tuple[int, int]:
        return self.lines[0].number, self.lines[-1].number


def written_actions(paragraphs: list[Paragraph]) -> tuple[list[WrittenAction], list[Paragraph]]:
    """The entries of an action section, and the paragraphs around a bulleted list that are none."""
    bulleted_section = any(paragraph.is_bullet or paragraph.row for paragraph in paragraphs)
    actions: list[WrittenAction] = []
    beside: list[Paragraph] = []
    for paragraph in paragraphs:
        marked = marked_action(paragraph.text)
        if paragraph.row or marked:
            actions.append(_of_row(paragraph) if paragraph.row else _of_label(paragraph, marked))
        elif _goes_on(paragraph, actions):
            actions[-1].words += " " + " ".join(line.text for line in paragraph.lines)
            actions[-1].lines += paragraph.lines
        elif paragraph.is_bullet or not bulleted_section or _names_an_owner(paragraph.first_line):
            actions += _entries(paragraph)
        else:
            beside.append(paragraph)
    return actions, beside


def taken_out(paragraphs: list[Paragraph]) -> tuple[list[WrittenAction], list[Paragraph]]:
    """Action points between the paragraphs of another section, and the paragraphs that are left."""
    actions: list[WrittenAction] = []
    left: list[Paragraph] = []
    for paragraph in paragraphs:
        marked = None if paragraph.row else marked_action(paragraph.text)
        if paragraph.row and paragraph.row.kind == "action":
            actions.append(_of_row(paragraph))
        elif paragraph.row and paragraph.row.kind == "action_by":
            actions.append(_of_owner_beside(paragraph, left))
        elif marked:
            actions.append(_of_label(paragraph, marked))
        else:
            actions += _within(paragraph)
            left.append(paragraph)
    return actions, left


def _of_row(paragraph: Paragraph) -> WrittenAction:
    row = paragraph.row
    if row is None or row.kind != "action":
        return WrittenAction(paragraph.text, paragraph.lines)
    return WrittenAction(row.text, paragraph.lines, owner=row.owner, due=row.due, status=row.status)


def _of_label(paragraph: Paragraph, marked: Marked | None) -> WrittenAction:
    words, owner = (marked.words, marked.owner) if marked else (paragraph.text, "")
    return WrittenAction(" ".join(words.split()), paragraph.lines, owner=owner.strip("*_ "))


def _of_owner_beside(paragraph: Paragraph, before: list[Paragraph]) -> WrittenAction:
    """ "Action by: Helen" beside a paragraph: what she promised in it, or its last sentence."""
    row = paragraph.row
    owner, due = (row.owner, row.due) if row else ("", "")
    number = paragraph.lines[0].number
    beside = [text for text in before if text.lines[0].number == number and not text.lines[0].level]
    words = promise_of(owner, " ".join(text.text for text in beside)) if beside else ""
    lines = [line for text in beside for line in text.lines] or paragraph.lines
    return WrittenAction(words, lines, owner=owner, due=due, stays_in_text=True, guessed=True, owner_stands_apart=True)


def _within(paragraph: Paragraph) -> Iterator[WrittenAction]:
    for marked in actions_within(paragraph.text):
        yield WrittenAction(
            marked.words, paragraph.lines, owner=marked.owner, stays_in_text=True, guessed=marked.guessed
        )


def _goes_on(paragraph: Paragraph, actions: list[WrittenAction]) -> bool:
    """A bullet that a page break cut in two, or whose long line was followed by another."""
    if not actions or paragraph.is_bullet or actions[-1].owner:
        return False
    return paragraph.text[0].islower() or actions[-1].words.endswith(_ENDS_IN_THE_MIDDLE)


def _entries(paragraph: Paragraph) -> list[WrittenAction]:
    """A bullet is one entry with all its lines; without bullets each line that names an owner begins one."""
    bullet = BULLET.match(paragraph.first_line)
    entries: list[WrittenAction] = []
    for line in paragraph.lines:
        text = line.text.replace("\t", " ")
        if not entries:
            text = text[bullet.end() :] if bullet else text
            entries.append(WrittenAction(text, [line], bullet is not None))
        elif bullet or not (_names_an_owner(text) or _begins_another(text, entries[-1].words)):
            entries[-1].words += " " + text
            entries[-1].lines.append(line)
        else:
            entries.append(WrittenAction(text, [line], False))
    return entries


def _names_an_owner(text: str) -> bool:
    match = OWNER.match(text) or _OWNER_TO_DO.match(text)
    return match is not None and _is_an_owner(match["owner"])


def _begins_another(text: str, before: str) -> bool:
    """An owner in brackets, or a full stop, ended the line before."""
    return before.endswith((")", ".")) and text[:1].isupper()


def _is_an_owner(text: str) -> bool:
    names = read_names(_ASIDE.sub("", text).replace("/", ","))
    return _OWNERS_WORDS.match(plain(text)) is not None or (bool(names) and all(is_name(name) for name in names))
