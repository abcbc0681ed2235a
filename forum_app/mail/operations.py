from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forum_app import audit
from forum_app.db import db, lock
from forum_app.mail.models import (
    ENDED,
    OutboxHalt,
    OutboxMessage,
    OutboxState,
    Trouble,
)
from forum_app.mail.suppression import SuppressionReason, suspend

#: A message tried again by hand is not given up at once.
AT_LEAST = timedelta(days=1)
#: So many refusals in so many days, and the address gets no more mail.
REFUSALS, WITHIN = 3, timedelta(days=90)


class BeingSent(Exception):
    """A message cannot be stopped or changed while it is on its way."""


class NothingLeftToSend(Exception):
    """The message is delivered, or its words are deleted already."""


class AlreadyEnded(Exception):
    """What has gone or has been stopped cannot be stopped."""


def try_again(message: OutboxMessage, *, by: int | None, now: datetime) -> None:
    """Send a message that waits, failed or was stopped with the next run."""
    lock(message)
    if message.state == OutboxState.SENDING:
        raise BeingSent
    if message.body is None:
        raise NothingLeftToSend
    message.state, message.trouble, message.answer, message.ended_at = OutboxState.QUEUED, None, "", None
    message.due_at, message.give_up_at = now, max(message.give_up_at, now + AT_LEAST)
    audit.record(f"Had a mail ({message.event}) tried again.", by=by, now=now)


def stop(message: OutboxMessage, *, by: int | None, now: datetime) -> None:
    """Take a waiting message off; it can be tried again while its words are kept."""
    lock(message)
    if message.state == OutboxState.SENDING:
        raise BeingSent
    if message.state in ENDED:
        raise AlreadyEnded
    message.state, message.trouble, message.ended_at = OutboxState.STOPPED, Trouble.BY_HAND, now
    audit.record(f"Stopped a mail ({message.event}).", by=by, now=now)


def resume(*, by: int | None, now: datetime) -> None:
    """Let the queue move again with the next run, without waiting for its time."""
    db.session.execute(delete(OutboxHalt))
    audit.record("Had the mail service tried again.", by=by, now=now)


def suspend_if_refused_often(address: str, *, now: datetime) -> None:
    refused = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.recipient == address,
        OutboxMessage.trouble == Trouble.REFUSED,
        OutboxMessage.ended_at > now - WITHIN,
    )
    if (db.session.scalar(refused) or 0) >= REFUSALS:
        suspend(address, SuppressionReason.REFUSED_OFTEN, "smtp", now=now)
