"""Each look at signing in goes red when the fault that it is there for is planted."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from forum_app.access import AT_THE_DOOR, FRESH_FOR
from forum_app.clock import now
from forum_app.codes import hash_token
from forum_app.db import db, set_reading
from forum_app.people import doorkeeper, notices, operations, queries, signing_in
from forum_app.people.models import Person, Proof, SignedInSession
from forum_app.people.operations import open_session
from forum_app.web import requires
from tests.builders import make_forum
from tests.pages import Browser
from tests.people import scanners, test_by_mail, test_roles, test_second_factor
from tests.people.steps import WREN, set_up_app, shown_by, sign_in_by_mail, wren

Planting = pytest.MonkeyPatch


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
    return app


def goes_red(look: Callable[[], Any], match: str) -> None:
    with pytest.raises(AssertionError, match=match):
        look()


def test_signing_in_when_a_link_is_opened(forum: Flask):
    def view(link_token: str) -> str:
        set_reading(False)
        person = db.session.query(Person).one()
        doorkeeper.start(queries.session_of(open_session(person, Proof.MAIL, now=now()), now=now()))
        db.session.commit()
        return "<!doctype html>"

    Browser.inspecting = False
    try:
        forum.view_functions["people.open_link"] = requires(AT_THE_DOOR)(view)
        delivered = scanners.mailed_link(forum)
        look = scanners.the_scanner_gets_nothing_and_its_owner_everything
        goes_red(lambda: look(delivered), "a scanner changed something")
    finally:
        Browser.inspecting = True


def test_burning_a_link_when_it_is_opened(forum: Flask, monkeypatch: Planting):
    find = signing_in.find_by_link

    def burn(token: str, **when: Any) -> Any:
        row = find(token, **when)
        db.session.execute(update(type(row)).values(used_at=now()))
        db.session.commit()
        return row

    monkeypatch.setattr(signing_in, "find_by_link", burn)
    monkeypatch.setattr("forum_app.web.edge.set_reading", lambda only: set_reading(False))
    forum.before_request_funcs[None].append(lambda: set_reading(False))
    look = scanners.the_scanner_gets_nothing_and_its_owner_everything
    goes_red(lambda: look(scanners.mailed_link(forum)), "a scanner changed something")


def test_not_asking_for_the_cookie(forum: Flask, monkeypatch: Planting):
    monkeypatch.setattr(signing_in, "is_of_browser", lambda row, verifier: True)
    look = scanners.the_scanner_gets_nothing_and_its_owner_everything
    goes_red(lambda: look(scanners.mailed_link(forum)), "a scanner changed something")


def test_a_button_in_every_browser(forum: Flask, monkeypatch: Planting):
    monkeypatch.setattr(signing_in, "is_of_browser", lambda row, verifier: True)
    goes_red(lambda: scanners.forwarded_it_is_worth_nothing(scanners.mailed_link(forum)), "something to press")


def test_keeping_the_session_after_the_second_factor(forum: Flask, monkeypatch: Planting, frozen: Any):
    def keep(token: str, **when: Any) -> str:
        mine = SignedInSession.token_hash == hash_token(token)
        db.session.execute(update(SignedInSession).where(mine).values(second_factor_at=when["now"]))
        return token

    monkeypatch.setattr(operations, "prove", keep)
    wren(forum)
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    key = set_up_app(browser)
    frozen.shift(FRESH_FOR * 2)
    proved = lambda: test_second_factor.prove(browser, shown_by(key))  # noqa: E731 - a deed
    goes_red(lambda: scanners.the_token_changes_when_proved(forum, browser, proved), "lives on")


def test_a_mail_for_the_known_alone(forum: Flask, monkeypatch: Planting):
    send = notices.send_code
    monkeypatch.setattr(notices, "send_code", lambda asked, typed, **when: asked.person and send(asked, typed, **when))
    look = test_by_mail.test_known_and_unknown_addresses_get_the_same_answer_and_cost_the_same_work
    goes_red(lambda: look(forum), "nobody@example.org")


def test_using_a_link_without_asking_who_was_first(either_app: Flask, monkeypatch: Planting):
    with either_app.app_context():
        make_forum()

    def use(row: Any, device: str, **when: Any) -> str:
        return open_session(db.session.get_one(Person, row.person_id), Proof.MAIL, device, **when)

    monkeypatch.setattr(signing_in, "_use", use)
    goes_red(lambda: test_by_mail.test_of_many_presses_at_once_one_signs_in(either_app, 1), "302")


def test_letting_the_last_coordinator_go(either_app: Flask, monkeypatch: Planting):
    monkeypatch.setattr("forum_app.people.roles._keep_one_coordinator", lambda grant, last_day: None)
    goes_red(lambda: test_roles.test_of_two_who_take_each_other_away_one_stays(either_app), "goes")
