"""What mail in does by the clock. Each is a function of ``now`` and may be run again at any time."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update

from forum_app.db import db
from forum_app.mail.inbound.mailbox import Fetched, bring_in, clear_processed, opened
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.queries import waiting_to_be_read
from forum_app.mail.inbound.receiving import logger, settle

#: The bytes of a mail that needs nobody any more.
ORIGINALS_KEPT = timedelta(days=7)
#: What nobody took out of the tray, and notes that were never put away.
TRAY_KEPT = timedelta(days=30)
#: After this the same mail could come again and would count as new.
ARRIVALS_KEPT = timedelta(days=90)


def fetch(now: datetime) -> Fetched:
    """One look into the mailbox; every minute. Raises NoMailbox, MailboxDoesNotAnswer."""
    with opened() as box:
        return bring_in(box, now)


def read_what_waits(now: datetime) -> int:
    """Read what a crash left unread; every few minutes."""
    waiting = waiting_to_be_read()
    for row_id in waiting:
        try:
            settle(row_id, now=now)
        except Exception as error:  # one mail must not keep the others waiting
            db.session.rollback()
            logger.error("a mail could not be read again: %s", type(error).__name__)
    return len(waiting)


def forget(now: datetime) -> None:
    """Let go of what nobody needs any more; every night."""
    day = now.date()
    tray = (InboundState.TRAY, InboundState.NOTE)
    done = InboundMessage.state == InboundState.DONE
    db.session.execute(
        delete(InboundMessage).where(InboundMessage.state.in_(tray), InboundMessage.received_on < day - TRAY_KEPT)
    )
    db.session.execute(
        update(InboundMessage).where(done, InboundMessage.received_on < day - ORIGINALS_KEPT).values(raw=None, about="")
    )
    db.session.execute(delete(InboundMessage).where(done, InboundMessage.received_on < day - ARRIVALS_KEPT))
    db.session.commit()


def clear_mailbox(now: datetime) -> int:
    """Delete processed mail from the mail server; every night. Zero days in the settings keep it for ever."""
    days = current_app.config["IMAP_KEEP_DAYS"]
    if not days:
        return 0
    with opened() as box:
        return clear_processed(box, now, days)


# For the timetable: each says in a few words what it did, and does nothing where no mailbox is named ------------


def has_mailbox(now: datetime) -> bool:
    return bool(current_app.config.get("IMAP_HOST"))


def look_into_mailbox(now: datetime) -> str | None:
    if not has_mailbox(now):
        return None
    count = fetch(now).outcomes.total()
    return f"{count} brought in" if count else None


def read_waiting(now: datetime) -> str | None:
    count = read_what_waits(now)
    return f"{count} read" if count else None


def clear_old_mail(now: datetime) -> str | None:
    if not has_mailbox(now):
        return None
    count = clear_mailbox(now)
    return f"{count} deleted" if count else None
