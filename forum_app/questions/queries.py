from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.db import db
from forum_app.questions.models import Question

#: Numbered ones in their order, then the others in their random one: never the order of arrival.
ORDER = (Question.number.is_(None), Question.number, Question.position, Question.id)


def questions_of(meeting_id: int) -> Sequence[Question]:
    """Every question on record for a meeting, with response and contributions."""
    return db.session.scalars(
        select(Question)
        .options(joinedload(Question.response), selectinload(Question.contributions))
        .where(Question.meeting_id == meeting_id)
        .order_by(*ORDER)
    ).all()


def released_questions(meeting_id: int) -> Select[Any]:
    """The questions of a meeting that the public may see, in order."""
    return select(Question).where(Question.meeting_id == meeting_id, Question.released.is_(True)).order_by(*ORDER)
