from forum_app.db import db
from forum_app.settings.models import Forum


def find_forum() -> Forum | None:
    """The forum's facts, or None before it is set up."""
    return db.session.get(Forum, 1)


def the_forum() -> Forum:
    """The forum's facts, where it is certain that there are any."""
    forum = find_forum()
    if forum is None:
        raise LookupError("this forum is not set up yet")
    return forum
