"""The coordinator decides what a mail is that matched nothing; nobody else sees the tray."""

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.asking.models import Submission
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.mail.inbound.handlers import Letter, handlers_of
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.models import OutboxMessage
from tests.builders import made, make_inbound, published_meeting
from tests.pages import Browser, submit


@pytest.fixture
def asked(coordinator: Browser) -> list[Letter]:
    """The questions that were made, in a forum that takes some."""
    found: list[Letter] = []

    def take(letter: Letter) -> str:
        found.append(letter)
        return "receipt:5"

    handlers_of(coordinator.application).take_question = take
    return found


def row(app: Flask, number: int) -> dict[str, object]:
    with app.app_context():
        found = db.session.get_one(InboundMessage, number)
        return {name: getattr(found, name) for name in ("state", "outcome", "about", "words", "sender", "raw")}


def deeds(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.sentence)))


def test_it_shows_words_and_reason_but_no_whole_address(coordinator: Browser):
    made(coordinator.application, make_inbound)
    page = coordinator.get("/tray")
    assert "Is there parking?" in page.words
    assert "It is not addressed to the forum." in page.words
    assert "j…@home.example" in page.words
    assert "jo@home.example" not in page.text


def test_a_mail_becomes_a_question_and_its_words_leave_the_tray(coordinator: Browser, asked: list[Letter]):
    number = made(coordinator.application, make_inbound)
    submit(coordinator.get(f"/tray/{number}"), "/question")
    assert (asked[0].words, asked[0].sender) == ("Is there parking?", "jo@home.example")
    found = row(coordinator.application, number)
    assert (found["state"], found["outcome"], found["about"]) == ("done", "submission", "receipt:5")
    assert (found["words"], found["sender"]) == ("", "")
    assert coordinator.get(f"/tray/{number}").status_code == 404


def test_nobody_is_answered_whose_address_is_in_doubt(coordinator: Browser, asked: list[Letter]):
    number = made(coordinator.application, make_inbound, outcome=Outcome.HELD)
    submit(coordinator.get(f"/tray/{number}"), "/question")
    assert asked[0].sender == ""


def test_a_letter_whose_sender_is_in_doubt_can_become_a_question(coordinator: Browser):
    number = made(coordinator.application, make_inbound, outcome=Outcome.HELD)
    submit(coordinator.get(f"/tray/{number}"), "/question")
    assert row(coordinator.application, number) | {"about": ""} == {
        "state": "done", "outcome": "submission", "about": "", "words": "", "sender": "", "raw": None,
    }  # fmt: skip
    with coordinator.application.app_context():
        assert list(db.session.scalars(select(Submission.words))) == ["Is there parking?"]
        assert list(db.session.scalars(select(OutboxMessage.id))) == []


def test_where_no_question_is_taken_it_stays(coordinator: Browser):
    number = made(coordinator.application, make_inbound)
    handlers_of(coordinator.application).take_question = None
    page = submit(coordinator.get(f"/tray/{number}"), "/question")
    assert page.status_code == 409
    assert "This cannot be made a question" in page.words
    assert row(coordinator.application, number)["state"] == "tray"


def test_a_mail_is_attached_to_a_promise_which_stays_open(coordinator: Browser):
    app = coordinator.application
    made(app, published_meeting)
    number = made(app, make_inbound)
    page = submit(coordinator.get(f"/tray/{number}"), "/attach", about="Tobias Reed: Book the library room.")
    assert page.status_code == 302
    assert (row(app, number)["state"], row(app, number)["about"]) == ("note", "action:1")
    note = coordinator.get(f"/tray/{number}")
    assert note.links["Tobias Reed: Book the library room."] == "/actions/1/update"
    assert "Still open" in coordinator.get("/promises/1").words or "open" in coordinator.get("/promises/1").words
    submit(note, "/put-away")
    assert row(app, number) | {"about": ""} == {
        "state": "done", "outcome": "reply", "about": "", "words": "", "sender": "", "raw": None,
    }  # fmt: skip


def test_attaching_to_nothing_is_explained(coordinator: Browser):
    made(coordinator.application, published_meeting)
    number = made(coordinator.application, make_inbound)
    page = submit(coordinator.get(f"/tray/{number}"), "/attach", about="")
    assert page.status_code == 422
    assert "Choose what it belongs to." in page.words


def test_discarding_deletes_what_it_says(coordinator: Browser):
    number = made(coordinator.application, make_inbound)
    submit(coordinator.get(f"/tray/{number}"), "/discard")
    found = row(coordinator.application, number)
    assert (found["state"], found["words"], found["sender"], found["raw"]) == (InboundState.DONE, "", "", None)
    assert "A mail in the tray was discarded." in deeds(coordinator.application)
    assert "home.example" not in " ".join(deeds(coordinator.application))


def test_two_who_decide_at_once_decide_once(coordinator: Browser, asked: list[Letter]):
    number = made(coordinator.application, make_inbound)
    page = coordinator.get(f"/tray/{number}")
    submit(page, "/question")
    again = submit(page, "/discard")
    assert again.status_code == 409
    assert "Somebody else has dealt with this mail" in again.words
    assert len(asked) == 1


def test_the_desk_says_that_something_waits(coordinator: Browser):
    assert "Look into the tray" not in coordinator.get("/desk").words
    made(coordinator.application, make_inbound)
    page = coordinator.get("/desk")
    assert "Look into the tray" in page.words
    assert page.links["Open the tray: Look into the tray"] == "/tray"
