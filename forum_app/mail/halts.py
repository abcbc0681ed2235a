"""When no mail can go at all, the queue waits, a little longer each time, and the desk says why."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from forum_app.mail.answers import Halted
from forum_app.mail.models import OutboxHalt

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))


def halt(engine: Engine, halted: Halted, now: datetime) -> None:
    """Note why nothing goes, or that it was tried once more in vain."""
    facts: dict[str, Any] = {"why": halted.why, "answer": halted.answer}
    with engine.begin() as connection:
        attempts = connection.scalar(select(OutboxHalt.attempts).with_for_update()) or 0
        facts |= {"attempts": attempts + 1, "next_try_at": now + WAITS[min(attempts, len(WAITS) - 1)]}
        if attempts:
            connection.execute(update(OutboxHalt).values(**facts))
        else:
            connection.execute(insert(OutboxHalt).values(id=1, since=now, **facts))


def lift(engine: Engine) -> None:
    """The mail service answers again."""
    with engine.begin() as connection:
        connection.execute(delete(OutboxHalt))
