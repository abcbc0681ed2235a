"""Dates are proposed, answered by link, and one is chosen: everybody is told, and nobody twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.arranging import jobs, operations, queries
from forum_app.arranging.cautions import cautions
from forum_app.arranging.models import DateAnswer, DatePoll, PollState, Says
from forum_app.arranging.operations import (
    DayHasPassed,
    MeetingIsOver,
    NothingProposed,
    PollIsOver,
    PollIsRunning,
    link_to,
)
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import RoomState
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import open_scoped_link
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    announced_meeting,
    cancelled_meeting,
    make_meeting,
    make_person,
    make_poll,
    planning_meeting,
    sent_poll,
)

pytestmark = pytest.mark.usefixtures("running")
LATER = DAY + timedelta(days=7)


@pytest.fixture
def people() -> list[Any]:
    return [
        make_person("Ines Marlow", Role.CHAIR, email="ines@example.org"),
        make_person("Tobias Reed", Role.REPRESENTATIVE, email="tobias@council.example"),
    ]


def test_a_draft_sends_nothing(people: list[Any]):
    make_poll(make_meeting(), people)
    assert letters() == []


def test_everybody_gets_one_letter_with_a_link_of_their_own(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    assert sorted(letters()) == ["ines@example.org", "tobias@council.example"]
    assert poll.sent_on == NOW.date()
    with pytest.raises(PollIsRunning):
        operations.send_poll(poll, **NOBODY)
    assert len(letters()) == 2


def test_somebody_without_an_address_is_asked_without_a_letter():
    poll = make_poll(make_meeting(), [make_person("Nell Harper", Role.DEPUTY)])
    assert operations.send_poll(poll, **NOBODY) == 0
    assert poll.is_open


def test_a_link_opens_the_dates_for_the_one_it_was_made_for(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    opened = open_link(link_to(poll.invitees[1]))
    assert (opened.kind, opened.thing_id, opened.person_id) == (LinkKind.DATES, poll.id, people[1].id)


def test_there_is_one_proposal_at_a_time(people: list[Any]):
    meeting = make_meeting()
    sent_poll(meeting, people)
    with pytest.raises(PollIsRunning):
        make_poll(meeting, people)


def test_nothing_is_proposed_for_what_is_over(people: list[Any]):
    with pytest.raises(MeetingIsOver):
        make_poll(cancelled_meeting(), people)


@pytest.mark.parametrize("days", [(DAY,), (DAY, LATER)])
def test_one_date_or_nobody_is_no_proposal(people: list[Any], days: tuple[date, ...]):
    poll = make_poll(make_meeting(), people if len(days) == 1 else [], days=days)
    with pytest.raises(NothingProposed):
        operations.send_poll(poll, **NOBODY)


# Answers ------------------------------------------------------------------------------------------------------


def test_an_answer_can_be_changed_until_a_date_is_chosen(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    say(poll, 0, Says.NO, Says.YES)
    say(poll, 0, Says.YES, Says.IF_NEED_BE)
    assert [line.says for line in queries.grid(poll)] == [("yes", None), ("if_need_be", None)]
    assert len(db.session.scalars(select(DateAnswer)).all()) == 2


def test_the_best_date_has_the_fewest_no_and_then_the_most_yes(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    assert queries.best(queries.grid(poll)) is None
    say(poll, 0, Says.YES, Says.IF_NEED_BE)
    say(poll, 1, Says.NO, Says.IF_NEED_BE)
    assert queries.best(queries.grid(poll)) is poll.proposals[1]


def test_no_answer_is_taken_once_a_date_is_chosen(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    operations.choose(poll.proposals[1], **NOBODY)
    with pytest.raises(PollIsOver):
        say(poll, 0, Says.YES, Says.YES)


# Choosing -----------------------------------------------------------------------------------------------------


def test_choosing_sets_day_and_times_and_tells_everybody_once(people: list[Any]):
    meeting = make_meeting()
    poll = sent_poll(meeting, people)
    assert operations.choose(poll.proposals[1], **NOBODY) == 2
    assert (meeting.day, poll.chosen.day, poll.state) == (LATER, LATER, PollState.CHOSEN)
    assert len(letters("date-chosen:")) == 2
    with pytest.raises(PollIsOver):
        operations.choose(poll.proposals[0], **NOBODY)
    assert len(letters("date-chosen:")) == 2


def test_a_day_that_is_over_is_not_chosen(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    before = poll.meeting.day
    after = NOW.replace(year=NOW.year + 1)
    with pytest.raises(DayHasPassed):
        operations.choose(poll.proposals[0], by=None, now=after)
    assert (poll.meeting.day, letters("date-chosen:")) == (before, [])


def test_a_meeting_on_record_is_not_moved_by_dates_that_were_left_open(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    before = poll.meeting.day
    meetings.mark_minutes_published(poll.meeting)
    with pytest.raises(MeetingIsOver):
        operations.choose(poll.proposals[1], **NOBODY)
    assert poll.meeting.day == before


def test_a_chosen_date_raises_the_calendar_entry(people: list[Any]):
    meeting = announced_meeting()
    operations.choose(sent_poll(meeting, people).proposals[1], **NOBODY)
    assert meeting.calendar_sequence == 1


def test_choosing_another_day_asks_for_the_room_anew(people: list[Any]):
    meeting = announced_meeting(room_state=RoomState.CONFIRMED)
    operations.choose(sent_poll(meeting, people).proposals[1], **NOBODY)
    assert meeting.room_state == RoomState.NOT_ASKED


def test_choosing_the_day_as_it_is_keeps_the_room(people: list[Any]):
    meeting = announced_meeting(room_state=RoomState.CONFIRMED)
    operations.choose(sent_poll(meeting, people).proposals[0], **NOBODY)
    assert meeting.room_state == RoomState.CONFIRMED


def test_the_letter_about_a_planning_meeting_opens_its_private_page(people: list[Any]):
    meeting = planning_meeting()
    operations.choose(sent_poll(meeting, people).proposals[0], **NOBODY)
    bodies = [row.body for row in db.session.scalars(select(OutboxMessage)) if row.key.startswith("date-chosen:")]
    assert len(bodies) == 2
    assert all(b"/planning-links/" in body.replace(b"=\r\n", b"") for body in bodies)


def test_a_proposal_that_is_taken_back_takes_no_answers(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    operations.withdraw_poll(poll, **NOBODY)
    with pytest.raises(PollIsOver):
        say(poll, 0, Says.YES, Says.YES)
    assert make_poll(poll.meeting, people).is_draft


# Reminders ----------------------------------------------------------------------------------------------------


def test_who_has_not_answered_is_reminded_once_three_days_before(people: list[Any]):
    poll = sent_poll(make_meeting(), people)
    say(poll, 0, Says.YES, Says.YES)
    for days_before in (4, 3, 2, 0):
        jobs.remind_of_dates(NOW + timedelta(days=10 - days_before))
        assert letters("dates-reminder:") == ([] if days_before == 4 else ["tobias@council.example"])


def test_nobody_is_reminded_on_the_day_they_were_asked(people: list[Any]):
    sent_poll(make_meeting(), people, reply_by=NOW.date() + timedelta(days=2))
    jobs.remind_of_dates(NOW)
    assert letters("dates-reminder:") == []


def test_nobody_is_reminded_of_a_date_that_is_chosen(people: list[Any]):
    operations.choose(sent_poll(make_meeting(), people).proposals[0], **NOBODY)
    jobs.remind_of_dates(NOW + timedelta(days=8))
    assert letters("dates-reminder:") == []


# What speaks against a date -----------------------------------------------------------------------------------


def test_a_date_is_held_against_other_meetings_proposals_and_school_holidays(people: list[Any]):
    meeting = make_meeting()
    announced_meeting(day=LATER)
    cancelled_meeting(day=DAY + timedelta(days=1))
    sent_poll(planning_meeting(day=DAY + timedelta(days=40)), people, days=(DAY, DAY + timedelta(days=2)))
    operations.set_school_holidays([("Spring break", DAY + timedelta(days=2), DAY + timedelta(days=3))])
    db.session.flush()
    known = queries.known_about(meeting.id, NOW.date())
    assert cautions(LATER, known) == ["Another meeting is on this day."]
    assert cautions(DAY, known) == ["This day is also proposed for another meeting."]
    assert cautions(DAY + timedelta(days=1), known) == []
    assert len(cautions(DAY + timedelta(days=2), known)) == 2


# Plumbing -----------------------------------------------------------------------------------------------------


def say(poll: DatePoll, who: int, *words: Says) -> None:
    says = {proposal.id: word for proposal, word in zip(poll.proposals, words, strict=True)}
    operations.answer(poll.invitees[who], says, "", now=NOW)


def letters(beginning: str = "") -> list[str]:
    rows = select(OutboxMessage.recipient).where(OutboxMessage.key.startswith(beginning))
    return list(db.session.scalars(rows.order_by(OutboxMessage.recipient)))


def open_link(token: str) -> Any:
    db.session.commit()
    return open_scoped_link(token, today=NOW.date())
