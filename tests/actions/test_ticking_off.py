"""What a holder says from a mail: kept as sent, public only as confirmed, taken back or undone without a trace."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum_app.actions import holding, operations, ticking_off
from forum_app.actions.models import ActionFile, ActionState, Said, TickOff, TickOffState
from forum_app.actions.operations import PASS_ON_WITHIN, Outcome, OutcomeNeedsWords
from forum_app.actions.ticking_off import AlreadyClosed, NobodyHoldsIt, NotWaiting, WaitsAlready
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    hear,
    make_action,
    make_file,
    make_held_action,
    make_meeting,
    make_outbox_message,
    make_tick_off,
)

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
TOLD = {**NOBODY, "day": TODAY}


def held(**facts: object):
    return make_held_action(make_meeting(), **facts)


def confirmed(row: TickOff, wording: str = "It is booked.", files: tuple[int, ...] = ()):
    return ticking_off.confirm(row, wording, files, **TOLD)


def test_nothing_is_public_before_the_coordinator_confirmed_it():
    action = held()
    make_tick_off(action, Said.DONE, "We did it, says Ines.", files=[make_file()])
    db.session.commit()
    assert (action.state, action.outcome, action.updates) == (ActionState.OPEN, "", [])
    assert db.session.scalar(select(func.count(ActionFile.id))) == 0


@pytest.mark.parametrize(
    ("said", "becomes"),
    [(Said.DONE, ActionState.DONE), (Said.HALF_DONE, ActionState.PARTLY_DONE), (Said.MORE_TIME, ActionState.OPEN),
     (Said.NOT_OURS, ActionState.OPEN)],
)  # fmt: skip
def test_each_thing_that_can_be_said_becomes_what_it_means(said: Said, becomes: ActionState):
    action = held()
    confirmed(make_tick_off(action, said), "In the forum’s words.")
    db.session.commit()
    assert (action.state, action.outcome) == (becomes, "In the forum’s words.")
    assert (holding.holder_of(action.id) is None) is (said == Said.NOT_OURS)


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_a_sentence_is_needed(words: str):
    with pytest.raises(OutcomeNeedsWords):
        make_tick_off(held(), Said.DONE, words)


def test_one_press_leaves_one_row_however_often_it_arrives():
    action = held()
    assert make_tick_off(action, form_key="k") is make_tick_off(action, form_key="k")
    with pytest.raises(WaitsAlready):
        make_tick_off(action, form_key="another")


def test_without_a_holder_or_once_closed_there_is_nothing_to_say():
    with pytest.raises(NobodyHoldsIt):
        make_tick_off(make_action(make_meeting()))
    closed = held()
    hear(closed)
    with pytest.raises(AlreadyClosed):
        make_tick_off(closed)


def test_it_can_be_taken_back_until_it_is_confirmed_and_leaves_no_word():
    action = held()
    row = make_tick_off(action, files=[make_file()])
    ticking_off.take_back(action)
    db.session.commit()
    assert (row.state, row.words, row.files) == (TickOffState.TAKEN_BACK, "", [])
    confirmed(make_tick_off(action))
    with pytest.raises(NotWaiting):
        ticking_off.take_back(action)


def test_only_chosen_files_become_public():
    row = make_tick_off(held(), files=[make_file("list.pdf"), make_file("private.pdf")])
    update = confirmed(row, files=(row.files[0].id,))
    db.session.commit()
    assert [file.called for file in update.files] == ["list.pdf"]


def test_confirming_twice_is_refused():
    row = make_tick_off(held())
    confirmed(row)
    with pytest.raises(NotWaiting):
        confirmed(row)


def test_what_was_set_aside_can_be_brought_back():
    action = held()
    row = make_tick_off(action)
    ticking_off.set_aside(row, **NOBODY)
    assert (row.state, action.state) == (TickOffState.SET_ASIDE, ActionState.OPEN)
    ticking_off.bring_back(row, **NOBODY)
    assert ticking_off.waiting_for(action.id) is row


def test_taking_back_the_update_lets_what_was_sent_wait_again():
    action = held()
    row = make_tick_off(action)
    update = confirmed(row)
    assert ticking_off.confirmed_as(update.id) is row
    operations.undo_last_update(action, **NOBODY)
    assert ticking_off.undo_confirmation(row)
    db.session.commit()
    assert (row.state, action.state) == (TickOffState.WAITING, ActionState.OPEN)


def test_a_reminder_that_waits_to_go_is_stopped():
    action = held()
    waits = make_outbox_message(key=f"action:{action.id}:before:x")
    other = make_outbox_message(key=f"action:{action.id}0:before:x")
    make_tick_off(action)
    db.session.commit()
    states = dict(db.session.execute(select(OutboxMessage.key, OutboxMessage.state)).all())
    assert (states[waits.key], states[other.key]) == (OutboxState.STOPPED, OutboxState.QUEUED)


def test_a_page_that_is_gone_back_to_after_taking_back_loses_no_words():
    action = held()
    make_tick_off(action, form_key="drawn once")
    ticking_off.take_back(action)
    again = make_tick_off(action, words="It is booked for May.", form_key="drawn once")
    db.session.commit()
    assert (again.state, again.words) == (TickOffState.WAITING, "It is booked for May.")


@pytest.mark.parametrize("ends", ["done", "more time", "passed on"])
def test_a_reminder_that_waits_is_stopped_when_the_coordinator_knows_better(ends: str):
    action = held()
    waits = make_outbox_message(key=f"action:{action.id}:before:x")
    if ends == "passed on":
        holding.let_go(action, **TOLD)
    else:
        state, until = (ActionState.DONE, None) if ends == "done" else (ActionState.OPEN, TODAY + timedelta(days=9))
        operations.record_outcome(action, Outcome(state, "We heard.", TODAY, until), **NOBODY)
    db.session.commit()
    db.session.refresh(waits)
    assert waits.state == OutboxState.STOPPED


# More time ----------------------------------------------------------------------------------------------------


def test_more_time_keeps_the_first_day_beside_the_new_one():
    action = held(due_on=DAY)
    confirmed(make_tick_off(action, Said.MORE_TIME, "After the summer.", new_due_on=DAY + timedelta(days=60)))
    confirmed(make_tick_off(action, Said.MORE_TIME, "In the autumn.", new_due_on=DAY + timedelta(days=90)))
    db.session.commit()
    assert (action.first_due_on, action.due_on) == (DAY, DAY + timedelta(days=90))


def test_more_time_without_a_day_is_six_weeks():
    row = make_tick_off(held(), Said.MORE_TIME, "A little longer.")
    assert row.new_due_on == TODAY + timedelta(days=42)


@pytest.mark.parametrize("first", [{"due_on": DAY}, {"due_words": "before half-term"}, {}])
def test_undoing_more_time_brings_the_first_day_back(first: dict[str, object]):
    action = held(**first)
    before = (action.due_on, action.due_words)
    for later in (30, 60):
        moved = Outcome(ActionState.OPEN, "Later.", TODAY, DAY + timedelta(days=later))
        operations.record_outcome(action, moved, **NOBODY)
    operations.undo_last_update(action, **NOBODY)
    assert action.due_on == DAY + timedelta(days=30)
    operations.undo_last_update(action, **NOBODY)
    db.session.commit()
    assert (action.due_on, action.due_words, action.first_due_on, action.first_due_words) == (*before, None, "")


# By way of somebody -------------------------------------------------------------------------------------------


def test_what_goes_by_way_of_somebody_is_done_only_when_families_have_it():
    action = held(via="Wren Ashby")
    update = confirmed(make_tick_off(action))
    assert (action.state, action.handed_on, action.pass_on_by) == ("partly_done", TODAY, TODAY + PASS_ON_WITHIN)
    assert update.handed_over
    assert action.waits_to_be_passed_on
    hear(action, ActionState.DONE, "Passed on to families.")
    db.session.commit()
    assert not action.waits_to_be_passed_on
    operations.undo_last_update(action, **NOBODY)
    operations.undo_last_update(action, **NOBODY)
    assert (action.handed_on, action.pass_on_by) == (None, None)


def test_what_was_said_is_deleted_some_months_after_it_was_dealt_with():
    row, waiting = make_tick_off(held(), files=[make_file()]), make_tick_off(held())
    confirmed(row)
    old = timedelta(days=90)
    assert holding.forget_what_was_said(TODAY + old, old) == 0
    assert holding.forget_what_was_said(TODAY + old + timedelta(days=1), old) == 1
    db.session.commit()
    assert db.session.scalars(select(TickOff.id)).all() == [waiting.id]
