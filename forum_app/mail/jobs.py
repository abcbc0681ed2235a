"""What the worker does with mail; each is a function of the moment."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import CursorResult, or_, update

from forum_app.db import db
from forum_app.mail.deliver import Run
from forum_app.mail.files import deliver_to_files
from forum_app.mail.models import ENDED, OutboxMessage
from forum_app.mail.outbox import sender
from forum_app.mail.queries import anything_due, anything_too_late, is_halted
from forum_app.mail.smtp import server_from
from forum_app.settings.queries import find_forum

#: How long the words of a mail that did not go are kept, in case it is tried again.
BODIES_KEPT = timedelta(days=14)
#: How long an address is kept beside what was sent to it, so that a bounce can be told from a forgery.
ADDRESSES_KEPT = timedelta(days=30)


def has_mail_to_deliver(now: datetime) -> bool:
    """Whether a run would do anything."""
    if anything_too_late(now):
        return True
    return (is_set_up() or goes_to_files()) and not is_halted(now) and anything_due(now)


def deliver(now: datetime) -> str:
    """Send what waits in the outbox; without a mail service it is kept, or written to files in the demo."""
    server, config, engine = server_from(current_app.config), current_app.config, db.engine
    to_files = goes_to_files()
    forum = sender() if find_forum() else None
    db.session.rollback()  # what follows has transactions of its own
    if forum is None:
        return "The forum is not set up yet."
    if to_files:
        return f"{deliver_to_files(engine, config['FORUM_DATA'] / 'mail', now)} written to files"
    if server is None:
        return "Mail is not set up yet."
    run = Run(engine, server, forum, now, per_second=config["MAIL_PER_SECOND"])
    return str(run.deliver())


def is_set_up() -> bool:
    return bool(current_app.config.get("SMTP_HOST"))


def goes_to_files() -> bool:
    """The demo's people are made up, and in development nobody should be written to by mistake."""
    forum = find_forum()
    return forum is not None and not is_set_up() and (forum.is_demo or current_app.debug)


def blank_bodies(now: datetime) -> str | None:
    """Empty what was written in mails that did not go, once nobody will try them again."""
    old = OutboxMessage.ended_at < now - BODIES_KEPT
    blanked = _change(old & OutboxMessage.body.is_not(None), body=None)
    return f"{blanked} mails emptied" if blanked else None


def forget_addresses(now: datetime) -> str | None:
    """Take the address and the subject from mails that ended long ago; the row stays, so that none goes twice."""
    old = OutboxMessage.ended_at < now - ADDRESSES_KEPT
    known = or_(OutboxMessage.recipient != "", OutboxMessage.subject != "", OutboxMessage.answer != "")
    forgotten = _change(old & known, recipient="", subject="", answer="", body=None)
    return f"{forgotten} addresses forgotten" if forgotten else None


def _change(which: Any, **values: Any) -> int:
    ended = update(OutboxMessage).where(OutboxMessage.state.in_(ENDED), which)
    return cast(CursorResult[Any], db.session.execute(ended.values(**values))).rowcount
