"""Promises that nobody has in hand: the desk says so, one page gives them out, one mail a person at most."""

from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.actions import holding, queries
from forum_app.actions.models import ActionHolder, ActionPoint
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.people.models import Person
from tests.builders import (
    NOBODY,
    NOW,
    hear,
    made,
    make_action,
    make_held_action,
    make_meeting,
    make_person,
    published_meeting,
)
from tests.pages import Browser, Page, submit
from tests.people.steps import text_of

TODAY = NOW.date()
pytestmark = pytest.mark.usefixtures("frozen")
TOBIAS = ("Tobias Reed", Role.REPRESENTATIVE, "tobias@council.example")
WITH_NOBODY = "/promises-with-nobody"


def people_and_promises() -> ActionPoint:
    """One promise by name, one of the council, and much that is not meant to be given out."""
    for who in (TOBIAS, ("Ines Marlow", Role.CHAIR, "ines@chair.example"), ("Nell Ford", Role.CHAIR, None)):
        make_person(*who)
    meeting = published_meeting()
    make_action(meeting, "Send the list of centres.", owner="Fenwick Vale County Council")
    make_held_action(meeting, "Ask the museum.")
    hear(make_action(meeting, "Buy the tea."))
    return make_action(make_meeting(), "This is not on record yet.")


@pytest.fixture
def page(coordinator: Browser) -> Page:
    made(coordinator.application, people_and_promises)
    return coordinator.get(WITH_NOBODY)


def number_of(page: Page, start: str) -> int:
    with page.browser.application.app_context():
        return db.session.scalars(select(ActionPoint.id).where(ActionPoint.text.startswith(start))).one()


def in_hand(page: Page) -> dict[str, str]:
    """Who has what that was given out here."""
    with page.browser.application.app_context():
        rows = db.session.scalars(
            select(ActionHolder).where(ActionHolder.person_id.is_not(None), ActionHolder.until.is_(None))
        )
        return {row.action.text: row.name for row in rows}


def person_number(page: Page, name: str) -> int:
    with page.browser.application.app_context():
        return next(person.id for person in people_of(name))


def people_of(name: str) -> Sequence[Any]:
    return db.session.scalars(select(Person).where(Person.name == name)).all()


def mails(page: Page) -> list[OutboxMessage]:
    with page.browser.application.app_context():
        return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("action:"))))


def letter_in(mail: OutboxMessage) -> str:
    return text_of(message_from_bytes(mail.body or b"", policy=default))


def test_only_open_promises_on_record_that_nobody_has_stand_there(page: Page):
    assert "Book the library room." in page.words
    assert "Send the list of centres." in page.words
    others = ("Ask the museum.", "Buy the tea.", "not on record", "Draft a letter", "Note the new address")
    assert not [other for other in others if other in page.words]


def test_the_desk_says_how_many_and_leads_there(page: Page):
    desk = page.browser.get("/desk")
    assert "2 open promises are with nobody" in desk.words
    assert WITH_NOBODY in desk.links.values()
    assert page.browser.get("/reminders").links["Give them out"] == WITH_NOBODY


def test_whoever_is_named_is_proposed_and_nobody_for_an_organisation(page: Page):
    assert "Tobias Reed is named as its owner." in page.words
    assert submit(page).status_code == 302
    assert in_hand(page) == {"Book the library room.": "Tobias Reed"}
    assert mails(page) == []
    after = page.browser.get(WITH_NOBODY)
    assert "Given out to Tobias Reed (1)." in after.words
    assert "Send the list of centres." in after.words


def test_everything_for_one_person_goes_in_one_mail(page: Page):
    tobias = person_number(page, "Tobias Reed")
    centres = f"holder_{number_of(page, 'Send the list')}"
    assert submit(page, tell=True, **{centres: str(tobias)}).status_code == 302
    assert in_hand(page) == {"Book the library room.": "Tobias Reed", "Send the list of centres.": "Tobias Reed"}
    (mail,) = mails(page)
    assert mail.recipient == "tobias@council.example"
    letter = letter_in(mail)
    assert "Book the library room." in letter
    assert letter.count("/your-part/") == 2
    assert "Every open promise stands with somebody." in page.browser.get(WITH_NOBODY).words


def test_each_link_in_the_mail_opens_its_promise_and_taking_it_back_ends_it(page: Page):
    tobias = person_number(page, "Tobias Reed")
    submit(page, tell=True, **{f"holder_{number_of(page, 'Send the list')}": str(tobias)})
    links = [urlsplit(word).path for word in letter_in(mails(page)[0]).split() if "/your-part/" in word]
    guest = page.browser.application.test_client()
    assert ["Book the library room." in guest.get(link).words for link in links] == [True, False]
    own = page.browser.get(f"/actions/{number_of(page, 'Book')}/in-hand")
    assert submit(own, "let-go").status_code == 302
    assert [guest.get(link).status_code for link in links] == [404, 200]
    assert "Book the library room." in page.browser.get(WITH_NOBODY).words


def test_pressed_with_nobody_chosen_it_says_so(page: Page):
    refused = submit(page, **{f"holder_{number_of(page, 'Book')}": "0"})
    assert refused.status_code == 422
    assert "Choose somebody for one promise at least." in refused.words
    assert in_hand(page) == {}


@pytest.mark.parametrize("typed", ["x", "999999", ""])
def test_somebody_who_is_not_offered_gets_nothing(page: Page, typed: str):
    sent = {f"holder_{number_of(page, 'Book')}": typed, "csrf_token": dict(page.form(0).values)["csrf_token"]}
    assert page.browser.post(WITH_NOBODY, data=sent).status_code == 422
    assert in_hand(page) == {}


def test_what_somebody_was_given_meanwhile_stays_with_them(page: Page):
    with page.browser.application.app_context():
        action = db.session.get_one(ActionPoint, number_of(page, "Book"))
        ines, tobias = (people_of(name)[0] for name in ("Ines Marlow", "Tobias Reed"))
        told = {**NOBODY, "day": TODAY}
        holding.give_to(action, holding.Holder.of_person(ines), **told)
        assert holding.give_out([(action, tobias)], **told) == []
        assert holding.current_holder(action.id).name == "Ines Marlow"
        db.session.commit()
    submit(page, tell=True)
    assert in_hand(page) == {"Book the library room.": "Ines Marlow"}
    assert mails(page) == []


def test_nobody_else_sees_the_page(browser: Browser):
    assert browser.get(WITH_NOBODY).status_code in {302, 404}


def test_without_anything_it_says_what_will_be_here(coordinator: Browser):
    assert "come here, and the desk says so" in coordinator.get(WITH_NOBODY).words
    assert "with nobody" not in coordinator.get("/desk").words


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("owner", "proposed"),
    [
        ("Tobias Reed", True),
        ("tobias  reed", True),
        ("Tobias Reed, inclusion officer", True),
        ("Tobias Reed (inclusion)", True),
        ("Tobias Reedham", False),
        ("Tobias Reed and Ines Marlow", False),
        ("Fenwick Vale County Council", False),
        ("The team of Tobias Reed", False),
    ],
)
def test_a_name_proposes_only_whom_it_means(owner: str, proposed: bool):
    people = [make_person(*TOBIAS), make_person("Ines Marlow", Role.CHAIR, "ines@chair.example")]
    found = holding.named_as_owner(make_action(make_meeting(), owner=owner), people)
    assert (found is people[0]) is proposed
    assert found is None or proposed


@pytest.mark.usefixtures("database")
def test_two_of_the_same_name_propose_nobody():
    people = [make_person(*TOBIAS), make_person("Tobias Reed", Role.CHAIR, "other@chair.example")]
    assert holding.named_as_owner(make_action(make_meeting()), people) is None


@pytest.mark.usefixtures("database")
def test_what_was_handed_on_waits_elsewhere():
    meeting = published_meeting()
    before = queries.how_many_with_nobody()
    action = make_held_action(meeting, "Send the leaflet.", via="the coordinator")
    assert queries.how_many_with_nobody() == before
    holding.let_go(action, day=TODAY, **NOBODY)
    db.session.flush()
    assert queries.how_many_with_nobody() == before + 1
    action.handed_on = action.pass_on_by = TODAY
    db.session.flush()
    assert queries.how_many_with_nobody() == before
