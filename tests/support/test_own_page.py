"""The page of the receipt of somebody who asks a question too."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.questions.models import FoiState, Question
from forum_app.receipts.models import Receipt
from forum_app.support.models import Support
from tests.builders import made, meeting_with_agenda, released_submission
from tests.pages import Browser, Page, submit
from tests.people.steps import text_of

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def letter(browser: Browser) -> str:
    """What was mailed to somebody who asks a question too and follows it."""
    made(browser.application, lambda: released_submission(meeting_with_agenda()))
    page = browser.get(f"/questions/{the_question(browser)}/ask-too")
    submit(page, contact="lark@home.example", follows=True)
    with browser.application.app_context():
        body = db.session.scalars(select(OutboxMessage.body)).one() or b""
    return text_of(message_from_bytes(body, policy=default))  # type: ignore[arg-type]


def the_question(browser: Browser) -> int:
    with browser.application.app_context():
        return db.session.scalars(select(Question.id)).one()


def opened(browser: Browser, letter: str) -> Page:
    link = re.search(r"https?://[^/]+(/receipt/\S+)", letter)
    assert link is not None
    page = browser.get(link[1])
    return browser.get(page.location)


def test_the_link_in_the_letter_opens_the_receipt(browser: Browser, letter: str):
    assert "You ask this too." in opened(browser, letter).words


def test_news_can_be_stopped_without_taking_support_back(browser: Browser, letter: str):
    submit(opened(browser, letter), "stop-news")
    with browser.application.app_context():
        assert db.session.scalars(select(Receipt.contact).join(Support)).all() == [None]


def test_a_program_that_presses_at_once_takes_nothing_back(browser: Browser, letter: str):
    form = opened(browser, letter).form("take-back")
    browser.post(form.action, data={"csrf_token": browser.token})
    with browser.application.app_context():
        assert db.session.scalars(select(Support)).one()
    submit(opened(browser, letter), "take-back")
    with browser.application.app_context():
        assert db.session.scalars(select(Support)).all() == []


def test_the_public_thread_shows_the_request_that_whoever_asked_lets_be_shown(browser: Browser, letter: str):
    number = the_question(browser)
    with browser.application.app_context():
        question = db.session.get_one(Question, number)
        question.foi_link, question.foi_state = "https://requests.example/7", FoiState.WAITING
        db.session.commit()
    assert browser.get(f"/questions/{number}").links["freedom of information request"] == "https://requests.example/7"
