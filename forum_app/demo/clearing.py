from forum_app.db import Model, db
from forum_app.people.models import UsedSignInLink
from forum_app.settings.queries import find_forum


class NotADemo(Exception):
    """There is no demo here: nothing of a real forum is ever cleared."""


def clear() -> None:
    """Delete every row of every table; raises NotADemo. A sign-in link that was used stays used."""
    forum = find_forum()
    if forum is None or not forum.is_demo:
        raise NotADemo
    db.session.flush()
    for table in reversed(Model.metadata.sorted_tables):
        if table is not UsedSignInLink.__table__:
            db.session.execute(table.delete())
    db.session.expunge_all()
