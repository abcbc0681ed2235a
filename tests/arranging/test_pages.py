"""The pages about dates and rooms, as coordinator, officer and a mail scanner open them."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.access import Role
from forum_app.arranging.models import DateInvitee, DatePoll, RequestState, RoomRequest, Says
from forum_app.arranging.operations import answer, choose, link_to, withdraw_poll
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting, RoomState
from forum_app.people.models import LinkKind, Person
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    announced_meeting,
    made,
    make_meeting,
    make_person,
    make_room_request,
    planning_meeting,
    sent_poll,
)
from tests.pages import Browser, submit
from tests.wall.roles import signed_in_as

pytestmark = pytest.mark.usefixtures("frozen")
LATER = DAY + timedelta(days=7)
TYPED = {"room": "The Reading Room", "address": "2 Mill Lane", "must_know": "Come in by the side door."}


# Proposing ----------------------------------------------------------------------------------------------------


def test_the_coordinator_sees_who_gets_what_before_it_goes(coordinator: Browser):
    app = coordinator.application
    number = made(app, make_meeting)
    chair = made(app, make_person, "Ines Marlow", Role.CHAIR, email="ines@example.org")
    form = coordinator.get(f"/meetings/{number}/propose-dates")
    dates = {"options-0-day": "2026-04-15", "options-1-day": "2026-05-04"}
    assert submit(form, **dates, people=[str(chair)], words="Do say.").location.endswith("look-at-dates")
    look = coordinator.get(f"/meetings/{number}/look-at-dates")
    for words in ("Ines Marlow, ines@example.org", "Do say.", "early May bank holiday", "Monday 4 May 2026"):
        assert words in look.words
    assert outbox(app) == []
    submit(look)
    assert outbox(app) == ["ines@example.org"]
    assert "0 of 1 have answered" in coordinator.get(f"/meetings/{number}/dates").words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"options-0-day": "2026-04-15"}, "Give two dates at least"),
        ({"options-0-day": "2026-04-15", "options-1-day": "2026-04-15"}, "Two of the dates are the same."),
        ({"options-0-day": "2026-04-15", "options-1-day": "2020-04-15"}, "Wednesday 15 April 2020 is over."),
        ({"options-0-day": "2026-04-15", "options-1-day": "soon"}, "Write the date like"),
        (
            {"options-0-day": "2026-04-15", "options-1-day": "2026-04-16", "options-1-ends_by": "15:00"},
            "the doors open first",
        ),
        (
            {
                "options-0-day": "2026-04-15", "options-1-day": "2026-03-29", "options-1-doors_at": "",
                "options-1-starts_at": "01:30", "options-1-ends_by": "03:00",
            },
            "the clocks go forward past it",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_slip_in_a_date_is_said_beside_it_and_nothing_is_lost(
    coordinator: Browser, typed: dict[str, str], sentence: str
):
    coordinator.inspecting_prose = False
    number = made(coordinator.application, make_meeting)
    chair = made(coordinator.application, make_person, "Ines Marlow", Role.CHAIR)
    page = submit(
        coordinator.get(f"/meetings/{number}/propose-dates"), **typed, people=[str(chair)], words="Kept words."
    )
    assert page.status_code == 422
    assert sentence in page.words
    assert "Kept words." in page.text


# Answering ----------------------------------------------------------------------------------------------------


def test_an_officer_answers_by_link_and_may_change_it(browser: Browser):
    app = browser.application
    link = dates_link(app)
    first, second = field_names(app)
    page = submit(browser.get(link), **{first: "yes", second: "no"}, note="After 5pm.")
    assert page.status_code == 302
    assert submit(browser.get(link), **{first: "if_need_be", second: "yes"}, note="").status_code == 302
    with app.app_context():
        invitee = db.session.scalars(select(DateInvitee)).one()
        assert [invitee.says(proposal) for proposal in invitee.poll.proposals] == [Says.IF_NEED_BE, Says.YES]


def test_every_date_needs_a_word(browser: Browser):
    link = dates_link(browser.application)
    page = submit(browser.get(link), **{field_names(browser.application)[0]: "yes"}, note="Only the first.")
    assert page.status_code == 422
    assert "Say whether Wednesday 22 April 2026 suits you." in page.words
    assert "Only the first." in page.text


def test_a_program_that_presses_at_once_answers_nothing(browser: Browser):
    link = dates_link(browser.application)
    form = browser.get(link).form(0)
    sent = dict(form.values) | dict.fromkeys(field_names(browser.application), "yes")
    page = browser.post(link, data=sent)
    assert page.status_code == 422
    assert "press the button once more" in page.words
    assert answers(browser.application) == 0


def test_a_link_used_after_the_date_was_chosen_says_which_it_is(browser: Browser):
    app = browser.application
    link = dates_link(app)
    form = browser.get(link)
    with app.app_context():
        poll = db.session.scalars(select(DatePoll)).one()
        choose(poll.proposals[1], **NOBODY)
        db.session.commit()
    page = submit(form, **dict.fromkeys(field_names(app), "no"), note="Alas.")
    assert (page.h1, answers(app)) == ("The date is chosen", 0)
    assert "Your note was: Alas." in page.words
    assert "Wednesday 22 April 2026" in browser.get(link).words


def test_a_link_used_after_the_dates_were_taken_back_says_so(browser: Browser):
    app = browser.application
    link = dates_link(app)
    with app.app_context():
        withdraw_poll(db.session.scalars(select(DatePoll)).one(), **NOBODY)
        db.session.commit()
    assert browser.get(link).h1 == "The date is found some other way"


def test_one_link_opens_one_thing(browser: Browser):
    app = browser.application
    token = dates_link(app).rpartition("/")[2]
    for address in (f"/rooms/{token}", f"/rooms/{token}/later", f"/planning-links/{token}", "/dates/no-such-link"):
        assert browser.get(address).status_code == 404
    with app.app_context():
        revoke_scoped_links(LinkKind.DATES, db.session.scalars(select(DatePoll.id)).one(), **NOBODY)
        db.session.commit()
    assert browser.get(f"/dates/{token}").status_code == 404


# The room -----------------------------------------------------------------------------------------------------


def test_a_scanner_that_opens_every_link_changes_nothing(browser: Browser):
    app = browser.application
    link = room_link(app)
    for address in (link, f"{link}/not-possible", f"{link}/later", f"{link}/take-back", dates_link(app)):
        for method in ("GET", "HEAD", "OPTIONS"):
            browser.open(address, method=method)
    assert room_of(app) == (RequestState.OPEN, RoomState.REQUESTED, None)
    assert answers(app) == 0


def test_one_press_confirms_the_room_on_the_public_page(browser: Browser):
    app = browser.application
    link = room_link(app)
    meeting = f"/meetings/{with_request(app, lambda row: row.meeting_id)}"
    assert "The Reading Room" not in browser.get(meeting).words
    assert submit(browser.get(link), **TYPED).status_code == 302
    page = browser.get(meeting)
    assert "The Reading Room" in page.words
    assert "Come in by the side door." in page.words
    assert "not confirmed" not in page.words
    assert "STATUS:CONFIRMED" in browser.get(f"{meeting}/meeting.ics").text


def test_the_second_of_two_officers_sees_both_answers_and_loses_no_word(browser: Browser):
    link = room_link(browser.application)
    first, second = browser.get(link), browser.get(link)
    submit(first, **TYPED)
    page = submit(second, room="Another hall", must_know="Ring the bell twice.")
    assert page.status_code == 409
    for words in ("The room is confirmed", "The Reading Room", "Another hall", "Ring the bell twice."):
        assert words in page.words
    assert room_of(browser.application)[2] == "The Reading Room"


def test_who_says_no_after_it_was_confirmed_changes_nothing(browser: Browser):
    link = room_link(browser.application)
    no = browser.get(f"{link}/not-possible")
    submit(browser.get(link), **TYPED)
    page = submit(no, because="The building is closed.")
    assert page.status_code == 409
    assert "The building is closed." in page.text
    assert room_of(browser.application)[:2] == (RequestState.CONFIRMED, RoomState.CONFIRMED)


def test_not_possible_needs_a_sentence_and_can_be_taken_back(browser: Browser):
    link = room_link(browser.application)
    assert submit(browser.get(f"{link}/not-possible")).status_code == 422
    submit(browser.get(f"{link}/not-possible"), because="Closed that week.")
    assert room_of(browser.application)[:2] == (RequestState.IMPOSSIBLE, RoomState.NOT_ASKED)
    submit(browser.get(f"{link}/take-back"))
    assert room_of(browser.application)[:2] == (RequestState.OPEN, RoomState.REQUESTED)


def test_an_officer_may_say_by_when_they_answer(browser: Browser):
    link = room_link(browser.application)
    assert submit(browser.get(f"{link}/later"), answer_by="2020-01-01").status_code == 422
    submit(browser.get(f"{link}/later"), answer_by="2026-01-20")
    assert with_request(browser.application, lambda row: row.answer_by) == date(2026, 1, 20)
    assert "by Tuesday 20 January 2026" in browser.get(link).words


def test_a_link_of_before_the_meeting_moved_says_that_it_is_not_needed(browser: Browser):
    link = room_link(browser.application)
    form = browser.get(link)

    def move(row: RoomRequest) -> None:
        row.meeting.day = LATER

    with_request(browser.application, move)
    assert browser.get(link).h1 == "This room is not needed any more"
    page = submit(form, **TYPED)
    assert page.status_code == 409
    assert "Come in by the side door." in page.text
    assert room_of(browser.application)[0] == RequestState.OPEN


def test_the_letter_for_the_room_is_looked_at_before_it_goes(coordinator: Browser):
    app = coordinator.application
    number = made(app, make_meeting)
    made(app, make_person, "Tobias Reed", Role.REPRESENTATIVE, email="tobias@council.example")
    looked = submit(coordinator.get(f"/meetings/{number}/ask-for-room"), words="A room, please.")
    assert "Tobias Reed, tobias@council.example" in looked.words
    assert outbox(app) == []
    changed = submit(looked, words="A room for 60, please.")
    assert outbox(app) == []
    assert submit(changed).location.endswith(f"/meetings/{number}/room")
    assert outbox(app) == ["tobias@council.example"]


def test_moving_a_meeting_warns_before_its_room_is_let_go(coordinator: Browser):
    app = coordinator.application
    number = made(app, announced_meeting, room_state=RoomState.CONFIRMED)
    warned = submit(coordinator.get(f"/meetings/{number}/details"), day="2026-04-22")
    assert "The room must be asked for anew" in warned.words
    assert meeting_of(app, number) == (DAY, RoomState.CONFIRMED)
    assert submit(warned, room_anew=True).status_code == 302
    assert meeting_of(app, number) == (LATER, RoomState.NOT_ASKED)


# Signed in ----------------------------------------------------------------------------------------------------


def test_an_officer_who_is_signed_in_answers_on_the_page_and_sees_no_grid(browser: Browser):
    app = browser.application
    officer = signed_in_as(app, Role.REPRESENTATIVE, "Tobias Reed")
    with app.app_context():
        tobias = db.session.scalars(select(Person).where(Person.name == "Tobias Reed")).one()
        chair = make_person("Ines Marlow", Role.CHAIR)
        poll = sent_poll(planning_meeting(), [tobias])
        other = sent_poll(make_meeting(), [chair])
        answer(other.invitees[0], {other.proposals[0].id: Says.NO}, "Never on Wednesdays.", now=NOW)
        numbers = poll.id, other.id, poll.meeting_id
        db.session.commit()
    mine, theirs, meeting_id = numbers
    assert f"/my-dates/{mine}" in officer.get("/planning").text
    assert officer.get(f"/my-dates/{mine}").status_code == 200
    for address in (f"/my-dates/{theirs}", f"/meetings/{meeting_id}/dates", f"/meetings/{meeting_id}/room"):
        page = officer.get(address)
        assert page.status_code == 404
        assert "Never on Wednesdays." not in page.text


# Plumbing -----------------------------------------------------------------------------------------------------


def dates_link(app: Flask) -> str:
    with app.app_context():
        officer = make_person("Tobias Reed", Role.REPRESENTATIVE)
        token = link_to(sent_poll(make_meeting(), [officer]).invitees[0])
        db.session.commit()
    return f"/dates/{token}"


def room_link(app: Flask) -> str:
    with app.app_context():
        request = make_room_request(announced_meeting())
        token = make_scoped_link(LinkKind.ROOM, request.id, None, LATER)
        db.session.commit()
    return f"/rooms/{token}"


def field_names(app: Flask) -> list[str]:
    with app.app_context():
        return [f"date_{proposal.id}" for proposal in db.session.scalars(select(DatePoll)).one().proposals]


def answers(app: Flask) -> int:
    with app.app_context():
        return sum(1 for row in db.session.scalars(select(DateInvitee)) if row.answered_on)


def with_request(app: Flask, look: Any) -> Any:
    with app.app_context():
        found = look(db.session.scalars(select(RoomRequest)).one())
        db.session.commit()
        return found


def room_of(app: Flask) -> tuple[str, str, str | None]:
    return with_request(
        app, lambda row: (row.state, row.meeting.room_state, row.meeting.venue.name if row.meeting.venue else None)
    )


def meeting_of(app: Flask, number: int) -> tuple[date, str]:
    with app.app_context():
        meeting = db.session.get_one(Meeting, number)
        return meeting.day, meeting.room_state


def outbox(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage.recipient)))
