"""Leaving by mail: the mailbox that a mail program writes to where it has no link to press."""

from datetime import datetime

from flask import Flask, current_app

from forum_app.db import db
from forum_app.mail.inbound.handlers import handlers_of
from forum_app.subscriptions.links import LinkNotValid, read_unsubscribe_token
from forum_app.subscriptions.models import Subscription
from forum_app.subscriptions.operations import stop


def take_unsubscribe(token: str, now: datetime) -> bool:
    """Stop the one subscription that this mailbox belongs to; False where it is none, or was stopped before."""
    try:
        row = db.session.get(Subscription, read_unsubscribe_token(token, current_app.config["SECRET_KEY"]))
    except LinkNotValid:
        return False
    if row is None:
        return False
    stop(row, now=now)
    return True


def init_app(app: Flask) -> None:
    handlers_of(app).take_unsubscribe = take_unsubscribe
