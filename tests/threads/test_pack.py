"""The officers' pack as a file says what its page says."""

import pytest
from flask import Flask

from forum_app.asking.operations import release
from forum_app.asking.queries import released_to_officers
from forum_app.db import db
from forum_app.questions.operations import name_topic
from forum_app.settings.queries import the_forum
from forum_app.threads.pack import pack_of
from tests.builders import DAY, NOBODY, NOW, announced_meeting, make_forum, make_submission


@pytest.fixture
def forum(either_app: Flask):
    with either_app.app_context():
        make_forum()
        yield the_forum()
        db.session.rollback()


def test_everything_beside_a_question_on_its_page_stands_in_the_file(forum):
    meeting = announced_meeting()
    make_submission(meeting, wording="May families borrow the kits?")
    (question,) = release(meeting, reply_by=DAY, by=None, now=NOW)
    question.topic = name_topic("Libraries")
    question.asked_about, question.late = 10, True
    question.said_of_asker = "A parent of a child with a plan"
    question.foi_link, question.foi_state = "https://requests.example/1", "waiting"
    db.session.flush()
    (entry,) = pack_of(meeting, released_to_officers(meeting.id), forum).entries
    said = list(entry.notes)
    assert said[:5] == [
        "Libraries",
        "About 10 asked this",
        "Came late: read out by the coordinator if there is time",
        "A parent of a child with a plan",
        "Also asked as a freedom of information request: no answer yet, says whoever asked. https://requests.example/1",
    ]
    assert said[5].startswith("A reply is asked for by Wednesday 15 April 2026 (")


def test_a_question_with_nothing_beside_it_has_no_notes(forum):
    meeting = announced_meeting()
    make_submission(meeting, wording="Is there a choir?")
    release(meeting, **NOBODY)
    (entry,) = pack_of(meeting, released_to_officers(meeting.id), forum).entries
    assert list(entry.notes) == []
