"""“I ask this too”: counted roughly, once a day, and told of nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forum_app.asking.operations import AlreadyLeft
from forum_app.db import db
from forum_app.minutes import operations as minutes
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.support import operations, queries
from forum_app.support.jobs import count_askers
from forum_app.support.models import Support
from forum_app.threads.jobs import forget_askers
from tests.builders import (
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    make_question,
    make_support,
    meeting_with_agenda,
    released_submission,
    write_minutes,
)

pytestmark = pytest.mark.usefixtures("database")

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_nothing_is_said_when_somebody_presses_but_with_the_days_count():
    question = on_agenda(askers=1)
    supported_by(question, 2)
    assert said(question) == 0
    count_askers(NOW)
    assert said(question) == 3


@pytest.mark.parametrize(("supporters", "says"), [(1, 0), (2, 3), (6, 3), (7, 10), (12, 15)])
def test_those_who_left_it_and_those_who_ask_it_too_count_alike(supporters: int, says: int):
    question = on_agenda(askers=1)
    supported_by(question, supporters)
    count_askers(NOW)
    assert said(question) == says


def test_taken_back_it_counts_no_more_and_the_address_goes():
    question = on_agenda(askers=1)
    support = make_support(question, code(0), contact="wren@example.org", follows=True)
    make_support(question, code(1))
    count_askers(NOW)
    assert said(question) == 3
    operations.take_back(support.id, support.receipt_id, now=NOW)
    count_askers(NOW)
    assert said(question) == 0
    assert db.session.scalars(select(Receipt.contact).where(Receipt.contact.is_not(None))).all() == []


def test_the_count_is_no_change_to_the_questions_text():
    question = on_agenda(askers=1)
    version = question.version
    supported_by(question, 5)
    count_askers(NOW)
    db.session.refresh(question)
    assert question.version == version


def test_pressing_twice_counts_once():
    question = on_agenda()
    make_support(question)
    db.session.commit()
    with pytest.raises(AlreadyLeft):
        make_support(question)
    assert db.session.scalar(select(func.count(Support.id))) == 1


def test_no_row_says_when_somebody_pressed():
    assert {column.name for column in Support.__table__.columns} == {"id", "receipt_id", "question_id"}


def test_a_month_after_the_minutes_nobody_is_known_and_the_number_stays():
    meeting = meeting_with_agenda(day=date(2026, 1, 10))
    question = make_question(meeting, released=True, response_text="Yes.")
    supported_by(question, 9)
    count_askers(NOW)
    write_minutes(meeting.items[0], "Said.")
    minutes.publish(meeting, "", **NOBODY)
    db.session.commit()
    forget_askers(NOW + timedelta(days=31))
    count_askers(NOW + timedelta(days=31))
    assert db.session.scalar(select(func.count(Support.id))) == 0
    assert said(question) == 10


def test_only_what_everybody_may_read_can_be_supported():
    draft = make_question(announced_meeting(), released=True)
    hidden = make_question(meeting_with_agenda())
    shown = make_question(meeting_with_agenda(), released=True)
    assert [bool(queries.public_question(row.id)) for row in (draft, hidden, shown)] == [False, False, True]


# Plumbing -----------------------------------------------------------------------------------------------------


def on_agenda(askers: int = 0) -> Question:
    meeting = meeting_with_agenda()
    if not askers:
        return make_question(meeting, released=True)
    return db.session.get_one(Question, released_submission(meeting).question_id)


def supported_by(question: Question, count: int) -> None:
    for number in range(count):
        make_support(question, code(number), key=KEY)


def said(question: Question) -> int:
    return db.session.scalar(select(Question.asked_about).where(Question.id == question.id)) or 0


def code(number: int) -> str:
    return "".join(LETTERS[(number + 1 >> (5 * place)) & 31] for place in range(16))
