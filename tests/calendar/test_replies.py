"""What calendars answer: from many programs, late, forged, uninvited, twice; and thousands of damaged ones."""

import random
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.access import Role
from forum_app.calendar import operations, replies
from forum_app.calendar.invited import answer_now, answer_to_earlier_time
from forum_app.calendar.itip import LARGEST, read_reply
from forum_app.calendar.models import Answer, Invitation
from forum_app.calendar.tokens import rsvp_token
from forum_app.db import db
from forum_app.mail.inbound.handlers import shown
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.receiving import receive
from forum_app.mail.models import OutboxMessage
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Meeting
from tests.builders import (
    DAY,
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    family_invited,
    invite_people,
    make_forum,
    make_person,
    make_venue,
    tell_invited,
)
from tests.calendar.mails import answer, calendars_to, mailed
from tests.calendar.test_invitations import change, delivered
from tests.documents.damage import damaged
from tests.mail.samples import sample

INES, OWEN = "ines@example.org", "owen@council.example"
TAKEN = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
LATER = NOW + timedelta(days=2)
SAMPLES = ("apple", "bare", "folded", "gmail", "outlook", "proposes", "says-automatic", "thunderbird")


@pytest.fixture
def running(app: Flask, frozen: object):
    app.config |= {"PUBLIC_URL": "https://forum.fenwick.example", "REPLY_DOMAIN": "in.fenwick.example"}
    with app.app_context():
        make_forum()
        make_person("Ines Marlow", Role.CHAIR, email=INES)
        make_person("Owen Strand", Role.REPRESENTATIVE, email=OWEN)
        yield app
        db.session.rollback()


@pytest.fixture
def meeting(running: Flask) -> Meeting:
    return announced_meeting(venue=make_venue())


@pytest.fixture
def ines(meeting: Meeting) -> Invitation:
    return invite_people(meeting)[0]


# What counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("says", TAKEN)
def test_an_answer_by_mail_counts_and_nobody_is_written_to(ines: Invitation, says: str):
    db.session.commit()
    before = mails()
    raw = mailed(answer(ines.meeting.calendar_uid, INES, says), sender=INES, to=calendars_to(INES)[0].answers_to)
    received = receive(raw, now=LATER)
    assert (received.outcome, received.about) == (Outcome.RSVP, f"invitation:{ines.id}")
    assert answer_now(ines) == TAKEN[says]
    assert mails() == before
    assert receive(raw, now=LATER).outcome == Outcome.DUPLICATE


@pytest.mark.parametrize("name", SAMPLES)
def test_the_answers_of_real_programs_are_understood(meeting: Meeting, name: str):
    """The samples answer the first version of an entry that was updated once."""
    meeting.calendar_uid = "meeting-9@forum.fenwick.example"
    row = family_invited(meeting, "jo@home.example")
    change(meeting, ends_by=meeting.starts_at.replace(hour=19))
    tell_invited(meeting)
    message = sample(f"calendar-{name}").replace(b"forum+rsvp+r5v8w1x4y7z2a6b9@fenwick.example", to(row).encode())
    db.session.commit()
    assert receive(message, now=datetime(2026, 3, 4, tzinfo=UTC)).outcome == Outcome.RSVP
    assert answer_now(row) is not None
    if name in {"outlook", "folded", "proposes"}:
        assert row.note


def test_the_note_beside_an_answer_is_for_the_coordinator(ines: Invitation):
    take(ines, answer(uid(ines), INES, "TENTATIVE", more="COMMENT:I may be late\\, sorry.\\nKeep a chair."))
    assert (answer_now(ines), ines.note) == (Answer.TENTATIVE, "I may be late, sorry.\nKeep a chair.")


def test_a_button_pressed_in_a_mail_program_loses_nothing_that_was_typed(ines: Invitation):
    operations.answer(ines, Answer.TENTATIVE, "I need a ramp.", now=NOW)
    take(ines, answer(uid(ines), INES, "ACCEPTED", method="COUNTER", stamp="20260114T110000Z", more="DTSTART:20260416"))
    assert ines.note == "Proposes another time: 16/4/2026.\nI need a ramp."
    take(ines, answer(uid(ines), INES, "ACCEPTED", stamp="20260114T120000Z"))
    assert (answer_now(ines), ines.note) == (Answer.ACCEPTED, "I need a ramp.")


def test_another_time_that_is_proposed_is_perhaps_and_a_note(ines: Invitation):
    more = "DTSTART;TZID=GMT Standard Time:20260416T170000\nCOMMENT:Thursday suits me better."
    take(ines, answer(uid(ines), INES, "ACCEPTED", method="COUNTER", more=more))
    assert answer_now(ines) == Answer.TENTATIVE
    assert ines.note == "Proposes another time: 16/4/2026 at 17:00.\nThursday suits me better."


def test_somebody_who_sends_another_is_a_note_and_no_answer(ines: Invitation):
    take(ines, answer(uid(ines), INES, "DELEGATED"))
    assert (answer_now(ines), ines.note) == (None, "Somebody else may come instead.")


def test_addresses_are_compared_as_people_read_them(ines: Invitation):
    said = answer(uid(ines), INES).replace(b"mailto:ines@example.org", b"MAILTO:Ines+calendar@Example.ORG")
    assert take(ines, said, sender="INES@example.org")
    assert answer_now(ines) == Answer.ACCEPTED


def test_an_apple_id_that_names_its_mail_address_will_do(ines: Invitation):
    named = b"ATTENDEE;EMAIL=ines@example.org;PARTSTAT=accepted:/1234/principal/"
    take(ines, answer(uid(ines), INES).replace(b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ines@example.org", named))
    assert answer_now(ines) == Answer.ACCEPTED


def test_of_two_answers_the_one_written_later_counts_whichever_comes_first(ines: Invitation):
    take(ines, answer(uid(ines), INES, "DECLINED", stamp="20260114T120000Z"))
    take(ines, answer(uid(ines), INES, "ACCEPTED", stamp="20260114T110000Z"))
    assert answer_now(ines) == Answer.DECLINED
    take(ines, answer(uid(ines), INES, "ACCEPTED", stamp="20260114T130000Z"))
    assert answer_now(ines) == Answer.ACCEPTED


def test_a_clock_that_runs_ahead_does_not_outdo_every_later_answer(ines: Invitation):
    take(ines, answer(uid(ines), INES, "DECLINED", stamp="20991231T120000Z"))
    operations.answer(ines, Answer.ACCEPTED, "", now=LATER + timedelta(hours=1))
    take(ines, answer(uid(ines), INES, "TENTATIVE", stamp="20260116T120000Z"), now=LATER + timedelta(days=2))
    assert answer_now(ines) == Answer.TENTATIVE


def test_an_answer_to_the_old_time_is_kept_as_that(ines: Invitation):
    change(ines.meeting, day=date(2026, 4, 22))
    tell_invited(ines.meeting, now=NOW + timedelta(hours=1))
    take(ines, answer(uid(ines), INES, "ACCEPTED", sequence=0))
    assert (answer_now(ines), answer_to_earlier_time(ines)) == (None, Answer.ACCEPTED)
    take(ines, answer(uid(ines), INES, "DECLINED", sequence=1))
    take(ines, answer(uid(ines), INES, "ACCEPTED", sequence=0, stamp="20260115T090000Z"))
    assert (answer_now(ines), answer_to_earlier_time(ines)) == (Answer.DECLINED, None)


def test_a_calendar_that_lost_the_entry_gets_it_again_once_a_day(ines: Invitation):
    delivered()
    refresh = answer(uid(ines), INES, method="REFRESH")
    for _ in range(3):
        take(ines, refresh, now=LATER)
    assert [mail.method for mail in calendars_to(INES)] == ["REQUEST"]


# What changes nothing -----------------------------------------------------------------------------------------


def test_what_is_forged_or_meant_for_somebody_else_changes_nothing(ines: Invitation):
    for data, sender in (
        (answer(uid(ines), INES), "mallory@example.org"),
        (answer(uid(ines), OWEN), INES),
        (answer(uid(ines), OWEN), OWEN),
        (answer("another-uid", INES), INES),
        (answer(uid(ines), INES, method="REQUEST"), INES),
        (answer(uid(ines), INES, "MAYBE"), INES),
        (answer(uid(ines), INES, sequence=7), INES),
        (answer(uid(ines), INES, more="RECURRENCE-ID:20260415T150000Z"), INES),
        (answer(uid(ines), INES) + b" " * LARGEST, INES),
        (b"", INES),
    ):
        take(ines, data, sender=sender)
        assert (ines.answer, ines.note) == (None, ""), data


def test_what_comes_to_no_address_of_an_invitation_changes_nothing(ines: Invitation):
    data, tagged = answer(uid(ines), INES), to(ines)
    db.session.commit()
    token = rsvp_token(ines.id, KEY)
    for place, address in enumerate(
        ("forum@fenwick.example", tagged.replace(token, "a" * 26), f"reply+{token}@in.fenwick.example")
    ):
        received = receive(mailed(data, sender=INES, to=address, number=place), now=LATER)
        assert received.about is None
    assert ines.answer is None


def test_what_comes_too_late_changes_nothing(ines: Invitation):
    after = datetime(DAY.year, DAY.month, DAY.day, 20, tzinfo=UTC)
    take(ines, answer(uid(ines), INES), now=after)
    assert ines.answer is None
    meetings.cancel(ines.meeting, "", **NOBODY)
    take(ines, answer(uid(ines), INES))
    assert ines.answer is None


def test_who_was_taken_off_cannot_answer_any_more(ines: Invitation):
    operations.drop(ines, secret_key=KEY, by=None, now=NOW)
    take(ines, answer(uid(ines), INES))
    assert ines.answer is None


def test_the_same_answer_again_changes_nothing(ines: Invitation):
    data = answer(uid(ines), INES, "DECLINED")
    take(ines, data)
    operations.answer(ines, Answer.ACCEPTED, "after all", now=LATER)
    take(ines, data)
    assert (answer_now(ines), ines.note) == (Answer.ACCEPTED, "after all")


def test_the_tray_names_the_meeting_and_never_who_was_invited(running: Flask, ines: Invitation):
    with running.test_request_context():
        assert shown(f"invitation:{ines.id}").words == "An invitation to Wednesday 15 April 2026"
        assert shown("invitation:1").words == "Invitation"


# Thousands of damaged ones ------------------------------------------------------------------------------------


PIECES = (
    b"\r\n", b"\n ", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VTIMEZONE\r\n", b"\x00", b"\xff\xfe", b'"', b";",
    b":", b"\\", b"METHOD:REPLY\r\n", b"SEQUENCE:99999999999999999999\r\n", b"DTSTAMP:99999999T999999Z\r\n",
    b"RRULE:FREQ=SECONDLY\r\n", b"ATTENDEE;PARTSTAT=DECLINED:mailto:owen@council.example\r\n", "é".encode(),
    b"ATTENDEE;" + b"X=Y;" * 500, b"COMMENT:" + b"a" * 5_000 + b"\r\n", b'ATTENDEE;CN="' + b"^n" * 300,
)  # fmt: skip


def test_no_damaged_answer_breaks_anything_or_changes_what_it_should_not(meeting: Meeting, proof: int):
    """5,000 in full. Half of them come from somebody else, and those change nothing at all."""
    ines, owen = invite_people(meeting)
    told = {b"meeting-9@forum.fenwick.example": uid(ines).encode(), b"jo@home.example": INES.encode()}
    whole = [in_place(calendar_of(name), told | {b"SEQUENCE:1": b"SEQUENCE:0"}) for name in SAMPLES]
    counted = 0
    for number in range(500 * proof):
        chance = random.Random(number)
        data = mutated(chance.choice(whole), chance)
        ines.answer = ines.answer_sequence = ines.answered_at = None
        ines.note = ""
        before = (None, "", None)
        sender = INES if number % 2 else "mallory@example.org"
        take(ines, data, sender=sender)
        if sender != INES:
            assert (ines.answer, ines.note, ines.answered_at) == before, number
        counted += (ines.answer, ines.note, ines.answered_at) != before
        assert ines.answer in {None, *Answer}, number
        assert len(ines.note) <= operations.LONGEST_NOTE, number
        assert (owen.answer, owen.note) == (None, ""), number
    assert counted > 25 * proof, "some of them are still good answers"


def test_a_large_or_deep_answer_is_read_at_once(ines: Invitation):
    for data in (
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + b"BEGIN:X\r\n" * 20_000,
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\nATTENDEE;" + b'A="b";' * 30_000 + b":x",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\n" + b"ATTENDEE:mailto:a@b.c\r\n" * 9_000,
        b"a\r\n " * 60_000,
    ):
        found = read_reply(data[:LARGEST])
        assert found is None or len(found.attendees) <= 50


# Plumbing -----------------------------------------------------------------------------------------------------


def take(row: Invitation, data: bytes, *, sender: str = INES, now: datetime = LATER) -> bool:
    return replies.take(data, row, sender, secret_key=KEY, now=now)


def uid(row: Invitation) -> str:
    return row.meeting.calendar_uid


def to(row: Invitation) -> str:
    return f"rsvp+{rsvp_token(row.id, KEY)}@in.fenwick.example"


def mails() -> int:
    return len(db.session.scalars(select(OutboxMessage.id)).all())


def in_place(data: bytes, words: dict[bytes, bytes]) -> bytes:
    for old, new in words.items():
        data = data.replace(old, new)
    return data


def calendar_of(name: str) -> bytes:
    message = message_from_bytes(sample(f"calendar-{name}"))
    parts = [part for part in message.walk() if part.get_content_type() in {"text/calendar", "application/ics"}]
    return parts[0].get_payload(decode=True)


def mutated(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.6:
        data = damaged(data, chance)
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(data))
        data = data[:at] + chance.choice(PIECES) + data[at:]
    return data
