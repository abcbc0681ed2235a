"""The page of a receipt, and what of it could tell somebody else whose it is."""

import pytest
from sqlalchemy import select

from forum_app.asking import operations
from forum_app.asking.models import ConsentGiven, Merged, Submission
from forum_app.codes import shown
from forum_app.db import db
from forum_app.questions.models import Question
from tests.builders import (
    CODE,
    NOBODY,
    announced_meeting,
    made,
    make_submission,
    meeting_with_agenda,
    released_submission,
)
from tests.pages import Browser, submit

PAGE = f"/receipt/{shown(CODE)}/question"


@pytest.fixture
def parent(browser: Browser) -> Browser:
    """Somebody with a receipt who asked to be told more."""
    made(browser.application, lambda: make_submission(announced_meeting(), contact="wren@ashby.example", follows=True))
    return browser


def words_agreed_to(browser: Browser) -> list[str]:
    with browser.application.app_context():
        return list(db.session.scalars(select(ConsentGiven.words)))


def test_a_receipt_left_lying_about_does_not_tell_whose_it_is(parent: Browser):
    page = parent.get(PAGE)
    assert "w…@ashby.example" in page.words
    assert "wren@" not in page.text


def test_only_words_that_were_shown_are_agreed_to(parent: Browser):
    shown_first = submit(parent.get(f"{PAGE}/say"), press="preview", level="3", name="Wren")
    assert "Asked by Wren" in shown_first.words
    others = submit(shown_first, press="agree", level="3", name="Wren Ashby")
    assert "Asked by Wren Ashby" in others.words
    assert words_agreed_to(parent) == []
    assert submit(others, press="agree").status_code == 302
    assert words_agreed_to(parent) == ["Wren Ashby"]


def test_nobody_agrees_without_having_been_shown_the_words(parent: Browser):
    page = submit(parent.get(f"{PAGE}/say"), press="preview", level="2")
    unseen = submit(page, press="agree", level="2", shown="")
    assert "Whoever asked this will put it at the meeting themselves." in unseen.words
    assert words_agreed_to(parent) == []


def test_a_receipt_opens_after_its_question_was_taken_off_the_record(coordinator: Browser):
    made(coordinator.application, lambda: released_submission(meeting_with_agenda()))
    with coordinator.application.app_context():
        question_id = db.session.scalars(select(Question.id)).one()
    assert "On the agenda" in coordinator.get(PAGE).words
    submit(coordinator.get(f"/questions/{question_id}/remove"), press=None)
    assert "With the coordinator, not read by anybody else" in coordinator.get(PAGE).words


def put_together() -> Submission:
    meeting = announced_meeting()
    first = make_submission(meeting, code="FFFFYYYYXXXXWWWW", wording="May we visit?")
    mine = make_submission(meeting)
    operations.put_together(mine, first, **NOBODY)
    return mine


def test_a_program_that_presses_at_once_puts_no_question_apart(browser: Browser):
    made(browser.application, put_together)
    form = browser.get(f"{PAGE}/mine-is-different").form()
    browser.post(form.action, data=dict(form.values))
    with browser.application.app_context():
        assert db.session.scalars(select(Merged)).one()
    submit(browser.get(f"{PAGE}/mine-is-different"))
    with browser.application.app_context():
        assert db.session.scalars(select(Merged)).all() == []


def test_a_wording_older_than_the_askers_words_is_pointed_out_to_the_coordinator(coordinator: Browser):
    number = made(coordinator.application, lambda: make_submission(announced_meeting()))
    page = f"/questions-left/{number}"
    submit(coordinator.get(page), page, wording="Is there a quiet room?")
    assert "written before this came back" not in coordinator.get(page).words
    with coordinator.application.app_context():
        operations.change_words(db.session.get_one(Submission, number), "Could there be a quiet hour?")
        db.session.commit()
    assert "written before this came back" in coordinator.get(page).words
