from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from forum_app import audit
from forum_app.actions.models import CLOSED, ActionPoint, ActionState, ActionUpdate
from forum_app.db import db, lock
from forum_app.meetings.models import Meeting


class OutcomeNeedsWords(Exception):
    """What became of a promise is told in words, never by a tick alone."""


class NothingToUndo(Exception):
    """No update has been recorded yet."""


class ActionHasHistory(Exception):
    """Updates were recorded, so the promise stays on record."""


@dataclass(frozen=True)
class ActionFacts:
    owner_kind: str
    owner: str
    text: str
    via: str = ""
    second_text: str | None = None
    joined_by: str | None = None
    due_on: date | None = None
    due_words: str = ""


def add_action(meeting: Meeting, facts: ActionFacts) -> ActionPoint:
    """Put a promise at the end of the meeting's action points."""
    lock(meeting)
    last = db.session.scalar(select(func.max(ActionPoint.position)).where(ActionPoint.meeting_id == meeting.id))
    position = 0 if last is None else last + 1
    action = ActionPoint(meeting_id=meeting.id, position=position, state=ActionState.OPEN, outcome="", **vars(facts))
    db.session.add(action)
    db.session.flush()
    return action


def change_action(action: ActionPoint, facts: ActionFacts) -> None:
    for name, value in vars(facts).items():
        setattr(action, name, value)


def remove_action(action: ActionPoint) -> None:
    """Take off a promise that was noted by mistake; raises ActionHasHistory once something became of it."""
    if action.updates:
        raise ActionHasHistory
    db.session.delete(action)


def add_update(
    action: ActionPoint, state: str, words: str, day: date, *, by: int | None, now: datetime
) -> ActionUpdate:
    """Record what was heard of a promise; raises OutcomeNeedsWords."""
    if not words.strip():
        raise OutcomeNeedsWords
    update = ActionUpdate(day=day, state=state, words=words.strip())
    action.updates.append(update)
    _take_over(action)
    audit.record(f"Recorded an update of action point {action.id}.", by=by, now=now)
    return update


def undo_last_update(action: ActionPoint, *, by: int | None, now: datetime) -> None:
    """Take back the last update; the promise stands again where it stood before."""
    if not action.updates:
        raise NothingToUndo
    action.updates.pop()
    _take_over(action)
    audit.record(f"Took back the last update of action point {action.id}.", by=by, now=now)


def _take_over(action: ActionPoint) -> None:
    last = action.updates[-1] if action.updates else None
    action.state = last.state if last else ActionState.OPEN
    action.outcome = last.words if last else ""
    action.closed_on = last.day if last and last.state in CLOSED else None
