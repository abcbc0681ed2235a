"""The outbox: what is queued commits or vanishes together with the change that caused it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from flask import current_app

from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.models import OutboxMessage
from forum_app.settings.queries import the_forum

GIVE_UP_AFTER = timedelta(days=3)
#: The standard library folds long headers into encoded words that mail programs do not read as addresses.
POLICY = SMTP.clone(max_line_length=998)


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
    It goes out from ``due_at`` on, or at once. ``headers`` are added to the usual ones.
    """
    message_id = f"<{secrets.token_hex(16)}@{_site()}>"
    db.session.add(
        OutboxMessage(
            key=key,
            recipient=to,
            subject=letter.subject,
            body=_bytes(letter, to, message_id, headers or {}),
            message_id=message_id,
            due_at=due_at or now,
            give_up_at=give_up_at or (due_at or now) + GIVE_UP_AFTER,
        )
    )


def _bytes(letter: Letter, to: str, message_id: str, headers: Mapping[str, str]) -> bytes:
    forum = the_forum()
    message = EmailMessage(policy=POLICY)
    message["From"] = forum.contact_email
    message["To"] = to
    message["Subject"] = letter.subject
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()


def _site() -> str:
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
