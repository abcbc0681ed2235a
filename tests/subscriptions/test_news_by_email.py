"""Asking for news, confirming, choosing, and leaving: on both engines, and against those who mean harm."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.mail.inbound.incoming import Outcome as InboundOutcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.receiving import receive
from forum_app.mail.jobs import deliver
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.outbox import queue
from forum_app.mail.suppression import Suppression, SuppressionReason, suppressed, suspend
from forum_app.mail.tagged import LONGEST_LOCAL_PART, Tag, Use, tag_of, tagged
from forum_app.subscriptions import emails, operations
from forum_app.subscriptions.jobs import delete_unconfirmed
from forum_app.subscriptions.labels import families
from forum_app.subscriptions.links import (
    private_token,
    read_private_token,
    read_unsubscribe_token,
    unsubscribe_token,
)
from forum_app.subscriptions.models import Pace, Subscription, Topic
from forum_app.subscriptions.queries import counts_by_topic, subscribers_of
from tests.builders import NOW, made, make_forum, make_subscriber
from tests.mail.posting import set_up_mail
from tests.mail.servers import Post, mail_server
from tests.pages import Browser, submit

SECRET = "only for tests"
READER = "reader@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


# The rules, on both engines -----------------------------------------------------------------------------------


@pytest.fixture
def running(either_app: Flask, frozen: object):
    """Either engine with templates, inside an application context: letters are composed."""
    with either_app.app_context():
        make_forum()
        yield either_app
        db.session.rollback()


def test_nothing_comes_before_the_owner_of_the_address_said_yes(running: Flask):
    row = asked()
    assert subscribers_of([Topic.MINUTES]) == []
    operations.confirm(row, secret_key=SECRET, now=NOW)
    db.session.flush()
    assert subscribers_of([Topic.MINUTES]) == [row]
    assert subscribers_of([Topic.CARDS]) == []
    assert subjects() == ["Please confirm: news from Fenwick Vale Positive Dialogue Forum",
                          "You will hear from Fenwick Vale Positive Dialogue Forum"]  # fmt: skip


def test_confirming_twice_sends_one_welcome(running: Flask):
    row = asked()
    for _ in range(2):
        operations.confirm(row, secret_key=SECRET, now=NOW)
    db.session.flush()
    assert len(subjects()) == 2


def test_typing_the_address_of_a_subscriber_changes_nothing_but_tells_its_owner(running: Flask):
    row = make_subscriber(READER, [Topic.MINUTES])
    operations.ask("Reader@Example.org", {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW)
    db.session.flush()
    db.session.expire_all()
    assert (row.topics, row.pace) == ({Topic.MINUTES}, Pace.AS_IT_HAPPENS)
    assert subjects() == ["You already get news from Fenwick Vale Positive Dialogue Forum"]


def test_a_stranger_can_cause_three_mails_a_day_at_most(running: Flask):
    for hours in range(8):
        operations.ask(READER, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW + timedelta(hours=hours))
    assert len(subjects()) == operations.MAILS_A_DAY
    operations.ask(READER, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW + timedelta(days=1))
    assert len(subjects()) == operations.MAILS_A_DAY + 1


def test_a_flood_of_new_addresses_is_refused_for_the_day(running: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(operations, "NEW_ADDRESSES_A_DAY", 2)
    for number in range(2):
        operations.ask(f"{number}@example.org", {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW)
    with pytest.raises(operations.TooManyToday):
        operations.ask(READER, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW)
    operations.ask(READER, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=NOW + timedelta(days=1))


def test_an_address_nobody_confirmed_is_forgotten_after_a_week(running: Flask):
    asked()
    make_subscriber("stays@example.org")
    delete_unconfirmed(NOW + timedelta(days=7))
    assert count(Subscription) == 2
    delete_unconfirmed(NOW + timedelta(days=8))
    assert db.session.scalars(select(Subscription.address)).all() == ["stays@example.org"]


def test_stopping_forgets_the_address_and_what_waits_for_it(running: Flask):
    row = make_subscriber(READER)
    for key in ("circulation:1:x", "digest:1:x", "receipt:1"):
        queue(emails.already("token"), to=READER, key=key, now=NOW)
    queue(emails.already("token"), to="other@example.org", key="circulation:1:y", now=NOW)
    operations.stop(row, now=NOW)
    db.session.flush()
    assert count(Subscription) == 0
    stopped = select(OutboxMessage.key).where(OutboxMessage.state == OutboxState.STOPPED)
    assert set(db.session.scalars(stopped)) == {"circulation:1:x", "digest:1:x"}


def test_who_is_spared_hears_again_after_saying_so(running: Flask):
    row = make_subscriber(READER)
    db.session.add(Suppression(address=READER, reason="no_such_address", since=NOW))
    db.session.flush()
    assert subscribers_of(list(Topic)) == []
    operations.confirm(row, secret_key=SECRET, now=NOW)
    assert subscribers_of(list(Topic)) == [row]


def test_the_mail_to_confirm_goes_to_a_suspended_address_too_once_a_day(running: Flask):
    make_subscriber("back@example.org")
    later = NOW + timedelta(days=1)
    for address in (READER, "back@example.org"):
        suspend(address, SuppressionReason.NO_SUCH_ADDRESS, "smtp", now=NOW)
        for _ in range(3):
            operations.ask(address, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=later)
    queue(emails.already("token"), to=READER, key="circulation:1:x", now=NOW)
    db.session.commit()
    with mail_server(post := Post()) as port:
        set_up_mail(running, port)
        assert deliver(later) == "2 sent, 1 not sent"
    assert sorted(post.recipients) == ["back@example.org", READER]
    row = db.session.scalars(select(Subscription).where(Subscription.address == READER)).one()
    operations.confirm(row, secret_key=SECRET, now=NOW)
    assert suppressed([READER, "back@example.org"]) == {"back@example.org"}


def test_nothing_is_sent_at_night(running: Flask):
    evening = NOW.replace(hour=22)
    operations.ask(READER, {Topic.CARDS}, Pace.WEEKLY, secret_key=SECRET, now=evening)
    assert db.session.scalar(select(OutboxMessage.due_at)) == (NOW + timedelta(days=1)).replace(hour=8, minute=0)


def test_families_are_counted_and_small_numbers_are_not_told(running: Flask):
    for number in range(9):
        make_subscriber(f"{number}@example.org", [Topic.CARDS] if number else [Topic.MINUTES])
    counts = counts_by_topic()
    assert families(counts[Topic.CARDS]) == "8 families"
    assert [families(few) for few in (counts[Topic.MINUTES], 0, 7)] == ["fewer than 8 families"] * 3


def test_the_same_address_typed_many_times_at_once_is_one_row(either_app: Flask):
    with either_app.app_context():
        make_forum()
    statuses = at_once(either_app, 6)
    assert set(statuses) == {302}
    with either_app.app_context():
        assert count(Subscription) == 1
        assert count(OutboxMessage) == operations.MAILS_A_DAY


# Leaving by mail ----------------------------------------------------------------------------------------------


def test_the_mailbox_in_every_letter_with_news_stops_it_once_and_nobody_is_answered(running: Flask):
    running.config |= {"IMAP_HOST": "mail.example"}
    row, other = make_subscriber(READER), make_subscriber("other@example.org")
    letter = emails.welcome(*tokens_of(running, row.id), {Topic.CARDS}, Pace.WEEKLY)
    queue(letter, to=READER, key="circulation:1:x", now=NOW)
    db.session.commit()
    page, mailbox = in_angles(mails()[0]["List-Unsubscribe"])
    assert page.startswith("http")
    first, second = (receive(left_by_mail(mailbox, number), now=NOW) for number in "12")
    assert (first.outcome, first.about, second.outcome) == (InboundOutcome.REPLY, None, InboundOutcome.REPLY)
    assert "stopped before" in second.reason
    assert db.session.scalars(select(Subscription)).all() == [other]
    assert db.session.scalars(select(OutboxMessage.state)).all() == [OutboxState.STOPPED]
    assert set(db.session.execute(select(InboundMessage.state, InboundMessage.raw, InboundMessage.sender))) == {
        (InboundState.DONE, None, "")
    }


def test_without_a_mailbox_only_the_link_is_offered(running: Flask):
    queue(emails.welcome("link", "box", {Topic.CARDS}, Pace.WEEKLY), to=READER, key="k", now=NOW)
    assert in_angles(mails()[0]["List-Unsubscribe"]) == ["http://localhost/news/stop/link"]


@pytest.mark.parametrize("number", [1, 2**62 - 1])
def test_the_token_of_a_mailbox_survives_capitals_and_fits_an_address(number: int):
    token = unsubscribe_token(number, SECRET)
    address = tagged(Use.UNSUBSCRIBE, token, mailbox=f"{'f' * 25}@example.org")
    assert len(address.rpartition("@")[0]) <= LONGEST_LOCAL_PART
    assert tag_of(address.upper(), domains=frozenset({"example.org"})) == Tag(Use.UNSUBSCRIBE, token)
    assert read_unsubscribe_token(token, SECRET) == number


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "a", lambda t: ("b" if t[0] == "a" else "a") + t[1:], lambda t: "1" * 29]
)
def test_a_mailbox_nobody_was_given_stops_nothing(running: Flask, change: Callable[[str], str]):
    row = make_subscriber(READER)
    wrong = change(unsubscribe_token(row.id, running.secret_key))
    db.session.commit()
    said = receive(left_by_mail(f"mailto:forum+unsub+{wrong}@fenwick.example", "1"), now=NOW)
    assert "stopped before" in said.reason
    assert count(Subscription) == 1


# Pages and links ----------------------------------------------------------------------------------------------


def test_asking_looks_the_same_for_a_known_and_an_unknown_address(browser: Browser, frozen: object):
    made(browser.application, make_subscriber, READER)
    answers = []
    for address in (READER, "new@example.org"):
        sent = submit(browser.get("/news"), address=address)
        answers.append((sent.status_code, sent.location, browser.get(sent.location).text))
    assert answers[0] == answers[1]
    with browser.application.app_context():
        assert count(OutboxMessage) == 2


def test_a_scanner_that_opens_every_link_changes_nothing(browser: Browser, frozen: object):
    row_id = made(browser.application, make_subscriber, READER)
    submit(browser.get("/news"), address="new@example.org")
    before = everything(browser.application)
    for address in links_of(browser.application, row_id):
        for method in ("GET", "HEAD", "OPTIONS"):
            scanner = browser.application.test_client()
            assert scanner.open(address, method=method).status_code in {200, 405}, address
    assert everything(browser.application) == before


def test_one_click_works_without_cookie_or_token_and_answers_at_once(browser: Browser, frozen: object):
    row_id = made(browser.application, make_subscriber, READER)
    address = f"/news/stop/{token_of(browser.application, row_id)}"
    for _ in range(2):  # pressed once more, it says the same
        answer = browser.application.test_client(use_cookies=False).post(address, data=ONE_CLICK)
        assert answer.status_code == 200
        assert answer.h1 == "No more mail comes to you"
        assert "Set-Cookie" not in answer.headers
    with browser.application.app_context():
        assert count(Subscription) == 0


def test_one_click_from_another_site_takes_only_the_private_link(browser: Browser, frozen: object):
    row_id = made(browser.application, make_subscriber, READER)
    token = token_of(browser.application, row_id)
    for wrong in (token[:-1], token + "x", token.swapcase(), "x", str(row_id)):
        assert browser.post(f"/news/stop/{wrong}", data=ONE_CLICK).status_code == 404
    with browser.application.app_context():
        assert count(Subscription) == 1


def test_pages_behind_a_private_link_are_kept_nowhere_and_show_no_address(browser: Browser, frozen: object):
    row_id = made(browser.application, make_subscriber, READER)
    token = token_of(browser.application, row_id)
    for page in ("yours", "stop"):
        shown = browser.get(f"/news/{page}/{token}")
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["X-Robots-Tag"] == "noindex"
        assert READER not in shown.text


def test_a_link_to_confirm_works_for_a_week(browser: Browser, frozen):
    submit(browser.get("/news"), address=READER)
    with browser.application.app_context():
        address = link_in(mails()[0], "/news/confirm/")
    assert browser.get(address).status_code == 200
    frozen.move_to(NOW + timedelta(days=8))
    assert browser.get(address).status_code == 410


def test_the_way_back_is_offered_to_whose_mail_came_back(browser: Browser, frozen: object):
    row_id = made(browser.application, make_subscriber, READER)
    address = f"/news/yours/{token_of(browser.application, row_id)}"
    assert "came back" not in browser.get(address).words
    with browser.application.app_context():
        db.session.add(Suppression(address=READER, reason="no_such_address", since=NOW))
        db.session.commit()
    page = browser.get(address)
    assert "Mail to you came back" in page.words
    assert submit(page, "try-again/" + address.rpartition("/")[2]).status_code == 302
    with browser.application.app_context():
        assert count(Suppression) == 0


@pytest.mark.parametrize(
    "typed", ["a@b.example\nBcc: x@example.org", "a@b.example, c@d.example", "<a@b.example>", "a@b", "x" * 300]
)
def test_what_is_no_address_is_refused(browser: Browser, frozen: object, typed: str):
    assert submit(browser.get("/news"), address=typed).status_code == 422
    with browser.application.app_context():
        assert count(OutboxMessage) == 0


# Plumbing -----------------------------------------------------------------------------------------------------


def asked() -> Subscription:
    operations.ask(READER, {Topic.NEXT_MEETING, Topic.MINUTES}, Pace.AS_IT_HAPPENS, secret_key=SECRET, now=NOW)
    db.session.flush()
    return db.session.scalars(select(Subscription)).one()


def at_once(app: Flask, times: int) -> list[int]:
    """The same form sent from many browsers in the same moment."""
    forms = [(browser := app.test_client(), browser.get("/news")) for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        return [page.status_code for page in pool.map(lambda form: submit(form[1], address=READER), forms)]


def count(model: type) -> int:
    db.session.flush()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def subjects() -> list[str]:
    db.session.flush()
    return list(db.session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.key)))


def mails() -> list[EmailMessage]:
    return [message_from_bytes(body, policy=policy.default) for body in db.session.scalars(select(OutboxMessage.body))]


def link_in(message: EmailMessage, path: str) -> str:
    return re.search(rf"http://localhost({path}\S+)", message.get_body(("plain",)).get_content())[1]


def token_of(app: Flask, row_id: int) -> str:
    token = private_token(row_id, app.secret_key)
    assert read_private_token(token, app.secret_key) == row_id
    return token


def tokens_of(app: Flask, row_id: int) -> tuple[str, str]:
    return private_token(row_id, app.secret_key), unsubscribe_token(row_id, app.secret_key)


def in_angles(header: str) -> list[str]:
    return re.findall(r"<([^>]+)>", header)


def left_by_mail(mailbox: str, number: str) -> bytes:
    """What a mail program sends when its reader presses “Unsubscribe”."""
    to = mailbox.removeprefix("mailto:")
    return f"From: reader@home.example\nTo: {to}\nMessage-ID: <{number}@home.example>\nSubject:\n\n".encode()


def links_of(app: Flask, row_id: int) -> list[str]:
    token = token_of(app, row_id)
    with app.app_context():
        confirm = link_in(mails()[0], "/news/confirm/")
    return [f"/news/{page}/{token}" for page in ("yours", "stop", "try-again")] + [confirm]


def everything(app: Flask) -> list[tuple]:
    with app.app_context():
        rows = db.session.execute(select(Subscription.id, Subscription.confirmed_on).order_by(Subscription.id)).all()
        return [*map(tuple, rows), (count(OutboxMessage),)]
