"""Whose a waiting message is. Each step is a transaction of its own, so that whatever dies leaves a clear state.

Rows are taken with a lease: on PostgreSQL under row locks that other workers skip, on SQLite under its one lock
for writers. A lease that ran out means that a worker died: the message may have gone, and is sent once more.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Engine, Table, case, literal_column, null, or_, select, true, update

from forum_app.mail.models import TO_NOBODY_KNOWN, OutboxMessage, OutboxState, Priority, Trouble

#: Longer than any run, see deliver.py: what is leased longer has been left behind.
LEASE = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
SOON_AGAIN = timedelta(seconds=20)

MESSAGES = cast(Table, OutboxMessage.__table__)
#: What a row still says, once its message is handed on, of whom it went to.
KNOWN_AFTERWARDS = case(
    (MESSAGES.c.key.like(literal_column(f"'{TO_NOBODY_KNOWN}%'")), literal_column("''")), else_=MESSAGES.c.recipient
)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send."""

    id: int
    recipient: str
    body: bytes
    message_id: str
    bounce_token: str | None
    priority: int
    attempts: int
    leased_until: datetime


def drop_too_late(engine: Engine, now: datetime) -> int:
    """End what would be of no use any more; nobody keeps a sign-in code that is not sent."""
    queued = OutboxMessage.state == OutboxState.QUEUED
    waiting = update(OutboxMessage).where(or_(queued, _free(now)), OutboxMessage.give_up_at <= now)
    kept = case((OutboxMessage.priority == Priority.SOON, null()), else_=OutboxMessage.body)
    with engine.begin() as connection:
        dropped = connection.execute(waiting.values(**_ended(OutboxState.FAILED, Trouble.TOO_LATE, now), body=kept))
    return dropped.rowcount


def claim(
    engine: Engine, worker: str, now: datetime, most: int, *, lease: timedelta = LEASE, only_urgent: bool = False
) -> Sequence[Claimed]:
    """Take up to so many due messages, the most urgent first, or only those that somebody waits for."""
    due = (
        select(OutboxMessage.id)
        .where(_free(now), OutboxMessage.give_up_at > now, _is_urgent() if only_urgent else true())
        .order_by(OutboxMessage.priority, OutboxMessage.due_at, OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    columns = [MESSAGES.c[name] for name in Claimed.__dataclass_fields__]
    with engine.begin() as connection:
        ids = connection.scalars(due).all()
        if not ids:
            return []
        taken = update(OutboxMessage).where(OutboxMessage.id.in_(ids))
        connection.execute(
            taken.values(
                state=OutboxState.SENDING,
                leased_by=worker,
                leased_until=now + lease,
            )
        )
        rows = connection.execute(select(*columns).where(MESSAGES.c.id.in_(ids))).all()
    return sorted((Claimed(*row) for row in rows), key=lambda row: ids.index(row.id))


def mark_sent(engine: Engine, message: Claimed, worker: str, now: datetime) -> None:
    """It has arrived at the mail service; its words are not needed any more."""
    gone = {"body": None, "recipient": KNOWN_AFTERWARDS}
    _end(engine, message, worker, state=OutboxState.SENT, trouble=None, answer="", ended_at=now, **gone)


def mark_ended(
    engine: Engine, message: Claimed, worker: str, state: OutboxState, trouble: Trouble, answer: str, now: datetime
) -> None:
    """It does not go. Its words are kept for a while, in case it is tried again; a sign-in code's are not."""
    gone = {"body": None} if message.priority == Priority.SOON else {}
    _end(engine, message, worker, **_ended(state, trouble, now), answer=answer, **gone)


def put_back(engine: Engine, messages: Sequence[Claimed], worker: str) -> None:
    """These were not tried after all."""
    ours = update(OutboxMessage).where(
        OutboxMessage.id.in_([message.id for message in messages]), OutboxMessage.leased_by == worker
    )
    with engine.begin() as connection:
        connection.execute(ours.values(**_waiting()))


def try_later(engine: Engine, message: Claimed, worker: str, trouble: Trouble, answer: str, now: datetime) -> None:
    """Somebody waits for a sign-in code, so that is tried again at once; the others wait longer each time."""
    delay = SOON_AGAIN if message.priority == Priority.SOON else back_off(message.attempts + 1)
    _end(engine, message, worker, **_waiting(), trouble=trouble, answer=answer, due_at=now + delay)


def back_off(attempts: int) -> timedelta:
    """One minute after the first attempt, four hours after the fifth and later; spread, lest all come at once."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - not a secret


def _is_urgent() -> Any:
    return OutboxMessage.priority == Priority.SOON


def _free(now: datetime) -> Any:
    return or_(
        (OutboxMessage.state == OutboxState.QUEUED) & (OutboxMessage.due_at <= now),
        (OutboxMessage.state == OutboxState.SENDING) & (OutboxMessage.leased_until <= now),
    )


def _waiting() -> dict[str, Any]:
    return {"state": OutboxState.QUEUED, "leased_by": None, "leased_until": None}


def _ended(state: OutboxState, trouble: Trouble, now: datetime) -> dict[str, Any]:
    return {"state": state, "leased_by": None, "leased_until": None, "trouble": trouble, "ended_at": now}


def _end(engine: Engine, message: Claimed, worker: str, **values: Any) -> None:
    """Let go of a message after an attempt, if it is still ours."""
    freed = {"leased_by": None, "leased_until": None, "attempts": MESSAGES.c.attempts + 1} | values
    ours = update(MESSAGES).where(MESSAGES.c.id == message.id, MESSAGES.c.leased_by == worker)
    with engine.begin() as connection:
        connection.execute(ours.values(**freed))
