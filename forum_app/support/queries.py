from dataclasses import dataclass

from sqlalchemy import func, select

from forum_app.asking.models import Submission, SubmissionState
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingState
from forum_app.meetings.queries import PUBLIC
from forum_app.questions.models import Question
from forum_app.support.models import OWN_SUPPORT, Support

#: Meetings that are still to be held, as far as the record knows.
TO_COME = (MeetingState.ANNOUNCED, MeetingState.AGENDA_PUBLISHED)


@dataclass(frozen=True)
class OwnSupport:
    """What the holder of a receipt supports."""

    id: int
    question_id: int


def own_support() -> OwnSupport | None:
    """What was supported with the receipt of this request."""
    row = db.session.execute(select(OWN_SUPPORT)).first()
    return OwnSupport(**row._mapping) if row else None


def public_question(question_id: int) -> tuple[Question, Meeting] | None:
    """A question that everybody may read, with its meeting."""
    found = (
        select(Question, Meeting)
        .join(Meeting, Question.meeting_id == Meeting.id)
        .where(
            *PUBLIC,
            Question.id == question_id,
            Question.released.is_(True),
            Meeting.state.in_([MeetingState.AGENDA_PUBLISHED, MeetingState.MINUTES_PUBLISHED]),
        )
    )
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None


def asked_by() -> list[tuple[int, int, int]]:
    """Each question of a meeting to come, about how many it says ask it, and how many there are."""
    left = (
        select(Submission.question_id, func.count().label("count"))
        .where(Submission.state == SubmissionState.RELEASED)
        .group_by(Submission.question_id)
        .subquery()
    )
    too = select(Support.question_id, func.count().label("count")).group_by(Support.question_id).subquery()
    rows = db.session.execute(
        select(Question.id, Question.asked_about, func.coalesce(left.c.count, 0) + func.coalesce(too.c.count, 0))
        .join(Meeting, Question.meeting_id == Meeting.id)
        .outerjoin(left, left.c.question_id == Question.id)
        .outerjoin(too, too.c.question_id == Question.id)
        .where(Meeting.state.in_(TO_COME))
        .order_by(Question.id)
    )
    return [(question_id, shown, count) for question_id, shown, count in rows]
