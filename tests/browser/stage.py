"""The stage for tests in a real browser: the application served from this process, and Chromium to open it.

It is registered as a plugin (see ``conftest.py`` here and in ``tests/journeys``), so that every test shares one
browser. ``demo_site`` holds the demo and is only looked at; ``site`` is a fresh copy of it for one test;
``own_site`` is a forum that is set up and holds nothing else; ``empty_site`` is not set up.
``visit(site)`` opens a page in a context of its own. A request to another origin, an error on the console or an
error in a script fails the test that opened it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from forum_app import demo
from forum_app.db import db
from forum_app.people.operations import make_link_token
from tests.builders import make_forum
from tests.engines import SqliteFiles, dispose, make_app
from tests.once import compile_once

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_BROWSER = (
    f"No browser was found ({', '.join(PROGRAMS)}), so the tests in a real browser were left out. "
    "Install Chromium, or say where it is with FORUM_CHROMIUM=/path."
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
#: No step of a test waits longer for the page, in milliseconds.
PATIENCE = 10_000


# The browser --------------------------------------------------------------------------------------------------


def find_browser(environ: Any = os.environ) -> str | None:
    """The browser's program; None where there is none and none was asked for."""
    said = environ.get("FORUM_CHROMIUM")
    found = shutil.which(said) if said else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and (said or environ.get("CI")):
        pytest.fail(f"No browser at FORUM_CHROMIUM={said}." if said else NO_BROWSER, pytrace=False)
    return found


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        yield started
        started.close()


@dataclass
class Watch:
    """What went wrong behind the pages of one context."""

    origin: str
    seen: list[str] = field(default_factory=list)
    #: Errors on the console, each with the address it is about.
    console: list[tuple[str, str]] = field(default_factory=list)
    #: Pages that answered with an error of their own; the console repeats that, and it is no fault.
    refusals: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> "Watch":
        context.on("request", lambda request: self._asked(request.url))
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda thrown: self.seen.append(f"A script failed: {thrown.error}"))
        return self

    def _asked(self, url: str) -> None:
        asked = urlsplit(url)
        if asked.scheme not in {"data", "about", "blob"} and f"{asked.scheme}://{asked.netloc}" != self.origin:
            self.seen.append(f"Asked another origin: {url[:120]}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self.refusals.add(response.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append((message.location["url"], message.text))

    @property
    def faults(self) -> list[str]:
        told = [
            f"Error on the console: {text} ({url})"
            for url, text in self.console
            if not (text.startswith("Failed to load resource") and url in self.refusals)
        ]
        return self.seen + told


@dataclass
class Visits:
    """Opens pages, each in a context with cookies of its own, and looks back at all of them at the end."""

    browser: Browser
    contexts: list[tuple[BrowserContext, Watch]] = field(default_factory=list)

    def __call__(self, site: "Site", *, scripts: bool = True, viewport: Any = DESKTOP, **more: Any) -> Page:
        context = self.browser.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            viewport=viewport,
            locale="en-GB",
            reduced_motion="reduce",  # a page that scrolls gently is not yet where it will be
            **more,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append((context, Watch(site.url).over(context)))
        return context.new_page()

    @property
    def faults(self) -> list[str]:
        return [fault for _, watch in self.contexts for fault in watch.faults]

    def take_faults(self) -> list[str]:
        """The faults so far, each told once."""
        found = self.faults
        for _, watch in self.contexts:
            watch.seen.clear()
            watch.console.clear()
        return found

    def end(self) -> None:
        for context, _ in self.contexts:
            context.close()


@contextmanager
def visits(browser: Browser) -> Iterator[Visits]:
    opened = Visits(browser)
    try:
        yield opened
    finally:
        opened.end()
    assert not opened.faults, "\n".join(opened.faults)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visits]:
    with visits(chromium) as opened:
        yield opened


@pytest.fixture(scope="session")
def visit_often(chromium: Browser) -> Iterator[Visits]:
    """Like ``visit``, for contexts that many tests share."""
    with visits(chromium) as opened:
        yield opened


# The application, served ----------------------------------------------------------------------------------------


@dataclass
class Site:
    app: Flask
    url: str

    @property
    def sign_in_link(self) -> str:
        return f"{self.url}/sign-in/{make_link_token(self.app.secret_key)}"

    def numbers(self, ask: Callable[[], Any]) -> Any:
        """Look something up in the database."""
        with self.app.app_context():
            return ask()


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Say nothing: who read what is nobody's business, not in a test either."""


def _whole_body_first(app: Flask) -> Callable[..., Any]:
    """Read what was sent before answering, as grown servers do; else a refused upload ends in a broken line."""

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return app(environ, start_response)

    return serve


@contextmanager
def serving(address: str, data: Path) -> Iterator[Site]:
    app = make_app(address, data)
    compile_once(app)
    server = make_server("127.0.0.1", 0, _whole_body_first(app), threaded=True, request_handler=_Quiet)
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(app, app.config["PUBLIC_URL"])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        dispose(app)


@contextmanager
def filled(sqlite: SqliteFiles, data: Path, fill: Callable[[], Any]) -> Iterator[str]:
    """The address of a database in which ``fill`` has put something."""
    with sqlite.fresh() as address:
        app = make_app(address, data)
        with app.app_context():
            fill()
            db.session.commit()
        dispose(app)
        yield address


def path_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def demo_database(sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with filled(sqlite, tmp_path_factory.mktemp("demo"), lambda: demo.load(now=datetime.now(UTC))) as address:
        yield path_of(address)


@pytest.fixture(scope="session")
def demo_site(sqlite: SqliteFiles, demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sqlite.fresh(like=demo_database) as address, serving(address, tmp_path_factory.mktemp("seen")) as served:
        yield served


@pytest.fixture
def site(sqlite: SqliteFiles, demo_database: Path, tmp_path: Path) -> Iterator[Site]:
    with sqlite.fresh(like=demo_database) as address, serving(address, tmp_path) as served:
        yield served


@pytest.fixture
def own_site(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Site]:
    with filled(sqlite, tmp_path, make_forum) as address, serving(address, tmp_path) as served:
        yield served


@pytest.fixture
def empty_site(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Site]:
    with sqlite.fresh() as address, serving(address, tmp_path) as served:
        yield served


def sign_in(page: Page, site: Site) -> Page:
    """Sign in as the coordinator with a one-time link."""
    page.goto(site.sign_in_link)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


__all__ = ["DESKTOP", "PHONE", "Error", "Site", "Visits", "Watch", "sign_in"]
