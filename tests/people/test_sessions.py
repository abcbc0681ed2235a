"""Where one is signed in, for how long, and how it ends (T-A6)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from forum_app.access import LIMITS, Role
from forum_app.db import db
from forum_app.people.devices import device_of
from forum_app.people.jobs import clear_away
from forum_app.people.models import KeptForm, SignedInSession, SignInRequest, UsedSignInLink
from forum_app.people.operations import make_link_token
from forum_app.settings.models import Forum
from tests.builders import NOW, make_forum
from tests.pages import Browser, submit
from tests.people.steps import TOBIAS, ask, is_signed_in, rows_of, sessions, sign_in_by_mail, tobias
from tests.statements import WRITES, statements

MINUTE = timedelta(minutes=1)


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
    tobias(app)
    return app


@pytest.fixture
def officer(forum: Flask) -> Browser:
    browser = forum.test_client()
    sign_in_by_mail(browser, TOBIAS)
    return browser


def test_a_session_that_was_planted_beforehand_is_not_signed_in_by_signing_in(forum: Flask):
    attacker, victim = forum.test_client(), forum.test_client()
    ask(attacker, "nobody@example.org")
    planted = attacker.get_cookie("forum")
    assert planted is not None
    victim.set_cookie("forum", planted.value)
    sign_in_by_mail(victim, TOBIAS)
    assert is_signed_in(victim)
    assert not is_signed_in(attacker)
    assert victim.get_cookie("forum").value != planted.value


def test_a_planted_waiting_browser_gets_nothing_by_anothers_sign_in(forum: Flask):
    """Whoever plants the waiting cookie cannot guess a cookie that the forum itself has given out and used."""
    victim = forum.test_client()
    victim.set_cookie("pending", "chosen-by-somebody-else")
    ask(victim, TOBIAS)
    assert victim.get_cookie("pending").value != "chosen-by-somebody-else"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REPRESENTATIVE])
def test_doing_nothing_ends_it_after_the_roles_time(
    forum: Flask, role: Role, frozen: time_machine.Traveller, officer: Browser
):
    browser = officer if role == Role.REPRESENTATIVE else forum.test_client().sign_in()
    for _ in range(3):
        frozen.shift(LIMITS[role].idle - MINUTE)
        assert is_signed_in(browser), "whoever does something stays"
    frozen.shift(LIMITS[role].idle + MINUTE)
    assert browser.get("/my-sign-ins").location == "/sign-in"


def test_eight_hours_end_it_however_much_is_done(officer: Browser, frozen: time_machine.Traveller):
    for _ in range(15):
        frozen.shift(timedelta(minutes=30))
        assert is_signed_in(officer)
    frozen.move_to(NOW + LIMITS[Role.REPRESENTATIVE].at_most, tick=False)
    assert not is_signed_in(officer)


def test_a_clock_set_back_signs_nobody_in_for_longer(officer: Browser, frozen: time_machine.Traveller):
    cookie = officer.get_cookie("forum").value
    for back in (MINUTE, timedelta(days=1)):
        frozen.move_to(NOW - back, tick=False)
        assert not is_signed_in(officer)
        officer.set_cookie("forum", cookie)
    frozen.move_to(NOW, tick=False)
    assert is_signed_in(officer)


def test_an_edited_cookie_is_no_cookie(officer: Browser):
    cookie = officer.get_cookie("forum")
    officer.set_cookie("forum", cookie.value[:-3] + "abc")
    assert officer.get("/my-sign-ins").status_code == 404


def test_seeing_pages_writes_no_row_and_keeps_the_session_alive(officer: Browser, frozen: time_machine.Traveller):
    before = rows_of(officer.application, SignedInSession)
    with statements() as seen:
        for _ in range(4):
            frozen.shift(timedelta(minutes=50))
            assert is_signed_in(officer)
    assert [statement for statement in seen if WRITES.match(statement)] == []
    assert rows_of(officer.application, SignedInSession) == before


def test_the_list_shows_each_browser_and_ends_any(forum: Flask, officer: Browser):
    phone = forum.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari/605"
    sign_in_by_mail(phone, TOBIAS)
    page = officer.get("/my-sign-ins")
    assert "Safari on an iPhone" in page.words
    (other,) = [form for form in page.forms if form.action.endswith("/end") and "Sign out here" not in words(form)]
    assert submit(page, other.action).location == "/my-sign-ins"
    assert not is_signed_in(phone)
    assert is_signed_in(officer)


def words(form) -> str:
    return "".join(form.element.itertext())


def test_all_are_ended_at_once(forum: Flask, officer: Browser):
    other = forum.test_client()
    sign_in_by_mail(other, TOBIAS)
    sent = submit(officer.get("/my-sign-ins"), "/my-sign-ins/end-all")
    assert sent.location == "/"
    assert sent.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert sessions(forum) == 0
    assert not is_signed_in(other)


def test_nobody_ends_the_session_of_somebody_else(forum: Flask, officer: Browser):
    coordinator = forum.test_client().sign_in()
    token = dict(officer.get("/my-sign-ins").forms[0].values)["csrf_token"]
    for row in rows_of(forum, SignedInSession):
        if row["proof"] == "host":
            officer.post(f"/my-sign-ins/{row['id']}/end", data={"csrf_token": token})
    assert is_signed_in(coordinator)


def test_over_https_cookies_are_for_this_site_alone(forum: Flask):
    forum.config["SESSION_COOKIE_SECURE"] = True
    browser = forum.test_client()
    page = browser.get("https://localhost/sign-in")
    sent = browser.post(
        "https://localhost/sign-in",
        data=dict(page.form("/sign-in").values) | {"email": TOBIAS},
        headers={"Referer": "https://localhost/sign-in"},
    )
    (pending,) = [cookie for cookie in sent.headers.getlist("Set-Cookie") if "pending" in cookie]
    assert pending.startswith("__Host-pending=")
    assert all(word in pending for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1800"))
    assert "Domain" not in pending


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/19 Safari/605", "Safari on a Mac"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/142.0 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/142.0 Safari/537 Edg/142.0", "Edge on Windows"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_coarsely(agent: str, device: str):
    assert device_of(agent) == device


def test_what_has_run_out_is_cleared_away(forum: Flask, officer: Browser):
    forum.test_client().sign_in()
    with forum.app_context():
        clear_away(NOW)
        db.session.commit()
        assert sessions(forum) == 2
        clear_away(NOW + timedelta(days=30))
        db.session.commit()
    assert [rows_of(forum, model) for model in (SignedInSession, SignInRequest, UsedSignInLink, KeptForm)] == [[]] * 4


def test_the_printed_link_of_a_demo_person_is_for_this_computer(forum: Flask):
    token = make_link_token(forum.secret_key, Role.REPRESENTATIVE)
    assert forum.test_client().get(f"/sign-in/{token}").status_code == 410, "a real forum has no demo people"
    make_demo(forum)
    assert forum.test_client().get(f"/sign-in/{token}", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 410
    away = {"REMOTE_ADDR": "192.0.2.7"}
    assert forum.test_client().get(f"/sign-in/{token}", environ_overrides=away).status_code == 410
    assert forum.test_client().get(f"/sign-in/{token}", base_url="http://forum.example").status_code in {400, 410}
    browser = forum.test_client()
    assert submit(browser.get(f"/sign-in/{token}"), 0).location == "/for-officers"
    assert "Tobias Reed" in browser.get("/my-sign-ins").words


def make_demo(app: Flask) -> None:
    with app.app_context():
        db.session.get_one(Forum, 1).is_demo = True
        db.session.commit()
