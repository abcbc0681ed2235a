"""The nightly backup."""

from datetime import datetime

from flask import current_app

from forum_app.backups.engines import ToolMissing
from forum_app.backups.keeping import drop_old
from forum_app.backups.making import make, size_in_words
from forum_app.db import db
from forum_app.settings.queries import find_forum

NO_TOOL = (
    "Not made: pg_dump is not on this computer, or is older than the server, so the database must be backed up by "
    "whoever looks after PostgreSQL."
)


def has_something_to_lose(now: datetime) -> bool:
    """The demo comes back by itself."""
    forum = find_forum()
    return forum is not None and not forum.is_demo


def back_up(now: datetime) -> str:
    """Make a backup and say how large it is and how many are kept."""
    data = current_app.config["FORUM_DATA"]
    db.session.rollback()  # a transaction held open would keep SQLite from being read
    try:
        path = make(db.engine, data, now)
    except ToolMissing:
        return NO_TOOL
    return f"{size_in_words(path)}, read back and whole; {drop_old(data, now)} kept"
