"""Whatever a family and the coordinator do, in whatever order: nothing is lost, and nobody is shown what they must
not see."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from forum_app.asking import operations, queries
from forum_app.asking.models import AskerQuery, Consent, Merged, Submission, SubmissionState
from forum_app.db import db
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from tests.builders import NOBODY, NOW, announced_meeting, make_submission

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What may be refused: the page explains it, and nothing is changed.
REFUSALS = (
    operations.OutOfTheAskersHands,
    operations.OnlyUpwards,
    operations.NothingToRelease,
    operations.NotOnTheDesk,
    operations.NotPutTogether,
    operations.QueryStillOpen,
    operations.DeadlinePassed,
)
WHICH = st.integers(0, 7)


class Course(RuleBasedStateMachine):
    """Up to eight questions of one meeting, and everything that can be done with them."""

    def __init__(self) -> None:
        super().__init__()
        db.session.rollback()
        self.meeting = announced_meeting()
        self.left: list[Submission] = []
        self.words: dict[int, str] = {}
        self.withdrawn: set[int] = set()
        self.ever_on_record: dict[int, str] = {}

    # by families

    @rule(late=st.booleans(), follows=st.booleans())
    def leave(self, late: bool, follows: bool) -> None:
        if len(self.left) == 8:
            return
        number = len(self.left)
        submission = make_submission(
            self.meeting, f"Typed by family {number}", code(self.meeting.id * 8 + number), late=late, follows=follows,
            contact=f"family{number}@example.org",
        )  # fmt: skip
        self.left.append(submission)
        self.words[submission.id] = submission.words

    @rule(which=WHICH, closed=st.booleans())
    def change_words(self, which: int, closed: bool) -> None:
        def change(submission: Submission) -> None:
            operations.change_words(submission, f"Changed by family {which}", closed=closed)
            self.words[submission.id] = submission.words

        self.do(which, change)

    @rule(which=WHICH)
    def object_to(self, which: int) -> None:
        self.do(which, lambda one: operations.object_to(one, "It says too much."))

    @rule(which=WHICH)
    def stand_apart(self, which: int) -> None:
        self.do(which, operations.stand_apart)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        def withdraw(submission: Submission) -> None:
            operations.withdraw(submission)
            self.withdrawn.add(submission.id)

        self.do(which, withdraw)

    @rule(which=WHICH, level=st.sampled_from([Consent.DESCRIBED, Consent.ASKS_IN_PERSON, Consent.NAMED_TO_AUTHORITY]))
    def climb(self, which: int, level: Consent) -> None:
        self.do(which, lambda one: operations.climb(one, level, f"Step {level} of {which}.", today=NOW.date()))

    @rule(which=WHICH)
    def answer(self, which: int) -> None:
        def answer(submission: Submission) -> None:
            for query in queries.queries_on(submission.id):
                operations.answer(query, "The fifth.")

        self.do(which, answer)

    @rule(which=WHICH, shown=st.booleans())
    def mention_request(self, which: int, shown: bool) -> None:
        link = f"https://requests.example/{which}"
        self.do(which, lambda one: operations.mention_request(one, link, "waiting", shown=shown))

    # by the coordinator

    @rule(which=WHICH)
    def word(self, which: int) -> None:
        self.do(which, lambda one: operations.word(one, f"Wording {which}?", topic="Books", **NOBODY))

    @rule(which=WHICH, state=st.sampled_from([SubmissionState.PARKED, SubmissionState.DECLINED]))
    def set_aside(self, which: int, state: SubmissionState) -> None:
        self.do(which, lambda one: operations.set_aside(one, state, "Because.", **NOBODY))

    @rule(which=WHICH)
    def take_up(self, which: int) -> None:
        self.do(which, lambda one: operations.take_up(one, self.meeting, **NOBODY))

    @rule(which=WHICH, other=WHICH)
    def put_together(self, which: int, other: int) -> None:
        if other < len(self.left):
            self.do(which, lambda one: operations.put_together(one, self.left[other], **NOBODY))

    @rule(which=WHICH)
    def take_apart(self, which: int) -> None:
        self.do(which, lambda one: operations.take_apart(one, **NOBODY))

    @rule(which=WHICH)
    def ask_back(self, which: int) -> None:
        self.do(which, lambda one: operations.ask_back(one, "Which year?", **NOBODY))

    @rule()
    def release(self) -> None:
        try:
            with db.session.begin_nested():
                questions = operations.release(self.meeting, **NOBODY)
        except REFUSALS:
            return
        self.ever_on_record |= {question.id: question.wording for question in questions}

    # what always holds

    @invariant()
    def nothing_typed_is_lost_and_nothing_withdrawn_is_kept(self) -> None:
        db.session.flush()
        for submission in self.left:
            kept = "" if submission.id in self.withdrawn else self.words[submission.id]
            assert submission.words == kept
            assert (submission.state == SubmissionState.WITHDRAWN) == (submission.id in self.withdrawn)

    @invariant()
    def whoever_withdrew_has_left_nothing(self) -> None:
        for submission in self.left:
            if submission.id in self.withdrawn:
                receipt = db.session.get_one(Receipt, submission.receipt_id, populate_existing=True)
                assert receipt.contact is None
                assert not db.session.scalars(select(AskerQuery).where(AskerQuery.submission_id == submission.id)).all()
                assert not submission.foi_link

    @invariant()
    def groups_are_one_deep_and_stand_where_their_first_stands(self) -> None:
        pairs = {row.submission_id: row.into_id for row in db.session.scalars(select(Merged))}
        by_id = {submission.id: submission for submission in self.left}
        for one, into in pairs.items():
            if one not in by_id:
                continue  # of an earlier course
            assert into not in pairs
            first, member = by_id[into], by_id[one]
            assert first.state != SubmissionState.WITHDRAWN
            assert member.question_id == first.question_id
            assert (member.state == SubmissionState.RELEASED) == (first.state == SubmissionState.RELEASED)
        for submission in self.left:
            if submission.state == SubmissionState.MERGED:
                assert submission.id in pairs, "put together with nothing, it would wait for ever"

    @invariant()
    def the_record_says_what_the_forum_worded_and_no_word_of_a_family(self) -> None:
        on_record = db.session.scalars(select(Question).where(Question.meeting_id == self.meeting.id)).all()
        assert {question.id: question.wording for question in on_record} == self.ever_on_record
        for question in on_record:
            assert "family" not in repr({c.name: getattr(question, c.name) for c in Question.__table__.columns})

    @invariant()
    def a_question_that_is_released_is_on_record(self) -> None:
        for submission in self.left:
            if submission.state == SubmissionState.RELEASED:
                assert submission.question_id in self.ever_on_record

    # plumbing

    def do(self, which: int, verb: Any) -> None:
        """One deed, on one of the questions there are; what is refused changes nothing."""
        if which >= len(self.left):
            return
        try:
            with db.session.begin_nested():
                verb(self.left[which])
        except REFUSALS:
            pass

    def teardown(self) -> None:
        db.session.rollback()


def code(number: int) -> str:
    return "".join(LETTERS[(number >> (5 * place)) & 31] for place in range(16))


@pytest.mark.usefixtures("database")
def test_any_course_of_a_question_keeps_what_it_must(empty_database: Flask, proof: int):
    run_state_machine_as_test(Course, settings=settings(max_examples=12 * proof, stateful_step_count=30))
