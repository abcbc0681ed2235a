"""Emptying what arrived about a thing that somebody takes back."""

from sqlalchemy import update

from forum_app.db import db
from forum_app.mail.inbound.models import InboundMessage, InboundState


def forget_mail_about(thing: str) -> None:
    """Put away every mail about this thing, read or not; what stays only knows the same mail if it comes again."""
    waits = InboundMessage.state.in_((InboundState.NOTE, InboundState.TRAY))
    emptied = {"state": InboundState.DONE, "raw": None, "words": "", "subject": "", "sender": ""}
    db.session.execute(update(InboundMessage).where(InboundMessage.about == thing, waits).values(**emptied))
    done = update(InboundMessage).where(InboundMessage.about == thing, InboundMessage.state == InboundState.DONE)
    db.session.execute(done.values(raw=None, about=""))
