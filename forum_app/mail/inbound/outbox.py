"""What went out, as mail that comes in refers to it."""

from sqlalchemy import select

from forum_app.db import db
from forum_app.mail.inbound.handlers import Known
from forum_app.mail.models import OutboxMessage


def find_message(message_id: str) -> Known | None:
    """The letter of the forum that bears this Message-ID. Its key begins with what it is about: “receipt:17:…”."""
    found = db.session.execute(
        select(OutboxMessage.key, OutboxMessage.recipient).where(OutboxMessage.message_id == message_id)
    ).first()
    return Known(":".join(found.key.split(":")[:2]), found.recipient) if found else None
