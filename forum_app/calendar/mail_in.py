"""Calendars answer to an address of their own for each invitation; people may write to it too."""

from datetime import datetime

from flask import Flask, current_app, url_for

from forum_app.calendar import replies
from forum_app.calendar.models import Invitation
from forum_app.calendar.queries import of_token_hash
from forum_app.calendar.tokens import kept
from forum_app.clock import day_in_words
from forum_app.db import db, lock
from forum_app.mail.inbound.handlers import Known, Shown, handlers_of
from forum_app.mail.tagged import Tag, Use


def find_tag(tag: Tag) -> Known | None:
    """The invitation whose calendar answers to this address."""
    row = of_token_hash(kept(tag.token, _secret())) if tag.use == Use.RSVP else None
    return Known(f"invitation:{row.id}", row.mailbox) if row else None


def take_calendar(data: bytes, known: Known | None, sender: str, now: datetime) -> str | None:
    row = _row(known.about) if known else None
    if known is None or row is None:
        return None
    lock(row)  # of two answers that arrive at once, each sees the other
    if not replies.take(data, row, sender, secret_key=_secret(), now=now):
        return None
    return known.about


def shown(about: str) -> Shown | None:
    """The meeting, and never who was invited."""
    row = _row(about)
    if row is None:
        return None
    words = f"An invitation to {day_in_words(row.meeting.day)}"
    return Shown(words, url_for("calendar.invitations", meeting_id=row.meeting_id))


def _row(about: str) -> Invitation | None:
    kind, _, number = about.partition(":")
    return db.session.get(Invitation, int(number)) if kind == "invitation" and number.isdecimal() else None


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def init_app(app: Flask) -> None:
    taking = handlers_of(app)
    taking.find_tag.append(find_tag)
    taking.take_calendar = take_calendar
    taking.show["invitation"] = shown
