"""Fixtures: the application on a database of its own, and a browser that inspects every page it opens.

``app`` is on SQLite; ``either_app`` runs a test once on each engine. ``database`` is either engine
with the forum set up and an application context open but no routes, for tests that call operations. A browser
wants none open: make rows with ``made(app, builder)``, then open pages.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.builders import NOW, make_forum
from tests.engines import (
    NO_POSTGRES,
    Databases,
    PostgresDatabases,
    SqliteFiles,
    dispose,
    has_postgres,
    make_app,
    make_bare_app,
    postgres_databases,
    sqlite_files,
)
from tests.once import compile_once
from tests.pages import Browser

#: FORUM_PROOF=1 looks ten times as long.
PROOF = 10 if os.environ.get("FORUM_PROOF") == "1" else 1

# Nothing here is timed, and the same examples come each run: a red test stays red until it is mended.
settings.register_profile(
    "forum",
    max_examples=40 * PROOF,
    deadline=None,
    derandomize=PROOF == 1,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("forum")


#: What takes longest is begun first, so that two who share the work end together.
LONGEST = (
    "tests/wall/test_swapped_worlds.py",
    "tests/test_timetable.py",
    "tests/mail/test_killed_workers.py",
    "tests/test_scripts.py",
    "tests/test_fuzz.py",
    "tests/wall/test_canaries.py",
    "tests/browser/test_every_page.py",
    "tests/test_every_route.py",
    "tests/test_migrations.py",
    "tests/actions/test_reminding.py",
    "tests/actions/test_three_years.py",
    "tests/journeys/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((at for at, name in enumerate(LONGEST) if item.nodeid.startswith(name)), 99))


def pytest_collection_finish() -> None:
    """What is in memory before the first test stays: looking through it over and over was a quarter of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def proof() -> int:
    """How many times as long as usual to look."""
    return PROOF


@pytest.fixture(scope="session")
def sqlite() -> Iterator[SqliteFiles]:
    with sqlite_files() as files:
        yield files


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    if not has_postgres():
        pytest.skip(NO_POSTGRES)
    with postgres_databases() as databases:
        yield databases


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest) -> Databases:
    """The databases of one engine, then of the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def app(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite, before anybody has set up the forum."""
    yield from _app_on(sqlite, tmp_path)


@pytest.fixture
def either_app(either: Databases, tmp_path: Path) -> Iterator[Flask]:
    yield from _app_on(either, tmp_path)


def _app_on(databases: Databases, data: Path) -> Iterator[Flask]:
    with databases.fresh() as url:
        app = make_app(url, data)
        app.test_client_class = Browser
        compile_once(app)
        yield app
        dispose(app)


@pytest.fixture
def empty_database(either: Databases) -> Iterator[Flask]:
    """Either engine, inside an application context without routes: for operations."""
    with either.fresh() as url:
        app = make_bare_app(url)
        with app.app_context():
            yield app
        dispose(app)


@pytest.fixture
def database(empty_database: Flask) -> Flask:
    """The same with the forum set up."""
    make_forum()
    return empty_database


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who is not signed in, at a forum that is set up."""
    with app.app_context():
        make_forum()
    return app.test_client()


@pytest.fixture
def coordinator(browser: Browser) -> Browser:
    """The coordinator, signed in with a one-time link."""
    return browser.sign_in()


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    """The clock stands still at NOW; ``frozen.move_to(moment)`` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
