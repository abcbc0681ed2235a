"""Programs that read our mail before its owner does, and what must be true after they have been there.

Each look is a function that fails by itself, so that a planted fault can show that it would be seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask

from forum_app.people.operations import make_link_token
from tests.pages import Browser, submit
from tests.people.steps import TOBIAS, Mailbox, ask, is_signed_in, sessions, tobias, type_code, wren
from tests.statements import WRITES, statements

AGENTS = ("Mozilla/5.0 (compatible; ScanBot/2.0)", "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0")


@dataclass
class Delivered:
    """A link as it arrived in somebody's mailbox, and what its owner then does with it."""

    app: Flask
    link: str
    owner: Browser
    use: Callable[[], int]


def mailed_link(app: Flask) -> Delivered:
    owner, link, _ = _asked(app)
    return Delivered(app, link, owner, lambda: submit(owner.get(link), 0).status_code)


def mailed_code(app: Flask) -> Delivered:
    """The owner reads the mail on the phone, and types the code where they asked."""
    owner, link, code = _asked(app)
    return Delivered(app, link, owner, lambda: type_code(owner, code).status_code)


def printed_link(app: Flask) -> Delivered:
    """Sent on by hand to somebody: whoever presses first is in, so a scanner that presses is kept from it below."""
    wren(app)
    link, owner = f"/sign-in/{make_link_token(app.secret_key)}", app.test_client()
    return Delivered(app, link, owner, lambda: submit(owner.get(link), 0).status_code)


def _asked(app: Flask) -> tuple[Browser, str, str]:
    tobias(app)
    owner = app.test_client()
    ask(owner, TOBIAS)
    code, link = Mailbox(app).code_and_link(TOBIAS)
    return owner, link, code


def scan(delivered: Delivered, *, presses: bool = True) -> list[Browser]:
    """HEAD, GET twice at once, as a program and as a browser without eyes, and every button on what comes."""
    return [scanner for agent in AGENTS for scanner in _scan(delivered, agent, presses)]


def _scan(delivered: Delivered, agent: str, presses: bool) -> Iterator[Browser]:
    scanner = delivered.app.test_client()
    headers = {"User-Agent": agent}
    scanner.head(delivered.link, headers=headers)
    scanner.options(delivered.link, headers=headers)
    scanner.get(delivered.link, headers=headers | {"Sec-Purpose": "prefetch"})
    page = scanner.get(delivered.link, headers=headers)
    if presses and page.is_page:
        for place in range(len(page.forms)):
            submit(page, place)
    token = dict(scanner.get("/sign-in").form("/sign-in").values)["csrf_token"]
    if presses:
        scanner.post(delivered.link, data={"csrf_token": token}, headers=headers)
    yield scanner


def the_scanner_gets_nothing_and_its_owner_everything(delivered: Delivered, *, presses: bool = True) -> None:
    with statements() as seen:
        scanners = scan(delivered, presses=presses)
    written = [statement for statement in seen if WRITES.match(statement)]
    assert not written, f"a scanner changed something: {written[:2]}"
    assert sessions(delivered.app) == 0, "a scanner has opened a session"
    assert not any(is_signed_in(scanner) for scanner in scanners), "a scanner is signed in"
    assert delivered.use() == 302, "the owner cannot sign in any more"
    assert is_signed_in(delivered.owner), "the owner is not signed in"


def forwarded_it_is_worth_nothing(delivered: Delivered) -> None:
    """Somebody else opens the link while its owner waits."""
    other = delivered.app.test_client()
    page = other.get(delivered.link)
    assert page.status_code == 200
    assert page.forms == [], "there is something to press in a browser that did not ask"
    token = dict(other.get("/sign-in").form("/sign-in").values)["csrf_token"]
    other.post(delivered.link, data={"csrf_token": token})
    assert not is_signed_in(other), "the link signs in a browser that did not ask"


def the_token_changes_when_proved(app: Flask, browser: Browser, prove: Callable[[], None]) -> None:
    """Whoever knew the session before the second factor knows nothing afterwards."""
    before = browser.get_cookie("forum")
    assert before is not None
    prove()
    thief = app.test_client()
    thief.set_cookie("forum", before.value)
    assert not is_signed_in(thief), "the session of before the second factor lives on"
    assert is_signed_in(browser)
