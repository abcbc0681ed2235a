"""Signing in and out in a browser."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.people.models import Grant, SignedInSession
from forum_app.people.operations import make_link_token
from tests.pages import Browser, submit


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_signs_nobody_in(browser: Browser, method: str):
    address = link(browser)
    for _ in range(3):
        assert browser.open(address, method=method).status_code == 200
    assert browser.get("/desk").status_code == 404
    assert sessions(browser) == 0


def test_pressing_the_button_signs_in_and_leads_to_the_desk(browser: Browser):
    sent = submit(browser.get(link(browser)), press="Sign in")
    assert (sent.status_code, sent.location) == (302, "/desk")
    assert browser.get("/desk").status_code == 200


def test_the_link_is_used_up_for_everybody(browser: Browser):
    address = link(browser)
    submit(browser.get(address))
    other = browser.application.test_client()
    assert other.get(address).status_code == 410
    assert other.get("/desk").status_code == 404


def test_pressing_without_the_token_of_the_page_signs_nobody_in(browser: Browser):
    assert browser.post(link(browser)).status_code == 400
    assert sessions(browser) == 0


@pytest.mark.parametrize("alter", [lambda a: a[:-2], lambda a: a + "x", lambda a: a[:9] + "X" + a[10:]])
def test_an_altered_link_says_so_kindly(browser: Browser, alter):
    page = browser.get(alter(link(browser)))
    assert page.status_code == 410
    assert page.forms == []


def test_a_link_that_is_too_old_says_so(browser: Browser, frozen):
    address = link(browser)
    frozen.shift(timedelta(hours=12, seconds=1))
    assert browser.get(address).status_code == 410


def test_signing_out_ends_the_session_in_the_database_too(coordinator: Browser):
    sent = submit(coordinator.get("/desk"), "/sign-out")
    assert sent.status_code == 302
    assert sessions(coordinator) == 0
    assert coordinator.get("/desk").status_code == 404


def test_a_kept_cookie_is_worth_nothing_after_signing_out(coordinator: Browser):
    cookie = coordinator.get_cookie("forum")
    submit(coordinator.get("/desk"), "/sign-out")
    coordinator.set_cookie("forum", cookie.value)
    assert coordinator.get("/desk").status_code == 404


def test_a_role_that_ended_yesterday_opens_nothing_today(coordinator: Browser):
    with coordinator.application.app_context():
        grant = db.session.scalars(select(Grant)).one()
        grant.starts_on, grant.ends_on = grant.starts_on - timedelta(days=9), grant.starts_on - timedelta(days=1)
        db.session.commit()
    assert coordinator.get("/desk").status_code == 404
    assert coordinator.get("/meetings/new").status_code == 404


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser):
    sent = submit(browser.get(link(browser)))
    cookies = sent.headers.getlist("Set-Cookie")
    assert cookies
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_pages_of_somebody_signed_in_are_kept_nowhere(coordinator: Browser):
    for address in ("/", "/desk", "/meetings"):
        assert coordinator.get(address).headers["Cache-Control"] == "no-store"


def link(browser: Browser) -> str:
    return f"/sign-in/{make_link_token(browser.application.secret_key)}"


def sessions(browser: Browser) -> int:
    with browser.application.app_context():
        return db.session.scalar(select(func.count(SignedInSession.id))) or 0
