"""The database: one embedded SQLite file by default, PostgreSQL where an address names one.

A request that only reads runs in a transaction in which the engine itself refuses to write, so that
opening a link can never change anything.
"""

import secrets
import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, CheckConstraint, Connection, DateTime, Engine, Integer, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

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


#: What people typed is a statement's parameter: no error and no log line repeats it.
db = SQLAlchemy(model_class=_Base, engine_options={"hide_parameters": True})

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


def one_of(column: str, words: type[StrEnum], name: str | None = None) -> CheckConstraint:
    """A constraint that keeps a column to the words of an enumeration."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name or column)


def same_version(row: Versioned, version: int) -> None:
    """Raise ChangedMeanwhile unless the row is still as it was when the form was opened."""
    if row.version != version:
        raise ChangedMeanwhile


def lock(row: Any) -> None:
    """Hold a row until the transaction ends, and see it as it stands now: others who number its children wait."""
    db.session.refresh(row, with_for_update=True)


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
    reading = _reading.get()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        # A transaction that starts as a reader and then writes fails as busy when two meet.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    elif reading:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
