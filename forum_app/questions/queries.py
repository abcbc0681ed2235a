from collections.abc import Sequence

from sqlalchemy import select
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
