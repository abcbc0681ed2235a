"""Who gets what when somebody is invited, when the meeting changes, and when one person is taken off."""

import os
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Select, select, update
from sqlalchemy.orm import InstrumentedAttribute
from time_machine import Traveller

from forum_app.access import FRESH_FOR, Role
from forum_app.calendar import jobs, operations
from forum_app.calendar.invited import answer_now, answer_to_earlier_time
from forum_app.calendar.models import Answer, Invitation, InvitationState, Method
from forum_app.calendar.plan import change_plan, first_plan
from forum_app.calendar.queries import candidates, of_address
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState, Priority, Trouble
from forum_app.mail.suppression import Suppression, SuppressionReason, suspend
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Meeting, RoomState
from forum_app.meetings.operations import Details
from forum_app.minutes import operations as minutes
from forum_app.people.models import Person
from forum_app.planning.models import PlanningGuest
from tests.builders import (
    DAY,
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    family_invited,
    invite_people,
    made,
    make_forum,
    make_meeting,
    make_person,
    make_venue,
    planning_meeting,
    tell_invited,
)
from tests.calendar.mails import calendars_to, gone, letters_to
from tests.pages import Browser

GOLDEN = Path(__file__).parents[1] / "golden" / "calendar"
REWRITE = os.environ.get("FORUM_REWRITE") == "1"
INES, OWEN, FAMILY = "ines@example.org", "owen@council.example", "family@example.org"
LINK = "https://meet.example/orchard"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def running(either_app: Flask, frozen: object):
    """Either engine with templates; a chair and an officer; mail to tagged addresses arrives."""
    either_app.config |= {"PUBLIC_URL": "https://forum.fenwick.example", "REPLY_DOMAIN": "in.fenwick.example"}
    with either_app.app_context():
        make_forum()
        make_person("Ines Marlow", Role.CHAIR, email=INES)
        make_person("Owen Strand", Role.REPRESENTATIVE, email=OWEN)
        yield either_app
        db.session.rollback()


@pytest.fixture
def meeting(running: Flask) -> Meeting:
    return announced_meeting(venue=make_venue())


# What is in the mail ------------------------------------------------------------------------------------------


def test_an_invitation_has_the_parts_that_calendars_look_for(meeting: Meeting):
    invite_people(meeting)
    (message,) = letters_to(INES)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    calendar, attached = list(message.walk())[-2:]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar["Content-Disposition"] is None
    assert attached.get_filename() == "invite.ics"
    assert attached.get_param("name") == "invite.ics"
    assert {part["Content-Transfer-Encoding"] for part in (calendar, attached)} == {"base64"}
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] is None


def test_one_person_a_mail_and_no_one_elses_address_in_it(meeting: Meeting):
    invite_people(meeting)
    family_invited(meeting)
    for own, others in ((INES, (OWEN, FAMILY)), (OWEN, (INES, FAMILY)), (FAMILY, (INES, OWEN))):
        for mail in calendars_to(own):
            whole = str(mail.message) + mail.data.decode() + mail.message.get_body(("plain",)).get_content()
            assert not [other for other in others if other in whole]
            assert mail.event["ATTENDEE"] == f"mailto:{own}"


def test_each_answers_to_an_address_of_their_own(meeting: Meeting):
    invite_people(meeting)
    addresses = {calendars_to(own)[0].answers_to for own in (INES, OWEN)}
    assert len(addresses) == 2
    assert all(address.startswith("rsvp+") and address.endswith("@in.fenwick.example") for address in addresses)
    assert all(len(address.partition("@")[0]) <= 64 for address in addresses)


def test_without_a_mailbox_that_takes_answers_they_go_to_the_forum(running: Flask):
    running.config["REPLY_DOMAIN"] = ""
    invite_people(announced_meeting())
    assert calendars_to(INES)[0].answers_to == "forum@fenwick.example"


def test_the_entry_starts_at_doors_and_says_the_rest_in_words(meeting: Meeting):
    invite_people(meeting)
    event = calendars_to(INES)[0].event
    assert event["DTSTART"].dt.isoformat() == "2026-04-15T16:00:00+01:00"
    assert event["DTEND"].dt.isoformat() == "2026-04-15T18:30:00+01:00"
    assert "Doors open at 4pm. The meeting starts at 4.30pm and finishes by 6.30pm." in event["DESCRIPTION"]
    assert "Behind the market." in event["DESCRIPTION"]
    assert "Step-free." in event["DESCRIPTION"]
    assert f"https://forum.fenwick.example/meetings/{meeting.id}" in event["DESCRIPTION"]
    assert event["LOCATION"] == "Fenwick Library, 2 Mill Lane"


def test_the_link_to_join_comes_only_from_its_moment_on(running: Flask):
    meeting = announced_meeting(venue=make_venue(), online_link=LINK, link_hours_before=48)
    invite_people(meeting)
    assert LINK not in str(calendars_to(INES)[0].data) + str(letters_to(INES)[0])
    assert change_plan(meeting, NOW).mails == []

    shortly = datetime(2026, 4, 14, 9, tzinfo=NOW.tzinfo)
    assert [change.label for change in change_plan(meeting, shortly).mails[0].changed] == ["The link to join online"]
    tell_invited(meeting, now=shortly)
    newest = calendars_to(INES)[-1].event
    assert LINK in newest["DESCRIPTION"]
    assert newest["CONFERENCE"] == LINK
    assert newest["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


# Changes ------------------------------------------------------------------------------------------------------


def test_it_is_tentative_until_the_room_is_confirmed_and_then_the_same_entry_is_updated(meeting: Meeting):
    rows = invite_people(meeting)
    operations.answer(rows[0], Answer.ACCEPTED, "", now=NOW)
    change(meeting, room_state=RoomState.CONFIRMED)
    tell_invited(meeting, now=LATER)
    first, second = calendars_to(INES)
    assert [mail.event["STATUS"] for mail in (first, second)] == ["TENTATIVE", "CONFIRMED"]
    assert first.event["UID"] == second.event["UID"] == meeting.calendar_uid
    assert first.event["SEQUENCE"] < second.event["SEQUENCE"]
    assert first.event["DTSTAMP"].dt < second.event["DTSTAMP"].dt
    assert second.method == "REQUEST"
    assert second.event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED", "what was answered stands"
    assert answer_now(rows[0]) == Answer.ACCEPTED


def test_another_time_asks_everybody_anew(meeting: Meeting):
    row = invite_people(meeting)[0]
    operations.answer(row, Answer.ACCEPTED, "", now=NOW)
    change(meeting, day=date(2026, 4, 22))
    assert answer_now(row) == Answer.ACCEPTED, "they have answered what they were told"
    tell_invited(meeting, now=LATER)
    assert (answer_now(row), answer_to_earlier_time(row)) == (None, Answer.ACCEPTED)
    newest = calendars_to(INES)[-1]
    assert newest.event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    body = newest.message.get_body(("plain",)).get_content()
    assert "Day: Wednesday 22 April 2026 (it was: Wednesday 15 April 2026)" in " ".join(body.split())


def test_a_change_that_no_calendar_shows_is_no_reason_to_write(meeting: Meeting):
    invite_people(meeting)
    meetings.publish_agenda(meeting, **NOBODY)
    assert change_plan(meeting, LATER).mails == []
    with pytest.raises(operations.NobodyToTell):
        tell_invited(meeting, now=LATER)


def test_whoever_is_invited_after_a_change_is_not_told_of_it(meeting: Meeting):
    invite_people(meeting)
    change(meeting, room_state=RoomState.CONFIRMED)
    family_invited(meeting, now=LATER)
    assert {mail.name for mail in change_plan(meeting, LATER).mails} == {"Ines Marlow", "Owen Strand"}
    tell_invited(meeting, now=LATER)
    assert len(calendars_to(FAMILY)) == 1
    assert change_plan(meeting, LATER).mails == []


def test_a_cancelled_meeting_goes_out_of_exactly_those_calendars_that_have_it(meeting: Meeting):
    invite_people(meeting)
    operations.ask(meeting, "never@example.org", secret_key=KEY, now=NOW)
    meetings.cancel(meeting, "The room flooded.", **NOBODY)
    tell_invited(meeting, now=LATER)
    for address in (INES, OWEN):
        first, last = calendars_to(address)
        assert last.method == "CANCEL"
        assert last.event["STATUS"] == "CANCELLED"
        assert last.event["SEQUENCE"] > first.event["SEQUENCE"]
        assert last.event["UID"] == first.event["UID"]
        assert last.event["ORGANIZER"] == first.event["ORGANIZER"]
        assert last.event["ATTENDEE"] == first.event["ATTENDEE"]
    assert calendars_to("never@example.org") == []
    assert change_plan(meeting, LATER).mails == []


def test_a_meeting_that_is_on_again_comes_back_with_a_higher_sequence(meeting: Meeting):
    invite_people(meeting)
    meetings.cancel(meeting, "", **NOBODY)
    tell_invited(meeting)
    meetings.take_back(meeting, **NOBODY)
    assert change_plan(meeting, LATER).mails == [], "a draft is told to nobody"
    meetings.announce(meeting, **NOBODY)
    tell_invited(meeting, now=LATER)
    sequences = [int(mail.event["SEQUENCE"]) for mail in calendars_to(INES)]
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST", "CANCEL", "REQUEST"]
    assert sequences == sorted(set(sequences))


def test_an_entry_moves_with_somebody_whose_address_changes(meeting: Meeting):
    ines, _ = invite_people(meeting)
    assert ines.person is not None
    ines.person.email = "ines@new.example"
    (mail,) = change_plan(meeting, LATER).mails
    assert (mail.name, mail.moved_from) == ("Ines Marlow", INES)
    tell_invited(meeting, now=LATER)
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST", "CANCEL"]
    assert [mail.method for mail in calendars_to("ines@new.example")] == ["REQUEST"]
    (gone,), (came,) = calendars_to(INES)[1:], calendars_to("ines@new.example")
    assert INES in str(gone.event["ATTENDEE"])
    assert came.event["SEQUENCE"] > gone.event["SEQUENCE"]
    assert change_plan(meeting, LATER).mails == []


def test_a_meeting_that_is_no_longer_announced_goes_out_of_calendars_when_the_coordinator_says_so(meeting: Meeting):
    invite_people(meeting)
    family_invited(meeting, FAMILY)
    meetings.take_back(meeting, **NOBODY)
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST"], "it may be announced again in a minute"
    tell_invited(meeting, now=LATER)
    for address in (INES, OWEN, FAMILY):
        assert [mail.method for mail in calendars_to(address)] == ["REQUEST", "CANCEL"]
    assert "Not fixed any more" in calendars_to(FAMILY)[-1].message["Subject"]
    assert change_plan(meeting, LATER).mails == []
    meetings.announce(meeting, **NOBODY)
    assert {mail.name for mail in change_plan(meeting, LATER).mails} == {"Ines Marlow", "Owen Strand", ""}


def test_a_meeting_announced_again_before_anybody_was_told_needs_no_mail(meeting: Meeting):
    invite_people(meeting)
    meetings.take_back(meeting, **NOBODY)
    meetings.announce(meeting, **NOBODY)
    assert change_plan(meeting, LATER).mails == []


def test_a_meeting_that_calendars_hold_is_thrown_away_only_when_they_were_told(meeting: Meeting):
    invite_people(meeting)
    meetings.take_back(meeting, **NOBODY)
    with pytest.raises(minutes.SomethingStandsAgainstIt) as refused:
        minutes.throw_away(meeting, **NOBODY)
    assert "2 calendars still hold this meeting. First tell them" in str(refused.value)
    tell_invited(meeting, now=LATER)
    minutes.throw_away(meeting, **NOBODY)
    db.session.commit()
    assert db.session.scalars(select(Meeting)).all() == []


def test_one_person_is_taken_off_and_nobody_else_hears_of_it(meeting: Meeting):
    ines, _ = invite_people(meeting)
    gone()
    operations.drop(ines, secret_key=KEY, by=None, now=LATER)
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST", "CANCEL"]
    assert [mail.method for mail in calendars_to(OWEN)] == ["REQUEST"]
    change(meeting, room_state=RoomState.CONFIRMED)
    assert [mail.name for mail in change_plan(meeting, LATER).mails] == ["Owen Strand"]
    assert [candidate.person.name for candidate in candidates(meeting, NOW.date())] == ["Ines Marlow"]


def test_whoever_was_invited_by_mistake_and_taken_off_at_once_hears_nothing(meeting: Meeting):
    ines, _ = invite_people(meeting)
    assert operations.drop(ines, secret_key=KEY, by=None, now=NOW) is False
    assert (calendars_to(INES), len(calendars_to(OWEN))) == ([], 1)
    assert [candidate.person.name for candidate in candidates(meeting, NOW.date())] == ["Ines Marlow"]
    assert [row.name for row in invite_people(meeting) if row.is_invited] == ["Ines Marlow", "Owen Strand"]
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST"]


def test_an_update_that_waits_is_called_back_when_somebody_is_taken_off(meeting: Meeting):
    ines, _ = invite_people(meeting)
    gone()
    change(meeting, room_state=RoomState.CONFIRMED)
    tell_invited(meeting, now=LATER)
    assert operations.drop(ines, secret_key=KEY, by=None, now=LATER) is True
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST", "CANCEL"]
    operations.stop(meeting, by=None, now=LATER)
    assert ines.state == InvitationState.INVITED
    assert {mail.name for mail in change_plan(meeting, LATER).mails} == {"Ines Marlow", "Owen Strand"}


def test_a_mail_that_failed_is_followed_by_none_that_takes_it_back(meeting: Meeting):
    ines, _ = invite_people(meeting)
    failed = {"state": OutboxState.FAILED, "trouble": Trouble.REFUSED, "ended_at": NOW}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.recipient == INES).values(**failed))
    assert operations.drop(ines, secret_key=KEY, by=None, now=LATER) is False
    assert calendars_to(INES) == []


def test_the_entry_goes_out_of_the_calendar_that_holds_it(meeting: Meeting):
    """The person's address has changed, and they are taken off before the new one was told."""
    ines, _ = invite_people(meeting)
    gone()
    assert ines.person is not None
    ines.person.email = "ines@new.example"
    tell_invited(meeting, now=LATER)
    operations.drop(ines, secret_key=KEY, by=None, now=LATER)
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST", "CANCEL"]
    assert calendars_to("ines@new.example") == []


def test_what_follows_a_mail_that_waits_goes_strictly_after_it(meeting: Meeting):
    """At night all are due at eight, and of mails due together any may go first."""
    night = datetime(2026, 4, 1, 22, tzinfo=NOW.tzinfo)
    invite_people(meeting, now=night)
    change(meeting, room_state=RoomState.CONFIRMED)
    tell_invited(meeting, now=night + timedelta(minutes=1))
    meetings.cancel(meeting, "The room flooded.", **NOBODY)
    tell_invited(meeting, now=night + timedelta(minutes=2))
    due = dict(db.session.execute(select(OutboxMessage.key, OutboxMessage.due_at)).all())
    for row in db.session.scalars(select(Invitation)):
        moments = [due[notice.outbox_key] for notice in row.notices]
        assert moments == [moments[0] + timedelta(seconds=number) for number in range(3)]
    priorities = set(db.session.scalars(select(OutboxMessage.priority)))
    assert priorities == {Priority.USUAL}


# Nothing goes out unmeant -------------------------------------------------------------------------------------


def test_who_is_taken_off_shortly_before_gets_no_link_to_join_with_it(running: Flask):
    planning = planning_meeting(online_link=LINK, link_hours_before=48)
    (ines,) = invite_people(planning)
    delivered()
    operations.drop(ines, secret_key=KEY, by=None, now=datetime(2026, 4, 14, 9, tzinfo=NOW.tzinfo))
    gone = calendars_to(INES)[-1]
    assert gone.method == "CANCEL"
    assert b"meet.example" not in gone.data.replace(b"\r\n ", b"")


@pytest.mark.parametrize("page", ["invitations", "send-invitations", "tell-invited"])
def test_who_mails_many_has_given_the_second_factor_a_short_while_ago(frozen: Traveller, browser: Browser, page: str):
    coordinator = browser.sign_in()
    number = made(coordinator.application, announced_meeting)
    frozen.shift(FRESH_FOR - timedelta(minutes=1))
    assert coordinator.get(f"/meetings/{number}/{page}").status_code == 200
    frozen.shift(timedelta(minutes=2))
    assert coordinator.get(f"/meetings/{number}/{page}").location == "/second-factor"


def test_mails_wait_ten_minutes_and_what_is_stopped_counts_as_never_told(meeting: Meeting):
    invite_people(meeting)
    due = set(db.session.scalars(select(OutboxMessage.due_at)))
    assert due == {NOW + timedelta(minutes=10)}
    operations.stop(meeting, **NOBODY)
    db.session.flush()
    assert db.session.scalars(select(Invitation)).all() == []
    assert len(candidates(meeting, NOW.date())) == 2
    invite_people(meeting)
    assert len(calendars_to(INES)) == 1
    with pytest.raises(operations.NothingWaits):
        stop_after_delivery(meeting)


def test_stopping_an_update_leaves_it_to_be_told(meeting: Meeting):
    row = invite_people(meeting)[0]
    delivered()
    operations.answer(row, Answer.DECLINED, "", now=NOW)
    change(meeting, day=date(2026, 4, 22))
    tell_invited(meeting, now=LATER)
    assert answer_now(row) is None
    operations.stop(meeting, by=None, now=LATER)
    assert answer_now(row) == Answer.DECLINED
    assert len(change_plan(meeting, LATER).mails) == 2


def test_whoever_was_dropped_by_mistake_is_invited_again_when_it_is_stopped(meeting: Meeting):
    row = invite_people(meeting)[0]
    delivered()
    operations.drop(row, secret_key=KEY, by=None, now=LATER)
    operations.stop(meeting, by=None, now=LATER)
    assert row.state == InvitationState.INVITED
    assert change_plan(meeting, LATER).mails == []


def test_what_changed_after_the_look_is_not_sent(meeting: Meeting):
    ids = [candidate.person.id for candidate in candidates(meeting, NOW.date())]
    looks = first_plan(meeting, ids, NOW).looks
    change(meeting, room_state=RoomState.CONFIRMED)
    with pytest.raises(operations.ChangedSinceLooked):
        operations.invite(meeting, ids, looks, secret_key=KEY, **NOBODY)
    invite_people(meeting)
    looks = change_plan(meeting, NOW).looks
    change(meeting, day=date(2026, 4, 22))
    with pytest.raises(operations.ChangedSinceLooked):
        operations.tell(meeting, looks, secret_key=KEY, **NOBODY)


def test_nobody_is_invited_to_what_is_not_public_and_officers_are_to_planning_meetings(running: Flask):
    draft = make_meeting()
    with pytest.raises(operations.NotOpen):
        invite_people(draft)
    planning = planning_meeting()
    assert [one.person.name for one in candidates(planning, NOW.date())] == ["Ines Marlow"], "no officer unasked"
    owen = db.session.scalars(select(Person).where(Person.email == OWEN)).one()
    db.session.add(PlanningGuest(meeting_id=planning.id, person_id=owen.id))
    db.session.flush()
    invite_people(planning)
    event = calendars_to(OWEN)[0].event
    assert event["SUMMARY"] == "Fenwick Vale Positive Dialogue Forum: planning meeting"
    assert "URL" not in event
    assert f"/meetings/{planning.id}" not in calendars_to(OWEN)[0].message.get_body(("plain",)).get_content()


def test_nobody_is_invited_to_what_is_over(meeting: Meeting):
    meeting.day = NOW.date() - timedelta(days=1)
    with pytest.raises(operations.NotOpen):
        operations.invite(meeting, [], "", secret_key=KEY, **NOBODY)
    with pytest.raises(operations.NotOpen):
        operations.ask(meeting, FAMILY, secret_key=KEY, now=NOW)


def test_whoever_left_hears_nothing_more_of_a_planning_meeting_but_that_it_goes(running: Flask):
    """An officer who has gone elsewhere gets no reminder and no link to join: only the entry out of their calendar."""
    planning = planning_meeting(online_link=LINK, link_hours_before=48)
    owen = db.session.scalars(select(Person).where(Person.email == OWEN)).one()
    db.session.add(PlanningGuest(meeting_id=planning.id, person_id=owen.id))
    db.session.flush()
    invite_people(planning)
    delivered()
    owen.grants[0].ends_on = DAY - timedelta(days=10)
    db.session.flush()
    assert reminded(DAY - timedelta(days=7)) == [INES]

    shortly = datetime(2026, 4, 14, 9, tzinfo=NOW.tzinfo)
    assert {mail.name: mail.method for mail in change_plan(planning, shortly).mails} == {
        "Ines Marlow": Method.REQUEST, "Owen Strand": Method.CANCEL,
    }  # fmt: skip
    tell_invited(planning, now=shortly)
    gone = calendars_to(OWEN)[-1]
    assert (gone.method, b"meet.example" in gone.data.replace(b"\r\n ", b"")) == ("CANCEL", False)
    assert "not invited to this meeting any more" in gone.message.get_body(("plain",)).get_content()
    assert change_plan(planning, shortly).mails == []


def test_mail_that_came_back_is_named_and_not_tried_again(meeting: Meeting):
    suspend(OWEN, SuppressionReason.NO_SUCH_ADDRESS, "a bounce", now=NOW)
    ids = [candidate.person.id for candidate in candidates(meeting, NOW.date())]
    plan = first_plan(meeting, ids, NOW)
    assert ([mail.name for mail in plan.mails], plan.not_reached) == (["Ines Marlow"], ["Owen Strand"])


def test_a_mail_that_failed_has_told_nothing(meeting: Meeting):
    invite_people(meeting)
    failed = update(OutboxMessage).where(OutboxMessage.recipient == OWEN)
    values = {"state": OutboxState.FAILED, "trouble": Trouble.REFUSED, "ended_at": NOW}
    db.session.execute(failed.values(**values))
    assert [mail.name for mail in change_plan(meeting, LATER).mails] == ["Owen Strand"]


# Those who ask for one ----------------------------------------------------------------------------------------


def test_nothing_comes_before_the_owner_of_the_address_said_yes(meeting: Meeting):
    operations.ask(meeting, "Family@Example.org", secret_key=KEY, now=NOW)
    assert [str(letter["Subject"]) for letter in letters_to(FAMILY)] == [
        "Please confirm: an invitation for Wednesday 15 April 2026"
    ]
    row = of_address(meeting, FAMILY)
    assert row is not None
    for _ in range(2):
        operations.confirm(row, secret_key=KEY, now=NOW)
    assert len(calendars_to(FAMILY)) == 1


def test_typing_an_address_looks_the_same_whether_it_is_invited_or_not(meeting: Meeting):
    row = family_invited(meeting)
    operations.answer(row, Answer.ACCEPTED, "", now=NOW)
    operations.ask(meeting, FAMILY, secret_key=KEY, now=NOW)
    assert answer_now(row) == Answer.ACCEPTED
    assert "You are invited already" in " ".join(str(letter["Subject"]) for letter in letters_to(FAMILY))


def test_an_address_gets_three_mails_a_day_at_most_however_often_it_is_typed(meeting: Meeting):
    for _ in range(6):
        operations.ask(meeting, FAMILY, secret_key=KEY, now=NOW)
    assert len(letters_to(FAMILY)) == operations.MAILS_A_DAY
    operations.ask(meeting, FAMILY, secret_key=KEY, now=LATER)
    assert len(letters_to(FAMILY)) == operations.MAILS_A_DAY + 1


def test_more_new_addresses_than_a_forum_hears_from_are_not_taken(meeting: Meeting, monkeypatch):
    monkeypatch.setattr(operations, "NEW_ADDRESSES_A_DAY", 1)
    operations.ask(meeting, FAMILY, secret_key=KEY, now=NOW)
    with pytest.raises(operations.TooManyToday):
        operations.ask(meeting, "other@example.org", secret_key=KEY, now=NOW)


def test_ending_it_takes_the_entry_out_and_forgets_the_address(meeting: Meeting):
    row = family_invited(meeting)
    delivered()
    operations.end(row, secret_key=KEY, now=LATER)
    assert [mail.method for mail in calendars_to(FAMILY)] == ["CANCEL"]
    assert of_address(meeting, FAMILY) is None


def test_ending_it_before_the_invitation_went_out_stops_that_and_sends_nothing(meeting: Meeting):
    operations.end(family_invited(meeting), secret_key=KEY, now=NOW)
    assert calendars_to(FAMILY) == []


def test_saying_yes_lifts_what_kept_mail_from_the_address(meeting: Meeting):
    operations.ask(meeting, FAMILY, secret_key=KEY, now=NOW)
    suspend(FAMILY, SuppressionReason.COMPLAINT, "a bounce", now=NOW)
    operations.confirm(of_address(meeting, FAMILY), secret_key=KEY, now=NOW)
    assert db.session.scalars(select(Suppression)).all() == []


# Reminders and forgetting -------------------------------------------------------------------------------------


def test_reminders_come_a_week_and_a_day_before_and_follow_a_meeting_that_moves(meeting: Meeting):
    ines, _ = invite_people(meeting)
    delivered()
    assert reminded(DAY - timedelta(days=8)) == []
    assert reminded(DAY - timedelta(days=7)) == [INES, OWEN]
    assert reminded(DAY - timedelta(days=6)) == [], "once is enough"
    operations.answer(ines, Answer.DECLINED, "", now=NOW)
    assert reminded(DAY - timedelta(days=1)) == [OWEN], "who declined is left in peace"
    change(meeting, day=DAY + timedelta(days=14))
    tell_invited(meeting, now=LATER)
    delivered()
    assert reminded(DAY) == []
    assert reminded(DAY + timedelta(days=7)) == [INES, OWEN], "of the new time nothing is answered yet"
    assert reminded(DAY + timedelta(days=14)) == []


def test_a_reminder_of_last_week_does_not_come_beside_that_of_the_day_before(meeting: Meeting):
    invite_people(meeting)
    delivered()
    given_up = []
    for day in (DAY - timedelta(days=7), DAY - timedelta(days=1)):
        jobs.remind(at(day))
        given_up.append(db.session.scalar(waiting_reminders(OutboxMessage.give_up_at)))
        delivered()
    assert [local_time(moment) for moment in given_up] == [(DAY - timedelta(days=1), time(8)), (DAY, time(16, 30))]


def test_a_reminder_that_could_come_only_when_it_is_of_no_use_is_not_written(meeting: Meeting):
    meeting.starts_at, meeting.doors_at = time(7), None
    invite_people(meeting)
    delivered()
    jobs.remind(at(DAY - timedelta(days=1), 22))
    assert db.session.scalars(waiting_reminders(OutboxMessage.key)).all() == []


def declines(row: Invitation, now: datetime) -> None:
    operations.answer(row, Answer.DECLINED, "", now=now)


def is_dropped(row: Invitation, now: datetime) -> None:
    operations.drop(row, secret_key=KEY, by=None, now=now)


def ends(row: Invitation, now: datetime) -> None:
    operations.end(row, secret_key=KEY, now=now)


def hears_that_it_is_off(row: Invitation, now: datetime) -> None:
    meetings.cancel(row.meeting, "", **NOBODY)
    tell_invited(row.meeting, now=now)


def hears_that_it_has_moved(row: Invitation, now: datetime) -> None:
    change(row.meeting, day=DAY + timedelta(days=14))
    tell_invited(row.meeting, now=now)


@pytest.mark.parametrize("happens", [declines, is_dropped, ends, hears_that_it_is_off, hears_that_it_has_moved])
def test_a_reminder_that_waits_for_the_morning_is_called_back(meeting: Meeting, happens):
    ines, _ = invite_people(meeting)
    delivered()
    night = at(DAY - timedelta(days=7), 22)
    jobs.remind(night)
    assert set(db.session.scalars(waiting_reminders(OutboxMessage.recipient))) == {INES, OWEN}
    happens(ines, night)
    assert INES not in db.session.scalars(waiting_reminders(OutboxMessage.recipient)).all()


def test_a_reminder_stays_for_whoever_comes_and_of_a_meeting_whose_room_is_sure(meeting: Meeting):
    ines, _ = invite_people(meeting)
    delivered()
    night = at(DAY - timedelta(days=7), 22)
    jobs.remind(night)
    operations.answer(ines, Answer.ACCEPTED, "", now=night)
    change(meeting, room_state=RoomState.CONFIRMED)
    tell_invited(meeting, now=night)
    assert set(db.session.scalars(waiting_reminders(OutboxMessage.recipient))) == {INES, OWEN}


def test_a_reminder_missed_by_a_worker_that_slept_comes_late_and_only_once(meeting: Meeting):
    invite_people(meeting)
    delivered()
    assert reminded(DAY - timedelta(days=4)) == [INES, OWEN]
    assert reminded(DAY - timedelta(days=3)) == []


def test_whoever_was_invited_yesterday_needs_no_reminder_of_last_week(meeting: Meeting):
    shortly = datetime(2026, 4, 12, 9, tzinfo=NOW.tzinfo)
    family_invited(meeting, now=shortly)
    delivered()
    assert reminded(DAY - timedelta(days=2)) == []
    assert reminded(DAY - timedelta(days=1)) == [FAMILY]


def test_nobody_is_reminded_of_a_cancelled_meeting(meeting: Meeting):
    invite_people(meeting)
    delivered()
    meetings.cancel(meeting, "", **NOBODY)
    assert reminded(DAY - timedelta(days=7)) == []


def test_families_are_forgotten_the_day_after_and_others_a_month_after(meeting: Meeting):
    invite_people(meeting)
    family_invited(meeting)
    operations.ask(meeting, "never@example.org", secret_key=KEY, now=NOW)
    db.session.commit()
    forgotten = [forget_on(DAY - timedelta(days=60)), forget_on(DAY), forget_on(DAY + timedelta(days=1))]
    assert forgotten == [3, 3, 2]
    assert (forget_on(DAY + timedelta(days=30)), forget_on(DAY + timedelta(days=31))) == (2, 0)


# Golden files -------------------------------------------------------------------------------------------------


def test_a_confirmed_room_is_told_by_itself_ten_minutes_later(meeting: Meeting):
    invite_people(meeting)
    meetings.set_room(meeting, RoomState.CONFIRMED, meeting.venue, now=LATER)
    jobs.tell_calendars(LATER + timedelta(minutes=9))
    assert len(calendars_to(INES)) == 1, "it could still be taken back"
    assert jobs.calendars_to_tell(LATER + timedelta(minutes=10))
    assert jobs.tell_calendars(LATER + timedelta(minutes=10)) == "2 calendars told"
    first, second = calendars_to(INES)
    assert [mail.event["STATUS"] for mail in (first, second)] == ["TENTATIVE", "CONFIRMED"]
    assert not jobs.calendars_to_tell(LATER + timedelta(minutes=20))
    assert jobs.tell_calendars(LATER + timedelta(minutes=20)) is None


def test_what_to_know_about_the_room_is_in_the_words_as_well(meeting: Meeting):
    invite_people(meeting)
    meetings.set_room(meeting, RoomState.CONFIRMED, meeting.venue, "Come in by the side door.", now=LATER)
    jobs.tell_calendars(LATER + timedelta(minutes=10))
    newest = calendars_to(INES)[-1]
    assert "Come in by the side door." in newest.event["DESCRIPTION"]
    for kind in ("plain", "html"):
        assert "Come in by the side door." in newest.message.get_body((kind,)).get_content()


def test_the_link_to_join_is_told_by_itself_once_it_may_be_shared(meeting: Meeting):
    change(meeting, online_link=LINK, link_hours_before=24)
    invite_people(meeting)
    early = datetime(2026, 4, 14, 12, tzinfo=NOW.tzinfo)
    assert not jobs.calendars_to_tell(early)
    assert jobs.tell_calendars(early + timedelta(hours=8)) == "2 calendars told"
    first, second = calendars_to(INES)
    assert LINK.encode() not in first.data.replace(b"\r\n ", b"")
    assert LINK.encode() in second.data.replace(b"\r\n ", b"")


def test_a_room_confirmed_for_another_day_waits_for_the_coordinator(meeting: Meeting):
    invite_people(meeting)
    change(meeting, day=DAY + timedelta(days=1), room_state=RoomState.CONFIRMED)
    assert not jobs.calendars_to_tell(LATER + timedelta(hours=1))
    assert jobs.tell_calendars(LATER + timedelta(hours=1)) is None


def test_the_files_say_what_was_agreed(meeting: Meeting):
    meeting.calendar_uid = "2b8e7c1e-6a51-4a7e-9d0b-0c5f7f0e9a44"
    _, owen = invite_people(meeting)
    change(meeting, room_state=RoomState.CONFIRMED)
    tell_invited(meeting, now=LATER)
    gone()
    operations.drop(owen, secret_key=KEY, by=None, now=LATER)
    meetings.cancel(meeting, "The room flooded.", **NOBODY)
    tell_invited(meeting, now=LATER + timedelta(days=1))
    request, updated, cancelled = calendars_to(INES)
    files = {"request": request, "update": updated, "cancel": cancelled, "disinvite": calendars_to(OWEN)[-1]}
    for name, mail in files.items():
        agreed(f"{name}.ics", mail.data)


def agreed(name: str, data: bytes) -> None:
    plain = data.replace(b"\r\n ", b"").replace(b"\r\n", b"\n")  # whole lines are read more easily by people
    plain = re.sub(rb"rsvp\+[a-z2-7]+@", b"rsvp+TOKEN@", plain)
    for number in set(re.findall(rb"meetings/(\d+)", plain)):
        plain = plain.replace(b"meetings/" + number, b"meetings/7")
    path = GOLDEN / name
    if REWRITE:
        path.write_bytes(plain)
    assert plain == path.read_bytes(), f"the fix: if {name} should change, FORUM_REWRITE=1"


# Plumbing -----------------------------------------------------------------------------------------------------


def change(meeting: Meeting, **facts: object) -> None:
    details = {name: getattr(meeting, name) for name in Details.__dataclass_fields__} | facts
    meetings.change_details(meeting, Details(**details), meeting.venue, **NOBODY)
    db.session.flush()


def delivered() -> None:
    """As if everything had gone out."""
    db.session.flush()
    db.session.execute(update(OutboxMessage).values(state=OutboxState.SENT, body=None, ended_at=NOW))


def stop_after_delivery(meeting: Meeting) -> None:
    delivered()
    operations.stop(meeting, **NOBODY)


def reminded(day: date) -> list[str]:
    """Who gets a reminder on this day; what was sent is then gone."""
    before = set(db.session.scalars(select(OutboxMessage.key)))
    jobs.remind(datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo))
    db.session.flush()
    new = select(OutboxMessage.recipient).where(OutboxMessage.key.not_in(before))
    found = sorted(db.session.scalars(new))
    delivered()
    return found


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)


def waiting_reminders(what: InstrumentedAttribute[Any]) -> Select[Any]:
    db.session.flush()
    return select(what).where(OutboxMessage.key.contains(":reminder:"), OutboxMessage.state == OutboxState.QUEUED)


def local_time(moment: datetime) -> tuple[date, time]:
    here = moment.astimezone(ZoneInfo("Europe/London"))
    return here.date(), here.time()


def forget_on(day: date) -> int:
    """How many are left on this day."""
    jobs.forget(datetime(day.year, day.month, day.day, 4, 25, tzinfo=NOW.tzinfo))
    return len(db.session.scalars(select(Invitation)).all())
