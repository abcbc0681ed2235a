"""Runs migrations on the application's own engine."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from forum_app import wall
from forum_app.db import db


class BrokenReferences(Exception):
    """A migration left rows that point to rows that are gone; nothing was kept of it."""


def run(connection: Connection) -> None:
    """A batch rebuild drops and renames tables: with foreign keys on, SQLite would delete the children."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    wall.take_down(connection)  # its views stand in the way of changes; it is put up again afterwards
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            connection.rollback()
            raise BrokenReferences(str(broken[:5]))
    connection.commit()


def main() -> None:
    if context.is_offline_mode():
        context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], target_metadata=db.metadata)
        context.run_migrations()
        return
    # A connection of its own: foreign keys are off on it, and it goes when the work is done.
    with db.engine.connect() as connection:
        connection.detach()
        run(connection)
        connection.close()


main()
