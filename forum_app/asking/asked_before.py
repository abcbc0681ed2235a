"""What was asked before: shown while somebody types, and before a question is left, so that nobody waits for an
answer that is on record already."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from sqlalchemy import select

from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.questions.models import Question
from forum_app.questions.queries import ORDER
from forum_app.wording.likeness import most_alike

#: Fewer letters say too little of what somebody is going to ask.
ENOUGH_TO_GO_BY = 12
MOST = 3


@dataclass(frozen=True)
class Answered:
    """A question on record, when it was put, and how the answer begins."""

    question_id: int
    meeting_id: int
    day: date
    wording: str
    answer: str


@dataclass(frozen=True)
class Before:
    """What is there already of what somebody types."""

    answered: Sequence[Answered] = ()
    #: On the agenda of the meeting to come: to be supported instead of asked again.
    to_come: Sequence[Question] = ()

    def __bool__(self) -> bool:
        return bool(self.answered or self.to_come)


def search_with(app: Flask, answered_like: Callable[[str], Sequence[Answered]]) -> None:
    """Let the slice that holds the published answers look through them."""
    app.extensions["answered_like"] = answered_like


def asked_before(words: str, meeting: Meeting | None) -> Before:
    """Earlier questions like these words, and those that the next meeting hears anyway."""
    if len(words) < ENOUGH_TO_GO_BY:
        return Before()
    return Before(current_app.extensions["answered_like"](words), _to_come_like(words, meeting))


def _to_come_like(words: str, meeting: Meeting | None) -> Sequence[Question]:
    if meeting is None or not meeting.has_final_agenda:
        return []
    shown = select(Question).where(Question.meeting_id == meeting.id, Question.released.is_(True)).order_by(*ORDER)
    return most_alike(words, db.session.scalars(shown), lambda question: question.wording, most=MOST)
