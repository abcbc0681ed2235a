"""Headers, to the letter, for each kind of page; who may be served at all; and cookies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from werkzeug.routing import IntegerConverter

from forum_app import places
from forum_app.people.operations import make_link_token
from forum_app.web import public
from forum_app.web.forgery import csrf
from tests.builders import made, published_meeting
from tests.engines import SqliteFiles
from tests.everything import routes
from tests.pages import Browser, Page, submit
from tests.web.throwaway import app_with

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Server": "",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), "
        "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), picture-in-picture=(), screen-wake-lock=(), serial=(), usb=(), "
        "xr-spatial-tracking=(), clipboard-write=(self), publickey-credentials-create=(self), "
        "publickey-credentials-get=(self)"
    ),
}
HIDDEN = {"X-Robots-Tag": "noindex"}
NOT_KEPT = HIDDEN | {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Encoding"}
#: What the server in front asks for: the name that people use, without the s.
PASSED_ON = "http://forum.example"
#: What differs from page to page and is looked at elsewhere.
ITS_OWN = {
    "Accept-Ranges",
    "Content-Type",
    "Content-Length",
    "ETag",
    "Date",
    "Last-Modified",
    "Set-Cookie",
    "Content-Disposition",
}


@public
def form() -> str:
    return render_template_string(
        "{% extends 'base.html' %}{% block heading %}A form{% endblock %}"
        "{% block content %}<form method='post' action='/form'>"
        "<input type='hidden' name='csrf_token' value='{{ csrf_token() }}'><button>Send</button></form>{% endblock %}"
    )


@pytest.fixture
def forum(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Flask]:
    with app_with(sqlite, tmp_path, {"/form": form}) as app:
        yield app


@pytest.fixture
def secure(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Flask]:
    """As it runs on a server: behind one that speaks https."""
    config = places.config_module().Config.from_environment(
        {"FORUM_DATA": str(tmp_path), "PUBLIC_URL": "https://forum.example/", "TRUSTED_PROXIES": "1"}
    )
    names = ("PUBLIC_URL", "KNOWN_HOSTS", "TRUSTED_PROXIES", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE")
    with app_with(sqlite, tmp_path, {"/form": form}, **{name: getattr(config, name) for name in names}) as app:
        yield app


# Kinds of page ------------------------------------------------------------------------------------------------


def test_the_public_record_may_be_kept_and_found(forum: Flask):
    number = made(forum, published_meeting)
    for address in ("/", "/meetings", f"/meetings/{number}", "/promises", "/promises/1"):
        kept = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Encoding"}
        assert said(forum.test_client().get(address)) == EVERYWHERE | kept, address


def test_other_public_pages_are_kept_and_not_found(forum: Flask):
    kept = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Encoding"}
    assert said(forum.test_client().get("/contact")) == EVERYWHERE | HIDDEN | kept


def test_a_form_is_kept_by_its_own_browser_alone(forum: Flask):
    page = forum.test_client().get("/form", headers={"Accept-Encoding": "gzip"})
    kept = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
    assert said(page) == EVERYWHERE | HIDDEN | kept
    assert "ETag" not in page.headers


def test_what_is_signed_in_is_not_kept(forum: Flask):
    browser = forum.test_client().sign_in()
    for address in ("/desk", "/meetings"):
        page = browser.get(address)
        assert page.headers["Cache-Control"] == "no-store"
    assert said(browser.get("/desk")) == EVERYWHERE | NOT_KEPT


def test_a_page_whose_address_carries_a_token_is_not_kept(forum: Flask):
    page = forum.test_client().get(f"/sign-in/{make_link_token(forum.secret_key)}")
    assert page.status_code == 200
    assert said(page) == EVERYWHERE | NOT_KEPT


def test_a_file_is_kept_and_not_found(forum: Flask):
    number = made(forum, published_meeting)
    page = forum.test_client().get(f"/meetings/{number}/meeting.ics")
    kept = {"Cache-Control": page.headers["Cache-Control"], "Vary": "Cookie, Accept-Encoding"}
    assert said(page) == EVERYWHERE | HIDDEN | kept
    assert "no-store" not in kept["Cache-Control"]


@pytest.mark.parametrize("address", ["/no-such-page", "/desk", "/meetings/99", "/sign-out"])
def test_an_error_is_not_kept(forum: Flask, address: str):
    page = forum.test_client().get(address)
    assert page.status_code >= 400
    more = {"Allow": page.headers["Allow"]} if page.status_code == 405 else {}
    assert said(page) == EVERYWHERE | NOT_KEPT | more


def test_a_file_of_ours_is_kept_for_a_year_under_the_address_that_changes_with_it(forum: Flask):
    kept = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Cookie, Accept-Encoding"}
    page = forum.test_client().get("/static/style.css?v=1")
    page.close()
    assert said(page) == EVERYWHERE | HIDDEN | kept


def test_signing_out_clears_what_the_browser_kept(forum: Flask):
    sent = submit(forum.test_client().sign_in().get("/desk"), "/sign-out")
    assert sent.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_any_word_in_an_address_is_taken_for_a_secret_until_its_route_says_otherwise(forum: Flask):
    """A new address with words in it is a decision: add it here, or leave its pages unkept."""
    told = {
        rule.endpoint
        for rule in routes(forum)
        if any(not isinstance(converter, IntegerConverter) for converter in rule._converters.values())
        and getattr(forum.view_functions[rule.endpoint], "carries_no_secret", False)
    }
    assert told == set()


def test_only_these_pages_are_for_search_engines(forum: Flask):
    """A new one is a decision: add it here."""
    assert marked(forum, "on_record") == {
        "pages.home", "pages.archive", "pages.meeting", "actions.tracker", "actions.promise",
        "threads.thread", "threads.topics", "threads.topic", "threads.said",
    }  # fmt: skip


# Over https ---------------------------------------------------------------------------------------------------


def test_over_https_every_page_says_to_come_back_over_https(secure: Flask):
    for address in ("/", "/no-such-page", "/static/style.css"):
        page = over_https(secure).get(address, base_url=PASSED_ON)
        page.close()
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_cookie_over_https_is_for_this_site_alone(secure: Flask):
    cookie = over_https(secure).get("/form", base_url=PASSED_ON).headers["Set-Cookie"]
    assert cookie.startswith("__Host-forum=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_a_form_works_behind_a_server_that_speaks_https(secure: Flask):
    browser = over_https(secure, use_cookies=False)  # the client's own would not send them: to it this is http
    page = browser.get("/form", base_url=PASSED_ON)
    asked = {"Referer": "https://forum.example/form", "Origin": "https://forum.example"}
    asked["Cookie"] = page.headers["Set-Cookie"].split(";")[0]
    sent = {"data": dict(page.form(0).values), "base_url": PASSED_ON}
    assert browser.post("/form", headers=asked, **sent).status_code == 200
    forged = asked | {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    assert browser.post("/form", headers=forged, **sent).status_code == 400


def over_https(app: Flask, **how: bool) -> Browser:
    """A browser whose requests come as the server in front passes them on."""
    browser = app.test_client(**how)
    browser.environ_base |= {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    return browser


# Names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["evil.example", "forum.example.evil.example", "localhost.evil", "", "a b", "[::2]"])
def test_a_request_that_calls_the_site_by_another_name_is_refused(forum: Flask, name: str):
    for address in ("/", "/sign-in", "/no-such-page", "/static/style.css"):
        page = forum.test_client().get(address, headers={"Host": name})
        assert (page.status_code, page.mimetype) == (400, "text/plain")
        assert name not in page.text or not name


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_this_computers_own_names_are_good(forum: Flask, name: str):
    assert forum.test_client().get("/contact", base_url=f"http://{name}").status_code == 200


def test_a_name_that_was_passed_on_by_nobody_known_is_not_believed(forum: Flask):
    page = forum.test_client().get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert page.status_code == 200
    assert "evil.example" not in page.text


# Settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "six"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("PUBLIC_URL", "forum.example"),
        ("PUBLIC_URL", "ftp://forum.example"),
        ("PUBLIC_URL", "https://"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_with_its_name(tmp_path: Path, name: str, value: str):
    with pytest.raises(ValueError, match=name):
        read({"FORUM_DATA": str(tmp_path), name: value})


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({}, {"127.0.0.1", "localhost", "[::1]"}),
        ({"PUBLIC_URL": "https://Forum.Example:8443"}, {"forum.example", "127.0.0.1", "localhost", "[::1]"}),
        ({"PUBLIC_URL": "https://bücher.example"}, {"xn--bcher-kva.example", "127.0.0.1", "localhost", "[::1]"}),
        ({"HOST": "fd00::7"}, {"[fd00::7]", "127.0.0.1", "localhost", "[::1]"}),
    ],
)
def test_it_answers_to_the_name_of_its_public_address(tmp_path: Path, given: dict[str, str], known: set[str]):
    assert set(read({"FORUM_DATA": str(tmp_path), **given}).KNOWN_HOSTS) == known


def read(environ: dict[str, str]):
    return places.config_module().Config.from_environment(environ)


def test_nothing_is_taken_without_its_token_but_what_mail_programs_send(forum: Flask):
    """A new exemption is a decision: only for unsubscribing with one click."""
    assert marked(forum, "from_anywhere") == set()
    assert not csrf._exempt_blueprints


def marked(app: Flask, fact: str) -> set[str]:
    return {rule.endpoint for rule in routes(app) if getattr(app.view_functions[rule.endpoint], fact, False)}


def said(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.headers if name not in ITS_OWN}
