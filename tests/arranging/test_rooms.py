"""A room is asked for; what an officer answers stands everywhere at once, and can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.arranging import operations, queries
from forum_app.arranging.operations import RequestIsOver, Room
from forum_app.calendar.entries import public_entry
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Meeting, RoomState, Venue
from forum_app.pages.desk import needs_of_meeting
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import scoped_links
from forum_app.settings.queries import the_forum
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    announced_meeting,
    cancelled_meeting,
    make_meeting,
    make_person,
    make_room_request,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("running")
HALL = Room("The Reading Room", "2 Mill Lane", "Come in by the side door.")


@pytest.fixture
def officers() -> list[Any]:
    return [
        make_person("Tobias Reed", Role.REPRESENTATIVE, email="tobias@council.example"),
        make_person("Colm Oake", Role.REPRESENTATIVE, email="colm@council.example"),
    ]


def test_asking_writes_to_each_officer_and_waits(officers: list[Any]):
    meeting = make_meeting()
    make_room_request(meeting, *officers)
    assert letters("room:") == ["colm@council.example", "tobias@council.example"]
    assert meeting.room_state == RoomState.REQUESTED


def test_a_confirmed_room_stands_everywhere_at_once(officers: list[Any]):
    meeting = announced_meeting()
    assert entry_of(meeting).status == "TENTATIVE"
    operations.confirm_room(make_room_request(meeting, *officers), HALL, **NOBODY)
    assert (meeting.room_state, meeting.venue.name, meeting.room_note) == (
        RoomState.CONFIRMED,
        "The Reading Room",
        "Come in by the side door.",
    )
    entry = entry_of(meeting)
    assert (entry.status, entry.place, entry.sequence) == ("CONFIRMED", "The Reading Room, 2 Mill Lane", 1)
    assert "Come in by the side door." in entry.description


def test_a_known_venue_is_used_and_another_address_makes_another(officers: list[Any]):
    known = make_venue("Fenwick Library")
    first, second = announced_meeting(venue=known), announced_meeting(day=DAY + timedelta(days=1))
    operations.confirm_room(make_room_request(first), Room("fenwick library"), **NOBODY)
    operations.confirm_room(make_room_request(second), Room("Fenwick Library", "9 High Street"), **NOBODY)
    assert first.venue is known
    assert known.address == "2 Mill Lane"
    assert (second.venue is known, second.venue.address) == (False, "9 High Street")


def test_the_coordinator_hears_of_an_answer(officers: list[Any]):
    make_person("Wren Ashby", Role.COORDINATOR, email="wren@example.org")
    request = make_room_request(make_meeting(), *officers)
    operations.room_is_impossible(request, "Closed that week.", **NOBODY)
    operations.take_answer_back(request, **NOBODY)
    operations.room_is_impossible(request, "Closed that week after all.", **NOBODY)
    assert letters("room-answered:") == ["wren@example.org"] * 3


def test_the_second_of_two_officers_changes_nothing(officers: list[Any]):
    request = make_room_request(announced_meeting(), *officers)
    operations.confirm_room(request, HALL, **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.confirm_room(request, Room("Another hall"), **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.room_is_impossible(request, "No.", **NOBODY)
    assert request.meeting.venue.name == "The Reading Room"


def test_an_answer_is_taken_back_without_a_trace(officers: list[Any]):
    before = make_venue()
    request = make_room_request(announced_meeting(venue=before), *officers)
    operations.confirm_room(request, HALL, **NOBODY)
    operations.take_answer_back(request, **NOBODY)
    meeting = request.meeting
    assert (meeting.room_state, meeting.venue, meeting.room_note) == (RoomState.REQUESTED, before, "")
    assert db.session.scalars(select(Venue.name)).all() == ["Fenwick Library"]
    operations.confirm_room(request, HALL, **NOBODY)
    assert meeting.room_state == RoomState.CONFIRMED


def test_a_venue_that_another_meeting_took_meanwhile_stays(officers: list[Any]):
    request = make_room_request(announced_meeting(), *officers)
    operations.confirm_room(request, HALL, **NOBODY)
    make_meeting(venue=request.meeting.venue)
    operations.take_answer_back(request, **NOBODY)
    assert db.session.scalars(select(Venue.name)).all() == ["The Reading Room"]


def test_nothing_is_taken_back_once_the_final_agenda_is_published():
    request = make_room_request(announced_meeting())
    operations.confirm_room(request, HALL, **NOBODY)
    meetings.publish_agenda(request.meeting, **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.take_answer_back(request, **NOBODY)


# Another way was found ----------------------------------------------------------------------------------------


def test_a_refusal_taken_back_late_does_not_undo_the_room_that_another_officer_confirmed(officers: list[Any]):
    meeting = announced_meeting()
    first = make_room_request(meeting, officers[0])
    operations.room_is_impossible(first, "Closed that week.", **NOBODY)
    second = make_room_request(meeting, officers[1], words="Perhaps the annexe?")
    operations.confirm_room(second, HALL, **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.take_answer_back(first, **NOBODY)
    assert (meeting.room_state, meeting.venue.name) == (RoomState.CONFIRMED, "The Reading Room")


def test_a_confirmation_counts_no_more_once_another_room_was_asked_for(officers: list[Any]):
    meeting = announced_meeting()
    first = make_room_request(meeting, officers[0])
    operations.confirm_room(first, Room("The Annexe"), **NOBODY)
    operations.confirm_room(make_room_request(meeting, officers[1], words="A larger room?"), HALL, **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.take_answer_back(first, **NOBODY)
    assert (meeting.room_state, meeting.venue.name) == (RoomState.CONFIRMED, "The Reading Room")


def test_a_refusal_taken_back_late_does_not_undo_what_the_coordinator_confirmed(officers: list[Any]):
    request = make_room_request(announced_meeting(), *officers)
    operations.room_is_impossible(request, "Closed that week.", **NOBODY)
    meetings.set_room(request.meeting, RoomState.CONFIRMED, make_venue(), now=NOW)
    with pytest.raises(RequestIsOver):
        operations.take_answer_back(request, **NOBODY)
    assert request.meeting.room_state == RoomState.CONFIRMED


# The meeting moves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RoomState.REQUESTED, RoomState.CONFIRMED])
def test_a_moved_meeting_needs_its_room_anew(state: RoomState):
    meeting = announced_meeting(room_state=state)
    move(meeting)
    assert meeting.room_state == RoomState.NOT_ASKED


def test_a_meeting_that_stays_where_it_is_keeps_its_room():
    meeting = announced_meeting(room_state=RoomState.CONFIRMED)
    meetings.change_details(meeting, meetings.details_of(meeting), make_venue(), **NOBODY)
    assert meeting.room_state == RoomState.CONFIRMED


def test_a_link_of_before_the_move_answers_nothing():
    request = make_room_request(announced_meeting())
    move(request.meeting)
    with pytest.raises(RequestIsOver):
        operations.confirm_room(request, HALL, **NOBODY)
    with pytest.raises(RequestIsOver):
        operations.answer_later(request, DAY, **NOBODY)
    assert request.meeting.room_state == RoomState.NOT_ASKED


def test_asking_anew_ends_the_earlier_request():
    meeting = announced_meeting()
    first, second = make_room_request(meeting), make_room_request(meeting, words="A larger room, please.")
    with pytest.raises(RequestIsOver):
        operations.confirm_room(first, HALL, **NOBODY)
    operations.confirm_room(second, HALL, **NOBODY)
    assert meeting.room_state == RoomState.CONFIRMED


def test_the_same_words_go_to_nobody_twice_on_one_day(officers: list[Any]):
    meeting = announced_meeting()
    first = make_room_request(meeting, officers[0])
    assert make_room_request(meeting, *officers) is first
    assert letters("room:") == ["colm@council.example", "tobias@council.example"]


def test_a_meeting_that_is_thrown_away_takes_its_links_along(officers: list[Any]):
    request = make_room_request(make_meeting(), *officers)
    operations.take_back_links(request.meeting, **NOBODY)
    assert scoped_links(LinkKind.ROOM, request.id) == []


def test_no_room_is_asked_for_a_cancelled_meeting():
    with pytest.raises(operations.MeetingIsOver):
        make_room_request(cancelled_meeting())


# The desk -----------------------------------------------------------------------------------------------------


def test_the_desk_follows_the_room():
    meeting = announced_meeting()
    assert what_the_desk_says(meeting) == "Ask for the room for Wednesday 15 April 2026"
    request = make_room_request(meeting)
    assert what_the_desk_says(meeting) == "Hear whether the room is booked for Wednesday 15 April 2026"
    operations.confirm_room(request, HALL, **NOBODY)
    assert what_the_desk_says(meeting) == "The room for Wednesday 15 April 2026 is confirmed"
    operations.note_seen(request)
    assert what_the_desk_says(meeting) is None


def test_the_desk_says_what_next_when_there_is_no_room():
    meeting = announced_meeting()
    operations.room_is_impossible(make_room_request(meeting), "Closed that week.", **NOBODY)
    assert what_the_desk_says(meeting) == "Look for another room or day than Wednesday 15 April 2026"
    assert meeting.room_state == RoomState.NOT_ASKED


def test_a_promise_to_answer_later_moves_the_day_on_the_desk():
    meeting = announced_meeting()
    operations.answer_later(make_room_request(meeting), NOW.date() + timedelta(days=9), **NOBODY)
    need = next(iter(needs_of_meeting(meeting, NOW.date(), queries.newest_request(meeting.id))))
    assert need.due == NOW.date() + timedelta(days=9)
    assert need.why == "They said they would answer by Thursday 22 January 2026."


# Plumbing -----------------------------------------------------------------------------------------------------


def what_the_desk_says(meeting: Meeting) -> str | None:
    needs = needs_of_meeting(meeting, NOW.date(), queries.newest_request(meeting.id))
    return next((need.what for need in needs if "room" in need.what), None)


def move(meeting: Meeting) -> None:
    details = vars(meetings.details_of(meeting)) | {"day": DAY + timedelta(days=7)}
    meetings.change_details(meeting, meetings.Details(**details), meeting.venue, **NOBODY)


def entry_of(meeting: Meeting) -> Any:
    return public_entry(meeting, the_forum(), "http://localhost/meetings/1")


def letters(beginning: str) -> list[str]:
    rows = select(OutboxMessage.recipient).where(OutboxMessage.key.startswith(beginning))
    return list(db.session.scalars(rows.order_by(OutboxMessage.recipient)))
