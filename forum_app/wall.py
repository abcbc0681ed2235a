"""The wall: what a request may reach in the database, kept by the engine itself.

Pages for the public and for the local authority's officers run on connections of their own. On those the engine
refuses to read a table that has not been declared readable, so a careless template is an error and not a leak:
an authorizer on SQLite (sqlite.org/c3ref/set_authorizer.html), a role without rights on PostgreSQL. What the
public leaves is inserted and cannot be read back. The page of a receipt sees the rows of that receipt and no other.
"""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import ProgrammingError

Mapped = TypeVar("Mapped", bound=type[Any])


class Reach(StrEnum):
    """How much of the database a request may reach."""

    EVERYTHING = "everything"
    PUBLIC = "public"
    OFFICER = "officer"
    RECEIPT = "receipt"


RESTRICTED = (Reach.PUBLIC, Reach.OFFICER, Reach.RECEIPT)
#: Whoever holds a receipt, and every officer, may read what everybody may.
READS_AS: dict[Reach, frozenset[Reach]] = {
    Reach.PUBLIC: frozenset({Reach.PUBLIC}),
    Reach.OFFICER: frozenset({Reach.PUBLIC, Reach.OFFICER}),
    Reach.RECEIPT: frozenset({Reach.PUBLIC, Reach.RECEIPT}),
}

_reach: ContextVar[Reach] = ContextVar("reach", default=Reach.EVERYTHING)
_receipt: ContextVar[str] = ContextVar("receipt", default="")


class WallCannotStand(Exception):
    """The database's user may not make the roles that the wall is built of. The message says what to run."""


@dataclass
class _Declared:
    """What the models say of themselves; whatever they do not say is refused."""

    readable: dict[Reach, dict[str, frozenset[str]]] = field(default_factory=lambda: {r: {} for r in RESTRICTED})
    insertable: dict[Reach, set[str]] = field(default_factory=lambda: {r: set() for r in RESTRICTED})
    tables: dict[str, Table] = field(default_factory=dict)
    own_rows: dict[str, str] = field(default_factory=dict)


_declared = _Declared()


# What models say ----------------------------------------------------------------------------------------------


def readable(*by: Reach, but: tuple[str, ...] = ()) -> Callable[[Mapped], Mapped]:
    """Let pages with these reaches read the table, all its columns but those named."""

    def declare(model: Mapped) -> Mapped:
        table: Table = model.__table__  # type: ignore[attr-defined]
        _declared.tables[table.name] = table
        for reach in by:
            _declared.readable[reach][table.name] = frozenset(set(table.columns.keys()) - set(but))
        return model

    return declare


def insertable(*by: Reach) -> Callable[[Mapped], Mapped]:
    """Let pages with these reaches add rows to the table, without reading any."""

    def declare(model: Mapped) -> Mapped:
        table: Table = model.__table__  # type: ignore[attr-defined]
        _declared.tables[table.name] = table
        for reach in by:
            _declared.insertable[reach].add(table.name)
        return model

    return declare


def own_rows(name: str, select: str) -> str:
    """Name the rows that belong to one receipt; ``{receipt}`` in the statement stands for the hash of its code."""
    _declared.own_rows[name] = select
    return name


def readable_columns(reach: Reach) -> dict[str, frozenset[str]]:
    """Every column that pages with this reach may read, by table."""
    found: dict[str, frozenset[str]] = {}
    for other in READS_AS[reach]:
        for table, columns in _declared.readable[other].items():
            found[table] = found.get(table, frozenset()) | columns
    return found


def insertable_tables(reach: Reach) -> frozenset[str]:
    return frozenset(_declared.insertable[reach])


# What a request says ------------------------------------------------------------------------------------------


def reach_now() -> Reach:
    return _reach.get()


def set_reach(reach: Reach, receipt: str = "") -> None:
    """Say how far what follows in this request may reach, and for which receipt (the hash of its code)."""
    _reach.set(reach)
    _receipt.set(receipt)


@contextmanager
def reaching(reach: Reach, receipt: str = "") -> Iterator[None]:
    """Another reach for a moment: sessions opened inside keep it, the request goes on with its own afterwards."""
    before, receipt_before = _reach.get(), _receipt.get()
    set_reach(reach, receipt)
    try:
        yield
    finally:
        set_reach(before, receipt_before)


# SQLite: an authorizer ----------------------------------------------------------------------------------------

_ALWAYS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_RECURSIVE}
)
#: Nothing a page asks for needs these, and they reach files.
_NEVER_CALLED = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
_PRAGMAS = frozenset({"query_only"})


def authorizer(reach: Reach) -> Callable[..., int]:
    """What SQLite asks before it prepares any statement on a connection with this reach."""
    columns, inserts = readable_columns(reach), insertable_tables(reach)
    keys = _keys_pointed_to(inserts)
    own = frozenset(_declared.own_rows) if reach is Reach.RECEIPT else frozenset()

    def may_read(table: str, column: str, schema: str | None) -> bool:
        if table in own:
            return schema in {"temp", None}
        if table in columns:
            return column == "" or column in columns[table]
        return (table, column) in keys

    def decide(action: int, first: str | None, second: str | None, schema: str | None, source: str | None) -> int:
        if action in _ALWAYS:
            allowed = True
        elif action == sqlite3.SQLITE_READ:
            allowed = may_read(first or "", second or "", schema)
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = second not in _NEVER_CALLED
        elif action == sqlite3.SQLITE_INSERT:
            allowed = first in inserts and schema == "main"
        else:
            allowed = action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return decide


def _keys_pointed_to(inserts: frozenset[str]) -> set[tuple[str, str]]:
    """Keys the engine looks up when a row that points to them is inserted; drawn ones tell nothing."""
    return {(key.column.table.name, key.column.name) for name in inserts for key in _declared.tables[name].foreign_keys}


def guard_sqlite(connection: sqlite3.Connection, reach: Reach) -> None:
    """Called once for each new connection with this reach."""
    connection.execute("PRAGMA temp_store=MEMORY")  # the rows of a receipt never touch a disk twice
    connection.set_authorizer(authorizer(reach))


def lay_out_own_rows(connection: sqlite3.Connection) -> None:
    """Copy the rows of the receipt at hand beside the tables, where a connection with this reach may read them.

    A view would not do: SQLite tells an authorizer only the name of what reads, and anybody may give a
    subquery the name of a view.
    """
    connection.set_authorizer(None)
    connection.execute("PRAGMA query_only=OFF")
    for name, select in _declared.own_rows.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        filled = select.format(receipt=":receipt")
        connection.execute(f"CREATE TEMP TABLE {name} AS {filled}", {"receipt": _receipt.get()})
    connection.set_authorizer(authorizer(Reach.RECEIPT))


# PostgreSQL: roles --------------------------------------------------------------------------------------------


def role_of(reach: Reach) -> str:
    return f"forum_{reach}"


def guard_postgres(connection: Any, reach: Reach) -> None:
    """Called once for each new connection: whatever is asked on it is asked as the role with few rights."""
    connection.autocommit = True  # outside any transaction, or the first rollback would undo it
    connection.execute(f"SET ROLE {role_of(reach)}")
    connection.autocommit = False


def name_receipt(connection: Connection) -> None:
    connection.execute(text("SELECT set_config('forum.receipt', :receipt, true)"), {"receipt": _receipt.get()})


def put_up(connection: Connection) -> None:
    """Make the roles, their rights and the views of own rows; raises WallCannotStand. Does nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7307)")
    _make_roles(connection)
    for statement in _statements():
        connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    """Drop the views, so that a migration may change what they show."""
    if connection.dialect.name == "postgresql":
        for name in _declared.own_rows:
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def stands(connection: Connection) -> bool:
    """Whether the wall is up as this release declares it."""
    if connection.dialect.name != "postgresql":
        return True
    roles = ", ".join(f"'{role_of(reach)}'" for reach in RESTRICTED)
    if connection.scalar(text(f"SELECT count(*) FROM pg_roles WHERE rolname IN ({roles})")) != len(RESTRICTED):  # noqa: S608
        return False
    last = next(reversed(_declared.own_rows))
    return connection.scalar(text(f"SELECT obj_description(to_regclass('{last}'))")) == _fingerprint()


def _make_roles(connection: Connection) -> None:
    for reach in RESTRICTED:
        if connection.scalar(text("SELECT to_regrole(:role)"), {"role": role_of(reach)}) is not None:
            continue
        try:
            connection.exec_driver_sql(f"CREATE ROLE {role_of(reach)} NOLOGIN")
            connection.exec_driver_sql(f"GRANT {role_of(reach)} TO CURRENT_USER")
        except ProgrammingError as refused:
            raise WallCannotStand(_what_to_run()) from refused


def _what_to_run() -> str:
    roles = " ".join(f"CREATE ROLE {role_of(r)} NOLOGIN; GRANT {role_of(r)} TO the_forums_user;" for r in RESTRICTED)
    return f"The database's user may not make roles. Ask whoever looks after PostgreSQL to run: {roles}"


def _statements() -> list[str]:
    return [*_rights(), *_views(), _mark()]


def _rights() -> Iterator[str]:
    for reach in RESTRICTED:
        role = role_of(reach)
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        for table, columns in sorted(readable_columns(reach).items()):
            yield f"GRANT SELECT ({', '.join(sorted(columns))}) ON {table} TO {role}"
        for table in sorted(insertable_tables(reach)):
            yield f"GRANT INSERT ON {table} TO {role}"


def _views() -> Iterator[str]:
    for name, select in _declared.own_rows.items():
        shown = select.format(receipt="current_setting('forum.receipt', true)")
        yield f"DROP VIEW IF EXISTS {name}"
        yield f"CREATE VIEW {name} WITH (security_barrier) AS {shown}"
        yield f"GRANT SELECT ON {name} TO {role_of(Reach.RECEIPT)}"


def _mark() -> str:
    return f"COMMENT ON VIEW {next(reversed(_declared.own_rows))} IS '{_fingerprint()}'"


def _fingerprint() -> str:
    said = "\n".join([*_rights(), *_views()])
    return hashlib.sha256(re.sub(r"\s+", " ", said).encode()).hexdigest()
