"""Calendars that programs fetch: the same bytes until something changes, and nobody's address in them."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from icalendar import Calendar, Event

from forum_app.access import Role
from forum_app.actions.holding import Holder, give_to
from forum_app.calendar import operations, tokens
from forum_app.db import db
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Attending, Meeting, RoomState
from forum_app.meetings.operations import Details
from forum_app.people.models import Person
from forum_app.planning.models import PlanningGuest
from forum_app.settings.queries import the_forum
from tests.builders import (
    DAY,
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    cancelled_meeting,
    invite_people,
    made,
    make_action,
    make_meeting,
    make_person,
    make_venue,
    planning_meeting,
    published_meeting,
)
from tests.calendar.test_invitations import agreed
from tests.pages import Browser
from tests.statements import statements

LINK = "https://meet.example/orchard"


@pytest.fixture
def meeting(browser: Browser, frozen: object) -> int:
    return made(browser.application, lambda: announced_meeting(venue=make_venue()))


# For everybody ------------------------------------------------------------------------------------------------


def test_the_public_feed_holds_what_is_public_and_nothing_else(browser: Browser, meeting: int):
    for build in (make_meeting, planning_meeting, cancelled_meeting):
        made(browser.application, build, day=DAY + timedelta(days=1))
    made(browser.application, published_meeting, day=date(2024, 4, 10))
    events = Calendar.from_ical(browser.get("/calendar.ics").data).events
    assert [str(event["STATUS"]) for event in events] == ["TENTATIVE", "CANCELLED", "CONFIRMED"]
    assert events[2]["SUMMARY"] == "Questions for the forum close"
    assert not {"ATTENDEE", "ORGANIZER", "METHOD"} & {name for event in events for name in event}


def test_it_is_answered_with_304_until_something_changes(browser: Browser, meeting: int):
    first = browser.get("/calendar.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=900"
    assert browser.get("/calendar.ics").data == first.data
    etag = {"If-None-Match": first.headers["ETag"]}
    assert browser.get("/calendar.ics", headers=etag).status_code == 304
    change(browser.application, meeting, room_state=RoomState.CONFIRMED)
    second = browser.get("/calendar.ics", headers=etag)
    assert second.status_code == 200
    before, after = (Calendar.from_ical(page.data).events[0] for page in (first, second))
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt


def test_a_program_that_asks_by_time_hears_of_a_meeting_that_was_drafted_long_before(browser: Browser, meeting: int):
    draft = made(browser.application, make_meeting, day=DAY + timedelta(days=70))
    change(browser.application, meeting, room_state=RoomState.CONFIRMED)
    first = browser.get("/calendar.ics")
    since = {"If-Modified-Since": first.headers.get("Last-Modified", "Fri, 01 Jan 2100 00:00:00 GMT")}
    announce(browser.application, draft)
    second = browser.get("/calendar.ics", headers=since)
    assert second.status_code == 200
    assert len(Calendar.from_ical(second.data).events) == 4


def test_a_deadline_that_moves_with_the_forums_usual_time_is_a_newer_version(browser: Browser, meeting: int):
    before = deadline_in(browser.get("/calendar.ics").data)
    with browser.application.app_context():
        the_forum().question_days += 2
        db.session.commit()
    after = deadline_in(browser.get("/calendar.ics").data)
    assert after["DTSTART"].dt == before["DTSTART"].dt - timedelta(days=2)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_a_cancelled_meeting_is_said_to_be_and_no_copy_of_it_is_offered(browser: Browser, meeting: int):
    cancelled = made(browser.application, cancelled_meeting)
    stands, off = (browser.get(f"/meetings/{number}/add-to-calendar") for number in (meeting, cancelled))
    assert ("calendar.google.com" in stands.text, "calendar.google.com" in off.text) == (True, False)
    assert "This meeting is cancelled." in off.words
    assert b"STATUS:CANCELLED" in browser.get(f"/meetings/{cancelled}/meeting.ics").data


def test_it_is_offered_to_outlook_at_home_and_at_work(browser: Browser, meeting: int):
    page = browser.get(f"/meetings/{meeting}/add-to-calendar")
    for host in ("outlook.live.com", "outlook.office.com"):
        (link,) = [link.get("href") for link in page.all("a") if host in str(link.get("href"))]
        asked = urlsplit(link)
        assert asked.path == "/calendar/0/deeplink/compose"
        facts = parse_qs(asked.query)
        assert (facts["startdt"], facts["enddt"]) == (["2026-04-15T15:00:00+00:00"], ["2026-04-15T17:30:00+00:00"])


def test_head_is_answered_and_nothing_is_remembered_of_who_asked(browser: Browser, meeting: int):
    page = browser.open("/calendar.ics", method="HEAD")
    assert (page.status_code, page.data) == (200, b"")
    assert "Set-Cookie" not in browser.get("/calendar.ics").headers


def test_it_says_how_often_to_look_and_in_which_zone_it_is_meant(browser: Browser, meeting: int):
    data = browser.get("/calendar.ics").data
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in data
    assert b"X-PUBLISHED-TTL:PT1H" in data
    assert b"X-WR-TIMEZONE:Europe/London\r\n" in data
    assert b"VALARM" not in data
    assert re.search(rb"SOURCE;VALUE=URI:http://[^\r]*/calendar.ics", data.replace(b"\r\n ", b""))


def test_a_feed_asks_few_questions_however_many_meetings_there_are(browser: Browser, meeting: int):
    with statements() as few:
        browser.get("/calendar.ics")
    for number in range(8):
        made(browser.application, announced_meeting, day=DAY + timedelta(days=number))
    with statements() as many:
        browser.get("/calendar.ics")
    assert len(few) == len(many) <= 6


def test_the_page_explains_both_kinds_of_address(browser: Browser, meeting: int):
    page = browser.get("/calendar")
    assert "webcal://" in page.text
    assert "/calendar.ics" in page.text


# One's own ----------------------------------------------------------------------------------------------------


def test_a_private_feed_holds_planning_meetings_own_promises_and_the_link_in_its_time(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    made(browser.application, invited_to_planning, day=DAY - timedelta(days=30), attending=Attending.ONLINE)
    made(browser.application, planning_meeting, day=DAY - timedelta(days=31))
    made(browser.application, announced_meeting, online_link=LINK, link_hours_before=48)
    made(browser.application, promises)
    events = Calendar.from_ical(browser.get(address).data).events
    assert [str(event["SUMMARY"]) for event in events] == [
        "Fenwick Vale Positive Dialogue Forum: planning meeting",
        "Fenwick Vale Positive Dialogue Forum",
        "Questions for the forum close",
        "Promised: Book the hall.",
    ]
    assert LINK.encode() not in browser.get(address).data
    promise = events[3]
    assert promise["DTSTART"].dt == DAY
    assert promise["TRANSP"] == "TRANSPARENT"

    frozen.move_to(datetime(2026, 4, 14, 9, tzinfo=NOW.tzinfo))
    shortly = browser.get(address)
    assert LINK.encode() in shortly.data
    assert browser.get(address).data == shortly.data
    assert LINK.encode() not in browser.get("/calendar.ics").data


def test_a_planning_meeting_is_in_no_feed_of_somebody_without_a_role(browser: Browser, frozen):
    address = own_feed(browser.application, "Nell Harper", Role.DEPUTY)
    made(browser.application, planning_meeting)
    assert len(Calendar.from_ical(browser.get(address).data).events) == 1
    with browser.application.app_context():
        person = db.session.get_one(Person, 1)
        person.grants[0].ends_on = person.grants[0].starts_on
        db.session.commit()
    frozen.move_to(NOW + timedelta(days=2))
    assert browser.get(address).status_code == 410


def test_what_passed_to_somebody_else_is_in_their_calendar_and_not_in_the_old_one(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    made(browser.application, what_passed_on)
    events = Calendar.from_ical(browser.get(address).data).events
    assert [str(event["SUMMARY"]) for event in events] == ["Promised: Taken over."]


def test_a_private_feed_is_kept_by_nobody_else_and_found_by_no_search_engine(browser: Browser, frozen):
    page = browser.get(own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE))
    assert page.headers["Cache-Control"] == "private, max-age=900"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in page.headers


def test_a_private_feed_is_answered_with_304_too(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    first = browser.get(address)
    assert browser.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    made(browser.application, invited_to_planning)
    assert browser.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_no_address_of_anybody_stands_in_a_feed(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    made(browser.application, lambda: invite_people(announced_meeting(venue=make_venue()))[0])
    for page in (browser.get(address), browser.get("/calendar.ics")):
        assert not re.findall(rb"mailto:|[\w.]+@(?:example\.org|council\.example)", page.data)


def test_an_address_that_ended_is_gone_and_one_that_never_was_is_not_there(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    token = address.split("/")[2]
    with browser.application.app_context():
        operations.make_feed(1, leaves_out_invited=False, secret_key=KEY, now=NOW)
        db.session.commit()
    assert browser.get(address).status_code == 410
    assert browser.get(address.replace(token, "a" * len(token))).status_code == 404


def test_meetings_that_were_mailed_can_be_left_out(browser: Browser, frozen):
    plain = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    made(browser.application, lambda: invite_people(announced_meeting())[0])
    assert len(Calendar.from_ical(browser.get(plain).data).events) == 2
    with browser.application.app_context():
        row = operations.make_feed(1, leaves_out_invited=True, secret_key=KEY, now=NOW)
        address = f"/my-calendar/{tokens.feed_token(row.id, KEY)}/forum.ics"
        db.session.commit()
    assert [event["SUMMARY"] for event in Calendar.from_ical(browser.get(address).data).events] == [
        "Questions for the forum close"
    ]


def test_the_database_holds_no_token(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    token = address.split("/")[2]
    with browser.application.app_context():
        for table in db.metadata.sorted_tables:
            assert not [row for row in db.session.execute(table.select()) if token in repr(row)]


def test_the_files_say_what_was_agreed(browser: Browser, frozen):
    address = own_feed(browser.application, "Owen Strand", Role.REPRESENTATIVE)
    venue = {"name": "Fenwick Library", "address": "2 Mill Lane"}
    made(browser.application, lambda: uid(announced_meeting(venue=make_venue(**venue)), "1"))
    made(browser.application, lambda: uid(invited_to_planning(day=DAY - timedelta(days=30)), "2"))
    made(browser.application, promises)
    agreed("feed.ics", browser.get("/calendar.ics").data)
    agreed("private-feed.ics", browser.get(address).data)


# Plumbing -----------------------------------------------------------------------------------------------------


def own_feed(app: Flask, name: str, role: Role) -> str:
    with app.app_context():
        person = make_person(name, role, email="owen@council.example")
        row = operations.make_feed(person.id, leaves_out_invited=False, secret_key=KEY, now=NOW)
        address = f"/my-calendar/{tokens.feed_token(row.id, KEY)}/forum.ics"
        db.session.commit()
        return address


def promises() -> Meeting:
    """One of Owen's that is open and has a date, and three that do not belong into his calendar."""
    meeting = published_meeting()
    facts = {"owner": "Owen Strand", "due_on": DAY}
    make_action(meeting, "Book the hall.", **facts)
    make_action(meeting, "Somebody else's.", due_on=DAY)
    make_action(meeting, "Without a day.", owner="Owen Strand")
    make_action(make_meeting(), "Of a draft.", **facts)
    return meeting


def invited_to_planning(**details: object) -> Meeting:
    """A planning meeting to which the person who was made first is invited."""
    meeting = planning_meeting(**details)
    db.session.add(PlanningGuest(meeting_id=meeting.id, person_id=1))
    db.session.flush()
    return meeting


def what_passed_on() -> Meeting:
    """Owen promised it, and somebody else has it in hand now; and the other way about."""
    meeting = published_meeting()
    passed_on = make_action(meeting, "Passed on.", owner="Owen Strand", due_on=DAY)
    give_to(passed_on, Holder("Nell Harper", "nell@example.org"), day=NOW.date(), **NOBODY)
    taken = make_action(meeting, "Taken over.", due_on=DAY)
    give_to(taken, Holder.of_person(db.session.get_one(Person, 1)), day=NOW.date(), **NOBODY)
    return meeting


def uid(meeting: Meeting, name: str) -> Meeting:
    meeting.calendar_uid = name
    return meeting


def deadline_in(data: bytes) -> Event:
    (found,) = [event for event in Calendar.from_ical(data).events if str(event["UID"]).startswith("questions-")]
    return found


def announce(app: Flask, number: int) -> None:
    with app.app_context():
        meetings.announce(db.session.get_one(Meeting, number), **NOBODY)
        db.session.commit()


def change(app: Flask, number: int, **facts: object) -> None:
    with app.app_context():
        meeting = db.session.get_one(Meeting, number)
        details = {name: getattr(meeting, name) for name in Details.__dataclass_fields__} | facts
        told = NOBODY | {"now": NOW + timedelta(hours=1)}
        meetings.change_details(meeting, Details(**details), meeting.venue, **told)
        db.session.commit()
