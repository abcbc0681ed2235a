"""The database: one embedded SQLite file by default, PostgreSQL where an address names one.

A request that only reads runs in a transaction in which the engine itself refuses to write, so that
opening a link can never change anything. A request that may reach only a part of the rows runs on a
connection of its own kind (see `wall`).
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, CheckConstraint, Connection, DateTime, Engine, Integer, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from forum_app import wall
from forum_app.wall import Reach

#: Older SQLites can corrupt a database in WAL mode when two connections checkpoint at once
#: (sqlite.org/wal.html, "the WAL-reset bug"); these releases carry the repair.
FIXED_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
BUSY_MILLISECONDS = 10_000

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class _Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class _WalledSession(FlaskSession):
    """Takes the connection that the request's reach allows."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        reach = wall.reach_now()
        if reach is Reach.EVERYTHING:
            return super().get_bind(*args, **kwargs)
        return db.engines[reach]


#: What people typed is a statement's parameter: no error and no log line repeats it.
db = SQLAlchemy(model_class=_Base, session_options={"class_": _WalledSession}, engine_options={"hide_parameters": True})

if TYPE_CHECKING:
    Model = _Base
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both engines (SQLite keeps no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Keys that are drawn, not counted: they tell no order and need no reading back. On SQLite they are the rowid itself.
DrawnKey = BigInteger().with_variant(Integer, "sqlite")


#: For tables whose numbers stand in web addresses and in the keys of mails: SQLite too gives no number twice, so that
#: an old link never opens something new.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def draw_key() -> int:
    """A key for a row that nobody may place in time; two are never the same in practice."""
    return secrets.randbits(62)


class Versioned:
    """A row two people may save at once: the engine refuses the second save of the same version."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class ChangedMeanwhile(Exception):
    """Somebody else saved this since it was opened; nothing of either text may be lost."""


def one_of(
    column: str, words: type[StrEnum], name: str | None = None, *, none_is: str | None = None
) -> CheckConstraint:
    """A constraint that keeps a column to the words of an enumeration, and to the word that stands for none."""
    listed = ", ".join(f"'{word}'" for word in [*words, *([] if none_is is None else [none_is])])
    return CheckConstraint(f"{column} IN ({listed})", name=name or column)


def same_version(row: Versioned, version: int) -> None:
    """Raise ChangedMeanwhile unless the row is still as it was when the form was opened."""
    if row.version != version:
        raise ChangedMeanwhile


def lock(row: Any) -> None:
    """Hold a row until the transaction ends, and see it as it stands now: others who number its children wait."""
    flush()  # reading it anew forgets what was changed in it and not sent yet
    # Only the row itself: PostgreSQL refuses to hold what is joined to it and may not be there.
    db.session.refresh(row, with_for_update={"of": type(row)})


def flush() -> None:
    """Send what has changed to the engine; raises ChangedMeanwhile where another save came first."""
    try:
        db.session.flush()
    except StaleDataError as stale:
        db.session.rollback()
        raise ChangedMeanwhile from stale


def set_reading(only: bool) -> None:
    """Say whether what follows in this request only reads."""
    _reading.set(only)


@contextmanager
def beyond_the_wall(*, reading: bool) -> Iterator[Session]:
    """A session of its own over every table, for what a page must know before it may show anything.

    For who is signed in, and what a link opens: short, beside the page's own session, closed at once. Writes are
    committed at its end.
    """
    before = _reading.get()
    _reading.set(reading)
    try:
        with wall.reaching(Reach.EVERYTHING), Session(db.engine) as session:
            yield session
            if not reading:
                session.commit()
    finally:
        _reading.set(before)


def init_app(app: Flask) -> None:
    """Prepare the engine for everything, and one for each restricted reach."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config["SQLALCHEMY_BINDS"] = {str(reach): url for reach in wall.RESTRICTED}
    db.init_app(app)
    with app.app_context():
        for reach in wall.RESTRICTED:
            _guard(db.engines[reach], reach)


def _guard(engine: Engine, reach: Reach) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        if engine.dialect.name == "sqlite":
            wall.guard_sqlite(connection, reach)
        else:
            wall.guard_postgres(connection, reach)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite release may run in WAL mode with several writers."""
    return version >= FIXED_WAL[0] or any(version[:2] == good[:2] and version >= good for good in FIXED_WAL)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    wal = wal_is_safe(sqlite3.sqlite_version_info)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute(f"PRAGMA journal_mode={'WAL' if wal else 'DELETE'}")
    connection.execute(f"PRAGMA synchronous={'FULL' if wal else 'EXTRA'}")
    connection.execute("PRAGMA foreign_keys=ON")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    reading, of_receipt = _reading.get(), wall.reach_now() is Reach.RECEIPT
    if connection.dialect.name == "sqlite":
        if of_receipt:
            wall.lay_out_own_rows(connection.connection.driver_connection)  # type: ignore[arg-type]
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        # A transaction that starts as a reader and then writes fails as busy when two meet.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
        return
    if reading:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    if of_receipt:
        wall.name_receipt(connection)
