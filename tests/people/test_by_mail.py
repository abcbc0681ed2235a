"""Signing in by mail: a code and a link that are good once, for a while, and in the browser that asked."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from forum_app.access import Role
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.people import signing_in
from forum_app.people.models import Grant, SignInRequest
from tests.builders import NOW, make_forum
from tests.pages import Browser, Page, submit
from tests.people import scanners
from tests.people.scanners import Delivered
from tests.people.steps import (
    CODE,
    LINK,
    TOBIAS,
    WREN,
    Mailbox,
    ask,
    is_signed_in,
    rows_of,
    sessions,
    sign_in_by_mail,
    text_of,
    tobias,
    type_code,
    wren,
)
from tests.statements import statements
from tests.test_races import at_once


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
    return app


@pytest.fixture
def either_forum(either_app: Flask) -> Flask:
    with either_app.app_context():
        make_forum()
    return either_app


# The mail -----------------------------------------------------------------------------------------------------


def test_the_mail_says_the_code_first_then_the_link_alone_and_no_name(forum: Flask):
    wren(forum)
    ask(forum.test_client())
    (mail,) = Mailbox(forum).take(WREN)
    lines = text_of(mail).strip().splitlines()
    assert CODE.fullmatch(lines[0])
    assert [line for line in lines if LINK.match(line) and len(line) <= 76]
    code = lines[0]
    assert code not in str(mail["Subject"])
    assert "Wren" not in mail.as_string()
    assert "10 minutes" in text_of(mail)


def test_it_is_given_up_when_its_code_is(forum: Flask):
    wren(forum)
    tobias(forum)
    for email in (WREN, TOBIAS):
        ask(forum.test_client(), email)
    rows = rows_of(forum, OutboxMessage)
    assert {row["recipient"]: row["give_up_at"] - row["due_at"] for row in rows} == {
        WREN: timedelta(minutes=10),
        TOBIAS: timedelta(minutes=30),
    }


# Limits of a network -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "field", "most"), [("/sign-in", "email", 20), ("/sign-in/code", "code", 100)])
def test_one_network_asks_and_guesses_only_so_often_in_an_hour(forum: Flask, address: str, field: str, most: int):
    browser = forum.test_client()
    token = browser.token()

    def sent(number: int, network: str = "203.0.113") -> int:
        typed = f"box{number}@example.org" if field == "email" else f"2222-{number:04}"
        return browser.post(
            address,
            data={field: typed, "csrf_token": token},
            environ_overrides={"REMOTE_ADDR": f"{network}.{number % 250}"},
        ).status_code

    assert {sent(number) for number in range(most)} == {302}
    assert sent(most) == 429
    assert sent(most, "198.51.100") == 302


# T-A1, T-A3: scanners ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delivered", [scanners.mailed_link, scanners.mailed_code])
def test_a_scanner_that_presses_every_button_gets_nothing_and_burns_nothing(
    forum: Flask, delivered: Callable[[Flask], Delivered]
):
    scanners.the_scanner_gets_nothing_and_its_owner_everything(delivered(forum))


def test_a_scanner_that_opens_a_printed_link_burns_nothing(forum: Flask):
    """It never travels by mail, so nobody presses its button but its owner."""
    scanners.the_scanner_gets_nothing_and_its_owner_everything(scanners.printed_link(forum), presses=False)


def test_a_forwarded_link_shows_the_code_and_never_signs_in(forum: Flask):
    delivered = scanners.mailed_link(forum)
    scanners.forwarded_it_is_worth_nothing(delivered)
    assert CODE.search("\n".join(forum.test_client().get(delivered.link).words.split()))


def test_in_the_browser_that_asked_the_link_needs_the_button(forum: Flask):
    delivered = scanners.mailed_link(forum)
    for _ in range(3):
        assert delivered.owner.get(delivered.link).status_code == 200
        assert not is_signed_in(delivered.owner)
    assert delivered.use() == 302
    assert is_signed_in(delivered.owner)


# T-A2: once -----------------------------------------------------------------------------------------------------


def test_of_many_presses_at_once_one_signs_in(either_forum: Flask, proof: int):
    delivered = scanners.mailed_link(either_forum)
    page = delivered.owner.get(delivered.link)
    presses = [pressing(either_forum, delivered, page) for _ in range(10 * proof)]
    statuses = Counter(at_once(presses))
    assert statuses == {302: 1, 410: 10 * proof - 1}
    assert sessions(either_forum) == 1


def pressing(app: Flask, delivered: Delivered, page: Page) -> Callable[[], int]:
    """The same browser once more, with the same cookies."""
    again = app.test_client()
    for name in ("pending", "forum"):
        cookie = delivered.owner.get_cookie(name)
        assert cookie is not None
        again.set_cookie(name, cookie.value)
    values = dict(page.form(0).values)
    return lambda: again.post(delivered.link, data=values).status_code


def test_of_many_codes_typed_at_once_one_signs_in(either_forum: Flask):
    tobias(either_forum)
    owner = either_forum.test_client()
    ask(owner, TOBIAS)
    code, _ = Mailbox(either_forum).code_and_link(TOBIAS)
    at_once([lambda: type_code(copy_of(owner), code).status_code for _ in range(5)])
    assert sessions(either_forum) == 1


def copy_of(browser: Browser) -> Browser:
    again = browser.application.test_client()
    for name in ("pending", "forum"):
        cookie = browser.get_cookie(name)
        if cookie is not None:
            again.set_cookie(name, cookie.value)
    return again


def test_a_second_mail_leaves_the_first_good_until_one_is_used(forum: Flask):
    tobias(forum)
    owner, mails = forum.test_client(), Mailbox(forum)
    ask(owner, TOBIAS)
    first, _ = mails.code_and_link(TOBIAS)
    ask(owner, TOBIAS)
    second, link = mails.code_and_link(TOBIAS)
    other = copy_of(owner)
    assert type_code(owner, first).location == "/for-officers"
    assert type_code(other, second).location == "/sign-in/code"
    assert other.get(link).status_code == 410


# T-A4: forwarded, old, edited, another purpose ---------------------------------------------------------------------


@pytest.mark.parametrize("alter", [lambda a: a[:-1], lambda a: a + "x", str.swapcase, lambda a: a[:-5] + "AAAAA"])
def test_an_edited_link_says_so_kindly(forum: Flask, alter: Callable[[str], str]):
    delivered = scanners.mailed_link(forum)
    end = delivered.link.rpartition("/")[2]
    page = delivered.owner.get(delivered.link.removesuffix(end) + alter(end))
    assert page.status_code == 410
    assert page.forms == []


def test_one_kind_of_link_is_worth_nothing_as_another(forum: Flask):
    delivered = scanners.mailed_link(forum)
    token = delivered.link.rpartition("/")[2]
    assert delivered.owner.get(f"/sign-in/{token}").status_code == 410
    printed = scanners.make_link_token(forum.secret_key)
    assert delivered.owner.get(f"/sign-in/link/{printed[:60]}").status_code == 410


def test_the_code_of_another_persons_mail_does_not_fit(forum: Flask):
    wren(forum)
    tobias(forum)
    mails, one, other = Mailbox(forum), forum.test_client(), forum.test_client()
    ask(one, WREN)
    ask(other, TOBIAS)
    code, _ = mails.code_and_link(WREN)
    assert type_code(other, code).location == "/sign-in/code"
    assert sessions(forum) == 0


def test_five_wrong_codes_end_the_request_and_not_the_account(forum: Flask):
    tobias(forum)
    owner, mails = forum.test_client(), Mailbox(forum)
    ask(owner, TOBIAS)
    code, link = mails.code_and_link(TOBIAS)
    for _ in range(5):
        assert type_code(owner, "2222-2222").location == "/sign-in/code"
    assert type_code(owner, code).location == "/sign-in/code"
    assert owner.get(link).status_code == 410
    assert sessions(forum) == 0
    assert sign_in_by_mail(forum.test_client()).location == "/for-officers"


def test_a_code_can_be_typed_carelessly(forum: Flask):
    tobias(forum)
    owner = forum.test_client()
    ask(owner, TOBIAS)
    code, _ = Mailbox(forum).code_and_link(TOBIAS)
    assert type_code(owner, f" {code.lower().replace('-', ' – ')} ").location == "/for-officers"


def test_the_code_does_nothing_in_a_browser_that_did_not_ask(forum: Flask):
    delivered = scanners.mailed_code(forum)
    code = code_shown_at(delivered)
    stranger = forum.test_client()
    page = ask(stranger, "nobody@example.org")
    assert submit(page, "/sign-in/code", code=code).location == "/sign-in/code"
    assert not is_signed_in(stranger)


def code_shown_at(delivered: Delivered) -> str:
    return next(word for word in delivered.app.test_client().get(delivered.link).words.split() if CODE.fullmatch(word))


# T-A5: how long -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (timedelta(minutes=29, seconds=59), 200),
        (timedelta(minutes=30), 410),
        (timedelta(minutes=-1), 200),  # a clock that is put right by a minute
        (timedelta(minutes=-3), 410),  # set back, it gives no link a longer life
        (timedelta(hours=-5), 410),
    ],
)
def test_a_link_lives_for_its_time_and_no_clock_makes_it_live_longer(
    forum: Flask, frozen: time_machine.Traveller, later: timedelta, status: int
):
    delivered = scanners.mailed_link(forum)
    frozen.move_to(NOW + later, tick=False)
    assert delivered.owner.get(delivered.link).status_code == status
    assert (delivered.use() if status == 200 else status) in {302, 410}
    assert sessions(forum) == (status == 200)


def test_a_coordinators_link_lives_ten_minutes(forum: Flask, frozen: time_machine.Traveller):
    wren(forum)
    owner = forum.test_client()
    ask(owner)
    _, link = Mailbox(forum).code_and_link()
    frozen.shift(timedelta(minutes=9, seconds=59))
    assert owner.get(link).status_code == 200
    frozen.shift(timedelta(seconds=1))
    assert owner.get(link).status_code == 410


def test_a_role_that_ended_meanwhile_signs_nobody_in(forum: Flask, frozen: time_machine.Traveller):
    tobias(forum)
    owner = forum.test_client()
    ask(owner, TOBIAS)
    code, _ = Mailbox(forum).code_and_link(TOBIAS)
    with forum.app_context():
        for grant in db.session.query(Grant):
            grant.starts_on, grant.ends_on = NOW.date() - timedelta(days=9), NOW.date() - timedelta(days=1)
        db.session.commit()
    assert type_code(owner, code).location == "/sign-in/code"
    assert sessions(forum) == 0


# T-A7: nobody learns who is on the list ---------------------------------------------------------------------------


def test_known_and_unknown_addresses_get_the_same_answer_and_cost_the_same_work(forum: Flask):
    wren(forum)
    tobias(forum)
    asked = {email: asking(forum, email) for email in (WREN, TOBIAS, "nobody@example.org", "ẞ@example.org")}
    first = asked[WREN]
    assert len(first.statements) > 5
    for email, found in asked.items():
        assert found == first, email
    assert len(Mailbox(forum).take()) == 2


def test_who_has_had_enough_mails_gets_the_same_answer_too(forum: Flask):
    tobias(forum)
    found = [asking(forum, TOBIAS) for _ in range(signing_in.AN_HOUR + 2)]
    assert all(one == found[0] for one in found)
    assert len(Mailbox(forum).take()) == signing_in.AN_HOUR


def test_when_too_many_mails_went_out_in_all_the_answer_and_the_work_are_the_same(
    forum: Flask, monkeypatch: pytest.MonkeyPatch, frozen: time_machine.Traveller
):
    wren(forum)
    tobias(forum)
    before = asking(forum, WREN)
    monkeypatch.setattr(signing_in, "MAILS_IN_ALL", 1)
    for email in (WREN, TOBIAS, "nobody@example.org"):
        assert asking(forum, email) == before
    assert len(Mailbox(forum).take()) == 1
    frozen.shift(timedelta(hours=1, seconds=1))
    ask(forum.test_client(), TOBIAS)
    assert len(Mailbox(forum).take(TOBIAS)) == 1, "an hour later mails go out again"


def test_addresses_that_nobody_has_use_up_no_mails(forum: Flask, monkeypatch: pytest.MonkeyPatch):
    """Or anybody could keep everybody out with one form."""
    tobias(forum)
    monkeypatch.setattr(signing_in, "MAILS_IN_ALL", 1)
    for number in range(3):
        ask(forum.test_client(), f"nobody{number}@example.org")
    ask(forum.test_client(), TOBIAS)
    assert len(Mailbox(forum).take()) == 1


def test_after_too_many_wrong_codes_in_all_only_links_sign_in(forum: Flask, monkeypatch: pytest.MonkeyPatch):
    wren(forum)
    tobias(forum)
    guesser, owner, mails = forum.test_client(), forum.test_client(), Mailbox(forum)
    ask(guesser, WREN)
    ask(owner, TOBIAS)
    code, link = mails.code_and_link(TOBIAS)
    monkeypatch.setattr(signing_in, "WRONG_CODES_IN_ALL", 3)
    for _ in range(3):
        type_code(guesser, "2222-2222")
    assert type_code(owner, code).location == "/sign-in/code", "as for a code that does not fit"
    assert submit(owner.get(link), 0).status_code == 302
    assert is_signed_in(owner)


def test_an_address_of_somebody_without_a_role_gets_no_mail(forum: Flask, frozen: time_machine.Traveller):
    wren(forum, Role.CHAIR)
    frozen.shift(timedelta(days=-1))
    ask(forum.test_client())
    assert Mailbox(forum).take() == []


class Answered:
    """What anybody can see of an answer, and what was said to the database for it."""

    def __init__(self, page: Page, shown: Page, said: list[str]) -> None:
        self.seen = (page.status_code, page.location, page.data, without_secrets(shown.text))
        self.headers = sorted(name for name, _ in page.headers)
        self.statements = [end_of_savepoint(statement) for statement in said]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answered) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.seen)


def asking(app: Flask, email: str) -> Answered:
    browser = app.test_client()
    page = browser.get("/sign-in")
    with statements() as said:
        sent = submit(page, "/sign-in", email=email)
    return Answered(sent, browser.get(sent.location), said)


def end_of_savepoint(statement: str) -> str:
    return re.sub(r"^(?:RELEASE|ROLLBACK TO) SAVEPOINT", "END OF SAVEPOINT", statement)


def without_secrets(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def test_what_is_kept_of_a_request_signs_nobody_in(forum: Flask):
    delivered = scanners.mailed_code(forum)
    code, token = code_shown_at(delivered).replace("-", ""), delivered.link.rpartition("/")[2]
    verifier = delivered.owner.get_cookie("pending")
    assert verifier is not None
    kept = [str(value) for row in rows_of(forum, SignInRequest) for value in row.values()]
    assert not [text for text in kept for secret in (code, token, verifier.value, TOBIAS) if secret in text]


# The new-browser notice -------------------------------------------------------------------------------------------


def test_a_sign_in_in_a_new_browser_is_told_once(forum: Flask):
    tobias(forum)
    browser, mails = forum.test_client(), Mailbox(forum)
    sign_in_by_mail(browser)
    subjects = [str(mail["Subject"]) for mail in mails.take(TOBIAS)]
    assert sorted(subjects) == ["A new sign-in", "Your sign-in code"]
    submit(browser.get("/my-sign-ins"), "/sign-out")
    sign_in_by_mail(browser)
    assert [str(mail["Subject"]) for mail in mails.take(TOBIAS)] == ["Your sign-in code"]
