"""Asking in advance: what a family leaves, what the desk does with it, and what goes on record."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from forum_app.asking import operations, queries
from forum_app.asking.models import Consent, ConsentGiven, Submission, SubmissionState
from forum_app.asking.operations import AlreadyLeft, Asked, NothingToRelease, NotOnTheDesk, OnlyUpwards
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.questions.models import NamedAsker, Question
from forum_app.questions.operations import remove_question
from forum_app.questions.queries import questions_of
from forum_app.receipts.models import Receipt
from tests.builders import (
    CODE,
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    make_submission,
    released_submission,
)

pytestmark = pytest.mark.usefixtures("database")

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


# Leaving ------------------------------------------------------------------------------------------------------


def test_an_address_is_kept_only_where_somebody_wants_to_hear_more():
    silent = make_submission(announced_meeting(), contact="wren@example.org")
    assert receipt_of(silent).contact is None
    follower = make_submission(None, code=code(1), contact="wren@example.org", follows=True)
    assert receipt_of(follower).contact == "wren@example.org"


def test_no_row_says_when_a_question_was_left():
    make_submission(announced_meeting())
    columns = {column.name for table in (Submission, Receipt) for column in table.__table__.columns}
    assert not [name for name in columns if name.endswith("_at")]


def test_pressing_twice_leaves_one_question():
    make_submission(announced_meeting())
    db.session.commit()
    with pytest.raises(AlreadyLeft):
        operations.ask(Asked("Could we visit the library?"), meeting_id=None, code=CODE, key=KEY, today=NOW.date())
    assert db.session.scalar(select(func.count(Submission.id))) == 1


def test_the_code_itself_is_nowhere_in_the_database():
    make_submission(announced_meeting(), contact="wren@example.org", follows=True)
    db.session.commit()
    kept = [str(v) for t in db.metadata.sorted_tables for row in db.session.execute(select(t)) for v in row]
    assert not [text for text in kept if CODE in text or CODE.lower() in text]


def test_withdrawing_deletes_words_and_address():
    submission = make_submission(announced_meeting(), contact="wren@example.org", follows=True, wording="May we?")
    operations.withdraw(submission, now=NOW)
    db.session.flush()
    assert (submission.words, submission.wording, submission.state) == ("", "", SubmissionState.WITHDRAWN)
    assert receipt_of(submission).contact is None
    assert queries.submissions_for(submission.meeting_id) == []


def test_withdrawing_takes_back_what_was_said_of_the_asker():
    meeting = announced_meeting()
    named, described = (
        make_submission(meeting, wording="May we?"),
        make_submission(meeting, code=code(1), wording="Or?"),
    )
    operations.climb(named, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    operations.climb(described, Consent.DESCRIBED, "Asked by a parent.", today=NOW.date())
    operations.release(meeting, **NOBODY)
    for submission in (named, described):
        operations.withdraw(submission, now=NOW)
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(NamedAsker)) == 0
    assert {question.said_of_asker for question in questions_of(meeting.id)} == {""}


def test_a_question_taken_off_the_record_comes_back_to_the_desk():
    meeting = announced_meeting()
    first, second = make_submission(meeting, wording="May we?"), make_submission(meeting, code=code(1))
    operations.put_together(second, first, **NOBODY)
    (question,) = operations.release(meeting, **NOBODY)
    operations.back_on_the_desk(question)
    remove_question(question)
    db.session.commit()
    assert [(one.state, one.question_id) for one in (first, second)] == [
        (SubmissionState.NEW, None),
        (SubmissionState.MERGED, None),
    ]
    operations.word(first, "May we visit?", **NOBODY)
    (again,) = operations.release(meeting, **NOBODY)
    assert len(queries.askers_of(again.id)) == 2


def test_changed_words_go_back_to_the_coordinator():
    submission = make_submission(announced_meeting(), wording="May we visit?")
    operations.change_words(submission, "Could we visit on Mondays?")
    assert submission.state == SubmissionState.NEW


def test_words_on_record_are_out_of_the_askers_hands():
    with pytest.raises(operations.OutOfTheAskersHands):
        operations.change_words(released_submission(announced_meeting()), "Otherwise")


# The ladder ---------------------------------------------------------------------------------------------------


def test_the_ladder_only_goes_up():
    submission = make_submission(announced_meeting())
    operations.climb(submission, Consent.ASKS_IN_PERSON, "I ask.", today=NOW.date())
    for level in (Consent.NOTHING, Consent.DESCRIBED, Consent.ASKS_IN_PERSON):
        with pytest.raises(OnlyUpwards):
            operations.climb(submission, level, "Less.", today=NOW.date())
    operations.climb(submission, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    given = db.session.scalars(select(ConsentGiven).order_by(ConsentGiven.level)).all()
    assert [(step.level, step.words) for step in given] == [(2, "I ask."), (3, "Wren Ashby")]


def test_what_may_be_said_takes_effect_with_the_release_and_not_before():
    meeting = announced_meeting()
    submission = make_submission(meeting, wording="May we visit?")
    operations.climb(submission, Consent.DESCRIBED, "Asked by a parent.", today=NOW.date())
    assert questions_of(meeting.id) == []
    (question,) = operations.release(meeting, **NOBODY)
    assert question.said_of_asker == "Asked by a parent."


def test_a_name_goes_to_the_authority_and_never_to_the_public_record():
    meeting = announced_meeting()
    submission = make_submission(meeting, wording="May we visit?")
    operations.climb(submission, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    (question,) = operations.release(meeting, **NOBODY)
    assert db.session.get_one(NamedAsker, question.id).name == "Wren Ashby"
    assert question.said_of_asker == ""
    assert [row.name for row in queries.released_to_officers(meeting.id)] == ["Wren Ashby"]


def test_what_is_agreed_to_after_the_release_is_shown_at_the_next_one():
    meeting = announced_meeting()
    submission = released_submission(meeting)
    operations.climb(submission, Consent.ASKS_IN_PERSON, "I ask.", today=NOW.date())
    question = db.session.get_one(Question, submission.question_id)
    assert question.said_of_asker == ""
    make_submission(meeting, code=code(1), wording="Who pays?")
    operations.release(meeting, **NOBODY)
    assert question.said_of_asker == "I ask."


# The desk and the release -------------------------------------------------------------------------------------


def test_only_worded_questions_are_released():
    meeting = announced_meeting()
    make_submission(meeting)
    with pytest.raises(NothingToRelease):
        operations.release(meeting, **NOBODY)


def test_the_record_holds_the_forums_words_and_nothing_of_the_askers():
    meeting = announced_meeting()
    released_submission(meeting, "May families visit?", words="My son Rowan, 9, would love to visit")
    (question,) = questions_of(meeting.id)
    assert "Rowan" not in repr({column.name: getattr(question, column.name) for column in Question.__table__.columns})
    assert not [key.column.table.name for key in Question.__table__.foreign_keys if "sub" in key.column.table.name]


def test_the_order_on_record_tells_nothing_of_who_asked_first(proof: int):
    """Each place of arrival meets each place on record about equally often, by number and by position."""
    first_by_id, first_by_position = Counter[str](), Counter[str]()
    rounds = 30 * proof
    for number in range(rounds):
        meeting = announced_meeting()
        for place in range(3):
            make_submission(meeting, code=code(number * 3 + place), wording=f"Question {'ABC'[place]}?")
        rows = operations.release(meeting, **NOBODY)
        first_by_id[min(rows, key=lambda row: row.id).wording] += 1
        first_by_position[questions_of(meeting.id)[0].wording] += 1
    for counted in (first_by_id, first_by_position):
        assert len(counted) == 3
        assert max(counted.values()) < rounds * 0.7


@pytest.mark.parametrize("verb", ["word", "set_aside", "take_up"])
def test_what_is_on_record_or_withdrawn_is_off_the_desk(verb: str):
    meeting = announced_meeting()
    gone = make_submission(meeting, code=code(1))
    operations.withdraw(gone, now=NOW)
    for submission in (released_submission(meeting), gone):
        more = {"word": ("Words?",), "set_aside": (SubmissionState.PARKED, ""), "take_up": (meeting,)}[verb]
        with pytest.raises(NotOnTheDesk):
            getattr(operations, verb)(submission, *more, **NOBODY)


def test_a_question_taken_off_the_record_leaves_what_was_left():
    submission = released_submission(announced_meeting())
    db.session.delete(db.session.get_one(Question, submission.question_id))
    db.session.flush()
    db.session.refresh(submission)
    assert (submission.state, submission.question_id) == (SubmissionState.RELEASED, None)


def test_the_audit_names_no_asker_and_no_words():
    meeting = announced_meeting()
    released_submission(meeting, words="Rowan would like to know", contact="wren@example.org", follows=True)
    sentences = " ".join(db.session.scalars(select(AuditEntry.sentence)))
    assert "Released 1 question" in sentences
    assert not [word for word in ("Rowan", "wren", "library") if word in sentences]


def test_followers_are_told_once_by_their_receipt():
    meeting = announced_meeting()
    followed = released_submission(meeting, contact="wren@example.org", follows=True)
    questions = questions_of(meeting.id)
    assert queries.followers_of(questions) == [(followed.receipt_id, followed.question_id, "wren@example.org")]


# Plumbing -----------------------------------------------------------------------------------------------------


def code(number: int) -> str:
    """Another code for each number."""
    return "".join(LETTERS[(number >> (5 * place)) & 31] for place in range(16))


def receipt_of(submission: Submission) -> Receipt:
    return db.session.get_one(Receipt, submission.receipt_id, populate_existing=True)
