"""The outbox: what is queued commits or vanishes together with the change that caused it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import insert, select

from forum_app.db import db, draw_key
from forum_app.mail.compose import Letter
from forum_app.mail.models import OutboxMessage, OutboxState, Priority
from forum_app.mail.mould import Mould, Recipient, Sender
from forum_app.settings.queries import the_forum

GIVE_UP_AFTER = timedelta(days=3)
#: What is of no use after so short a time is what somebody waits for at the screen.
WAITED_FOR = timedelta(hours=1)


def queue(
    letter: Letter,
    *,
    to: str,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    give_up_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    priority: Priority | None = None,
) -> None:
    """Put one letter to one recipient into the outbox.

    ``key`` names the event and the recipient (“receipt:<id>”); the engine refuses a second row with the same key.
    It goes from ``due_at`` on, or at once; ``headers`` are added to the usual ones.
    What somebody waits for at the screen says so by a ``give_up_at`` within the hour, when it is dropped: it goes
    first (``Priority.SOON``), and to a suspended address too.
    """
    if priority is None:
        is_waited_for = give_up_at is not None and give_up_at - now <= WAITED_FOR
        priority = Priority.SOON if is_waited_for else Priority.USUAL
    to_one = [Recipient(to, key)]
    queue_many(letter, to_one, now=now, due_at=due_at, give_up_at=give_up_at, headers=headers, priority=priority)


def was_queued(key: str) -> bool:
    """Whether a letter under this key is in the outbox, or has gone."""
    return db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None


def queue_many(
    letter: Letter,
    to: Iterable[Recipient],
    *,
    now: datetime,
    due_at: datetime | None = None,
    give_up_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    priority: Priority = Priority.MANY,
) -> int:
    """Put one letter to each of many recipients into the outbox; answers how many.

    What differs stands in the letter as ``personal("link")`` and in each recipient's ``parts``.
    """
    mould, due = Mould(letter, sender(), now, headers), due_at or now
    common = {"due_at": due, "give_up_at": give_up_at or due + GIVE_UP_AFTER, "priority": priority}
    rows = [_row(mould, recipient) | common for recipient in to]
    if rows:
        db.session.execute(insert(OutboxMessage), rows)
    return len(rows)


def _row(mould: Mould, recipient: Recipient) -> dict[str, Any]:
    cast = mould.cast(recipient)
    return {
        "id": draw_key(),
        "key": recipient.key,
        "recipient": cast.address,
        "subject": mould.letter.subject[:300],
        "body": cast.body,
        "message_id": cast.message_id,
        "reply_token": cast.reply_token,
        "bounce_token": cast.bounce_token,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "answer": "",
    }


def sender() -> Sender:
    """The forum as the sender of its mails."""
    forum, config = the_forum(), current_app.config
    return Sender(
        name=forum.name,
        address=config.get("MAIL_FROM") or forum.contact_email,
        site=urlsplit(config["PUBLIC_URL"]).hostname or "localhost",
        takes_answers=bool(config.get("REPLY_DOMAIN") or config.get("IMAP_HOST")),
        reply_domain=config.get("REPLY_DOMAIN") or "",
        separator=config.get("REPLY_SEPARATOR") or "+",
    )
