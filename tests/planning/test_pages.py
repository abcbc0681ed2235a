"""The pages of planning meetings: for organisers, the chair and invited officers, and for nobody else."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from forum_app.access import Role
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.people.models import LinkKind, Person
from forum_app.people.scoped_links import make_scoped_link
from forum_app.planning.models import PlanningGuest
from forum_app.planning.queries import notes_of
from tests.builders import DAY, NOW, asked_for_planning, made, make_meeting, make_person, planning_meeting
from tests.pages import Browser, submit
from tests.wall.roles import signed_in_as

pytestmark = pytest.mark.usefixtures("frozen")


def test_the_chair_sees_every_planning_meeting_and_an_officer_only_where_they_are_invited(browser: Browser):
    app = browser.application
    number = made(app, planning_meeting)
    chair = signed_in_as(app, Role.CHAIR, "Ines Marlow")
    tobias, colm = (signed_in_as(app, Role.REPRESENTATIVE, name) for name in ("Tobias Reed", "Colm Oake"))
    invite_by_name(app, number, "Tobias Reed")
    addresses = [f"/planning/{number}", f"/planning/{number}/notes", f"/planning/{number}/agenda"]
    for who, status in ((chair, 200), (tobias, 200), (colm, 404), (browser, 404)):
        assert {who.get(address).status_code for address in addresses} == {status}
    assert str(DAY.year) in tobias.get("/planning").words
    assert f"/planning/{number}" not in colm.get("/planning").text


def test_a_forum_meeting_has_no_planning_page(coordinator: Browser):
    number = made(coordinator.application, make_meeting)
    for page in ("", "/notes", "/agenda", "/invite", "/result"):
        assert coordinator.get(f"/planning/{number}{page}").status_code == 404


def test_an_officer_asks_and_sees_what_they_asked_for(browser: Browser):
    officer = signed_in_as(browser.application, Role.REPRESENTATIVE, "Tobias Reed")
    sent = submit(officer.get("/planning/ask"), words="Could we talk about the room?", around="2026-05-20")
    page = officer.get(sent.location)
    assert page.h1 == "A planning meeting around Wednesday 20 May 2026"
    assert "Could we talk about the room?" in page.words


def test_whoever_holds_a_link_asks_without_signing_in(browser: Browser):
    app = browser.application
    number = made(app, planning_meeting)
    token = planning_link(app, number)
    page = submit(browser.get(f"/ask-for-planning/{token}"), words="Shall we meet?")
    assert page.status_code == 302
    assert len(planning_meetings(app)) == 2
    assert browser.get("/ask-for-planning/no-such-link").status_code == 404


def test_a_link_opens_the_meeting_its_notes_and_its_agenda_and_nothing_else(browser: Browser):
    app = browser.application
    number = made(app, planning_meeting)
    link = f"/planning-links/{planning_link(app, number)}"
    submit(browser.get(f"{link}/notes"), notes="- The library is free.")
    submit(browser.get(f"{link}/agenda"), title="A second microphone")
    page = browser.get(link)
    assert "The library is free." in page.words
    assert "A second microphone" in page.words
    assert browser.get(f"/planning/{number}").status_code == 404


def test_a_link_does_not_outlast_the_part_of_whom_it_was_made_for(browser: Browser, frozen: time_machine.Traveller):
    app = browser.application
    number, officer = made(app, planning_meeting), made(app, make_person, "Tobias Reed", Role.REPRESENTATIVE)
    link = f"/planning-links/{planning_link(app, number, officer)}"
    assert browser.get(link).status_code == 200
    with app.app_context():
        db.session.get_one(Person, officer).grants[0].ends_on = NOW.date()
        db.session.commit()
    frozen.move_to(NOW + timedelta(days=2))
    assert {browser.get(f"{link}{page}").status_code for page in ("", "/notes", "/agenda")} == {404}


def test_opening_a_link_changes_nothing(browser: Browser):
    app = browser.application
    number = made(app, asked_for_planning)
    link = f"/planning-links/{planning_link(app, number)}"
    before = version_of(app, number)
    for address in (link, f"{link}/notes", f"{link}/agenda", link.replace("planning-links", "ask-for-planning")):
        assert browser.get(address).status_code == 200
    assert (version_of(app, number), len(planning_meetings(app))) == (before, 1)


def test_two_who_write_notes_see_both_texts(browser: Browser):
    app = browser.application
    number = made(app, planning_meeting)
    link = f"/planning-links/{planning_link(app, number)}/notes"
    first, second = browser.get(link), browser.get(link)
    submit(first, notes="Mine.")
    page = submit(second, notes="Theirs.")
    assert page.status_code == 409
    assert "Mine." in page.words
    assert "Theirs." in page.text
    assert submit(page, notes="Mine. Theirs.").status_code == 302
    with app.app_context():
        assert notes_of(number).notes == "Mine. Theirs."


def test_the_result_leads_to_the_request_for_the_room(coordinator: Browser):
    number = made(coordinator.application, planning_meeting)
    sent = submit(coordinator.get(f"/planning/{number}/result"), day="2026-06-10")
    page = coordinator.get(sent.location)
    assert page.h1 == "Ask for the room"
    assert "Wednesday 10 June 2026, 4pm for 4.30pm, finishing by 6.30pm." in page.words


def test_nothing_of_a_planning_meeting_is_public(browser: Browser):
    app = browser.application
    number = made(app, asked_for_planning, words="A secret matter.")
    for address in ("/", "/meetings", f"/meetings/{number}", f"/meetings/{number}/meeting.ics"):
        assert "A secret matter." not in browser.get(address).text


# Plumbing -----------------------------------------------------------------------------------------------------


def planning_link(app: Flask, number: int, person_id: int | None = None) -> str:
    with app.app_context():
        token = make_scoped_link(LinkKind.PLANNING, number, person_id, DAY)
        db.session.commit()
    return token


def invite_by_name(app: Flask, number: int, name: str) -> None:
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        db.session.add(PlanningGuest(meeting_id=number, person_id=person.id))
        db.session.commit()


def planning_meetings(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Meeting.id).where(Meeting.kind == MeetingKind.PLANNING)))


def version_of(app: Flask, number: int) -> int:
    with app.app_context():
        return int(notes_of(number).version)
