"""What goes out is held against everybody who left something: addresses hold it back, names ask."""

from collections.abc import Iterator

import pytest
from flask import Flask

from forum_app.asking.guard import HeldBack, NamesToLookAt, check_wording, could_identify, held_in
from forum_app.audit import AuditEntry
from forum_app.circulation import operations as circulations
from forum_app.circulation.models import Circulation, Kind
from forum_app.circulation.plan import plan_of
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings import operations as meetings
from forum_app.minutes import operations as minutes
from forum_app.minutes.models import MinuteVersion
from forum_app.settings.queries import the_forum
from forum_app.wording.address_names import name_in_address
from tests.builders import (
    KEY,
    NOBODY,
    NOW,
    PAST,
    ROLES,
    announced_meeting,
    family_invited,
    make_circulation,
    make_forum,
    make_submission,
    make_subscriber,
    meeting_with_agenda,
    write_minutes,
)

ADDRESS = "wren.ashby@example.org"


@pytest.fixture(autouse=True)
def somebody_left_a_question(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        make_forum()
        make_submission(None, contact=ADDRESS, follows=True)
        yield either_app
        db.session.rollback()


@pytest.mark.parametrize("written", [ADDRESS, "Wren.Ashby@Example.org", "wren.ashby at example dot org"])
def test_an_address_in_a_wording_holds_it_back(written: str):
    assert check_wording(f"Please answer {written}.", the_forum()).holds


def test_a_wording_without_anybody_goes():
    checked = check_wording("Will the council open the library in May?", the_forum())
    assert (checked.holds, checked.asks) == ([], [])


def test_the_forums_own_name_and_address_may_be_said():
    forum = the_forum()
    assert not could_identify(f"Write to {forum.contact_email}, {forum.local_authority}.", forum)


def test_minutes_with_an_address_are_not_published():
    meeting = meeting_with_agenda(day=PAST)
    write_minutes(meeting.items[0], f"A participant, {ADDRESS}, asked.")
    with pytest.raises(HeldBack):
        minutes.publish(meeting, "", **NOBODY)
    db.session.rollback()
    assert db.session.query(MinuteVersion).count() == 0


@pytest.mark.parametrize("address", [ADDRESS, "reader@example.org"])
def test_news_with_an_address_of_a_family_is_not_sent(somebody_left_a_question: Flask, address: str):
    make_subscriber("reader@example.org")
    row = make_circulation(Kind.NOTE, subject="Tea", words=f"Ask {address} for a lift.")
    looks = plan_of(row, secret_key=KEY, now=NOW).looks
    before = db.session.query(OutboxMessage).count()
    with pytest.raises(HeldBack):
        circulations.release(row, looks, secret_key=KEY, by=None, now=NOW)
    assert db.session.query(OutboxMessage).count() == before
    assert not db.session.query(AuditEntry).filter(AuditEntry.sentence.contains("@")).count()


# Names: they ask, and a look is on record -------------------------------------------------------------------------

READER = "will.turner@example.org"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("will.turner@example.org", "Will Turner"),
        ("Sarah_Bramley7+news@example.org", "Sarah Bramley"),
        ("home.education@example.org", None),
        ("will@example.org", None),
        ("a.b@example.org", None),
    ],
)
def test_an_address_may_say_whose_it_is(address: str, name: str | None):
    assert name_in_address(address) == name


def test_a_reader_called_will_stops_nothing():
    make_subscriber(READER)
    row = make_circulation(Kind.NOTE, subject="Tea", words="We will turn up at four. Will you?")
    circulations.release(row, looks_of(row), secret_key=KEY, **NOBODY)
    assert not row.is_draft


def test_news_with_a_readers_name_asks_once_and_the_look_is_on_record():
    make_subscriber(READER)
    row = make_circulation(Kind.NOTE, subject="Tea", words="Will Turner brings the cake.")
    with pytest.raises(NamesToLookAt):
        circulations.release(row, looks_of(row), secret_key=KEY, **NOBODY)
    assert row.is_draft
    circulations.release(row, looks_of(row), names_looked_at=True, secret_key=KEY, **NOBODY)
    assert not row.is_draft
    assert looks_on_record() == ["Looked at one name of people on the private list in “Tea”, and let it go out."]


def test_minutes_with_a_readers_name_ask_once_and_the_look_is_on_record():
    make_subscriber(READER)
    meeting = meeting_with_agenda(day=PAST)
    write_minutes(meeting.items[0], "Will Turner asked about the library.")
    with pytest.raises(NamesToLookAt):
        minutes.publish(meeting, "", **NOBODY)
    assert db.session.query(MinuteVersion).count() == 0
    minutes.publish(meeting, "", names_looked_at=True, **NOBODY)
    assert db.session.query(MinuteVersion).count() == 1
    (look,) = looks_on_record()
    assert look.startswith("Looked at one name of people on the private list in the minutes of ")
    assert "Turner" not in look


def test_a_look_lets_no_address_out():
    meeting = meeting_with_agenda(day=PAST)
    write_minutes(meeting.items[0], f"Write to {ADDRESS}.")
    with pytest.raises(HeldBack):
        minutes.publish(meeting, "", names_looked_at=True, **NOBODY)


def test_whoever_has_a_part_in_the_meeting_may_be_named():
    make_subscriber("tobias.reed@example.org")
    meeting = meeting_with_agenda(day=PAST)
    meetings.set_roles(meeting, ROLES, **NOBODY)
    write_minutes(meeting.items[0], "Tobias Reed said yes.")
    minutes.publish(meeting, "", **NOBODY)
    assert looks_on_record() == []


def looks_of(row: Circulation) -> str:
    return plan_of(row, secret_key=KEY, now=NOW).looks


def looks_on_record() -> list[str]:
    db.session.flush()
    entries = db.session.query(AuditEntry).filter(AuditEntry.sentence.startswith("Looked at"))
    return [entry.sentence for entry in entries]


def test_the_address_of_a_family_that_asked_for_an_invitation_holds_back():
    family_invited(announced_meeting(), "lark@home.example")
    assert held_in("Write to lark@home.example.")
