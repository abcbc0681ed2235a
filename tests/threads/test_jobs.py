"""Whoever follows a question is told once of each thing, and is forgotten a month after its last promise closes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.actions.models import ActionPoint, ActionState
from forum_app.actions.operations import undo_last_update
from forum_app.asking.models import Submission
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.minutes import operations as minutes
from forum_app.questions.models import Outcome, Response
from forum_app.receipts.models import Receipt
from forum_app.threads import operations
from forum_app.threads.jobs import forget_askers, tell_followers
from tests.builders import (
    NOBODY,
    NOW,
    hear,
    make_action,
    make_forum,
    make_submission,
    make_support,
    meeting_with_agenda,
    released_submission,
)

CODES = ("0123456789ABCDEF", "FFFFYYYYXXXXWWWW")
SOON, MONTH = NOW + timedelta(minutes=11), timedelta(days=31)


@pytest.fixture
def followed(either_app: Flask) -> Iterator[Submission]:
    """A question of a meeting that has just been published, with a response; whoever asked it follows it."""
    with either_app.app_context():
        make_forum()
        yield answered_question()
        db.session.rollback()


def answered_question() -> Submission:
    meeting = meeting_with_agenda(day=NOW.date())
    make_submission(meeting, code=CODES[0], wording="Another?")
    submission = released_submission(meeting, contact="wren@home.example", follows=True)
    question = db.session.get_one(operations.Question, submission.question_id)
    question.response = Response(text="Yes.", outcome=Outcome.TAKEN_BACK, officer="Tobias Reed")
    db.session.flush()
    minutes.publish(meeting, "", **NOBODY)
    db.session.flush()
    return submission


def told(now: datetime = SOON) -> list[str]:
    """The letters that a run leaves in the outbox, by what they are about."""
    tell_followers(now)
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "wren@home.example"))
    return sorted(row.event for row in rows)


def promised(followed: Submission) -> ActionPoint:
    question = db.session.get_one(operations.Question, followed.question_id)
    meeting = db.session.get_one(operations.Meeting, question.meeting_id)
    action = make_action(meeting)
    operations.join_action(question, action, **NOBODY)
    return action


def test_a_follower_is_told_of_the_answer_once_and_only_after_time_to_think(followed: Submission):
    assert told(NOW) == []
    assert told() == ["answered"]
    assert told(SOON + timedelta(days=1)) == ["answered"]


def test_whoever_asks_it_too_and_follows_is_told_as_well(followed: Submission):
    question = db.session.get_one(operations.Question, followed.question_id)
    make_support(question, contact="lark@home.example", follows=True)
    make_support(question, CODES[1], contact=None)
    tell_followers(SOON)
    rows = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.key.startswith("answered:")))
    assert sorted(rows) == ["lark@home.example", "wren@home.example"]


def test_nobody_is_told_of_minutes_that_were_withdrawn_at_once(followed: Submission):
    meeting = db.session.get_one(operations.Meeting, followed.meeting_id)
    minutes.withdraw(meeting, **NOBODY)
    assert told() == []


def test_a_follower_is_told_of_each_update_of_a_promise_to_their_question_and_of_no_other(followed: Submission):
    action = promised(followed)
    hear(make_action(db.session.get_one(operations.Meeting, followed.meeting_id)), day=NOW.date())
    assert told() == ["answered"]
    hear(action, ActionState.PARTLY_DONE, "Half of it.", NOW.date())
    assert told() == ["answered", "followed up"]
    hear(action, ActionState.DONE, "All of it.", NOW.date())
    assert told() == ["answered", "followed up", "followed up"]


def test_nobody_is_told_of_an_update_that_is_taken_back_while_the_mail_waits(followed: Submission):
    action = promised(followed)
    hear(action, ActionState.PARTLY_DONE, "Half of it.", NOW.date())
    hear(action, ActionState.DONE, "All of it.", NOW.date())
    told()
    undo_last_update(action, **NOBODY)
    waiting = select(OutboxMessage.key).where(OutboxMessage.state == OutboxState.QUEUED)
    left = [key for key in db.session.scalars(waiting) if key.startswith("followed-up:")]
    assert [key.rpartition(":")[2] for key in left] == [str(action.updates[-1].id)]


def test_old_news_is_told_to_nobody(followed: Submission):
    hear(promised(followed), day=NOW.date())
    assert told(NOW + timedelta(days=91)) == []


def test_what_the_coordinator_confirms_weeks_after_it_was_said_is_still_told(followed: Submission):
    action = promised(followed)
    hear(action, ActionState.PARTLY_DONE, "Half of it.", NOW.date())
    assert "followed up" in told(NOW + timedelta(days=30))


def test_letters_name_neither_the_question_nor_its_code(followed: Submission):
    hear(promised(followed), day=NOW.date())
    told()
    for message in db.session.scalars(select(OutboxMessage)):
        assert message.body is not None
        assert b"library" not in message.body
        assert f"/questions/{followed.question_id}".encode() not in message.body


def test_whoever_does_not_follow_goes_a_month_after_the_minutes(followed: Submission):
    assert db.session.query(Receipt).count() == 2
    forget_askers(NOW + MONTH)
    assert db.session.query(Receipt).count() == 0, "no promise was made to either question"


def test_a_follower_is_known_until_a_month_after_the_last_promise_to_the_question(followed: Submission):
    action = promised(followed)
    make_action(db.session.get_one(operations.Meeting, followed.meeting_id), "Of no matter here.")
    forget_askers(NOW + MONTH)
    assert db.session.scalars(select(Receipt.contact)).all() == ["wren@home.example"]
    assert followed.words == followed.wording
    closed = NOW + 2 * MONTH
    hear(action, ActionState.DONE, "Done.", closed.date())
    forget_askers(closed + timedelta(days=29))
    assert db.session.query(Receipt).count() == 1
    forget_askers(closed + MONTH)
    assert db.session.query(Receipt).count() == 0
    assert db.session.query(Submission).count() == 0
