"""Several askers behind one question: everybody keeps their receipt, and may say that theirs was different."""

import pytest

from forum_app.asking import operations, queries
from forum_app.asking.models import Consent, Submission, SubmissionState
from forum_app.asking.operations import (
    DeadlinePassed,
    NotOnTheDesk,
    NotPutTogether,
    OutOfTheAskersHands,
    QueryStillOpen,
)
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.questions.models import NamedAsker, Question, ReplyDue
from tests.builders import DAY, NOBODY, NOW, announced_meeting, make_submission

pytestmark = pytest.mark.usefixtures("database")

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


# Putting together ---------------------------------------------------------------------------------------------


def test_one_question_goes_on_record_for_all_of_them():
    meeting = announced_meeting()
    first, second, third = several(meeting, 3, wording="May we visit?")
    together(first, second, third)
    (question,) = operations.release(meeting, **NOBODY)
    assert [one.question_id for one in (first, second, third)] == [question.id] * 3
    assert question.asked_about == 3


def test_below_three_nothing_is_said_of_how_many():
    meeting = announced_meeting()
    together(*several(meeting, 2, wording="May we visit?"))
    (question,) = operations.release(meeting, **NOBODY)
    assert question.asked_about == 0


@pytest.mark.parametrize(
    ("askers", "said"), [(0, 0), (1, 0), (2, 0), (3, 3), (7, 3), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20)]
)
def test_a_number_is_rounded_and_never_below_eight(askers: int, said: int):
    assert operations.roughly(askers) == said


def test_what_joins_one_that_is_released_is_released():
    meeting = announced_meeting()
    (first,) = several(meeting, 1, wording="May we visit?")
    (question,) = operations.release(meeting, **NOBODY)
    late = make_submission(meeting, "Us too", code(9))
    operations.put_together(late, first, **NOBODY)
    assert (late.state, late.question_id) == (SubmissionState.RELEASED, question.id)


def test_groups_are_put_together_whole():
    meeting = announced_meeting()
    a, b, c, d = several(meeting, 4, wording="May we visit?")
    together(a, b)
    together(c, d)
    together(a, c)
    assert {one.id for one in queries.merged_into(a.id)} == {b.id, c.id, d.id}
    with pytest.raises(NotPutTogether):
        operations.put_together(a, b, **NOBODY)


def test_one_that_is_withdrawn_or_declined_takes_in_no_other():
    meeting = announced_meeting()
    first, second, third = several(meeting, 3)
    operations.withdraw(second, now=NOW)
    operations.set_aside(third, SubmissionState.DECLINED, "No.", **NOBODY)
    db.session.flush()
    for other in (first, second, third):
        with pytest.raises(NotPutTogether):
            operations.put_together(first, other, **NOBODY)


def test_when_the_first_is_withdrawn_the_others_stay_together_as_they_stood():
    meeting = announced_meeting()
    first, second, third = several(meeting, 3, wording="May we visit?")
    together(first, second, third)
    operations.withdraw(first, now=NOW)
    db.session.flush()
    (waiting,) = queries.worded_for(meeting.id)
    assert waiting.wording == "May we visit?"
    assert len(queries.merged_into(waiting.id)) == 1
    (question,) = operations.release(meeting, **NOBODY)
    assert {one.id for one in queries.askers_of(question.id)} == {second.id, third.id}
    operations.withdraw(waiting, now=NOW)
    db.session.flush()
    assert queries.withdrawn_on_record(meeting.id) == [], "somebody still asks it"


def test_mine_was_different_brings_it_back_by_itself():
    meeting = announced_meeting()
    first, second = several(meeting, 2, wording="May we visit?")
    together(first, second)
    operations.stand_apart(second)
    assert (second.state, second.wording, queries.merged_into(first.id)) == (SubmissionState.NEW, "", [])
    with pytest.raises(NotPutTogether):
        operations.stand_apart(second)


def test_after_the_release_it_takes_what_was_said_of_them_with_it():
    meeting = announced_meeting()
    first, second = several(meeting, 2, wording="May we visit?")
    operations.climb(second, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    db.session.flush()
    together(first, second)
    (question,) = operations.release(meeting, **NOBODY)
    assert db.session.get_one(NamedAsker, question.id).name == "Wren Ashby"
    operations.stand_apart(second)
    assert db.session.get(NamedAsker, question.id) is None
    assert (second.state, second.question_id) == (SubmissionState.NEW, None)


def test_changed_words_stand_by_themselves():
    meeting = announced_meeting()
    first, second = several(meeting, 2, wording="May we visit?")
    together(first, second)
    operations.change_words(second, "Something else")
    assert (second.state, queries.merged_into(first.id)) == (SubmissionState.NEW, [])


def test_what_was_put_together_is_worded_and_set_aside_only_with_the_other():
    meeting = announced_meeting()
    first, second = several(meeting, 2)
    together(first, second)
    with pytest.raises(NotOnTheDesk):
        operations.word(second, "Why?", **NOBODY)
    operations.take_apart(second, **NOBODY)
    db.session.flush()
    operations.word(second, "Why?", **NOBODY)


def test_likely_duplicates_are_suggested_and_nothing_happens_by_itself():
    meeting = announced_meeting()
    asked = ("Is there any help with the cost of exams?", "Could exam fees be paid?", "Is there a choir?")
    fees, money, _ = (make_submission(meeting, words, code(number)) for number, words in enumerate(asked))
    assert queries.likely_same(fees) == [money]
    assert {row.submission.id for row in queries.desk_of(meeting.id) if row.looks_like_another} == {fees.id, money.id}
    assert {row.submission.state for row in queries.desk_of(meeting.id)} == {SubmissionState.NEW}


# Late, asked back, objected to, also asked by FOI -------------------------------------------------------------


def test_a_question_is_late_on_record_only_if_everybody_asked_it_late():
    meeting = announced_meeting()
    late, later = (make_submission(meeting, code=code(n), late=True, wording=f"Late {n}?") for n in (1, 2))
    together(late, make_submission(meeting, code=code(3)))
    questions = {question.wording: question.late for question in operations.release(meeting, **NOBODY)}
    assert questions == {"Late 1?": False, "Late 2?": True}
    assert later.late


def test_words_stay_as_they_are_after_the_deadline_unless_they_came_after_it():
    meeting = announced_meeting()
    in_time, late = make_submission(meeting), make_submission(meeting, code=code(1), late=True)
    with pytest.raises(DeadlinePassed):
        operations.change_words(in_time, "Otherwise", closed=True)
    operations.change_words(late, "Otherwise", closed=True)


def test_what_came_late_for_one_meeting_is_in_time_for_the_next():
    submission = make_submission(announced_meeting(), late=True)
    operations.take_up(submission, announced_meeting(), **NOBODY)
    assert not submission.late


def test_an_objection_sends_the_wording_back_and_the_next_wording_answers_it():
    submission = make_submission(announced_meeting(), wording="May we visit?")
    operations.object_to(submission, "It says too much.")
    assert (submission.state, submission.objection) == (SubmissionState.NEW, "It says too much.")
    with pytest.raises(OutOfTheAskersHands):
        operations.object_to(submission, "Again.")
    db.session.flush()
    operations.word(submission, "May families visit?", **NOBODY)
    assert submission.objection == ""


def test_one_thing_is_asked_back_at_a_time():
    submission = make_submission(announced_meeting())
    query = operations.ask_back(submission, "Which year?", **NOBODY)
    db.session.flush()
    with pytest.raises(QueryStillOpen):
        operations.ask_back(submission, "Which school?", **NOBODY)
    operations.answer(query, "The fifth.")
    db.session.flush()
    assert operations.ask_back(submission, "And since when?", **NOBODY).number == 2


def test_withdrawing_deletes_what_was_asked_back_and_the_request():
    submission = make_submission(announced_meeting())
    operations.ask_back(submission, "Which year?", **NOBODY)
    operations.mention_request(submission, "https://requests.example/7", "waiting", shown=True)
    db.session.flush()
    operations.withdraw(submission, now=NOW)
    db.session.flush()
    assert queries.queries_on(submission.id) == []
    assert (submission.foi_link, submission.foi_state, submission.foi_shown) == ("", "", False)


def test_a_request_is_shown_only_if_whoever_asked_says_so():
    meeting = announced_meeting()
    shown, hidden = several(meeting, 2, wording="May we?")
    for submission, is_shown in ((shown, True), (hidden, False)):
        operations.mention_request(submission, f"https://requests.example/{is_shown}", "waiting", shown=is_shown)
    links = [question.foi_link for question in operations.release(meeting, **NOBODY)]
    assert sorted(links) == ["", "https://requests.example/True"]
    assert queries.agreed_since(meeting.id) == []
    question = db.session.get_one(Question, shown.question_id)
    operations.mention_request(shown, "https://requests.example/other", "waiting", shown=True)
    assert question.foi_link == "", "nobody has looked at the other one yet"
    assert queries.waiting_by_meeting()[meeting.id].agreed == 1
    operations.release(meeting, **NOBODY)
    assert question.foi_link == "https://requests.example/other"
    operations.mention_request(shown, shown.foi_link, "waiting", shown=False)
    assert (question.foi_link, question.foi_state) == ("", "")
    assert queries.agreed_since(meeting.id) == []


def test_the_authority_is_asked_to_reply_within_working_days():
    meeting = announced_meeting()
    several(meeting, 1, wording="May we?")
    (question,) = operations.release(meeting, reply_by=DAY, **NOBODY)
    due = db.session.get_one(ReplyDue, question.id)
    assert (due.reply_by, due.working_days) == (DAY, 64)
    assert [row.due for row in queries.released_to_officers(meeting.id)] == [due]


def test_the_topic_goes_on_record_with_the_wording():
    meeting = announced_meeting()
    submission = make_submission(meeting)
    operations.word(submission, "May we visit?", topic="Libraries", **NOBODY)
    (question,) = operations.release(meeting, **NOBODY)
    assert question.topic_name == "Libraries"


# Plumbing -----------------------------------------------------------------------------------------------------


def several(meeting: Meeting, count: int, **asked: object) -> list[Submission]:
    return [make_submission(meeting, f"Words {n}", code(n), **asked) for n in range(count)]


def together(first: Submission, *others: Submission) -> None:
    for other in others:
        operations.put_together(other, first, **NOBODY)
    db.session.flush()


def code(number: int) -> str:
    """Another code for each number."""
    return "".join(LETTERS[(number >> (5 * place)) & 31] for place in range(16))
