"""The database as one file, and one file as the database: for SQLite by its own means, for PostgreSQL by its tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine

#: What the database is called inside a backup, by its engine.
NAMES = {"sqlite": "forum.db", "postgresql": "forum.pgdump"}
AN_HOUR = 3600
IN_ENGLISH = {"LC_ALL": "C"}
#: What is there is not a database any more, or a damaged one.
NO_DATABASE = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


class ToolMissing(Exception):
    """PostgreSQL's own programs are not on this computer, or older than its server: it cannot be copied from here."""


class NotWhole(Exception):
    """What was written, or what was brought, cannot be read as a database."""


def copy_out(engine: Engine, to: Path) -> None:
    """A consistent copy while the forum goes on; raises ToolMissing."""
    if engine.dialect.name == "sqlite":
        _sqlite_out(engine, to)
    else:
        _run("pg_dump", engine.url, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def look(dialect: str, file: Path) -> None:
    """Read the copy from its first to its last page; raises NotWhole, ToolMissing."""
    if dialect == "sqlite":
        _look_at_sqlite(file)
    else:
        _run("pg_restore", None, "--file=/dev/null", str(file))


def copy_in(engine: Engine, file: Path) -> None:
    """Put the copy in the place of what is there, all at once; raises NotWhole, ToolMissing."""
    if engine.dialect.name == "sqlite":
        _sqlite_in(engine, file)
    else:
        _postgres_in(engine, file)


def _sqlite_out(engine: Engine, to: Path) -> None:
    """Written anew after copying: pages of the original still hold what has been deleted from it."""
    with closing(sqlite3.connect(to)) as copy:
        source = engine.raw_connection()
        try:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            source.close()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")


def _look_at_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            strays = copy.execute("PRAGMA foreign_key_check").fetchone()
            copy.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        raise NotWhole(str(error)) from error
    if said != "ok" or strays:
        raise NotWhole(said)


def _sqlite_in(engine: Engine, file: Path) -> None:
    """Through SQLite itself, so that whoever has the database open sees the one or the other and never half of it."""
    path = Path(engine.url.database or "")
    engine.dispose()
    try:
        _pour(file, path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in NO_DATABASE:
            raise
        for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            part.unlink(missing_ok=True)
        _pour(file, path)


def _pour(file: Path, path: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(path, timeout=30)) as target:
        source.backup(target)


def _postgres_in(engine: Engine, file: Path) -> None:
    """With an empty schema first: tables that are younger than the backup would stand in the way of migrations."""
    engine.dispose()
    script = file.with_suffix(".sql")
    _run("pg_restore", None, "--no-owner", "--no-privileges", f"--file={script}", str(file))
    emptied = "--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"
    _run(
        "psql", engine.url, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        *emptied, f"--file={script}",
    )  # fmt: skip


def _run(tool: str, url: URL | None, *words: str) -> None:
    found = shutil.which(tool)
    if found is None:
        raise ToolMissing(tool)
    where = [f"--dbname={_without_password(url)}"] if url is not None else []
    secret = {"PGPASSWORD": str(url.password)} if url is not None and url.password else {}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, told only what the settings say
        [found, *where, *words],
        env=os.environ | IN_ENGLISH | secret,
        capture_output=True,
        text=True,
        timeout=AN_HOUR,
        check=False,
    )
    if "version mismatch" in done.stderr:
        raise ToolMissing(tool)
    if done.returncode:
        raise NotWhole(done.stderr.strip()[-300:])


def _without_password(url: URL) -> str:
    """As PostgreSQL's own programs read it; the password goes where no list of processes shows it."""
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string()
