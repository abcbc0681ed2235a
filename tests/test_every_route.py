"""Every route: who may, what its address looks like, and that reading writes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from forum_app.access import (
    ANSWER_BY_LINK,
    AT_THE_DOOR,
    EVERYONE,
    FOLLOW_LINK,
    HOLD_RECEIPT,
    INVITED_BY_MAIL,
    NEWS_BY_MAIL,
    PERMISSIONS,
    READ_OWN_FEED,
)
from forum_app.db import db
from forum_app.people.operations import make_link_token
from forum_app.web import requires
from tests.engines import Databases, dispose, make_app
from tests.everything import Everything, addresses, make_everything, methods, routes
from tests.pages import Browser, Page
from tests.statements import WRITES, statements

KEBAB = re.compile(r"^/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)?|<[a-z]+(?:\([a-z0-9=,]*\))?:[a-z_]+>)?$")
#: A used link, a forum that is set up already, and an address that only leads on.
NOT_FOR_A_COORDINATOR = {"people.use_link", "settings.set_up", "receipts.receipt"}
#: What takes a post without a token against forged ones, and why; each has tests of its own.
WITHOUT_TOKEN = {"subscriptions.stop": "a mail program presses this button (RFC 8058); the private link is the token"}
#: What a page repeats of the request, and what is made anew each time.
REFLECTED = (
    re.compile(r'name="csrf_token" value="[^"]*"'),
    re.compile(r'content="[^"]*" name="csrf-token"'),
)


@pytest.fixture
def everything(browser: Browser, frozen: object) -> Everything:
    """Each test of addresses has a forum with something of every kind, on a day when a meeting lies ahead."""
    return make_everything(browser.application)


# Who may ------------------------------------------------------------------------------------------------------


def test_every_route_names_its_permission(app: Flask):
    bare = [rule.endpoint for rule in routes(app) if permission_of(app, rule) is None]
    assert not bare, f"{bare}: the fix: put @public or @requires(access.…) right below the route"


def test_every_permission_stands_on_the_page_of_permissions(app: Flask):
    odd = [rule.endpoint for rule in routes(app) if permission_of(app, rule) not in PERMISSIONS]
    assert not odd, f"{odd}: the fix: add the permission to PERMISSIONS in forum_app/access.py"


def test_only_these_routes_are_public(app: Flask):
    """A new public route is a decision: add it here."""
    assert {rule.endpoint: permission_of(app, rule) for rule in routes(app) if is_public(app, rule)} == {
        "pages.home": EVERYONE, "pages.archive": EVERYONE,
        "pages.meeting": EVERYONE, "pages.contact": EVERYONE,
        "pages.accessibility": EVERYONE, "pages.privacy": EVERYONE,
        "actions.tracker": EVERYONE, "actions.promise": EVERYONE, "actions.file": EVERYONE,
        "actions.take_on": EVERYONE, "actions.check_mail": EVERYONE, "actions.confirm_take": FOLLOW_LINK,
        "actions.your_part": FOLLOW_LINK, "actions.take_back": FOLLOW_LINK,
        "calendar.file": EVERYONE, "calendar.add": EVERYONE,
        "calendar.subscribe": EVERYONE, "calendar.feed": EVERYONE,
        "calendar.ask": INVITED_BY_MAIL, "calendar.check_mail": INVITED_BY_MAIL,
        "calendar.confirm": INVITED_BY_MAIL, "calendar.yours": INVITED_BY_MAIL,
        "calendar.end": INVITED_BY_MAIL, "calendar.own_feed": READ_OWN_FEED,
        "asking.ask": EVERYONE, "receipts.open_receipt": EVERYONE,
        "receipts.receipt": HOLD_RECEIPT, "asking.receipt": HOLD_RECEIPT,
        "asking.change": HOLD_RECEIPT, "asking.withdraw": HOLD_RECEIPT,
        "asking.say": HOLD_RECEIPT, "asking.stop_news": HOLD_RECEIPT,
        "asking.look_before": EVERYONE, "asking.object_to": HOLD_RECEIPT,
        "asking.answer": HOLD_RECEIPT, "asking.stand_apart": HOLD_RECEIPT,
        "asking.mention_request": HOLD_RECEIPT, "support.ask_too": EVERYONE,
        "support.receipt": HOLD_RECEIPT, "support.take_back": HOLD_RECEIPT,
        "asking.linked_pack": FOLLOW_LINK, "people.sign_in": AT_THE_DOOR,
        "people.enter_code": AT_THE_DOOR, "people.open_link": AT_THE_DOOR,
        "people.use_link": AT_THE_DOOR,
        "subscriptions.subscribe": NEWS_BY_MAIL, "subscriptions.check_mail": NEWS_BY_MAIL,
        "subscriptions.confirm": NEWS_BY_MAIL, "subscriptions.yours": NEWS_BY_MAIL,
        "subscriptions.try_again": NEWS_BY_MAIL, "subscriptions.stop": NEWS_BY_MAIL,
        "threads.thread": EVERYONE, "threads.topics": EVERYONE, "threads.topic": EVERYONE, "threads.said": EVERYONE,
        "threads.linked_responses": FOLLOW_LINK, "threads.linked_respond": FOLLOW_LINK,
        "threads.linked_pack_pdf": FOLLOW_LINK, "threads.linked_pack_word": FOLLOW_LINK,
        "arranging.linked_dates": ANSWER_BY_LINK, "arranging.linked_room": ANSWER_BY_LINK,
        "arranging.no_room": ANSWER_BY_LINK, "arranging.room_later": ANSWER_BY_LINK,
        "arranging.room_taken_back": ANSWER_BY_LINK, "planning.linked": ANSWER_BY_LINK,
        "planning.linked_notes": ANSWER_BY_LINK, "planning.linked_agenda": ANSWER_BY_LINK,
        "planning.ask_by_link": ANSWER_BY_LINK,
        "openness.who_may_what": EVERYONE, "openness.what_is_kept": EVERYONE, "openness.sharing": EVERYONE,
    }  # fmt: skip


def test_a_route_without_permission_is_noticed(app: Flask):
    app.add_url_rule("/bare", "bare", lambda: "")
    assert permission_of(app, next(rule for rule in routes(app) if rule.endpoint == "bare")) is None


def is_public(app: Flask, rule: Rule) -> bool:
    """Whether it opens without signing in."""
    permission = permission_of(app, rule)
    return permission is not None and permission.roles is None


def permission_of(app: Flask, rule: Rule):
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def test_forbidden_is_404_for_the_public_however_asked(everything: Everything, browser: Browser):
    token = browser.token()
    for rule in guarded(browser.application):
        for address in addresses(browser.application, rule, everything):
            for method in {"GET", "HEAD", "POST"} & (rule.methods or set()):
                sent = {"csrf_token": token} if method == "POST" else None
                page = browser.open(address, method=method, data=sent)
                assert page.status_code == 404, f"{method} {address} answers the public with {page.status_code}"


def test_forbidden_reads_like_missing(everything: Everything, browser: Browser):
    missing = without_reflection(browser.get("/no-such-page"))
    token = browser.token()
    missing_post = without_reflection(browser.post("/no-such-page", data={"csrf_token": token}))
    for rule in guarded(browser.application):
        for address in addresses(browser.application, rule, everything):
            if "GET" in (rule.methods or set()):
                assert without_reflection(browser.get(address)) == missing, address
            if "POST" in (rule.methods or set()):
                sent = browser.post(address, data={"csrf_token": token})
                assert without_reflection(sent) == missing_post, address


def test_forbidden_says_nothing_more_in_its_headers(everything: Everything, browser: Browser):
    missing = headers_of(browser.get("/no-such-page"))
    for rule in guarded(browser.application):
        address = next(addresses(browser.application, rule, everything))
        if "GET" in (rule.methods or set()):
            assert headers_of(browser.get(address)) == missing, address


def test_drafts_and_planning_meetings_read_like_missing(everything: Everything, browser: Browser):
    missing = without_reflection(browser.get("/meetings/999999"))
    _, _, draft, planning, _ = everything.meetings
    for number in (draft, planning):
        for address in (f"/meetings/{number}", f"/meetings/{number}/add-to-calendar"):
            page = browser.get(address)
            assert (page.status_code, without_reflection(page)) == (404, missing), address
        assert browser.get(f"/meetings/{number}/meeting.ics").status_code == 404


def test_a_post_without_the_token_changes_nothing(everything: Everything, coordinator: Browser):
    before = rows_in(coordinator.application)
    for rule in routes(coordinator.application):
        if "POST" in (rule.methods or set()) and rule.endpoint not in WITHOUT_TOKEN:
            for address in addresses(coordinator.application, rule, everything):
                page = coordinator.post(address, data={"title": "Forged", "name": "Forged"})
                assert page.status_code in {400, 404}, f"{address} took a post without its token"
    assert rows_in(coordinator.application) == before


def guarded(app: Flask) -> Iterator[Rule]:
    yield from (rule for rule in routes(app) if not is_public(app, rule))


def without_reflection(page: Page) -> str:
    body = page.text.replace(page.address, "")
    for pattern in REFLECTED:
        body = pattern.sub("", body)
    return body


def headers_of(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.headers if name not in {"Content-Length", "Date"}}


def rows_in(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            table.name: db.session.scalar(text(f"SELECT count(*) FROM {table.name}"))  # noqa: S608 - our names
            for table in db.metadata.sorted_tables
        }


# Addresses ----------------------------------------------------------------------------------------------------


def test_addresses_are_words_with_hyphens_and_typed_parameters(app: Flask):
    for rule in routes(app):
        parts = rule.rule.split("/")[1:]
        assert all(KEBAB.match("/" + part) for part in parts), (
            f"{rule.rule}. the fix: small letters with hyphens, and a type for each parameter, <int:meeting_id>"
        )


def test_no_address_ends_with_a_slash(app: Flask):
    assert [rule.rule for rule in routes(app) if rule.rule.endswith("/") and rule.rule != "/"] == []


def test_endpoints_are_named_for_their_slice(app: Flask):
    for rule in routes(app):
        view = app.view_functions[rule.endpoint]
        assert f"{view.__module__}.".startswith(f"forum_app.{rule.endpoint.split('.')[0]}.routes."), rule.endpoint


# Reading writes nothing ---------------------------------------------------------------------------------------


def test_every_page_opens_and_is_sound(everything: Everything, coordinator: Browser):
    """Opening is enough: the browser inspects each page."""
    for address in readable(coordinator.application, everything):
        assert coordinator.get(address).status_code in {200, 302, 404, 410}, address


def test_every_page_of_a_coordinator_is_there(everything: Everything, coordinator: Browser):
    """One address of each route, whose row the page is about, opens with 200."""
    for rule in routes(coordinator.application):
        if "GET" in (rule.methods or set()) and rule.endpoint not in {
            "people.use_link",
            "settings.set_up",
            "receipts.receipt",
            "threads.responses",  # officers only: tests/threads/test_wall.py opens them
            "threads.respond",
        }:
            statuses = [coordinator.get(a).status_code for a in addresses(coordinator.application, rule, everything)]
            assert 200 in statuses, f"{rule.rule}: {statuses}"


def test_public_pages_open_and_are_sound_for_everybody(everything: Everything, browser: Browser):
    for rule in routes(browser.application):
        if is_public(browser.application, rule) and "GET" in (rule.methods or set()):
            for address in addresses(browser.application, rule, everything):
                assert browser.get(address).status_code in {200, 302, 404}, address


def test_before_set_up_every_page_is_sound(app: Flask):
    browser = app.test_client()
    for address in ("/", "/meetings", "/promises", "/contact", "/sign-in", "/desk"):
        assert "set up" in browser.get(address).text.lower() or address == "/sign-in"
    browser.sign_in()
    assert browser.get("/desk").location.endswith("/set-up")
    assert browser.get("/set-up").status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("who", ["coordinator", "browser"])
def test_reading_writes_nothing(everything: Everything, who: str, method: str, request: pytest.FixtureRequest):
    reader = request.getfixturevalue(who)
    before = rows_in(reader.application)
    with statements() as seen:
        for address in readable(reader.application, everything):
            reader.open(address, method=method)
    written = [statement for statement in seen if WRITES.match(statement)]
    assert len(seen) > 100
    assert not written, f"{written[:3]}: the fix: change something only when a form is sent"
    assert rows_in(reader.application) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_the_engine_itself_refuses_to_write_while_reading(
    either: Databases, tmp_path: Path, method: str, caplog: pytest.LogCaptureFixture
):
    with either.fresh() as url, app_with_writing_route(url, tmp_path) as app:
        assert app.test_client().open("/write", method=method).status_code == 500
        assert re.search(r"(?i)read-?\s?only", caplog.text)
        assert rows_in(app)["audit_entry"] == 0
        assert app.test_client().post("/write").status_code == 200
        assert rows_in(app)["audit_entry"] == 1, "the route would have written; so the refusal was the engine's"


@contextmanager
def app_with_writing_route(url: str, data: Path) -> Iterator[Flask]:
    app = make_app(url, data)
    app.config["WTF_CSRF_ENABLED"] = False  # this route is a throw-away of the test's own
    app.before_request_funcs[None] = [f for f in app.before_request_funcs[None] if f.__name__ != "_wait_for_set_up"]

    @requires(AT_THE_DOOR)  # a page that reaches everything, so that only reading can be what is refused
    def write() -> str:
        db.session.execute(text("INSERT INTO audit_entry (at, sentence) VALUES ('2026-01-13 09:30:00+00', 'Written.')"))
        return ""

    methods_taken = ["GET", "HEAD", "POST", "OPTIONS"]
    app.add_url_rule("/write", "write", write, methods=methods_taken, provide_automatic_options=False)
    yield app
    dispose(app)


def readable(app: Flask, everything: Everything) -> Iterator[str]:
    for rule in routes(app):
        if "GET" in methods(rule):
            yield from addresses(app, rule, everything)


def test_a_sign_in_link_is_still_good_after_everybody_opened_it(everything: Everything, browser: Browser):
    token = make_link_token(browser.application.secret_key)
    for _ in range(3):
        assert browser.get(f"/sign-in/{token}").status_code == 200
    assert browser.get("/desk").status_code == 404
