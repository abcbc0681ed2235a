from sqlalchemy import inspect

from forum_app.db import db
from forum_app.settings.models import Forum


def find_forum() -> Forum | None:
    """The forum's facts, or None before it is set up; asked for once in a session, which holds on to them."""
    held: Forum | None = db.session.info.get("forum")
    if held is None or held not in db.session or inspect(held).expired:
        held = db.session.info["forum"] = db.session.get(Forum, 1)
    return held


def the_forum() -> Forum:
    """The forum's facts, where it is certain that there are any."""
    forum = find_forum()
    if forum is None:
        raise LookupError("this forum is not set up yet")
    return forum
