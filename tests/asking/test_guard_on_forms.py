"""Words that everybody reads as soon as they are saved hold no address and no number of whoever left something."""

import pytest

from forum_app.db import db
from forum_app.questions.models import Question
from tests.builders import announced_meeting, made, make_action, make_question, make_submission, published_meeting
from tests.pages import Browser, submit

ADDRESS = "wren@ashby.example"
PLANTED = f"Please write to {ADDRESS.replace('@', ' @ ')} about it."


@pytest.fixture
def forum(coordinator: Browser) -> Browser:
    """A forum where somebody wants to hear what becomes of a question."""
    made(coordinator.application, lambda: make_submission(announced_meeting(), contact=ADDRESS, follows=True))
    return coordinator


def test_a_question_on_record_is_not_corrected_into_telling_an_address(forum: Browser):
    number = made(forum.application, lambda: make_question(announced_meeting(), released=True))
    page = submit(forum.get(f"/questions/{number}/edit"), wording=PLANTED)
    assert page.status_code == 422
    assert "somebody on the private list stands in these words" in page.words
    assert PLANTED in page.text
    with forum.application.app_context():
        assert db.session.get_one(Question, number).wording == "May we visit the library?"
    assert submit(page, wording="Whom may we write to?").status_code == 302


def test_what_became_of_a_promise_does_not_tell_an_address(forum: Browser):
    number = made(forum.application, lambda: make_action(published_meeting()))
    page = submit(forum.get(f"/actions/{number}/update"), words=PLANTED)
    assert page.status_code == 422
    assert "Everybody could read it: take it out." in page.words
    assert submit(page, words="It is booked.").status_code == 302
