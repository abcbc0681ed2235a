from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Integer, ScalarSelect, and_, bindparam, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from forum_app.db import db
from forum_app.meetings.models import AgendaItem
from forum_app.minutes.models import EarlierText, ItemMinutes, MinutePassage, MinuteVersion, Part
from forum_app.questions.models import Question
from forum_app.questions.queries import ORDER


def newest_version(meeting_id: Any) -> ScalarSelect[int]:
    """The number by which the newest published version is found, for use inside another query."""
    inner = aliased(MinuteVersion)  # the query around it may look at versions too
    return select(func.max(inner.id)).where(inner.meeting_id == meeting_id).scalar_subquery()


# The two statements behind every meeting page are built once: building them costs more than running them.
_MEETING, _PUBLISHED = bindparam("meeting_id", type_=Integer), bindparam("published", type_=Boolean)
_NEWEST = newest_version(_MEETING)
_response, _said = aliased(MinutePassage), aliased(MinutePassage)

ITEMS_WITH_MINUTES = (
    select(AgendaItem, MinutePassage.html)
    .outerjoin(
        MinutePassage,
        and_(_PUBLISHED, MinutePassage.item_id == AgendaItem.id, MinutePassage.version_id == _NEWEST),
    )
    .where(AgendaItem.meeting_id == _MEETING)
    .order_by(AgendaItem.position)
)


def _shown_as(passage: Any, part: Part) -> Any:
    return and_(
        _PUBLISHED,
        passage.question_id == Question.id,
        passage.part == literal(part, literal_execute=True),
        passage.version_id == _NEWEST,
    )


QUESTIONS_WITH_RESPONSES = (
    select(Question, _response, _said.html)
    .outerjoin_from(Question, _response, _shown_as(_response, Part.RESPONSE))
    .outerjoin_from(Question, _said, _shown_as(_said, Part.CONTRIBUTIONS))
    .options(joinedload(Question.topic))
    .where(Question.meeting_id == _MEETING, Question.released.is_(True))
    .order_by(*ORDER)
)


def items_with_minutes(meeting_id: int, *, published: bool) -> list[tuple[AgendaItem, str | None]]:
    """The agenda in order, each item with the HTML of its published minutes where there are any."""
    rows = db.session.execute(ITEMS_WITH_MINUTES, {"meeting_id": meeting_id, "published": published})
    return [(item, html) for item, html in rows]


def questions_with_responses(
    meeting_id: int, *, published: bool
) -> list[tuple[Question, MinutePassage | None, str | None]]:
    """The released questions in order, with the response and the HTML of the contributions once published."""
    rows = db.session.execute(QUESTIONS_WITH_RESPONSES, {"meeting_id": meeting_id, "published": published})
    return [(question, response, said) for question, response, said in rows]


def working_texts(meeting_id: int) -> dict[int, ItemMinutes]:
    """The texts being worked on, by item."""
    rows = db.session.scalars(
        select(ItemMinutes)
        .join(AgendaItem, ItemMinutes.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    )
    return {row.item_id: row for row in rows}


def versions(meeting_id: int) -> Sequence[MinuteVersion]:
    return db.session.scalars(
        select(MinuteVersion).where(MinuteVersion.meeting_id == meeting_id).order_by(MinuteVersion.number)
    ).all()


def earlier_texts(item_id: int) -> Sequence[EarlierText]:
    """Texts that were saved over, newest first."""
    return db.session.scalars(
        select(EarlierText).where(EarlierText.item_id == item_id).order_by(EarlierText.id.desc())
    ).all()


def unpublished_changes(meeting_id: int) -> bool:
    """Whether an item's text differs from what the newest version shows."""
    rows = db.session.execute(
        select(MinutePassage.item_id, MinutePassage.text).where(
            MinutePassage.version_id == newest_version(meeting_id), MinutePassage.part == Part.MINUTES
        )
    )
    shown = dict(row for row in rows)
    return {item_id: row.text for item_id, row in working_texts(meeting_id).items() if row.text} != shown
