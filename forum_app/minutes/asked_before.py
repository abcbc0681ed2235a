"""The search through the published answers, for whoever is about to ask."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from forum_app.asking.asked_before import MOST, Answered, search_with
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.minutes.models import MinutePassage, Part
from forum_app.minutes.queries import newest_version
from forum_app.questions.models import Question
from forum_app.questions.queries import ORDER
from forum_app.wording.likeness import most_alike

#: How many letters of an answer are shown.
BEGINNING = 400


def answered_like(words: str) -> Sequence[Answered]:
    """Questions on record whose answers are published, the likest first; of what is as like, the newest."""
    return most_alike(words, _answered(), lambda answered: answered.wording, most=MOST)


def _answered() -> list[Answered]:
    rows = db.session.execute(
        select(Question.id, Question.meeting_id, Meeting.day, Question.wording, MinutePassage.text)
        .join(Meeting, Question.meeting_id == Meeting.id)
        .join(MinutePassage, MinutePassage.question_id == Question.id)
        .where(
            Question.released.is_(True),
            MinutePassage.part == Part.RESPONSE,
            MinutePassage.version_id == newest_version(Question.meeting_id),
        )
        .order_by(Meeting.day.desc(), *ORDER)
    )
    return [
        Answered(question_id, meeting_id, day, wording, _beginning(text))
        for question_id, meeting_id, day, wording, text in rows
    ]


def _beginning(text: str) -> str:
    """Whole words of the answer's first letters."""
    return text if len(text) <= BEGINNING else text[:BEGINNING].rsplit(None, 1)[0] + "…"


def init_app(app: Flask) -> None:
    search_with(app, answered_like)
