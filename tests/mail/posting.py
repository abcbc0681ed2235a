"""A forum with an outbox, and one run of the worker over it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.jobs import deliver
from forum_app.mail.models import OutboxHalt, OutboxMessage, Priority
from forum_app.mail.outbox import queue
from tests.builders import NOW
from tests.mail.servers import LOCALHOST

LETTER = Letter("The agenda", "Here is the agenda.\n.\nIt begins.\n", "<!doctype html><p>Here is the agenda.</p>\n")


def set_up_mail(app: Flask, port: int, **more: Any) -> None:
    """Point the forum at a mail server on this computer."""
    app.config |= {"SMTP_HOST": LOCALHOST, "SMTP_PORT": port, "SMTP_SECURITY": "none", "MAIL_PER_SECOND": 0} | more


def put(*boxes: str, letter: Letter = LETTER, now: datetime = NOW, **facts: Any) -> None:
    """Queue one letter to each of these boxes at example.org, in this order."""
    for place, box in enumerate(boxes):
        moment = now + timedelta(microseconds=place)
        queue(letter, to=f"{box}@example.org", key=f"agenda:{box}", now=moment, **facts)
    db.session.commit()


def run(now: datetime = NOW + timedelta(seconds=1)) -> str:
    """What the worker does; afterwards everything is read afresh."""
    said = deliver(now)
    db.session.rollback()
    db.session.expire_all()
    return said


def message_to(box: str) -> OutboxMessage:
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == f"{box}@example.org")).one()


def standing(*boxes: str) -> dict[str, tuple[str, str | None]]:
    """The state and the trouble of each message."""
    return {box: (message_to(box).state, message_to(box).trouble) for box in boxes}


def the_halt() -> OutboxHalt | None:
    return db.session.get(OutboxHalt, 1)


SOON = {"priority": Priority.SOON}
