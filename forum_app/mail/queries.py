from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from forum_app.db import db
from forum_app.mail.models import OutboxHalt, OutboxMessage, OutboxState, Trouble
from forum_app.mail.suppression import suppressed

SHOWN_AT_MOST = 50
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Queue:
    """The outbox at a glance."""

    waiting: int
    sending: int
    sent_lately: int
    halt: OutboxHalt | None
    #: What did not go or is late, newest first.
    stuck: Sequence[OutboxMessage]
    stuck_count: int


IS_STUCK = or_(
    OutboxMessage.state.in_([OutboxState.FAILED, OutboxState.STOPPED]),
    (OutboxMessage.state == OutboxState.QUEUED) & OutboxMessage.trouble.is_not(None),
)


def the_queue(now: datetime) -> Queue:
    counts = {row.state: row.number for row in db.session.execute(_counts(now))}
    stuck = select(OutboxMessage).where(IS_STUCK).order_by(OutboxMessage.due_at.desc(), OutboxMessage.id)
    return Queue(
        waiting=counts.get(OutboxState.QUEUED, 0),
        sending=counts.get(OutboxState.SENDING, 0),
        sent_lately=counts.get(OutboxState.SENT, 0),
        halt=db.session.get(OutboxHalt, 1),
        stuck=db.session.scalars(stuck.limit(SHOWN_AT_MOST)).all(),
        stuck_count=db.session.scalar(select(func.count(OutboxMessage.id)).where(IS_STUCK)) or 0,
    )


def _counts(now: datetime) -> Any:
    recent = or_(OutboxMessage.ended_at.is_(None), OutboxMessage.ended_at > now - LATELY)
    counted = select(OutboxMessage.state, func.count(OutboxMessage.id).label("number"))
    return counted.where(recent).group_by(OutboxMessage.state)


def mail_needs_help(now: datetime) -> tuple[bool, int]:
    """Whether no mail goes, and how many messages ended without going in the last days."""
    undelivered = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.state.in_([OutboxState.FAILED, OutboxState.STOPPED]),
        OutboxMessage.trouble != Trouble.BY_HAND,
        OutboxMessage.ended_at > now - LATELY,
    )
    return db.session.get(OutboxHalt, 1) is not None, db.session.scalar(undelivered) or 0


def anything_due(now: datetime) -> bool:
    """Whether a message waits that should go now."""
    due = or_(
        (OutboxMessage.state == OutboxState.QUEUED) & (OutboxMessage.due_at <= now),
        (OutboxMessage.state == OutboxState.SENDING) & (OutboxMessage.leased_until <= now),
    )
    return db.session.scalar(select(OutboxMessage.id).where(due).limit(1)) is not None


def anything_too_late(now: datetime) -> bool:
    """Whether a message waits that should have gone before."""
    late = (OutboxMessage.state == OutboxState.QUEUED) & (OutboxMessage.give_up_at <= now)
    return db.session.scalar(select(OutboxMessage.id).where(late).limit(1)) is not None


def is_halted(now: datetime) -> bool:
    """Whether the mail service is left alone until later."""
    halt = db.session.get(OutboxHalt, 1)
    return halt is not None and halt.next_try_at > now


def may_send(address: str) -> bool:
    """Whether this address gets mail: no row says that it is suspended."""
    return not suppressed([address])


def message_by_reply_token(token: str) -> OutboxMessage | None:
    """The message that an answer to reply+TOKEN answers; not every mail program keeps small letters small."""
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.reply_token == token.lower())).first()


def message_by_bounce_token(token: str) -> OutboxMessage | None:
    """The message that came back to bounce+TOKEN."""
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.bounce_token == token.lower())).first()
