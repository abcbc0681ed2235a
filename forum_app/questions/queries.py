from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.db import db
from forum_app.questions.models import Question, Topic

#: Numbered ones in their order, then the others in their random one: never the order of arrival.
ORDER = (Question.number.is_(None), Question.number, Question.position, Question.id)


def questions_of(meeting_id: int) -> Sequence[Question]:
    """Every question on record for a meeting, with response and contributions."""
    return db.session.scalars(
        select(Question)
        .options(joinedload(Question.response), joinedload(Question.topic), selectinload(Question.contributions))
        .where(Question.meeting_id == meeting_id)
        .order_by(*ORDER)
    ).all()


def topic_named(name: str) -> Topic | None:
    """The topic of this name, whichever letters are capitals."""
    return next((topic for topic in topics() if topic.name.casefold() == name.casefold()), None)


def topics() -> Sequence[Topic]:
    """Every topic by its name."""
    return db.session.scalars(select(Topic).order_by(func.lower(Topic.name), Topic.id)).all()


def questions_by_topic() -> dict[int, int]:
    """How many questions on record each topic has."""
    counted = select(Question.topic_id, func.count()).where(Question.topic_id.is_not(None)).group_by(Question.topic_id)
    return {topic_id: count for topic_id, count in db.session.execute(counted) if topic_id}
