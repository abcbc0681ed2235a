"""The body cut at its headings; paragraphs that a page break cut in two are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .action_marks import starts_action
from .headings import Heading, Officers, is_unknown_heading, recognise, title_of
from .lines import Line
from .marks import has_url, starts_labelled_text, starts_question
from .paragraphs import Paragraph, joined_words
from .rows import Row

_SENTENCE_ENDS = re.compile(r"[.!?:…]['\"”’)\]>*_]*\Z")
_SOMETHING_ENDS = re.compile(r"[.!?:…'\"”’)\]>*_]\Z")
_LONGER_THAN_A_HEADING = 20


@dataclass
class Text:
    """A paragraph as its author meant it, whole again."""

    words: str
    source: tuple[int, int]
    after_gap: bool
    is_bullet: bool
    lines: list[Line]

    @property
    def row(self) -> Row | None:
        return self.lines[0].row


@dataclass
class Section:
    heading: Heading | None
    heading_source: tuple[int, int] | None
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.heading.kind if self.heading else "other"

    def texts(self) -> list[Text]:
        return [_whole(parts) for parts in _belonging_together(self.paragraphs)]


def cut_into_sections(paragraphs: list[Paragraph], officers: Officers) -> list[Section]:
    """The first section has no heading when text stands before all headings."""
    sections: list[Section] = []
    for i, here in enumerate(paragraphs):
        before = paragraphs[i - 1] if i else None
        after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        kind_now = sections[-1].kind if sections else "other"
        heading = _heading(before, here, after, officers, kind_now)
        if heading:
            sections.append(Section(heading, here.source))
            continue
        if not sections:
            sections.append(Section(None, None))
        sections[-1].paragraphs.append(here)
    return sections


def _heading(
    before: Paragraph | None, here: Paragraph, after: Paragraph | None, officers: Officers, kind_now: str
) -> Heading | None:
    if here.row or starts_labelled_text(here.text) or starts_question(here.text) or starts_action(here.text):
        return None
    if here.is_marked:
        return recognise(here.text, officers) or Heading("other", title_of(here.text))
    heading = None if here.is_bullet and not here.is_numbered else recognise(here.text, officers)
    if kind_now == "actions":
        # A list of promises is full of short unstopped lines and of names; only well-known headings end it.
        ends_it = heading and heading.kind not in {"la_speaker", "guest_speaker"} and not here.is_bullet
        return heading if ends_it else None
    if heading is None and is_unknown_heading(before, here, after):
        heading = Heading("other", title_of(here.text), by_shape=True)
    return heading


def _belonging_together(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    parts: list[Paragraph] = []
    words = 0
    for i, here in enumerate(paragraphs):
        after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        if parts and not _was_broken(parts[-1], words, here, after):
            yield parts
            parts, words = [], 0
        parts.append(here)
        words += here.word_count
    if parts:
        yield parts


def _was_broken(last: Paragraph, words: int, here: Paragraph, after: Paragraph | None) -> bool:
    """Did a page break fall into the middle of a sentence between these two?"""
    if here.row or last.row or here.is_bullet or here.is_verse or last.is_verse or starts_question(last.text):
        return False
    if starts_question(here.text) or starts_labelled_text(here.text) or _ends_with_address(last.text):
        return False
    if here.text[0].islower():
        return words > 5 and not _SENTENCE_ENDS.search(last.text[-8:])
    answered = after is not None and starts_labelled_text(after.text)
    unfinished = not _SOMETHING_ENDS.search(last.text[-1:]) and not last.is_bullet
    return words > _LONGER_THAN_A_HEADING and unfinished and not answered


def _ends_with_address(text: str) -> bool:
    return has_url(text[-200:].rsplit(None, 1)[-1])


def _whole(parts: list[Paragraph]) -> Text:
    return Text(
        joined_words(part.text for part in parts),
        (parts[0].source[0], parts[-1].source[1]),
        parts[0].after_gap,
        parts[0].is_bullet,
        [line for part in parts for line in part.lines],
    )


def run_together(texts: list[Text]) -> str:
    """Paragraphs as one text: an empty line where the source had one."""
    whole: list[str] = []
    for text in texts:
        if whole:
            whole.append("\n\n" if text.after_gap else "\n")
        whole.append(text.words)
    return "".join(whole)


def spanned(*sources: tuple[int, int] | None) -> tuple[int, int] | None:
    """From the first line to the last of several places."""
    known = [source for source in sources if source]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
