from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from forum_app import audit
from forum_app.actions.models import (
    CLOSED,
    ActionPoint,
    ActionState,
    ActionUpdate,
    NoticeReach,
    OwnerKind,
    TickOff,
)
from forum_app.actions.reminding import call_back
from forum_app.db import db, lock
from forum_app.meetings.models import Meeting

#: How long whoever passes something on has for it, once it has come.
PASS_ON_WITHIN = timedelta(days=14)


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
    due_because: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a promise on a day, and what follows from it."""

    state: str
    words: str
    day: date
    #: More time was asked for: until when.
    new_due_on: date | None = None
    #: It came into the hands of whoever passes it on to families.
    handed_over: bool = False


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
    """Whoever moves the day by hand has a reason of their own: the proposed one no longer stands beside it."""
    because = action.due_because if facts.due_on == action.due_on else ""
    for name, value in vars(facts).items():
        setattr(action, name, value)
    action.due_because = because
    if action.owner_kind != OwnerKind.ANYONE:
        action.taken = False


def remove_action(action: ActionPoint, *, now: datetime) -> None:
    """Take off a promise that was noted by mistake; raises ActionHasHistory once something became of it."""
    if action.updates or db.session.scalar(select(TickOff.id).where(TickOff.action_id == action.id).limit(1)):
        raise ActionHasHistory
    call_back(action, now=now)
    db.session.delete(action)


def add_update(
    action: ActionPoint, state: str, words: str, day: date, *, by: int | None, now: datetime
) -> ActionUpdate:
    """Record what was heard of a promise; raises OutcomeNeedsWords."""
    return record_outcome(action, Outcome(state, words, day), by=by, now=now)


def record_outcome(action: ActionPoint, heard: Outcome, *, by: int | None, now: datetime) -> ActionUpdate:
    """The same with what follows: another day, or the second half of the way to families."""
    if not heard.words.strip():
        raise OutcomeNeedsWords
    update = ActionUpdate(
        day=heard.day,
        state=heard.state,
        words=heard.words.strip(),
        new_due_on=heard.new_due_on,
        handed_over=heard.handed_over,
    )
    if heard.new_due_on and not action.was_given_more_time:
        action.first_due_on, action.first_due_words = action.due_on, action.due_words
    action.updates.append(update)
    if heard.new_due_on:
        action.due_on, action.due_words = heard.new_due_on, ""
    _take_over(action)
    if action.is_closed or heard.handed_over or heard.new_due_on:
        call_back(action, now=now)
    audit.record(f"Recorded an update of action point {action.id}.", by=by, now=now)
    return update


#: What later slices do before an update is taken back.
_first: list[Callable[[ActionUpdate, datetime], None]] = []


def before_an_update_is_taken_back(tell: Callable[[ActionUpdate, datetime], None]) -> None:
    """Let a later slice do something first, in the same transaction."""
    if tell not in _first:
        _first.append(tell)


def undo_last_update(action: ActionPoint, *, by: int | None, now: datetime) -> None:
    """Take back the last update; the promise stands again where it stood before."""
    if not action.updates:
        raise NothingToUndo
    for tell in _first:
        tell(action.updates[-1], now)
    last = action.updates.pop()
    if last.new_due_on:
        _go_back_to_the_day_before(action)
    _take_over(action)
    audit.record(f"Took back the last update of action point {action.id}.", by=by, now=now)


def tell_reach(action: ActionPoint, how: str, people: int | None, day: date, *, by: int | None, now: datetime) -> None:
    """Note how a notice to everybody was told, and about how many people it reached."""
    action.reached.append(NoticeReach(how=how.strip(), people=people, day=day))
    audit.record(f"Noted how the notice of action point {action.id} was told.", by=by, now=now)


def _go_back_to_the_day_before(action: ActionPoint) -> None:
    moved = [update.new_due_on for update in action.updates if update.new_due_on]
    if moved:
        action.due_on = moved[-1]
    else:
        action.due_on, action.due_words = action.first_due_on, action.first_due_words
        action.first_due_on, action.first_due_words = None, ""


def _take_over(action: ActionPoint) -> None:
    last = action.updates[-1] if action.updates else None
    action.state = last.state if last else ActionState.OPEN
    action.outcome = last.words if last else ""
    action.closed_on = last.day if last and last.state in CLOSED else None
    handed = next((update for update in action.updates if update.handed_over), None)
    action.handed_on = handed.day if handed else None
    action.pass_on_by = handed.day + PASS_ON_WITHIN if handed else None
