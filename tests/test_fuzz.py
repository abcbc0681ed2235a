"""Whatever is sent, the answer is a page with a reason, never a fault of ours, and never a broken page.

Seeded, so that each run sends the same; FORUM_PROOF=1 sends ten times as much.
"""

import random
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.routing import Rule

from tests.everything import Everything, addresses, make_everything, methods, routes
from tests.pages import Browser, Page, PageForm

HOSTILE = (
    # Nothing, a lot, and characters that are no letters.
    "", " ", "\t", "\n" * 50, "\0", "a\0b", "x" * 10_000, "é" * 5000, "👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿", "\u202eevil", "\ud7ff", "\ufffe",
    # What other programs would obey.
    "\r\n.\r\nSet-Cookie: a=b", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title>",
    "</textarea><h1>Mine</h1>", "{{ 7*7 }}", "' OR 1=1 --", "; DROP TABLE meeting;", "%s%n%x", "../../etc/passwd",
    "javascript:alert(1)", "[a](javascript:1)",
    # Numbers, and what only looks like one.
    "-1", "0", "1", "1.5", "1e999", "NaN", "inf", "9" * 20, "2147483648", "9" * 400, "٣", "²", "0x10", "None",
    # Days, times and addresses.
    "2026-02-30", "0001-01-01", "9999-12-31", "29 March 2026", "31/12/1899", "25:61", "1.30am", "4.30pm", "24:00",
    "https://", "https://[::1", "https://user@host/😀", "a@b", "a" * 300 + "@example.org",
    # Markdown, whole and endless.
    "# H\n## H2\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |", "*" * 3000, "[" * 2000, "> " * 500, "`" * 999,
)  # fmt: skip
NAMES = ("page", "after", "state", "owner_kind", "v", "next", "version", "q", "format", "_method", "debug")
ROUNDS = 2
#: What ends one's own sign-in when it does what it says, or begins another.
ENDING = {
    "people.sign_out", "people.end_session", "people.end_all_sessions", "people.prove", "people.set_up_proof",
    "people.use_link", "people.open_link", "people.enter_code", "settings.set_up",
}  # fmt: skip


@pytest.fixture
def everything(browser: Browser, frozen: object) -> Everything:
    browser.inspecting_prose = False
    return make_everything(browser.application)


@pytest.mark.parametrize("who", ["public", "coordinator"])
def test_any_query_string_is_answered(everything: Everything, browser: Browser, who: str, proof: int):
    if who == "coordinator":
        browser.sign_in()
    chance = random.Random(1)
    for rule in routes(browser.application):
        if "GET" not in methods(rule):
            continue
        for address in list(addresses(browser.application, rule, everything))[:1]:
            for _ in range(ROUNDS * proof):
                query = [(chance.choice(NAMES), chance.choice(HOSTILE)) for _ in range(chance.randint(1, 4))]
                is_sound(browser.get(address, query_string=query), query)


def test_the_filters_of_the_promises_take_anything(everything: Everything, browser: Browser):
    for value in HOSTILE:
        for name in ("state", "owner_kind", "page"):
            is_sound(browser.get("/promises", query_string={name: value}), value)
    for value in HOSTILE:
        is_sound(browser.get("/meetings", query_string={"page": value}), value)


def test_any_address_is_answered(everything: Everything, browser: Browser):
    for word in HOSTILE:
        for front in ("/", "/meetings/", "/promises/", "/sign-in/", "/static/", "/meetings/1/"):
            is_sound(browser.get(front + quote(word[:500])), front + word[:20])


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FORGE"])
def test_any_method_is_answered(everything: Everything, browser: Browser, method: str):
    for address in ("/", "/meetings/1", "/desk", "/sign-out", "/no-such-page"):
        is_sound(browser.open(address, method=method), method)


def test_any_form_of_the_public_takes_anything(everything: Everything, browser: Browser, proof: int):
    for rule in posting(browser):
        fuzz(browser, rule, everything, random.Random(2), rounds=2 * proof)


def test_any_form_of_the_coordinator_takes_anything(everything: Everything, browser: Browser, proof: int):
    browser.sign_in()
    for rule in posting(browser):
        if rule.endpoint not in ENDING:
            fuzz(browser, rule, everything, random.Random(rule.endpoint), rounds=ROUNDS * proof)
    assert browser.get("/desk").status_code == 200


def test_each_field_of_each_form_takes_each_hostile_value(everything: Everything, browser: Browser, proof: int):
    """One field at a time, the rest as it stands: so that each value reaches the code behind its field."""
    browser.sign_in()
    chance = random.Random(3)
    for rule in posting(browser):
        if "GET" not in methods(rule) or rule.endpoint in ENDING:
            continue
        address = list(addresses(browser.application, rule, everything))[-1]
        page = browser.get(address)
        form = next((form for form in page.forms if form.action == address), None) if page.has_main() else None
        for name in sorted(form.names - {"csrf_token"}) if form else ():
            for value in chance.sample(HOSTILE, min(proof, len(HOSTILE))):
                is_sound(browser.post(address, data=with_field(form, name, value)), (name, value))


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b"\xff\xfe=\xff", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"", "content_type": "multipart/form-data"},
        {"data": b"a=" + b"x" * 2_200_000, "content_type": "application/x-www-form-urlencoded"},
        {"data": b"&".join(b"a%d=1" % n for n in range(5000)), "content_type": "application/x-www-form-urlencoded"},
    ],
    ids=["not-utf-8", "json", "cut-short", "no-boundary", "too-large", "many-fields"],
)
def test_a_body_that_is_no_form_is_answered(everything: Everything, browser: Browser, sent: dict[str, Any]):
    browser.sign_in()
    for address in ("/meetings/new", "/old-minutes", "/agenda-items/1/minutes"):
        headers = {"X-CSRFToken": browser.token()}
        is_sound(browser.post(address, headers=headers, **sent), address)


def fuzz(browser: Browser, rule: Rule, everything: Everything, chance: random.Random, rounds: int) -> None:
    token = browser.token()
    for address in list(addresses(browser.application, rule, everything))[:2]:
        form = form_at(browser, rule, address)
        for _ in range(rounds):
            sent = scrambled(form, chance) if form else {}
            is_sound(browser.post(address, data=sent | {"csrf_token": token}), (address, sent))


def form_at(browser: Browser, rule: Rule, address: str) -> PageForm | None:
    """The form of the page at this address, that a person would send from there."""
    page = browser.get(address) if "GET" in methods(rule) else None
    if page is None or page.status_code != 200:
        return None
    return next((form for form in page.forms if form.action == address), None)


def scrambled(form: PageForm, chance: random.Random) -> dict[str, list[str]]:
    """The form as it stands with some fields hostile, some missing, some sent many times, some made up."""
    values: dict[str, list[str]] = {}
    for name, value in form.values:
        values.setdefault(name, []).append(value)
    for name in sorted(form.names | {"more", "preview", "confirm"}):
        deed = chance.random()
        if deed < 0.35:
            values[name] = [chance.choice(HOSTILE)]
        elif deed < 0.45:
            values.pop(name, None)
        elif deed < 0.55:
            values[name] = [chance.choice(HOSTILE) for _ in range(chance.randint(2, 5))]
    values[f"roles-{chance.choice([0, 79, 80, 999, '²', '-1'])}-role"] = [chance.choice(HOSTILE)]
    values[f"contributions-{chance.choice([0, 59, 60, 10**9])}-text"] = [chance.choice(HOSTILE)]
    return values


def with_field(form: PageForm, name: str, value: str) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for other, text in form.values:
        sent.setdefault(other, []).append(text)
    return sent | {name: [value]}


def posting(browser: Browser) -> list[Rule]:
    return [rule for rule in routes(browser.application) if "POST" in methods(rule)]


def is_sound(page: Page, sent: object) -> None:
    """The browser has inspected the page; here: it is no fault of ours, and nothing typed became a script."""
    assert page.status_code < 500, f"{page.request.method} {page.address}: {page.status_code} for {str(sent)[:600]}"
    if page.mimetype.startswith("text/"):
        assert "alert(1)</script>" not in page.text
    assert "Set-Cookie: a=b" not in str(page.headers)
