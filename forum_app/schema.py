"""Whether the database is as this release of the application expects it, and how to bring it there."""

import re

from flask_migrate import upgrade
from sqlalchemy import inspect, text

from forum_app import places, wall
from forum_app.db import db

REVISION = re.compile(r"^revision(?:: str)? = \"([^\"]+)\"", re.M)


def newest_revision() -> str:
    """The last migration in the folder; they are numbered, so the last by name."""
    last = max((places.MIGRATIONS / "versions").glob("[0-9]*.py"))
    found = REVISION.search(last.read_text())
    if found is None:
        raise LookupError(f"{last.name} names no revision")
    return found[1]


def is_current() -> bool:
    """Asked at every start, so without loading what a migration needs."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalar(text("SELECT version_num FROM alembic_version")) == newest_revision()


def bring_up_to_date() -> None:
    """Run the migrations that are missing and put up the wall; does nothing on a current database."""
    if not is_current():
        upgrade()
    with db.engine.begin() as connection:
        if not wall.stands(connection):
            wall.put_up(connection)
