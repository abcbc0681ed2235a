"""What goes out is held against everybody who left something: addresses hold it back, names ask."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum_app.access import Role
from forum_app.actions.holding import Holder
from forum_app.asking import operations as asking
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
from forum_app.questions.models import Question
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
    make_held_action,
    make_inbound,
    make_person,
    make_submission,
    make_subscriber,
    make_tick_off,
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


# What families wrote into their private words ---------------------------------------------------------------------

PHONE, SPOKEN = "07700 900417", "+44 (0)7700-900 417"
SAID = f"Please ring me on {PHONE} or write to lark@home.example."


def in_a_question() -> None:
    make_submission(None, SAID, code="ABCDEFGHJKMNPQRS")


def in_an_objection() -> None:
    asking.object_to(make_submission(None, code="ABCDEFGHJKMNPQRS", wording="May we visit?"), SAID)


def in_an_answer() -> None:
    asked = make_submission(None, code="ABCDEFGHJKMNPQRS")
    asking.answer(asking.ask_back(asked, "Which year?", **NOBODY), SAID)


def in_a_mail_in_the_tray() -> None:
    make_inbound(words=SAID)


def in_what_a_taker_sent() -> None:
    taker = Holder("Lark", "other@home.example", is_taker=True)
    make_tick_off(make_held_action(announced_meeting(), owner_kind="anyone", owner="Anybody", holder=taker), words=SAID)


@pytest.mark.parametrize(
    "written", [in_a_question, in_an_objection, in_an_answer, in_a_mail_in_the_tray, in_what_a_taker_sent]
)
@pytest.mark.parametrize("detail", [PHONE, SPOKEN, "lark@home.example", "lark at home dot example"])
def test_what_a_family_wrote_down_of_itself_holds_back(written: Callable[[], None], detail: str):
    words = f"Somebody can be reached at {detail}."
    assert held_in(words) == []
    written()
    db.session.flush()
    (sentence,) = held_in(words)
    assert detail not in sentence
    assert check_wording(words, the_forum()).holds


def test_news_with_a_number_that_a_family_wrote_down_is_not_sent():
    in_a_question()
    make_subscriber("reader@example.org")
    row = make_circulation(Kind.NOTE, subject="Tea", words=f"Ring {SPOKEN} for a lift.")
    with pytest.raises(HeldBack):
        circulations.release(row, looks_of(row), secret_key=KEY, **NOBODY)


@pytest.mark.parametrize(
    "theirs", ["0800 1111 222", "0345 123 4567", "children@fenwick.gov.uk", "ines@council.example", "forum@fenwick"]
)
def test_what_belongs_to_the_council_an_office_or_the_forum_goes_out_whoever_wrote_it_down(theirs: str):
    make_person("Ines Marlow", Role.REPRESENTATIVE, "ines@council.example")
    theirs = the_forum().contact_email if theirs == "forum@fenwick" else theirs
    make_submission(None, f"I rang and wrote to {theirs} twice.", code="ABCDEFGHJKMNPQRS")
    make_subscriber("ines@council.example")
    make_subscriber(the_forum().contact_email)
    assert held_in(f"Everybody can reach them at {theirs}.") == []


def test_the_number_below_the_mail_of_somebody_who_looks_after_the_forum_holds_nothing_back():
    make_person("Ines Marlow", Role.DEPUTY, "ines@helpers.example")
    make_inbound(words=SAID, sender="ines@helpers.example")
    assert held_in(f"Ring {PHONE}.") == []


def test_a_question_that_was_taken_back_holds_back_no_longer():
    asked = make_submission(None, SAID, code="ABCDEFGHJKMNPQRS")
    asking.withdraw(asked, now=NOW)
    db.session.flush()
    assert held_in(SAID) == []


def test_a_wording_is_looked_at_once_more_when_it_is_released():
    meeting = announced_meeting()
    make_submission(meeting, code="ABCDEFGHJKMNPQRS", wording=f"Who answers {PHONE}?")
    make_submission(meeting, f"My number is {SPOKEN}.", code="BCDEFGHJKMNPQRST")
    with pytest.raises(HeldBack):
        asking.release(meeting, **NOBODY)
    assert db.session.query(Question).count() == 0
