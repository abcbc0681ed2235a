"""Signs of a heading beside its wording: Markdown's marks, bold or capital letters, numbers above numbers."""

from __future__ import annotations

import re

from .action_marks import starts_action
from .labels import read_label
from .lines import Line
from .marks import starts_labelled_text, starts_question

_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_QUOTE = re.compile(r"(?:>\s?)+")
_RULE = re.compile(r"(?:[-*=]\s?){3,}")
_ALL_BOLD = re.compile(r"\*\*(?P<words>(?:(?!\*\*).)+)\*\*:?")
_NUMBERED_TITLE = re.compile(r"([0-9]{1,2})[.)]?\s+[^\W\d_].{0,80}")
_NUMBERED_TEXT = re.compile(r"([0-9]{1,2})\.[0-9]{1,2}[.)]?\s")
_MOST_WORDS_IN_CAPITALS = 12
_LONGEST = 200


def mark_headings(lines: list[Line]) -> list[Line]:
    """The lines without marks of layout, headings with the level their marks give them."""
    marked = [_without_marks(line) for line in lines]
    following = ""
    for i in reversed(range(len(marked))):
        line = marked[i]
        if not line.text:
            continue
        if not line.level and (_is_above_its_numbers(line.text, following) or _is_shouted(line.text, following)):
            marked[i] = line._replace(level=2)
        following = line.text
    return marked


def _without_marks(line: Line) -> Line:
    if line.row or line.level or not line.text or line.text[0] not in "#>*-=|":
        return line
    quoted = _QUOTE.match(line.text)
    text = line.text[quoted.end() :] if quoted else line.text
    if len(text) > _LONGEST:
        return line._replace(text=text)
    if _RULE.fullmatch(text):
        return line._replace(text="")
    hashes = _HASHES.fullmatch(text)
    if hashes:
        return line._replace(text=hashes[2], level=len(hashes[1]))
    bold = _ALL_BOLD.fullmatch(text)
    return _without_bold(line, bold["words"].strip()) if bold else line._replace(text=text)


def _without_bold(line: Line, words: str) -> Line:
    is_heading = not (_says_something_else(words) or words.endswith((".", "?", "!")))
    return line._replace(text=words, level=3 if is_heading else 0)


def _says_something_else(text: str) -> bool:
    return starts_question(text) or starts_labelled_text(text) or starts_action(text) or read_label(text) is not None


def _is_above_its_numbers(text: str, following: str) -> bool:
    """ "2. Buses" just above "2.1 …"."""
    title, first = _NUMBERED_TITLE.fullmatch(text), _NUMBERED_TEXT.match(following)
    return title is not None and first is not None and title[1] == first[1] and text[-1] not in ".?!"


def _is_shouted(text: str, following: str) -> bool:
    """In capitals, above something that is not."""
    if not text.isupper() or following.isupper() or text[-1] in ".?!,;:|" or not following:
        return False
    words = text.split()
    letters = sum(letter.isalpha() for letter in text)
    wordy = 1 <= len(words) <= _MOST_WORDS_IN_CAPITALS and letters > 5
    return wordy and text[0].isalnum() and not _says_something_else(text)
