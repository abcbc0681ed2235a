from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import contains_eager

from forum_app.actions.models import CLOSED, ActionPoint, ActionState, OwnerKind
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState

A_PAGE = 50
PUBLIC = (Meeting.kind == MeetingKind.FORUM, Meeting.state == MeetingState.MINUTES_PUBLISHED)
#: A notice to everybody is no promise that somebody keeps or breaks.
PROMISES = ActionPoint.owner_kind != OwnerKind.GROUP

ACTIONS_OF = select(ActionPoint).where(ActionPoint.meeting_id == bindparam("meeting_id")).order_by(ActionPoint.position)


@dataclass(frozen=True)
class Kept:
    """How many promises were made since a day, and what became of them."""

    since: date | None
    made: int
    kept: int
    open: int
    not_done: int


@dataclass(frozen=True)
class Wanted:
    """What the tracker was asked to show; None shows all."""

    state: str | None = None
    owner_kind: str | None = None


def promises_kept() -> Kept:
    """Counts over every published meeting, notices to everybody left out."""
    made, kept, dropped, since = db.session.execute(
        select(
            func.count(ActionPoint.id),
            func.sum(case((ActionPoint.state == ActionState.DONE, 1), else_=0)),
            func.sum(case((ActionPoint.state == ActionState.NOT_DONE, 1), else_=0)),
            func.min(Meeting.day),
        )
        .join(Meeting, ActionPoint.meeting_id == Meeting.id)
        .where(*PUBLIC, PROMISES)
    ).one()
    kept, dropped = kept or 0, dropped or 0
    return Kept(since=since, made=made, kept=kept, open=made - kept - dropped, not_done=dropped)


def tracker(wanted: Wanted, page: int) -> tuple[Sequence[ActionPoint], int]:
    """One page of public action points, oldest first, with their meetings, and how many there are."""
    matching = _matching(select(ActionPoint), wanted).options(contains_eager(ActionPoint.meeting))
    oldest_first = matching.order_by(Meeting.day, ActionPoint.meeting_id, ActionPoint.position)
    count = db.session.scalar(_matching(select(func.count(ActionPoint.id)), wanted)) or 0
    return db.session.scalars(oldest_first.limit(A_PAGE).offset((page - 1) * A_PAGE)).all(), count


def _matching(chosen: Select, wanted: Wanted) -> Select:
    chosen = chosen.join(Meeting, ActionPoint.meeting_id == Meeting.id).where(*PUBLIC)
    if wanted.state == "open":
        chosen = chosen.where(ActionPoint.state.not_in(CLOSED))
    elif wanted.state:
        chosen = chosen.where(ActionPoint.state == wanted.state)
    if wanted.owner_kind:
        chosen = chosen.where(ActionPoint.owner_kind == wanted.owner_kind)
    return chosen


def public_action(action_id: int) -> ActionPoint | None:
    found = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    return db.session.scalars(found.where(*PUBLIC, ActionPoint.id == action_id)).first()


def actions_of(meeting_id: int) -> Sequence[ActionPoint]:
    return db.session.scalars(ACTIONS_OF, {"meeting_id": meeting_id}).all()


def open_promises(limit: int) -> Sequence[ActionPoint]:
    """Public promises nobody has closed, oldest first."""
    waiting = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    waiting = waiting.where(*PUBLIC, PROMISES, ActionPoint.state.not_in(CLOSED))
    return db.session.scalars(waiting.order_by(Meeting.day, ActionPoint.position).limit(limit)).all()


def matters_arising(day: date) -> Sequence[ActionPoint]:
    """Promises of earlier meetings that are still open: computed, so that they come back by themselves."""
    earlier = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    earlier = earlier.where(*PUBLIC, PROMISES, ActionPoint.state.not_in(CLOSED), Meeting.day < day)
    return db.session.scalars(earlier.order_by(Meeting.day, ActionPoint.position)).all()


def past_due(today: date) -> Sequence[ActionPoint]:
    """Open action points whose date has passed, of public and planning meetings alike."""
    due = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    due = due.where(ActionPoint.state.not_in(CLOSED), ActionPoint.due_on < today)
    return db.session.scalars(due.order_by(ActionPoint.due_on, ActionPoint.id)).all()
