"""What went out, as mail that comes in refers to it."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from forum_app.db import db
from forum_app.mail.inbound.handlers import Known
from forum_app.mail.inbound.incoming import Bounce, Severity
from forum_app.mail.models import OutboxMessage
from forum_app.mail.suppression import SuppressionReason, suspend
from forum_app.mail.tagged import Tag, Use

#: What a bounce says of an address for good; whatever else it says, the address is written to again.
REASONS = {
    Severity.HARD: SuppressionReason.NO_SUCH_ADDRESS,
    Severity.OFTEN: SuppressionReason.REFUSED_OFTEN,
    Severity.COMPLAINT: SuppressionReason.COMPLAINT,
}


def find_tag(tag: Tag) -> Known | None:
    """The letter whose reply or return address carries this tag."""
    columns = {Use.REPLY: OutboxMessage.reply_token, Use.BOUNCE: OutboxMessage.bounce_token}
    return _find(columns[tag.use] == tag.token) if tag.use in columns else None


def find_message(message_id: str) -> Known | None:
    """The letter of the forum that bears this Message-ID."""
    return _find(OutboxMessage.message_id == message_id)


def suspend_bounced(known: Known, bounce: Bounce, now: datetime) -> None:
    """Write no more to the address a letter went to, if it came back for good. Only ever that address."""
    if known.address and bounce.severity in REASONS:
        suspend(known.address, REASONS[bounce.severity], f"a bounce ({bounce.status})", now=now)


def _find(which: ColumnElement[bool]) -> Known | None:
    """Its key begins with what it is about: “receipt:17:…”."""
    found = db.session.execute(select(OutboxMessage.key, OutboxMessage.recipient).where(which)).first()
    return Known(":".join(found.key.split(":")[:2]), found.recipient or None) if found else None
