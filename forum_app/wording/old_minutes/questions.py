"""Questions with the LA's response and what participants added; whatever else a section says is its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .marks import (
    BULLET,
    contribution_text,
    numbered_question,
    question_kind,
    response_text,
    says_no_more_than_a_label,
    unnumbered_question,
)
from .reading import ReadQuestion
from .rows import Row
from .sections import Section, Text, run_together, spanned

_ANSWER = re.compile(r"[*_\s]*A\s?[.)][*_]*\s+")
_BARE_NUMBER = re.compile(r"\(?([0-9]{1,3})[.):]\s+(?=\S)")


@dataclass
class _Open:
    """A question being read: texts go to the part that was labelled last."""

    number: int | None
    kind: str
    source: tuple[int, int] | None
    asked: list[Text] = field(default_factory=list)
    answered: list[Text] | None = None
    added: list[Text] = field(default_factory=list)
    filling: str = "asked"

    def add(self, text: Text) -> None:
        if self.filling == "answered" and self.answered is not None:
            self.answered.append(text)
        else:
            (self.added if self.filling == "added" else self.asked).append(text)

    def takes_the_rest_for_an_answer(self) -> bool:
        """Where no answer has a label: what follows the question's own paragraph and asks nothing."""
        rest = self.asked[1:]
        if self.answered is not None or not rest or not self.asked[0].words.endswith("?"):
            return False
        if any(text.words.endswith("?") for text in rest):
            return False
        self.asked, self.answered = self.asked[:1], rest
        return True

    def finished(self) -> ReadQuestion:
        texts = [*self.asked, *(self.answered or []), *self.added]
        return ReadQuestion(
            self.number,
            self.kind,
            run_together(self.asked),
            (run_together(self.answered) or None) if self.answered is not None else None,
            [_without_bullet(text) for text in self.added],
            spanned(self.source, *(text.source for text in texts)),
        )


class QuestionReader:
    """Reads one section, paragraph by paragraph."""

    def __init__(self, section: Section, last_number: int = 0) -> None:
        self.prose: list[Text] = []
        self.questions: list[ReadQuestion] = []
        self._open: _Open | None = None
        self._in_questions = section.kind == "questions"
        title = section.heading.title if section.heading else ""
        self._usual_kind = question_kind(title, "advance") if self._in_questions else "room"
        self._numbered_kind = self._usual_kind if self._in_questions else "advance"
        self._last_number = last_number
        texts = section.texts()
        self._answers_are_labelled = any(response_text(text.words) is not None for text in texts)
        for i, text in enumerate(texts):
            self._read(text, texts[i + 1] if i + 1 < len(texts) else None)
        self._close()

    def _read(self, text: Text, following: Text | None) -> None:
        if text.row and text.row.kind == "question":
            self._read_row(text, text.row)
            return
        if self._starts_a_question(text) or self._starts_with_a_bare_number(text, following):
            return
        added = contribution_text(text.words) if self._open else None
        answer = response_text(text.words) if added is None else None
        if answer is None and self._open and self._open.filling == "asked":
            answer = _after_an_initial(text.words)
        if self._open and added is not None:
            self._fill("added", text, added)
        elif answer is not None and (self._open or self.prose):
            self._find_what_was_answered()
            self._fill("answered", text, answer)
        elif self._open:
            self._open.add(text)
        else:
            self.prose.append(text)

    def _read_row(self, text: Text, row: Row) -> None:
        number = re.search(r"[0-9]{1,3}", row.number)
        self._begin(int(number[0]) if number else None, self._usual_kind, text, row.text)
        if row.response is not None:
            self._fill("answered", text, row.response)
        self._close()

    def _starts_a_question(self, text: Text) -> bool:
        numbered = numbered_question(text.words)
        if numbered:
            number, aside, rest = numbered
            self._begin(number, question_kind(aside, self._numbered_kind), text, rest)
            return True
        unnumbered = unnumbered_question(text.words)
        if unnumbered:
            heading, rest = unnumbered
            if not says_no_more_than_a_label(heading):
                rest = f"{heading}\n{rest}".strip()
            kind = question_kind(heading, "room")
            self._begin(None, "room" if kind == "advance" else kind, text, rest)
            return True
        return False

    def _starts_with_a_bare_number(self, text: Text, following: Text | None) -> bool:
        """ "3. Will the LA …?" among the questions; a numbered list inside an answer asks nothing."""
        match = _BARE_NUMBER.match(text.words) if self._in_questions else None
        if not match or int(match[1]) <= self._last_number:
            return False
        rest = text.words[match.end() :].strip()
        in_an_answer = self._open is not None and self._open.filling != "asked"
        is_answered = following is not None and response_text(following.words) is not None
        if in_an_answer and "?" not in rest and not is_answered:
            return False
        self._begin(int(match[1]), self._numbered_kind, text, rest)
        return True

    def _begin(self, number: int | None, kind: str, text: Text, rest: str) -> None:
        self._close()
        self._last_number = number or self._last_number
        self._open = _Open(number, kind, text.source)
        if rest:
            self._open.add(_reworded(text, rest))

    def _find_what_was_answered(self) -> None:
        """A second answer, or one without a heading, belongs to the question that stands just before it."""
        if self._open is None:
            asked = self.prose.pop()
        elif len(self._open.answered or []) > 1 and _asks(self._open.answered):
            asked = (self._open.answered or []).pop()
        elif _asks(self._open.added):
            asked = self._open.added.pop()
        else:
            return
        self._begin(None, self._usual_kind, asked, asked.words)

    def _fill(self, part: str, text: Text, words: str) -> None:
        if self._open is None:
            return
        self._open.filling = part
        if part == "answered" and self._open.answered is None:
            self._open.answered = []
        if words:
            self._open.add(_reworded(text, words))

    def _close(self) -> None:
        if self._open:
            guessed = not self._answers_are_labelled and self._open.takes_the_rest_for_an_answer()
            question = self._open.finished()
            question.confidence = "please check" if guessed else "sure"
            self.questions.append(question)
        self._open = None


def _after_an_initial(words: str) -> str | None:
    """ "A. Yes." just below a question."""
    match = _ANSWER.match(words)
    return words[match.end() :] if match else None


def _without_bullet(text: Text) -> str:
    return BULLET.sub("", text.words, count=1) if text.is_bullet else text.words


def _asks(texts: list[Text] | None) -> bool:
    return bool(texts) and texts is not None and texts[-1].words.endswith("?")


def _reworded(text: Text, words: str) -> Text:
    return Text(words, text.source, text.after_gap, text.is_bullet, text.lines)
