"""What goes into the log when things go wrong, on both engines: never who, and never what was typed."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import text

from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.web import public
from tests.builders import NOW, make_person
from tests.engines import Databases
from tests.everything import addresses, make_everything, methods, routes
from tests.pages import Browser
from tests.web.throwaway import app_with

#: Stands for whatever a person may have typed, opened or come from.
CANARY = "canary7391"
FROM = "203.0.113.77"


@public
def refused_row() -> str:
    """The driver quotes the row: “Key (id)=(…) already exists.”"""
    for _ in range(2):
        db.session.execute(text("INSERT INTO venue (id, name) VALUES (7, :typed)"), {"typed": request.values["typed"]})
    return ""


@public
def wrong_type() -> str:
    db.session.execute(text("SELECT CAST(:typed AS DATE) + nothing"), {"typed": request.values["typed"]})
    return ""


@public
def unsaid() -> str:
    db.session.add(AuditEntry(at=NOW, by_id=424242, sentence=request.values["typed"]))
    db.session.flush()
    return ""


@public
def broken() -> str:
    try:
        raise LookupError(f"nobody is called {request.values['typed']}")
    except LookupError as error:
        raise RuntimeError(f"{request.remote_addr} asked {request.full_path}") from error


FAULTS = {"/refused-row": refused_row, "/wrong-type": wrong_type, "/unsaid": unsaid, "/broken": broken}


@pytest.fixture
def forum(either: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Flask]:
    with app_with(either, tmp_path, FAULTS) as app:
        caplog.set_level(logging.INFO)  # statements are logged from here on, if anybody turns that on
        yield app


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("address", FAULTS)
def test_a_fault_is_found_in_the_log_and_nobody_with_it(
    forum: Flask, caplog: pytest.LogCaptureFixture, address: str, method: str
):
    page = ask(forum.test_client(), address, method)
    assert page.status_code == 500
    reference = page.text.split("Reference: <code>")[1].split("<")[0]
    assert f"reference {reference}: " in caplog.text
    assert f"at {FAULTS[address].__name__}" in caplog.text
    assert "test_logs.py:" in caplog.text, "the line of the code is how the fault is found"
    assert_nobody_in(caplog)


def test_a_fault_while_an_answer_is_finished_tells_as_little(forum: Flask, caplog: pytest.LogCaptureFixture):
    def fails(response: Any) -> Any:
        raise ValueError(f"{request.url} from {request.remote_addr} by {CANARY}")

    forum.after_request_funcs.setdefault(None, []).insert(0, fails)
    forum.test_client_class.inspecting = False
    try:
        assert forum.test_client().get(f"/?q={CANARY}").status_code == 500
    finally:
        forum.test_client_class.inspecting = True
    assert "ValueError" in caplog.text
    assert_nobody_in(caplog)


def test_no_route_logs_who_asked_or_what(forum: Flask, caplog: pytest.LogCaptureFixture):
    """Every address with every method: taken, forged, missing, too large or not allowed."""
    sample = make_everything(forum)
    with forum.app_context():
        person = make_person(CANARY, "deputy")
        db.session.commit()
        assert person.id
    browsers = (forum.test_client(), forum.test_client().sign_in())
    for browser in browsers:
        browser.inspecting = False
        for rule in routes(forum):
            if rule.endpoint != "people.sign_out" and rule.rule not in FAULTS:
                for method in methods(rule):
                    ask(browser, next(addresses(forum, rule, sample)), method)
        for address in (f"/{CANARY}", f"/meetings/{CANARY}", f"/sign-in/{CANARY}", f"/static/{CANARY}.css"):
            ask(browser, address, "GET")
            ask(browser, address, "PUT")
    assert_nobody_in(caplog)


def ask(browser: Browser, address: str, method: str) -> Any:
    """With the canary wherever a request can carry one; the token is good half of the time."""
    sent = {"typed": CANARY, "name": CANARY, "text": CANARY, "title": CANARY}
    if method == "POST":
        sent["csrf_token"] = browser.token()
    return browser.open(
        address,
        method=method,
        query_string={"q": CANARY, "typed": CANARY},
        data=sent if method == "POST" else None,
        headers={"User-Agent": CANARY, "Referer": f"http://localhost/{CANARY}", "X-Forwarded-For": FROM},
        environ_overrides={"REMOTE_ADDR": FROM},
    )


def assert_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    shown = "\n".join([caplog.text, *(str(record.args) for record in caplog.records)])
    for told in (CANARY, FROM, "203.0", "424242"):
        assert told not in shown, shown[:3000]
