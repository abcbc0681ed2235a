"""Taking back what still waits in the outbox."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, false, or_, select, update

from forum_app.db import db
from forum_app.mail.models import ENDED, OutboxMessage, OutboxState

#: How the keys of mail begin that goes to many at once.
NEWS = ("circulation:", "digest:")


def stop_keys_beginning(prefix: str, *, ending: str = "", now: datetime) -> int:
    """Stop what waits under keys that begin and end so; answers how many were stopped."""
    begins, ends = OutboxMessage.key.startswith(prefix, autoescape=True), OutboxMessage.key.endswith(ending)
    return _stop(begins, ends, now=now)


def stop_keys(keys: Collection[str], *, now: datetime) -> list[str]:
    """Stop what waits under these keys; answers those that were stopped."""
    _stop(OutboxMessage.key.in_(keys), now=now)
    stopped = select(OutboxMessage.key).where(OutboxMessage.key.in_(keys), OutboxMessage.state == OutboxState.STOPPED)
    return list(db.session.scalars(stopped))


def take_out(prefix: str, *, endings: Collection[str]) -> list[str]:
    """Take out what waits under keys that begin so and end in one of these, to be written anew; answers the keys."""
    ends = or_(*(OutboxMessage.key.endswith(ending, autoescape=True) for ending in endings), false())
    begins = OutboxMessage.key.startswith(prefix, autoescape=True)
    waiting = begins, ends, OutboxMessage.state == OutboxState.QUEUED
    return list(db.session.scalars(delete(OutboxMessage).where(*waiting).returning(OutboxMessage.key)))


def stop_news_to(address: str, *, now: datetime) -> None:
    """Stop the news that waits for one address; what its owner has just asked for still goes."""
    _stop(OutboxMessage.recipient == address, or_(*(OutboxMessage.key.startswith(prefix) for prefix in NEWS)), now=now)


def forget_letters(thing: str, *, now: datetime) -> None:
    """Stop what waits of the letters about one thing (“receipt:17”, or a number that was drawn), and empty the rest.

    Their keys have the thing at the end or between colons. What has gone stays as a number.
    """
    about = or_(
        OutboxMessage.key == thing,
        OutboxMessage.key.startswith(f"{thing}:", autoescape=True),
        OutboxMessage.key.endswith(f":{thing}", autoescape=True),
        OutboxMessage.key.contains(f":{thing}:", autoescape=True),
    )
    _stop(about, now=now)
    ended = update(OutboxMessage).where(OutboxMessage.state.in_(ENDED), about)
    db.session.execute(ended.values(recipient="", body=None))


def _stop(*which: Any, now: datetime) -> int:
    """What a worker holds in its hands is on its way; only what waits can be stopped."""
    waiting = update(OutboxMessage).where(OutboxMessage.state == OutboxState.QUEUED, *which)
    stopped: dict[str, Any] = {"state": OutboxState.STOPPED, "body": None}
    if "ended_at" in OutboxMessage.__table__.columns:
        stopped["ended_at"] = now
    done: CursorResult[Any] = db.session.execute(waiting.values(**stopped))  # type: ignore[assignment]
    return done.rowcount
