"""What goes to families by way of somebody has two halves. Whoever drafts the mail for the second says so here."""

from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from forum_app.actions.models import ActionUpdate


class DraftsMail(Protocol):
    """Called in the transaction in which the first half landed; drafts, and never sends."""

    def __call__(self, landed: ActionUpdate, *, by: int | None, now: datetime) -> object: ...


def when_one_lands(app: Flask) -> list[DraftsMail]:
    """A later slice adds its function here when the application is made."""
    drafting: list[DraftsMail] = app.extensions.setdefault("legs_landed", [])
    return drafting


def landed(update: ActionUpdate, *, by: int | None, now: datetime) -> None:
    """Tell whoever wants to know that this update brought something into the hands of who passes it on."""
    if update.handed_over:
        for draft in when_one_lands(current_app):
            draft(update, by=by, now=now)
