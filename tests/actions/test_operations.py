"""Promises: what becomes of them, told in words, counted, and brought back until they are closed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum_app.actions import operations, queries
from forum_app.actions.labels import state_in_words
from forum_app.actions.models import CLOSED, ActionPoint, ActionState, ActionUpdate, OwnerKind
from forum_app.actions.operations import ActionFacts, ActionHasHistory, NothingToUndo, OutcomeNeedsWords
from forum_app.actions.queries import Kept, Wanted
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.minutes import operations as minutes
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    hear,
    make_action,
    make_meeting,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    write_minutes,
)

pytestmark = pytest.mark.usefixtures("database")
EVERY_STATE = list(ActionState)


def test_a_new_promise_is_open_and_stands_at_the_end():
    meeting = make_meeting()
    first, second = make_action(meeting), make_action(meeting)
    assert (first.position, second.position) == (0, 1)
    assert (first.state, first.closed_on, first.outcome) == (ActionState.OPEN, None, "")


def test_a_promise_after_a_removed_one_still_stands_at_the_end():
    meeting = make_meeting()
    first, second = make_action(meeting), make_action(meeting)
    operations.remove_action(first, now=NOW)
    db.session.flush()
    assert make_action(meeting).position > second.position


def test_the_two_halves_of_a_promise_make_one_sentence():
    action = make_action(make_meeting(), "Ask the team.", second_text="update the page", joined_by="or")
    assert action.sentence == "Ask the team, or update the page"


# Updates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", EVERY_STATE)
def test_the_last_update_says_where_a_promise_stands(state: ActionState):
    action = make_action(make_meeting())
    hear(action, state, "  As promised.  ", DAY)
    db.session.commit()
    assert (action.state, action.outcome) == (state, "As promised.")
    assert action.closed_on == (DAY if state in CLOSED else None)


@pytest.mark.parametrize("words", ["", " ", "\n\t "])
def test_an_outcome_needs_words(words: str):
    action = make_action(make_meeting())
    with pytest.raises(OutcomeNeedsWords):
        hear(action, ActionState.DONE, words)
    assert (action.state, action.updates) == (ActionState.OPEN, [])


def test_a_closed_promise_can_be_opened_again():
    action = make_action(make_meeting())
    hear(action, ActionState.DONE)
    hear(action, ActionState.OPEN, "The booking fell through.")
    assert (action.state, action.closed_on) == (ActionState.OPEN, None)
    assert len(action.updates) == 2


def test_undoing_goes_back_to_where_it_stood_before():
    action = make_action(make_meeting())
    hear(action, ActionState.PARTLY_DONE, "One of two.", DAY)
    hear(action, ActionState.DONE, "Both.", DAY + timedelta(days=1))
    operations.undo_last_update(action, **NOBODY)
    db.session.commit()
    assert (action.state, action.outcome, action.closed_on) == (ActionState.PARTLY_DONE, "One of two.", None)


def test_undoing_the_only_update_leaves_the_promise_as_it_was_made():
    action = make_action(make_meeting())
    hear(action)
    operations.undo_last_update(action, **NOBODY)
    db.session.commit()
    assert (action.state, action.outcome, action.closed_on) == (ActionState.OPEN, "", None)
    assert db.session.scalar(select(func.count(ActionUpdate.id))) == 0


def test_there_is_nothing_to_undo_without_an_update():
    with pytest.raises(NothingToUndo):
        operations.undo_last_update(make_action(make_meeting()), **NOBODY)


@settings(max_examples=15)
@given(deeds=st.lists(st.sampled_from([*EVERY_STATE, "undo"]), max_size=8))
def test_after_any_updates_and_undoings_it_stands_where_the_last_one_left_it(deeds: list[str]):
    action = make_action(make_meeting(agenda=[]))
    standing: list[str] = []
    for deed in deeds:
        if deed == "undo" and standing:
            standing.pop()
            operations.undo_last_update(action, **NOBODY)
        elif deed != "undo":
            standing.append(deed)
            hear(action, deed, f"It is {deed}.")
    db.session.flush()
    assert action.state == (standing[-1] if standing else ActionState.OPEN)
    assert (action.closed_on is None) is (action.state not in CLOSED)


def test_a_promise_noted_by_mistake_can_be_taken_off():
    action = make_action(make_meeting())
    operations.remove_action(action, now=NOW)
    db.session.flush()
    assert db.session.scalar(select(func.count(ActionPoint.id))) == 0


def test_a_promise_of_which_something_became_stays():
    action = make_action(make_meeting())
    hear(action)
    with pytest.raises(ActionHasHistory):
        operations.remove_action(action, now=NOW)


def test_changing_a_promise_keeps_what_became_of_it():
    action = make_action(make_meeting())
    hear(action)
    operations.change_action(action, ActionFacts(OwnerKind.PERSON, "Ines Marlow", "Book the hall."))
    db.session.commit()
    assert (action.owner, action.text, action.outcome) == ("Ines Marlow", "Book the hall.", "It is booked.")


# Counting -----------------------------------------------------------------------------------------------------


def test_promises_kept_are_counted_over_published_meetings():
    first = published_meeting(day=date(2025, 1, 15))  # each: a person's, a notice to all, one for anybody
    second = published_meeting(day=date(2025, 6, 11))
    hear(queries.actions_of(first.id)[0], ActionState.DONE)
    hear(queries.actions_of(first.id)[2], ActionState.NOT_DONE)
    hear(queries.actions_of(second.id)[0], ActionState.PARTLY_DONE)
    assert queries.promises_kept() == Kept(since=date(2025, 1, 15), made=4, kept=1, open=2, not_done=1)


def test_a_notice_to_everybody_is_no_promise():
    meeting = published_meeting()
    before = queries.promises_kept()
    hear(queries.actions_of(meeting.id)[1], ActionState.DONE)
    assert queries.promises_kept() == before


def test_nothing_is_counted_before_there_is_anything():
    assert queries.promises_kept() == Kept(since=None, made=0, kept=0, open=0, not_done=0)


@pytest.mark.parametrize("build", [make_meeting, planning_meeting, meeting_with_agenda])
def test_promises_of_unpublished_meetings_are_not_public(build: Callable[..., Meeting]):
    action = make_action(build())
    assert queries.promises_kept().made == 0
    assert queries.public_action(action.id) is None
    assert queries.tracker(Wanted(), 1) == ([], 0)
    assert queries.open_promises(9) == []


def test_withdrawn_minutes_take_their_promises_out_of_sight():
    meeting = published_meeting()
    minutes.withdraw(meeting, **NOBODY)
    db.session.flush()
    assert queries.promises_kept().made == 0


# What comes back ----------------------------------------------------------------------------------------------


def test_open_promises_of_earlier_meetings_come_back():
    old, recent = published_meeting(day=date(2025, 1, 15)), published_meeting(day=date(2025, 6, 11))
    hear(queries.actions_of(old.id)[0], ActionState.DONE)
    arising = queries.matters_arising(DAY)
    assert [(action.meeting_id, action.owner_kind) for action in arising] == [
        (old.id, "anyone"), (recent.id, "person"), (recent.id, "anyone"),
    ]  # fmt: skip


def test_partly_kept_promises_come_back_too():
    meeting = published_meeting()
    hear(queries.actions_of(meeting.id)[0], ActionState.PARTLY_DONE)
    assert len(queries.matters_arising(DAY)) == 2


def test_a_meeting_does_not_bring_back_its_own_promises():
    meeting = published_meeting()
    assert queries.matters_arising(meeting.day) == []


def test_a_promise_is_late_from_the_day_after_its_date():
    meeting = make_meeting()
    make_action(meeting, due_on=DAY)
    assert queries.past_due(DAY) == []
    assert len(queries.past_due(DAY + timedelta(days=1))) == 1


def test_the_tracker_shows_what_was_asked_for():
    meeting = published_meeting()
    hear(queries.actions_of(meeting.id)[0], ActionState.PARTLY_DONE)
    assert queries.tracker(Wanted(), 1)[1] == 3
    assert queries.tracker(Wanted(state="open"), 1)[1] == 3  # partly done is open still
    assert queries.tracker(Wanted(state="partly_done"), 1)[1] == 1
    assert queries.tracker(Wanted(owner_kind="group"), 1)[1] == 1
    assert queries.tracker(Wanted("done", "person"), 1) == ([], 0)


def test_the_tracker_has_pages_without_gap_or_repeat():
    meeting = meeting_with_agenda(day=date(2025, 1, 15))
    write_minutes(meeting.items[0], "Said.")
    for number in range(queries.A_PAGE + 3):
        make_action(meeting, f"Promise {number}")
    minutes.publish(meeting, "", **NOBODY)
    pages = [queries.tracker(Wanted(), page) for page in (1, 2, 3)]
    assert [len(rows) for rows, _ in pages] == [queries.A_PAGE, 3, 0]
    assert len({row.id for rows, _ in pages for row in rows}) == queries.A_PAGE + 3


@pytest.mark.parametrize("kind", list(OwnerKind))
@pytest.mark.parametrize("state", EVERY_STATE)
def test_every_state_has_its_words(kind: OwnerKind, state: ActionState):
    assert state_in_words(kind, state)
    assert "Done" not in state_in_words(OwnerKind.GROUP, state)
