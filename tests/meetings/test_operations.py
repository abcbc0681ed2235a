"""Making meetings, changing them, and the steps in public."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app.audit import AuditEntry
from forum_app.clock import TimeDoesNotExist, TimeHappensTwice
from forum_app.db import db
from forum_app.meetings import operations
from forum_app.meetings.models import (
    AgendaItem,
    Attending,
    ItemKind,
    Meeting,
    MeetingKind,
    MeetingState,
    RoleAtMeeting,
    RoleKind,
    RoomState,
)
from forum_app.meetings.operations import (
    AgendaIsClosed,
    AlreadyInThatState,
    ItemIsOnRecord,
    PlanningMeetingsArePrivate,
    RoleLine,
    TimesMissing,
)
from forum_app.meetings.queries import online_link_now, roles_at
from forum_app.meetings.standard_agenda import AgendaLine
from tests.builders import (
    DAY,
    DETAILS,
    NOBODY,
    NOW,
    announced_meeting,
    cancelled_meeting,
    item_of,
    make_meeting,
    make_question,
    make_venue,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    write_minutes,
)

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(hours=1)
STEPS = (operations.announce, operations.publish_agenda)


def test_a_new_meeting_is_a_draft_that_nobody_else_sees():
    meeting = make_meeting()
    assert (meeting.state, meeting.is_public) == (MeetingState.DRAFT, False)
    assert meeting.calendar_sequence == 0
    assert meeting.calendar_stamp == NOW


def test_every_meeting_has_a_calendar_entry_of_its_own():
    assert len({make_meeting().calendar_uid for _ in range(5)}) == 5


def test_the_standard_agenda_stands_in_order_from_the_start():
    meeting = make_meeting()
    assert [item.position for item in meeting.items] == list(range(len(meeting.items)))
    assert meeting.items[0].kind == ItemKind.INTRODUCTION
    assert meeting.items[-1].kind == ItemKind.NEXT_MEETING


def test_a_meeting_can_start_from_an_earlier_agenda_without_its_people_and_takes_up_what_was_parked():
    lines = [AgendaLine(ItemKind.LA_SPEAKER, "Officers", 20, "Tobias Reed", "Inclusion officer", "Notes")]
    earlier = make_meeting(agenda=[*lines, AgendaLine(ItemKind.OTHER, "Parked", 5)])
    operations.change_item(earlier.items[1], AgendaLine(ItemKind.OTHER, "Parked", 5), parked_because="No time.")
    assert operations.agenda_of(earlier) == [
        AgendaLine(ItemKind.LA_SPEAKER, "Officers", 20),
        AgendaLine(ItemKind.OTHER, "Parked", 5),
    ]


def test_making_a_meeting_is_noted_for_those_who_look_after_the_forum():
    make_meeting()
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last.sentence == "Made a meeting on Wednesday 15 April 2026."


@pytest.mark.parametrize("at", ["doors_at", "starts_at", "ends_by"])
def test_a_time_that_the_clocks_leave_out_is_refused(at: str):
    times = {"doors_at": None, "starts_at": time(1), "ends_by": time(4)} | {at: time(1, 30)}
    with pytest.raises(TimeDoesNotExist):
        make_meeting(day=date(2026, 3, 29), **times)


def test_moving_a_meeting_to_a_time_that_comes_twice_is_refused_and_changes_nothing():
    meeting = make_meeting()
    bad = replace(DETAILS, day=date(2026, 10, 25), doors_at=None, starts_at=time(1, 30))
    with pytest.raises(TimeHappensTwice):
        operations.change_details(meeting, bad, None, **NOBODY)
    assert (meeting.day, meeting.starts_at) == (DAY, time(16, 30))


# Steps in public ----------------------------------------------------------------------------------------------


def test_a_meeting_goes_step_by_step_into_the_public():
    meeting = make_meeting()
    operations.announce(meeting, **NOBODY)
    assert (meeting.is_public, meeting.has_final_agenda) == (True, False)
    operations.publish_agenda(meeting, **NOBODY)
    assert (meeting.is_public, meeting.has_final_agenda) == (True, True)


@pytest.mark.parametrize(
    ("build", "after"),
    [
        (meeting_with_agenda, MeetingState.ANNOUNCED),
        (announced_meeting, MeetingState.DRAFT),
        (cancelled_meeting, MeetingState.DRAFT),
    ],
)
def test_the_last_step_can_be_taken_back(build: Callable[..., Meeting], after: str):
    meeting = build()
    operations.take_back(meeting, **NOBODY)
    assert (meeting.state, meeting.cancelled_because) == (after, "")


@pytest.mark.parametrize("build", [make_meeting, published_meeting])
def test_there_is_not_always_a_step_to_take_back(build: Callable[..., Meeting]):
    meeting = build()
    with pytest.raises(AlreadyInThatState):
        operations.take_back(meeting, **NOBODY)


@pytest.mark.parametrize(
    ("build", "step"),
    [
        (announced_meeting, operations.announce),
        (meeting_with_agenda, operations.announce),
        (meeting_with_agenda, operations.publish_agenda),
        (cancelled_meeting, operations.publish_agenda),
        (published_meeting, operations.publish_agenda),
    ],
)
def test_no_step_is_taken_twice_or_backwards(build: Callable[..., Meeting], step: Callable[..., None]):
    meeting = build()
    before = meeting.state
    with pytest.raises(AlreadyInThatState):
        step(meeting, **NOBODY)
    assert meeting.state == before


@pytest.mark.parametrize("build", [cancelled_meeting, published_meeting])
def test_what_is_over_or_cancelled_cannot_be_cancelled(build: Callable[..., Meeting]):
    meeting = build()
    with pytest.raises(AlreadyInThatState):
        operations.cancel(meeting, "Again.", **NOBODY)


@pytest.mark.parametrize("step", STEPS)
def test_a_meeting_without_its_times_is_not_shown(step: Callable[..., None]):
    meeting = make_meeting(doors_at=None, starts_at=time(16), ends_by=None)
    with pytest.raises(TimesMissing):
        step(meeting, **NOBODY)
    assert not meeting.is_public


def test_a_cancelled_meeting_stays_in_public_and_says_why():
    meeting = cancelled_meeting("The room flooded.")
    assert (meeting.is_public, meeting.is_cancelled) == (True, True)
    assert meeting.cancelled_because == "The room flooded."


# Planning meetings are private --------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_no_step_shows_a_planning_meeting(step: Callable[..., None]):
    meeting = planning_meeting()
    with pytest.raises(PlanningMeetingsArePrivate):
        step(meeting, **NOBODY)
    assert meeting.state == MeetingState.DRAFT


def test_the_minutes_of_a_planning_meeting_are_never_published():
    with pytest.raises(PlanningMeetingsArePrivate):
        operations.mark_minutes_published(planning_meeting())


def test_a_cancelled_planning_meeting_is_not_public_either():
    meeting = planning_meeting()
    operations.cancel(meeting, "Moved by a week.", **NOBODY)
    assert not meeting.is_public


@pytest.mark.parametrize(
    "state", [MeetingState.ANNOUNCED, MeetingState.AGENDA_PUBLISHED, MeetingState.MINUTES_PUBLISHED]
)
def test_the_database_itself_refuses_a_public_planning_meeting(state: str):
    meeting = planning_meeting()
    meeting.state = state
    with pytest.raises(IntegrityError, match="planning_is_private"):
        db.session.flush()


@pytest.mark.parametrize("build", [announced_meeting, meeting_with_agenda, published_meeting])
def test_the_database_refuses_to_turn_a_public_meeting_into_a_planning_one(build: Callable[..., Meeting]):
    build().kind = MeetingKind.PLANNING
    with pytest.raises(IntegrityError, match="planning_is_private"):
        db.session.flush()


# What calendars are told --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"day": DAY + timedelta(days=7)},
        {"doors_at": None},
        {"starts_at": time(16, 45)},
        {"ends_by": time(18)},
        {"time_zone": "Europe/Dublin"},
        {"attending": Attending.ROOM},
        {"room_state": RoomState.CONFIRMED},
    ],
    ids=str,
)
def test_a_changed_calendar_fact_raises_the_sequence_and_the_stamp_once(change: dict[str, Any]):
    meeting = announced_meeting()
    change_details(meeting, **change)
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (1, LATER)
    change_details(meeting, **change)
    assert meeting.calendar_sequence == 1


@pytest.mark.parametrize(
    "change",
    [{}, {"room_state": RoomState.REQUESTED}, {"online_link": "https://meet.example/1", "link_hours_before": 48}],
    ids=str,
)
def test_what_no_calendar_shows_leaves_the_entry_alone(change: dict[str, Any]):
    meeting = announced_meeting()
    change_details(meeting, **change)
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (0, NOW)


def test_choosing_a_venue_tells_calendars():
    meeting = announced_meeting()
    operations.change_details(meeting, DETAILS, make_venue(), by=None, now=LATER)
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (1, LATER)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_in_public_changes_nothing_a_calendar_shows(step: Callable[..., None]):
    meeting = make_meeting()
    step(meeting, by=None, now=LATER)
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (0, NOW)


def test_cancelling_and_taking_it_back_tells_calendars_each_time():
    meeting = announced_meeting()
    operations.cancel(meeting, "Snow.", by=None, now=LATER)
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (1, LATER)
    operations.take_back(meeting, by=None, now=LATER + timedelta(hours=1))
    assert (meeting.calendar_sequence, meeting.calendar_stamp) == (2, LATER + timedelta(hours=1))


def test_a_changed_venue_tells_the_calendars_of_the_meetings_to_come_there():
    venue = make_venue()
    coming, elsewhere = announced_meeting(venue=venue), announced_meeting()
    operations.change_venue(venue, {"address": "3 Mill Lane"}, [coming], now=LATER)
    assert (coming.calendar_sequence, elsewhere.calendar_sequence) == (1, 0)


def test_saving_a_venue_unchanged_tells_no_calendar():
    venue = make_venue()
    coming = announced_meeting(venue=venue)
    operations.change_venue(venue, {"address": venue.address}, [coming], now=LATER)
    assert coming.calendar_sequence == 0


def change_details(meeting: Meeting, **changes: Any) -> None:
    operations.change_details(meeting, replace(DETAILS, **changes), meeting.venue, by=None, now=LATER)


# The link to join online --------------------------------------------------------------------------------------


def test_the_link_to_join_shows_from_its_moment_on():
    meeting = announced_meeting(online_link="https://meet.example/1", link_hours_before=24)
    starts = NOW.replace(year=2026, month=4, day=15, hour=15, minute=30)  # 4.30pm in summer
    assert online_link_now(meeting, starts - timedelta(hours=24, minutes=1)) is None
    assert online_link_now(meeting, starts - timedelta(hours=24)) == "https://meet.example/1"


def test_the_moment_of_the_link_follows_a_moved_meeting():
    meeting = announced_meeting(online_link="https://meet.example/1", link_hours_before=24)
    the_day_before = NOW.replace(month=4, day=14, hour=20)
    assert online_link_now(meeting, the_day_before) is not None
    meeting.day = DAY + timedelta(days=14)
    assert online_link_now(meeting, the_day_before) is None


# Items --------------------------------------------------------------------------------------------------------


def test_a_new_item_comes_before_the_closing_ones():
    meeting = make_meeting()
    operations.add_item(meeting, AgendaLine(ItemKind.OTHER, "Museum visit", 10))
    assert [item.title for item in meeting.items][-3:] == [
        "Museum visit", "Any other business", "Date of the next meeting",
    ]  # fmt: skip
    assert [item.position for item in meeting.items] == list(range(len(meeting.items)))


def test_parking_an_item_keeps_its_reason_and_taking_it_up_drops_it():
    item = make_meeting().items[1]
    operations.change_item(item, AgendaLine(ItemKind.LA_SPEAKER, "Officers"), parked_because="Ill.")
    assert (item.parked, item.parked_because) == (True, "Ill.")
    operations.change_item(item, AgendaLine(ItemKind.LA_SPEAKER, "Officers"), parked_because=None)
    assert (item.parked, item.parked_because) == (False, "")


def test_an_item_can_be_parked_without_a_reason():
    item = make_meeting().items[1]
    operations.change_item(item, AgendaLine(ItemKind.LA_SPEAKER, "Officers"), parked_because="")
    assert item.parked


@pytest.mark.parametrize("write", [lambda item: write_minutes(item, "Said."), lambda item: ask_under(item)])
def test_an_item_with_minutes_or_questions_stays(write: Callable[[AgendaItem], object]):
    meeting = make_meeting()
    item = item_of(meeting, ItemKind.QUESTIONS)
    write(item)
    db.session.commit()
    number, meeting_id = item.id, meeting.id
    with pytest.raises(ItemIsOnRecord):
        operations.remove_item(item)
    assert db.session.get(AgendaItem, number) is not None
    assert db.session.scalar(count_items(meeting_id)) == 8


def ask_under(item: AgendaItem) -> None:
    assert make_question(item.meeting).item_id == item.id


def count_items(meeting_id: int) -> Any:
    return select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == meeting_id)


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: operations.add_item(meeting, AgendaLine(ItemKind.OTHER, "Late")),
        lambda meeting: operations.move_item(meeting.items[0], 1),
        lambda meeting: operations.remove_item(meeting.items[2]),
        lambda meeting: operations.change_item(
            meeting.items[0], AgendaLine(ItemKind.OTHER, "Late"), parked_because=None
        ),
    ],
)
def test_the_agenda_of_published_minutes_is_closed(change: Callable[[Meeting], object]):
    meeting = published_meeting()
    before = [item.title for item in meeting.items]
    with pytest.raises(AgendaIsClosed):
        change(meeting)
    assert [item.title for item in meeting.items] == before


def test_moving_an_item_is_no_change_to_its_text():
    meeting = make_meeting()
    db.session.commit()
    versions = {item.id: item.version for item in meeting.items}
    operations.move_item(meeting.items[0], 3)
    db.session.commit()
    assert {item.id: item.version for item in meeting.items} == versions


# People -------------------------------------------------------------------------------------------------------


def test_the_people_of_a_meeting_keep_the_order_they_were_given():
    meeting = make_meeting()
    lines = [RoleLine(RoleKind.REPRESENTATIVE, name) for name in ("Zed", "Amy", "Moe")]
    operations.set_roles(meeting, lines, **NOBODY)
    db.session.commit()
    assert [row.name for row in roles_at(meeting.id)[RoleKind.REPRESENTATIVE]] == ["Zed", "Amy", "Moe"]


def test_setting_the_people_again_replaces_them_and_is_a_new_version_of_the_meeting():
    meeting = make_meeting()
    operations.set_roles(meeting, [RoleLine(RoleKind.CHAIR, "Ines Marlow")], **NOBODY)
    db.session.commit()
    version = meeting.version
    operations.set_roles(meeting, [RoleLine(RoleKind.CHAIR, None, "Head of service")], **NOBODY)
    db.session.commit()
    assert [(row.name, row.job_title) for row in roles_at(meeting.id)["chair"]] == [(None, "Head of service")]
    assert db.session.scalar(select(func.count(RoleAtMeeting.id))) == 1
    assert meeting.version == version + 1
