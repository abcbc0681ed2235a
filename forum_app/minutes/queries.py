from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from forum_app.db import db
from forum_app.meetings.models import AgendaItem
from forum_app.minutes.models import EarlierText, ItemMinutes, MinutePassage, MinuteVersion, Part


@dataclass
class Published:
    """The newest published version of a meeting's minutes: HTML by item and by question."""

    version: MinuteVersion | None = None
    items: dict[int, str] = field(default_factory=dict)
    responses: dict[int, str] = field(default_factory=dict)
    contributions: dict[int, str] = field(default_factory=dict)


def published(meeting_id: int) -> Published:
    newest = select(func.max(MinuteVersion.id)).where(MinuteVersion.meeting_id == meeting_id).scalar_subquery()
    rows = db.session.execute(
        select(
            MinuteVersion,
            MinutePassage.part,
            MinutePassage.item_id,
            MinutePassage.question_id,
            MinutePassage.html,
        )
        .join(MinutePassage, MinutePassage.version_id == MinuteVersion.id)
        .where(MinuteVersion.id == newest)
    )
    found = Published()
    for version, part, item_id, question_id, html in rows:
        found.version = version
        by_part = {
            Part.MINUTES: found.items,
            Part.RESPONSE: found.responses,
            Part.CONTRIBUTIONS: found.contributions,
        }
        by_part[Part(part)][item_id or question_id] = html
    return found


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
    newest = select(func.max(MinuteVersion.id)).where(MinuteVersion.meeting_id == meeting_id).scalar_subquery()
    rows = db.session.execute(
        select(MinutePassage.item_id, MinutePassage.text).where(
            MinutePassage.version_id == newest, MinutePassage.part == Part.MINUTES
        )
    )
    shown = dict(rows.tuples().all())
    return {item_id: row.text for item_id, row in working_texts(meeting_id).items() if row.text} != shown
