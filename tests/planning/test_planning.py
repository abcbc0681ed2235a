"""Planning meetings: who may ask, who may see, notes that two people type, and the next date as the result."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.db import ChangedMeanwhile, db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import MeetingKind, MeetingState, RoomState
from forum_app.planning import operations, queries
from forum_app.planning.operations import NextDate, NotADraft, NotAPlanningMeeting
from tests.builders import (
    DAY,
    NOBODY,
    announced_meeting,
    asked_for_planning,
    make_meeting,
    make_person,
    make_poll,
    planning_meeting,
    sent_poll,
)

pytestmark = pytest.mark.usefixtures("running")
NEXT = NextDate(date(2026, 6, 10), time(16), time(16, 30), time(18, 30))


def officer(name: str = "Tobias Reed") -> Any:
    return make_person(name, Role.REPRESENTATIVE, email=f"{name.split()[0].lower()}@council.example")


def test_asking_makes_a_private_meeting_without_a_time_and_tells_the_coordinator():
    make_person("Wren Ashby", Role.COORDINATOR, email="wren@example.org")
    meeting = asked_for_planning(officer())
    assert (meeting.kind, meeting.state, meeting.starts_at) == (MeetingKind.PLANNING, MeetingState.DRAFT, None)
    assert not meeting.is_public
    assert db.session.scalars(select(OutboxMessage.recipient)).all() == ["wren@example.org"]


def test_the_coordinator_who_asks_gets_no_letter_about_it():
    asked_for_planning(make_person("Wren Ashby", Role.COORDINATOR, email="wren@example.org"))
    assert db.session.scalars(select(OutboxMessage.recipient)).all() == []


def test_an_officer_sees_only_what_they_are_invited_to():
    tobias, colm = officer(), officer("Colm Oake")
    asked, by_dates, invited, other = asked_for_planning(tobias), *(planning_meeting() for _ in range(3))
    sent_poll(by_dates, [tobias])
    make_poll(other, [tobias])  # a draft tells nobody
    operations.invite(invited, [tobias], "", **NOBODY)
    db.session.flush()
    assert {row.id for row in queries.planning_meetings(tobias.id)} == {asked.id, by_dates.id, invited.id}
    assert not queries.is_invited(other.id, tobias.id)
    assert queries.planning_meetings(colm.id) == []
    assert len(queries.planning_meetings(None)) == 4


def test_the_same_invitation_goes_once_a_day_and_other_words_go():
    meeting, tobias = planning_meeting(), officer()
    sent = [operations.invite(meeting, [tobias], words, **NOBODY) for words in ("", "", "Bring your diaries.")]
    assert sent == [1, 0, 1]
    assert len(queries.guests_of(meeting.id)) == 1


@pytest.mark.parametrize("begin_with", ["", "Already something."])
def test_notes_that_two_people_type_are_never_lost(begin_with: str):
    meeting = planning_meeting()
    opened = 0
    if begin_with:
        opened = saved(meeting, begin_with, 0)
    saved(meeting, "Mine.", opened)
    with pytest.raises(ChangedMeanwhile):
        saved(meeting, "Theirs.", opened)
    assert queries.notes_of(meeting.id).notes == "Mine."


def saved(meeting: Any, text: str, opened_version: int) -> int:
    row = operations.write_notes(meeting, text, opened_version)
    db.session.flush()
    return row.version


def test_the_result_is_a_draft_of_the_next_forum_meeting():
    meeting = planning_meeting()
    forum_meeting = operations.set_result(meeting, NEXT, None, **NOBODY)
    assert (forum_meeting.kind, forum_meeting.state, forum_meeting.day) == ("forum", "draft", NEXT.day)
    assert queries.notes_of(meeting.id).result is forum_meeting


def test_the_result_may_move_a_draft_and_its_room_is_asked_for_anew():
    draft = make_meeting(room_state=RoomState.CONFIRMED)
    assert operations.set_result(planning_meeting(), NEXT, draft, **NOBODY) is draft
    assert (draft.day, draft.room_state) == (NEXT.day, RoomState.NOT_ASKED)


def test_the_result_never_moves_what_is_public():
    announced = announced_meeting()
    with pytest.raises(NotADraft):
        operations.set_result(planning_meeting(), NEXT, announced, **NOBODY)
    assert announced.day == DAY


def test_a_forum_meeting_has_no_planning_notes():
    with pytest.raises(NotAPlanningMeeting):
        operations.write_notes(make_meeting(), "Hm.", 0)
    with pytest.raises(NotAPlanningMeeting):
        operations.set_result(make_meeting(), NEXT, None, **NOBODY)


def test_drafts_of_the_past_are_no_result():
    make_meeting(day=DAY - timedelta(days=300))
    coming = make_meeting()
    announced_meeting()
    assert [row.id for row in queries.draft_forum_meetings(DAY - timedelta(days=30))] == [coming.id]
