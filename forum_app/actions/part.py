"""What the page behind a link in a mail may know: one action point, who it is for, and what they said of it last."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.actions.models import ActionHolder, ActionPoint, TickOff, TickOffState
from forum_app.db import beyond_the_wall, db
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import open_scoped_link


@dataclass(frozen=True)
class Sent:
    """What a holder said and the coordinator has not dealt with yet; nobody but these two sees it."""

    said: str
    words: str
    new_due_on: date | None
    files: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    action: ActionPoint
    name: str
    is_taker: bool
    waiting: Sent | None


def part_behind(token: str, day: date) -> Part | None:
    """None where the link opens no action point, or where somebody else has it in hand now."""
    try:
        opened = open_scoped_link(token, today=day)
    except LinkNotValid:
        return None
    if opened.kind != LinkKind.ACTION:
        return None
    with beyond_the_wall(reading=True) as beside:
        holder = _holder(beside, opened.thing_id, opened.person_id)
        if holder is None:
            return None
        name, is_taker, waiting = holder.name, holder.is_taker, _waiting(beside, opened.thing_id)
    action = db.session.get(ActionPoint, opened.thing_id)
    return Part(action, name, is_taker, waiting) if action else None


def _holder(session: Session, action_id: int, person_id: int | None) -> ActionHolder | None:
    held = select(ActionHolder).where(ActionHolder.action_id == action_id, ActionHolder.until.is_(None))
    row = session.scalars(held).first()
    return row if row is not None and row.person_id == person_id else None


def _waiting(session: Session, action_id: int) -> Sent | None:
    said = select(TickOff).where(TickOff.action_id == action_id, TickOff.state == TickOffState.WAITING)
    row = session.scalars(said).first()
    return Sent(row.said, row.words, row.new_due_on, tuple(file.called for file in row.files)) if row else None
