"""The pages of promises as people use them: from a mail, from the public page, from the desk."""

import io
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.access import Role
from forum_app.actions import holding
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionHolder, ActionPoint, ActionState, OwnerKind, TickOff, TickOffState
from forum_app.circulation.models import Circulation, CirculationState
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.people.models import Person
from tests.builders import (
    NOBODY,
    NOW,
    PAST,
    hear,
    make_action,
    make_held_action,
    make_meeting,
    make_person,
    make_tick_off,
    meeting_with_agenda,
    published_meeting,
)
from tests.documents.test_uploads import CANARY, png_with_text
from tests.pages import Browser, Page, submit
from tests.people.steps import text_of
from tests.statements import WRITES, statements

TODAY = NOW.date()
pytestmark = pytest.mark.usefixtures("frozen")


def held(app: Flask, **facts: Any) -> str:
    """A public promise in somebody's hands; the address of its link."""
    with app.app_context():
        action = make_held_action(published_meeting(), **facts)
        token = holding.link_for(holding.current_holder(action.id), TODAY)
        db.session.commit()
        return f"/your-part/{token}"


def newest(app: Flask, model: Any) -> Any:
    """The last row of a kind, as it stands now."""
    with app.app_context():
        return db.session.scalars(select(model).order_by(model.id.desc())).first()


def the_action(app: Flask, start: str = "Book the library room.") -> ActionPoint:
    with app.app_context():
        rows = db.session.scalars(select(ActionPoint).where(ActionPoint.text.startswith(start)))
        return rows.all()[-1]


def sends(page: Page, said: str, words: str, **more: Any) -> Page:
    return submit(page, page.address, said=said, words=words, **more)


# From a mail --------------------------------------------------------------------------------------------------


def test_one_sentence_and_one_press_and_the_coordinator_puts_it_on_record(browser: Browser):
    link, app = held(browser.application), browser.application
    sent = sends(browser.get(link), "done", "The room is booked, says Ines.")
    page = browser.get(sent.location)
    assert "The room is booked, says Ines." in page.words
    assert "reminded of it no more" in page.words
    action = the_action(app)
    assert "Ines" not in browser.get(f"/promises/{action.id}").text
    desk = app.test_client().sign_in()
    assert "Look at what became of 1 promise" in desk.get("/desk").words
    row = newest(app, TickOff)
    looked = desk.get(f"/tick-offs/{row.id}")
    assert "The room is booked, says Ines." in looked.words
    submit(looked, looked.address, wording="The room is booked.")
    public = browser.get(f"/promises/{action.id}")
    assert "The room is booked." in public.words
    assert "says Ines" not in public.text
    assert "nothing more is needed from you" in browser.get(link).words


@pytest.mark.parametrize("fields", [{"said": "done"}, {"words": "It is done."}, {}])
def test_without_a_choice_and_a_sentence_nothing_is_sent(browser: Browser, fields: dict[str, str]):
    page = browser.get(held(browser.application))
    answer = submit(page, page.address, **fields)
    assert answer.status_code == 422
    assert fields.get("words", "") in answer.text
    assert newest(browser.application, TickOff) is None


def test_more_time_ends_on_a_day_still_to_come(browser: Browser):
    page = browser.get(held(browser.application))
    assert sends(page, "more_time", "Later.", new_due_on="1 January 2026").status_code == 422


def test_a_program_that_opens_the_mail_again_takes_back_nothing_that_was_said(browser: Browser):
    link = held(browser.application)
    sends(browser.get(link), "done", "The room is booked.")
    form = browser.get(link).form("take-back")
    browser.post(form.action, data=dict(form.values))
    assert newest(browser.application, TickOff).words == "The room is booked."
    submit(browser.get(link), "take-back")
    assert newest(browser.application, TickOff).state == TickOffState.TAKEN_BACK


def test_a_scanner_that_opens_and_presses_changes_nothing(browser: Browser):
    link = held(browser.application)
    with statements() as seen:
        browser.head(link)
        page = browser.get(link, headers={"Sec-Purpose": "prefetch"})
        for form in range(len(page.forms)):
            submit(page, form)
    assert [s for s in seen if WRITES.match(s) and "rate_count" not in s] == []
    assert "What became of it?" in browser.get(link).words


def test_it_is_taken_back_and_said_otherwise(browser: Browser):
    link = held(browser.application)
    sends(browser.get(link), "done", "It is done.")
    page = browser.get(link)
    assert submit(page, f"{link}/take-back").status_code == 302
    assert "Taken back" in browser.get(link).words
    assert sends(browser.get(link), "half_done", "Half of it.").status_code == 302
    with browser.application.app_context():
        states = db.session.scalars(select(TickOff.state).order_by(TickOff.words)).all()
    assert states == [TickOffState.TAKEN_BACK, TickOffState.WAITING]


def test_the_same_page_sent_twice_is_one_tick_off(browser: Browser):
    page = browser.get(held(browser.application))
    for _ in range(2):
        assert sends(page, "done", "It is done.").status_code == 302
    with browser.application.app_context():
        assert db.session.scalar(select(func.count(TickOff.id))) == 1


def test_more_time_shows_the_first_day_beside_the_new_one(browser: Browser):
    link = held(browser.application, due_on=TODAY + timedelta(days=5))
    sends(browser.get(link), "more_time", "After half-term.", new_due_on="20 March 2026")
    desk = browser.application.test_client().sign_in()
    page = desk.get(f"/tick-offs/{newest(browser.application, TickOff).id}")
    submit(page, page.address)
    public = browser.get(f"/promises/{the_action(browser.application).id}")
    assert "By Friday 20 March 2026 (first meant for Sunday 18 January 2026)" in public.words


def with_file(page: Page, data: bytes, name: str) -> Page:
    fields = dict(page.form(page.address).values)
    fields |= {"said": "done", "words": "Here is the list.", "files": (io.BytesIO(data), name)}
    return page.browser.post(page.address, data=fields, content_type="multipart/form-data")


def test_a_file_is_cleaned_held_back_and_public_only_when_chosen(browser: Browser):
    link, app = held(browser.application), browser.application
    assert with_file(browser.get(link), png_with_text(), "list.png").status_code == 302
    desk, row = app.test_client().sign_in(), newest(app, TickOff)
    with app.app_context():
        file_id = db.session.get_one(TickOff, row.id).files[0].id
    private = f"/tick-offs/files/{file_id}"
    assert browser.get(private).status_code == 404
    opened = desk.get(private)
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert CANARY.encode() not in opened.data
    page = desk.get(f"/tick-offs/{row.id}")
    submit(page, page.address, to_show=True)
    public = browser.get(f"/promises/{the_action(app).id}")
    address = next(href for href in public.links.values() if "/promises/files/" in href)
    got = browser.get(address)
    assert (got.status_code, got.data) == (200, opened.data)
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_a_file_that_cannot_be_looked_through_is_refused_and_the_words_stay(browser: Browser):
    page = with_file(browser.get(held(browser.application)), b"MZ no document", "virus.exe")
    assert page.status_code == 422
    assert "Here is the list." in page.text
    assert newest(browser.application, TickOff) is None


def test_when_the_first_half_of_the_way_is_done_the_mail_to_families_is_drafted(browser: Browser):
    app = browser.application
    link = held(app, via="Wren Ashby", text="Send the link to the form.")
    page = browser.get(link)
    assert "We have handed it over to Wren Ashby" in page.words
    sends(page, "done", "It is at https://council.example/form")
    desk = app.test_client().sign_in()
    looked = desk.get(f"/tick-offs/{newest(app, TickOff).id}")
    submit(looked, looked.address)
    draft = newest(app, Circulation)
    assert draft.state == CirculationState.DRAFT
    assert "https://council.example/form" in draft.words
    assert newest(app, OutboxMessage) is None
    listed = desk.get("/desk")
    assert "Pass on to families: Send the link to the form." in listed.words
    assert f"/circulations/{draft.id}" in listed.links.values()
    public = browser.get(f"/promises/{the_action(app, 'Send the link').id}").words
    assert "Done on Tuesday 13 January 2026" in public
    assert "By Tuesday 27 January 2026" in public


def test_the_drafted_mail_goes_when_the_update_behind_it_is_taken_back(browser: Browser):
    app = browser.application
    sends(browser.get(held(app, via="Wren Ashby")), "done", "It is at https://council.example/form")
    desk = app.test_client().sign_in()
    looked = desk.get(f"/tick-offs/{newest(app, TickOff).id}")
    submit(looked, looked.address)
    assert newest(app, Circulation) is not None
    action = the_action(app)
    page = desk.get(f"/meetings/{action.meeting_id}/actions")
    submit(page, "undo-update")
    assert newest(app, Circulation) is None
    assert "Pass on to families" not in desk.get("/desk").words


def test_a_link_of_whoever_had_it_before_opens_nothing(browser: Browser):
    link, app = held(browser.application), browser.application
    with app.app_context():
        action = db.session.scalars(select(ActionPoint).where(ActionPoint.id == the_action(app).id)).one()
        holding.give_to(action, Holder("Amara Finch", "a@council.example"), day=TODAY, **NOBODY)
        db.session.commit()
    assert browser.get(link).status_code == 404
    assert browser.get("/your-part/made-up").status_code == 404


# Taking something on ------------------------------------------------------------------------------------------


def open_to_anybody(app: Flask) -> int:
    with app.app_context():
        row = make_action(published_meeting(), owner_kind=OwnerKind.ANYONE, owner="Anybody", text="Draft a letter.")
        db.session.commit()
        return row.id


def mailed(app: Flask, start: str) -> str:
    """The path of a link in the newest mail."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "sorrel@post.example")).all()
        texts = [text_of(message_from_bytes(row.body or b"", policy=default)) for row in rows]  # type: ignore[arg-type]
    return next(found[0] for text in texts for found in [re.search(rf"{start}/[\w-]+", text)] if found)


@pytest.mark.parametrize("shows_name", [True, False])
def test_anybody_takes_something_on_with_a_name_and_an_address(browser: Browser, shows_name: bool):
    app, number = browser.application, open_to_anybody(browser.application)
    page = browser.get(f"/promises/{number}/take-on")
    sent = submit(page, page.address, name="Sorrel", address="sorrel@post.example", shows_name=shows_name)
    assert "Look into your mail" in browser.get(sent.location).words
    assert newest(app, ActionHolder) is None, "nothing is taken before the mail is answered"
    link = browser.get(mailed(app, "/taking-on"))
    assert submit(link, link.address).status_code == 422, "a program that presses the button ticks nothing"
    yours = browser.get(submit(link, link.address, sure=True).location)
    assert "It is yours now." in yours.words
    public = browser.get(f"/promises/{number}")
    assert "Taken on" in public.words
    assert ("Sorrel" in public.text) is shows_name
    assert "sorrel@" not in public.text
    assert browser.get(f"/promises/{number}/take-on").status_code == 404
    assert browser.get(mailed(app, "/your-part")).status_code == 200


def test_whoever_cannot_do_it_after_all_gives_it_back(browser: Browser):
    app, number = browser.application, open_to_anybody(browser.application)
    with app.app_context():
        action = db.session.get_one(ActionPoint, number)
        holding.give_to(action, Holder("Sorrel", "s@post.example", is_taker=True), day=TODAY, **NOBODY)
        token = holding.link_for(holding.current_holder(number), TODAY)
        db.session.commit()
    sends(browser.get(f"/your-part/{token}"), "not_ours", "We are moving house.")
    desk = app.test_client().sign_in()
    page = desk.get(f"/tick-offs/{newest(app, TickOff).id}")
    submit(page, page.address, wording="Free again.")
    public = browser.get(f"/promises/{number}").words
    assert "Free again." in public
    assert "Take it on" in public


def test_a_program_gets_the_same_page_and_leaves_nothing(browser: Browser):
    number = open_to_anybody(browser.application)
    page = browser.get(f"/promises/{number}/take-on")
    fields = dict(page.form(page.address).values) | {
        "name": "x", "address": "sorrel@post.example", "further_remark": "buy",
    }  # fmt: skip
    assert browser.post(page.address, data=fields).status_code == 302
    assert newest(browser.application, OutboxMessage) is None


# The desk -----------------------------------------------------------------------------------------------------


def test_a_new_promise_gets_the_usual_day_and_says_why(coordinator: Browser):
    with coordinator.application.app_context():
        number = published_meeting().id
        db.session.commit()
    page = coordinator.get(f"/meetings/{number}/actions/new")
    submit(page, page.address, owner="Tobias Reed", text="Send the link to the form.")
    action = the_action(coordinator.application, "Send the link")
    assert action.due_on == PAST + timedelta(days=30)
    assert "a month, as for sending something on" in coordinator.get(f"/promises/{action.id}").words
    page = coordinator.get(f"/meetings/{number}/actions/new")
    submit(page, page.address, owner="Tobias Reed", text="Think about it.", no_day=True)
    assert the_action(coordinator.application, "Think").due_on is None


def test_what_stands_with_somebody_who_leaves_passes_to_their_successor(coordinator: Browser):
    app = coordinator.application
    with app.app_context():
        officer = make_person("Tobias Reed", Role.REPRESENTATIVE, email="t@council.example")
        make_person("Amara Finch", Role.REPRESENTATIVE, email="a@council.example")
        action = make_held_action(published_meeting(), holder=Holder.of_person(officer))
        officer.grants[0].starts_on, officer.grants[0].ends_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
        db.session.commit()
        number, person_id = action.id, officer.id
    assert "Pass on what Tobias Reed had in hand" in coordinator.get("/desk").words
    page = coordinator.get(f"/people/{person_id}/promises")
    after = submit(page, page.address, successor="Amara Finch", tell=True)
    assert "passed to Amara Finch" in coordinator.get(after.location).words
    public = app.test_client().get(f"/promises/{number}").words
    assert "Tobias Reed" in public
    assert "Amara Finch looks after it now" in public
    with app.app_context():
        assert db.session.scalars(select(OutboxMessage.recipient)).all() == ["a@council.example"]
    history = coordinator.get(f"/actions/{number}/in-hand").words
    assert "Tobias Reed, Tuesday 13 January 2026 to Tuesday 13 January 2026" in history


def test_the_reminder_is_shown_as_it_goes_and_left_out(coordinator: Browser):
    app = coordinator.application
    with app.app_context():
        make_held_action(
            published_meeting(), due_on=TODAY + timedelta(days=9), since=TODAY - timedelta(days=60)
        )  # fmt: skip
        db.session.commit()
    assert "A reminder to Tobias Reed goes by itself" in coordinator.get("/desk").words
    listed = coordinator.get("/reminders")
    address = next(href for words, href in listed.links.items() if words.startswith("Read it"))
    page = coordinator.get(address)
    assert "Still open: Book the library room." in page.words
    submit(page, address, words="Hello, how is the room?")
    assert "Hello, how is the room?" in coordinator.get(address).words
    submit(coordinator.get(address), f"{address}/skip")
    assert "Left out" in coordinator.get("/reminders").words
    assert newest(app, OutboxMessage) is None, "looking sends nothing"


def test_a_notice_says_how_it_was_told(coordinator: Browser):
    with coordinator.application.app_context():
        notice = make_action(published_meeting(), owner_kind=OwnerKind.GROUP, owner="All", text="Note the form.")
        db.session.commit()
        number = notice.id
    for people, shown in ((140, "about 140 people"), (7, "a few people")):
        page = coordinator.get(f"/actions/{number}/reach")
        submit(page, page.address, how="the news by email", people=people)
        assert shown in coordinator.get(f"/promises/{number}").words


# The tracker --------------------------------------------------------------------------------------------------


def test_the_tracker_draws_the_years_and_says_the_same_in_a_table(browser: Browser):
    with browser.application.app_context():
        for year in (2023, 2024, 2025):
            meeting = published_meeting(day=TODAY.replace(year=year))
            hear(db.session.scalars(select(ActionPoint).where(ActionPoint.meeting_id == meeting.id)).first())
        db.session.commit()
    page = browser.get("/promises")
    assert "Promises by year" in page.text
    assert "2023: 1 of 2 kept. 2024: 1 of 2 kept. 2025: 1 of 2 kept." in page.text
    assert "3 of 6 promises kept" in page.words
    only = browser.get("/promises?year=2024")
    assert "3 action points" in only.words


def test_years_that_nothing_was_promised_in_are_not_offered(browser: Browser):
    assert browser.get("/promises?year=1999").status_code == 200
    assert browser.get("/promises?year=x&state=open").status_code == 200


def test_what_is_open_comes_back_at_the_next_meeting(browser: Browser):
    with browser.application.app_context():
        make_held_action(published_meeting(), "Send the list.")
        coming = meeting_with_agenda()
        db.session.commit()
        number = coming.id
    assert "Send the list." in browser.get(f"/meetings/{number}").words


def test_planning_meetings_stay_private_though_their_promises_are_reminded_of(browser: Browser):
    with browser.application.app_context():
        action = make_held_action(make_meeting())
        make_tick_off(action)
        db.session.commit()
        number = action.id
        assert db.session.scalars(select(Person)).all() == []
    assert browser.get(f"/promises/{number}").status_code == 404
    assert the_action(browser.application).state == ActionState.OPEN
