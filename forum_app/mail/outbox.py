"""The outbox: what is queued commits or vanishes together with the change that caused it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import insert

from forum_app.db import db, draw_key
from forum_app.mail.compose import Letter
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.mould import Mould, Recipient, Sender
from forum_app.settings.queries import the_forum

GIVE_UP_AFTER = timedelta(days=3)


def queue(
    letter: Letter,
    *,
    to: str,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    give_up_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Put one letter to one recipient into the outbox.

    ``key`` names the event and the recipient (“receipt:<id>”); the engine refuses a second row with the same key.
    It goes from ``due_at`` on, or at once; ``headers`` are added to the usual ones.
    """
    queue_many(letter, [Recipient(to, key)], now=now, due_at=due_at, give_up_at=give_up_at, headers=headers)


def queue_many(
    letter: Letter,
    to: Iterable[Recipient],
    *,
    now: datetime,
    due_at: datetime | None = None,
    give_up_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Put one letter to each of many recipients into the outbox; answers how many.

    What differs stands in the letter as ``personal("link")`` and in each recipient's ``parts``.
    """
    mould, due = Mould(letter, _sender(), now, headers), due_at or now
    common = {"due_at": due, "give_up_at": give_up_at or due + GIVE_UP_AFTER}
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
        "state": OutboxState.QUEUED,
        "attempts": 0,
    }


def _sender() -> Sender:
    forum = the_forum()
    site = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    return Sender(name=forum.name, address=forum.contact_email, site=site)
