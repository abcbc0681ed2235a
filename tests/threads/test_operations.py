"""Drafts of officers, promises to a question, duties that pass on, and what was said."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.actions.models import ActionState
from forum_app.actions.operations import ActionFacts
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.minutes import operations as minutes
from forum_app.people.models import LinkKind, ScopedLink
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import make_scoped_link, open_scoped_link
from forum_app.questions.models import Outcome
from forum_app.questions.queries import questions_of
from forum_app.threads import operations, queries
from forum_app.threads.models import Duty, EarlierDraft, ResponseDraft
from tests.builders import (
    NOBODY,
    NOW,
    PAST,
    draft_response,
    hear,
    make_action,
    make_question,
    meeting_with_agenda,
    published_meeting,
    take_on,
)

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


# Drafts -------------------------------------------------------------------------------------------------------


def test_what_a_colleague_saved_meanwhile_is_not_written_over():
    question = make_question(meeting_with_agenda())
    draft_response(question, "The first.")
    with pytest.raises(ChangedMeanwhile):
        draft_response(question, "Mine, opened before anybody had written.", opened_version=0)
    draft = draft_response(question, "The second.", opened_version=1)
    flush()
    with pytest.raises(ChangedMeanwhile):
        draft_response(question, "Mine, of the first.", opened_version=1)
    assert (draft.text, [row.text for row in queries.earlier_drafts(question.id)]) == ("The second.", ["The first."])


def test_a_response_is_taken_with_the_name_and_post_of_its_day_and_shown_with_the_minutes():
    meeting = published_meeting()
    question = questions_of(meeting.id)[1]
    draft_response(question, "We will look at it.", officer="Nell Harper", officer_title="Team leader")
    operations.take(question, **NOBODY)
    before = queries.thread(question.id)
    assert before is not None
    assert before.response is None, "the public reads it with the next version"
    minutes.publish(meeting, "A response came in.", **NOBODY)
    told = queries.thread(question.id)
    assert told is not None
    assert told.response is not None
    assert (told.response.officer, told.response.officer_title) == ("Nell Harper", "Team leader")
    assert told.response.outcome == Outcome.TAKEN_BACK


def test_a_draft_that_is_not_ready_stays_with_the_officers():
    question = make_question(meeting_with_agenda())
    draft_response(question, ready=False)
    with pytest.raises(operations.NotReadyYet):
        operations.take(question, **NOBODY)
    assert queries.ready_by_meeting() == {}


def test_what_stood_in_the_record_is_kept_when_a_response_is_taken():
    question = make_question(meeting_with_agenda(), response_text="Noted by hand.", officer="Ines Marlow")
    draft_response(question, "As the officers put it.")
    operations.take(question, **NOBODY)
    assert question.response is not None
    assert question.response.text == "As the officers put it."
    assert [row.text for row in db.session.scalars(select(EarlierDraft))] == ["Noted by hand."]


def test_taking_all_leaves_what_is_on_record_alone():
    meeting = meeting_with_agenda()
    noted, empty, unready = (make_question(meeting, f"Question {n}?") for n in range(3))
    noted.response = operations.Response(text="By hand.", outcome=Outcome.ANSWERED)
    for question in (noted, empty, unready):
        draft_response(question, "Drafted.", ready=question is not unready)
    assert queries.ready_by_meeting() == {meeting.id: 1}
    assert operations.take_all(meeting, **NOBODY) == 1
    db.session.flush()
    assert [row.response_text for row in (noted, empty, unready)] == ["By hand.", "Drafted.", ""]
    assert [row.is_taken for row in queries.to_take(meeting.id) if row.question is empty] == [True]


# Duties -------------------------------------------------------------------------------------------------------


def test_a_duty_passes_to_a_successor_and_the_old_link_opens_nothing():
    meeting = meeting_with_agenda()
    question = make_question(meeting, released=True)
    old = make_scoped_link(LinkKind.PACK, meeting.id, None, TODAY + timedelta(days=9))
    link_id = db.session.scalar(select(ScopedLink.id))
    duty = take_on(meeting, link_id=link_id)
    draft_response(question, "As Tobias wrote it.", officer=duty.name)
    last_day = TODAY + timedelta(days=60)
    new = operations.pass_on(duty, "Nell Harper", "Team leader", last_day=last_day, today=TODAY, **NOBODY)
    db.session.commit()
    with pytest.raises(LinkNotValid):
        open_scoped_link(old, today=TODAY)
    opened = open_scoped_link(new, today=last_day)
    successor = queries.duty_of(meeting.id, link_id=opened.link_id, person_id=None)
    assert successor is not None
    assert (successor.name, successor.job_title, successor.after_id) == ("Nell Harper", "Team leader", duty.id)
    assert db.session.get_one(ResponseDraft, question.id).officer == "Tobias Reed", "frozen as it was written"
    assert [row.name for row in queries.duties_at(meeting.id)] == ["Tobias Reed", "Nell Harper"]
    with pytest.raises(operations.DutyIsOver):
        operations.pass_on(duty, "Again", "", last_day=last_day, today=TODAY, **NOBODY)


def test_a_name_typed_once_is_remembered_for_the_link_and_no_other():
    meeting = meeting_with_agenda()
    make_scoped_link(LinkKind.PACK, meeting.id, None, TODAY)
    make_scoped_link(LinkKind.PACK, meeting.id, None, TODAY)
    one, two = db.session.scalars(select(ScopedLink.id)).all()
    take_on(meeting, "Tobias Reed", link_id=one)
    take_on(meeting, "Tobias Reed, now in another post", link_id=one)
    assert db.session.scalars(select(Duty.name)).all() == ["Tobias Reed, now in another post"]
    assert queries.duty_of(meeting.id, link_id=two, person_id=None) is None


# Promises -----------------------------------------------------------------------------------------------------


def test_a_promise_stands_beside_its_question_with_what_came_of_it():
    meeting = published_meeting()
    question = questions_of(meeting.id)[0]
    facts = ActionFacts(owner_kind="person", owner="Tobias Reed", text="Ask the team.")
    action = operations.raise_action(question, facts, **NOBODY)
    hear(action, ActionState.DONE, "The team agreed.", PAST)
    (promised,) = queries.promised_to([question.id])[question.id]
    assert (promised.text, promised.updates[0].words) == ("Ask the team.", "The team agreed.")
    assert queries.asked_for([action.id]) == {action.id: question}


def test_a_promise_stands_beside_one_question_only():
    meeting = published_meeting()
    first, second = questions_of(meeting.id)
    action = make_action(meeting, "Write to the library.")
    operations.join_action(first, action, **NOBODY)
    db.session.flush()
    with pytest.raises(operations.AlreadyRaised):
        operations.join_action(second, action, **NOBODY)
    assert action not in queries.actions_without_question(meeting.id)


# What was said ------------------------------------------------------------------------------------------------


def pinned(question, sentence="Ten days at most.", subject="Replies", day=PAST):
    row = operations.pin(question, sentence, subject, said_on=day, officer_title="Inclusion officer", **NOBODY)
    db.session.flush()
    return row


def test_what_was_said_is_found_by_subject_word_or_topic_oldest_first_and_the_current_apart():
    question = questions_of(published_meeting().id)[0]
    old = pinned(question)
    new = pinned(question, "Five days at most.", day=PAST + timedelta(days=300))
    other = pinned(question, "100% of rooms are free.", "Rooms")
    operations.change_position(old, "Replies", new, **NOBODY)
    db.session.flush()
    (subject,), count = queries.said_about("REPLIES", 1)
    assert (count, subject.current, subject.replaced) == (2, [new], [old])
    (found,), _ = queries.said_about("100%", 1)
    assert found.positions == [other], "a per cent sign is a sign"
    assert queries.said_about("no such thing", 1) == ([], 0)


def test_what_was_said_is_shown_only_while_its_minutes_are():
    meeting = published_meeting()
    pinned(questions_of(meeting.id)[0])
    assert queries.said_about("", 1)[1] == 1
    minutes.withdraw(meeting, **NOBODY)
    db.session.flush()
    assert queries.said_about("", 1) == ([], 0)


def test_a_sentence_that_a_correction_took_out_says_so():
    meeting = published_meeting()
    question = questions_of(meeting.id)[0]
    position = pinned(question)
    assert queries.said_about("", 1)[0][0].corrected == set()
    question.response.text = "Twelve days at most."
    minutes.publish(meeting, "It is twelve days.", **NOBODY)
    db.session.flush()
    assert queries.said_about("", 1)[0][0].corrected == {position.id}


def test_the_same_sentence_is_pinned_once():
    question = questions_of(published_meeting().id)[0]
    pinned(question)
    with pytest.raises(operations.AlreadyPinned):
        pinned(question)


def test_no_position_replaces_itself_in_a_circle():
    question = questions_of(published_meeting().id)[0]
    one, two, three = (pinned(question, f"Sentence {n}.") for n in range(3))
    operations.change_position(one, "Replies", two, **NOBODY)
    operations.change_position(two, "Replies", three, **NOBODY)
    for circle in (one, three):
        with pytest.raises(operations.WouldGoInACircle):
            operations.change_position(three, "Replies", circle, **NOBODY)


def test_only_sentences_of_what_is_published_can_be_pinned():
    meeting = published_meeting()
    first, second = questions_of(meeting.id)
    assert queries.sentences_to_pin(first.id) == ["Ten days at most."]
    draft_response(second, "Not public yet.")
    operations.take(second, **NOBODY)
    assert queries.sentences_to_pin(second.id) == []
