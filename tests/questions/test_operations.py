"""Questions on record: their order tells nothing, their numbers stay, and responses wait for the minutes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.minutes import operations as minutes
from forum_app.minutes.queries import questions_with_responses
from forum_app.questions import operations
from forum_app.questions.models import Contribution, Question, QuestionKind, Response, VoiceKind
from forum_app.questions.operations import QuestionFacts, QuestionIsOnRecord, Voice
from forum_app.questions.queries import questions_by_topic, questions_of, topics
from tests.builders import (
    NOBODY,
    PAST,
    VOICES,
    make_meeting,
    make_question,
    meeting_with_agenda,
    published_meeting,
    shown_of,
)

pytestmark = pytest.mark.usefixtures("database")


# Order tells nothing (trap 10) --------------------------------------------------------------------------------


def test_the_order_shown_tells_nothing_of_the_order_of_arrival(proof: int):
    """Over many meetings, how often is the earlier of two shown first? Half the time."""
    pairs = earlier_first = first_is_first = 0
    meetings = 40 * proof
    for _ in range(meetings):
        arrived = [question.id for question in ask(make_meeting(agenda=[]), 8)]
        shown = [question.id for question in questions_of(make_shown(arrived))]
        first_is_first += shown[0] == arrived[0]
        pairs += 28
        earlier_first += sum(
            shown.index(a) < shown.index(b) for place, a in enumerate(arrived) for b in arrived[place + 1 :]
        )
    assert abs(earlier_first / pairs - 0.5) < 0.08  # more than five standard deviations
    assert first_is_first < meetings * 0.35  # 1 in 8 by chance


def test_released_questions_are_in_the_same_random_order():
    meeting = make_meeting()
    ask(meeting, 8, released=True)
    ids = [question.id for question in in_public(meeting)]
    assert ids == [question.id for question in questions_of(meeting.id)]


def test_numbering_takes_over_the_random_order_and_not_that_of_arrival():
    meeting = make_meeting()
    ask(meeting, 8)
    shown = [question.id for question in questions_of(meeting.id)]
    operations.number_questions(meeting)
    db.session.commit()
    assert [question.id for question in questions_of(meeting.id)] == shown
    assert [question.number for question in questions_of(meeting.id)] == list(range(1, 9))


def test_nothing_kept_of_a_question_is_a_moment_or_a_person():
    """A time or an asker beside a question would tell what its order does not."""
    columns = {column.name for column in Question.__table__.columns}
    assert not {name for name in columns if name.endswith(("_at", "_on", "_by")) or "person" in name}


def ask(meeting: Meeting, count: int, **facts: bool) -> list[Question]:
    return [make_question(meeting, f"Question {place}?", **facts) for place in range(count)]


def make_shown(ids: list[int]) -> int:
    db.session.flush()
    return db.session.get_one(Question, ids[0]).meeting_id


# Numbers ------------------------------------------------------------------------------------------------------


def test_numbering_again_keeps_the_order_of_those_that_have_a_number():
    meeting = make_meeting()
    ask(meeting, 3)
    operations.number_questions(meeting)
    db.session.commit()
    before = [question.id for question in questions_of(meeting.id)]
    late = make_question(meeting, "A late one?")
    operations.number_questions(meeting)
    db.session.commit()
    assert [(question.id, question.number) for question in questions_of(meeting.id)] == [
        *zip(before, (1, 2, 3), strict=True), (late.id, 4),
    ]  # fmt: skip


def test_only_questions_sent_in_advance_are_numbered():
    meeting = make_meeting()
    make_question(meeting, kind=QuestionKind.ROOM)
    make_question(meeting, kind=QuestionKind.CHAT)
    make_question(meeting, kind=QuestionKind.ADVANCE)
    operations.number_questions(meeting)
    numbers = {question.kind: question.number for question in questions_of(meeting.id)}
    assert numbers == {QuestionKind.ADVANCE: 1, QuestionKind.ROOM: None, QuestionKind.CHAT: None}


@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(-6, 6)), max_size=8))
def test_moving_keeps_the_numbers_one_to_five(moves: list[tuple[int, int]]):
    meeting = make_meeting(agenda=[])
    ask(meeting, 5)
    operations.number_questions(meeting)
    expected = [question.id for question in questions_of(meeting.id)]
    for which, places in moves:
        operations.move_question(db.session.get_one(Question, expected[which]), places)
        db.session.flush()
        expected.insert(max(0, min(4, which + places)), expected.pop(which))
    assert [(q.id, q.number) for q in questions_of(meeting.id)] == list(zip(expected, range(1, 6), strict=True))


def test_moving_a_question_without_a_number_changes_nothing():
    meeting = make_meeting()
    numbered, other = make_question(meeting, number=1), make_question(meeting)
    operations.move_question(other, -1)
    assert (numbered.number, other.number) == (1, None)


def test_numbering_one_meeting_leaves_another_alone():
    meeting, other = make_meeting(), make_meeting()
    make_question(meeting)
    elsewhere = make_question(other)
    operations.number_questions(meeting)
    assert elsewhere.number is None


# Text and response --------------------------------------------------------------------------------------------


def test_a_question_is_kept_with_its_response_and_what_participants_said():
    question = make_question(
        make_meeting(), response_text="Ten days.", officer="Tobias Reed", officer_title="Officer",
        contributions=VOICES,
    )  # fmt: skip
    db.session.commit()
    assert (question.response_text, question.officer, question.officer_title) == (
        "Ten days.", "Tobias Reed", "Officer",
    )  # fmt: skip
    assert [said.voice for said in question.contributions] == [VoiceKind.ROOM, VoiceKind.CHAT]


def test_changing_only_the_response_is_a_new_version_of_the_question():
    question = make_question(make_meeting(), "Why?")
    db.session.commit()
    version = question.version
    operations.change_question(question, QuestionFacts("advance", "Why?", response_text="Because."))
    db.session.commit()
    assert question.version > version


def test_emptying_the_response_takes_it_away():
    question = make_question(make_meeting(), "Why?", response_text="Because.")
    operations.change_question(question, QuestionFacts("advance", "Why?"))
    db.session.commit()
    assert question.response is None
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_contributions_are_replaced_in_their_new_order():
    question = make_question(make_meeting(), "Why?", contributions=VOICES)
    swapped = QuestionFacts("advance", "Why?", contributions=[*VOICES[::-1], Voice("room", "And a third.")])
    operations.change_question(question, swapped)
    db.session.commit()
    assert [said.text for said in question.contributions] == [voice.text for voice in swapped.contributions]
    assert db.session.scalar(select(func.count(Contribution.id))) == 3


def test_changing_a_question_keeps_its_number():
    question = make_question(make_meeting(), "Why?", number=3)
    operations.change_question(question, QuestionFacts("advance", "Why not?"))
    db.session.commit()
    assert question.number == 3


def test_the_wording_is_shown_as_clean_html():
    question = make_question(make_meeting(), "**Why** <script>alert(1)</script>?")
    assert "<strong>Why</strong>" in question.wording_html
    assert "<script" not in question.wording_html


def test_a_question_that_was_never_published_can_be_taken_off():
    question = make_question(make_meeting(), response_text="Because.", contributions=VOICES)
    operations.remove_question(question)
    db.session.commit()
    assert [db.session.scalar(select(func.count(t.id))) for t in (Question, Response, Contribution)] == [0, 0, 0]


def test_a_question_in_published_minutes_stays():
    meeting = published_meeting()
    db.session.commit()
    meeting_id, number = meeting.id, questions_of(meeting.id)[0].id
    with pytest.raises(QuestionIsOnRecord):
        operations.remove_question(db.session.get_one(Question, number))
    assert number in {question.id for question in questions_of(meeting_id)}


# Responses wait for the minutes -------------------------------------------------------------------------------


def test_a_response_is_not_public_before_the_minutes_are():
    meeting = meeting_with_agenda(day=PAST)
    question = make_question(meeting, released=True, response_text="Ten days.")
    assert shown_of(meeting).responses == {}
    minutes.publish(meeting, "", **NOBODY)
    assert shown_of(meeting).responses == {question.id: "<p>Ten days.</p>"}


def test_a_changed_response_is_not_public_before_the_correction_is():
    meeting = meeting_with_agenda(day=PAST)
    question = make_question(meeting, "Why?", response_text="Ten days.")
    minutes.publish(meeting, "", **NOBODY)
    operations.change_question(question, QuestionFacts("advance", "Why?", True, response_text="Twelve days."))
    db.session.commit()
    assert shown_of(meeting).responses == {question.id: "<p>Ten days.</p>"}


def test_a_question_waits_at_the_desk_until_it_is_released():
    meeting = meeting_with_agenda(day=PAST)
    question = make_question(meeting)
    assert in_public(meeting) == []
    operations.release_all(meeting)
    assert in_public(meeting) == [question]


def in_public(meeting):
    return [question for question, _, _ in questions_with_responses(meeting.id, published=False)]


# Topics -------------------------------------------------------------------------------------------------------


def test_a_question_is_given_a_topic_by_its_name_and_the_same_name_is_the_same_topic():
    meeting = make_meeting()
    first, second = make_question(meeting, topic="Exam centres"), make_question(meeting, topic="exam CENTRES")
    assert first.topic is second.topic
    operations.change_question(second, QuestionFacts("advance", "Why?"))
    assert (first.topic_name, second.topic_name) == ("Exam centres", "")


def test_a_topic_is_renamed_unless_another_has_that_name():
    exams, cards = operations.name_topic("Exams"), operations.name_topic("Cards")
    operations.rename_topic(exams, "exams")
    with pytest.raises(operations.TopicExists):
        operations.rename_topic(exams, "CARDS")
    assert [topic.name for topic in topics()] == ["Cards", "exams"]
    assert cards.name == "Cards"


def test_topics_put_together_keep_every_question_and_an_open_form_notices():
    meeting = make_meeting()
    exams, tests = make_question(meeting, topic="Exams"), make_question(meeting, topic="Tests")
    opened = tests.version
    operations.merge_topics(tests.topic, exams.topic)
    db.session.expire_all()
    assert [topic.name for topic in topics()] == ["Exams"]
    assert questions_by_topic() == {exams.topic_id: 2}
    assert tests.version > opened
