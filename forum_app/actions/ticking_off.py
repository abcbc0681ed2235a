"""What a holder says from the link in a mail: kept as it was sent, public only as the coordinator confirms it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from forum_app import audit
from forum_app.actions.holding import holder_of, let_go
from forum_app.actions.models import (
    ActionFile,
    ActionPoint,
    ActionState,
    ActionUpdate,
    Said,
    TickOff,
    TickOffFile,
    TickOffState,
)
from forum_app.actions.operations import Outcome, OutcomeNeedsWords, record_outcome
from forum_app.actions.reminding import call_back
from forum_app.codes import new_token
from forum_app.db import db, lock
from forum_app.documents.uploads import CleanFile

#: How much later something is meant where somebody asks for more time and names no day.
A_LITTLE_LONGER = timedelta(days=42)


class NobodyHoldsIt(Exception):
    """It is no longer in the hands of whoever has this link."""


class AlreadyClosed(Exception):
    """The action point is closed: there is nothing to tick off."""


class WaitsAlready(Exception):
    """What was said before still waits for the coordinator; it can be taken back first."""


class NotWaiting(Exception):
    """The coordinator has dealt with it, or it was taken back."""


@dataclass(frozen=True)
class Told:
    """What was typed and pressed on the page of the link."""

    said: Said
    words: str
    form_key: str
    new_due_on: date | None = None
    files: Sequence[CleanFile] = ()


def tick_off(action: ActionPoint, told: Told, *, now: datetime, day: date) -> TickOff:
    """Keep what a holder said, and stop what waits to remind them. The same form sent twice leaves one row.

    Raises OutcomeNeedsWords, NobodyHoldsIt, AlreadyClosed, WaitsAlready.
    """
    before = db.session.scalars(select(TickOff).where(TickOff.form_key == told.form_key)).first()
    if before is not None and (before.said, before.words) == (told.said, told.words.strip()):
        return before
    if not told.words.strip():
        raise OutcomeNeedsWords
    lock(action)
    holder = holder_of(action.id)
    if holder is None:
        raise NobodyHoldsIt
    if action.is_closed:
        raise AlreadyClosed
    until = (told.new_due_on or day + A_LITTLE_LONGER) if told.said == Said.MORE_TIME else None
    # The page may be gone back to after it was taken back or dealt with: other words on it are something new.
    form_key = told.form_key if before is None else new_token()
    row = TickOff(
        action_id=action.id, holder_id=holder.id, form_key=form_key, said=told.said, words=told.words.strip(),
        new_due_on=until, sent_on=day, state=TickOffState.WAITING,
        files=[TickOffFile(called=f.called, media_type=f.media_type, data=f.data) for f in told.files],
    )  # fmt: skip
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as second:
        db.session.rollback()
        raise WaitsAlready from second
    call_back(action, now=now)
    return row


def take_back(action: ActionPoint) -> None:
    """Whoever said it thinks better of it before the coordinator has looked; raises NotWaiting."""
    row = waiting_for(action.id)
    if row is None:
        raise NotWaiting
    row.state, row.words, row.files = TickOffState.TAKEN_BACK, "", []
    db.session.flush()


def confirm(
    row: TickOff, wording: str, files: Collection[int], *, by: int | None, now: datetime, day: date
) -> ActionUpdate:
    """Put it on record in these words, with those of its files that were chosen; raises NotWaiting.

    What was sent stays beside it for a while, so that the two can be compared.
    """
    _must_wait(row)
    lock(row.action)
    update = record_outcome(row.action, outcome_of(row, wording), by=by, now=now)
    update.files = [
        ActionFile(called=file.called, media_type=file.media_type, data=file.data)
        for file in row.files
        if file.id in files
    ]
    db.session.flush()
    row.state, row.update_id = TickOffState.CONFIRMED, update.id
    if row.said == Said.NOT_OURS:
        let_go(row.action, by=by, now=now, day=day)
    db.session.flush()
    return update


def outcome_of(row: TickOff, wording: str) -> Outcome:
    """What follows for the promise: what goes by way of somebody is not done before they have passed it on."""
    goes_on = bool(row.action.via) and row.said == Said.DONE
    states = {
        Said.DONE: ActionState.PARTLY_DONE if goes_on else ActionState.DONE,
        Said.HALF_DONE: ActionState.PARTLY_DONE,
    }
    stays = ActionState(row.action.state)
    return Outcome(states.get(Said(row.said), stays), wording, row.sent_on, row.new_due_on, handed_over=goes_on)


def set_aside(row: TickOff, *, by: int | None, now: datetime) -> None:
    """Leave the promise as it stands; raises NotWaiting."""
    _must_wait(row)
    row.state = TickOffState.SET_ASIDE
    db.session.flush()
    audit.record(f"Set aside what was said of action point {row.action_id}.", by=by, now=now)


def bring_back(row: TickOff, *, by: int | None, now: datetime) -> None:
    """What was set aside waits again; raises NotWaiting where something newer does."""
    if row.state != TickOffState.SET_ASIDE or waiting_for(row.action_id) is not None:
        raise NotWaiting
    row.state = TickOffState.WAITING
    audit.record(f"Took up again what was said of action point {row.action_id}.", by=by, now=now)


def undo_confirmation(row: TickOff) -> bool:
    """Let it wait again, its update being the last that was just taken back; whether it does."""
    if row.state != TickOffState.CONFIRMED or waiting_for(row.action_id) is not None:
        return False
    row.state, row.update_id = TickOffState.WAITING, None
    return True


def _must_wait(row: TickOff) -> None:
    lock(row)
    if row.state != TickOffState.WAITING:
        raise NotWaiting


# Asking -------------------------------------------------------------------------------------------------------


def waiting_for(action_id: int) -> TickOff | None:
    """What was said of this action point and waits for the coordinator."""
    chosen = select(TickOff).where(TickOff.action_id == action_id, TickOff.state == TickOffState.WAITING)
    return db.session.scalars(chosen).first()


def in_state(state: TickOffState) -> Sequence[TickOff]:
    """By day, and within a day in no order that tells anything."""
    chosen = select(TickOff).where(TickOff.state == state).options(joinedload(TickOff.action))
    return db.session.scalars(chosen.order_by(TickOff.sent_on, TickOff.id)).all()


def confirmed_as(update_id: int) -> TickOff | None:
    return db.session.scalars(select(TickOff).where(TickOff.update_id == update_id)).first()


def how_many_wait() -> tuple[int, date | None]:
    """How many tick-offs want the coordinator's eye, and since which day."""
    waiting = select(func.count(TickOff.id), func.min(TickOff.sent_on)).where(TickOff.state == TickOffState.WAITING)
    count, since = db.session.execute(waiting).one()
    return count, since
