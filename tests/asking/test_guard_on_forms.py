"""Words that everybody reads as soon as they are saved hold no address and no number of whoever left something."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum_app.access import Role
from forum_app.actions.models import ActionFile, TickOff
from forum_app.db import db
from forum_app.meetings.models import Venue
from forum_app.questions.models import Question
from tests.builders import (
    NOW,
    announced_meeting,
    made,
    make_action,
    make_file,
    make_held_action,
    make_meeting,
    make_person,
    make_question,
    make_submission,
    make_tick_off,
    make_venue,
    planning_meeting,
    published_meeting,
)
from tests.files_with import files_with
from tests.pages import Browser, submit

ADDRESS = "wren@ashby.example"
PLANTED = f"Please write to {ADDRESS.replace('@', ' @ ')} about it."


@pytest.fixture
def forum(coordinator: Browser) -> Browser:
    """A forum where somebody wants to hear what becomes of a question."""
    made(coordinator.application, lambda: make_submission(announced_meeting(), contact=ADDRESS, follows=True))
    return coordinator


def test_a_question_on_record_is_not_corrected_into_telling_an_address(forum: Browser):
    number = made(forum.application, lambda: make_question(announced_meeting(), released=True))
    page = submit(forum.get(f"/questions/{number}/edit"), wording=PLANTED)
    assert page.status_code == 422
    assert "somebody on the private list stands in these words" in page.words
    assert PLANTED in page.text
    with forum.application.app_context():
        assert db.session.get_one(Question, number).wording == "May we visit the library?"
    assert submit(page, wording="Whom may we write to?").status_code == 302


def test_what_became_of_a_promise_does_not_tell_an_address(forum: Browser):
    number = made(forum.application, lambda: make_action(published_meeting()))
    page = submit(forum.get(f"/actions/{number}/update"), words=PLANTED)
    assert page.status_code == 422
    assert "Everybody could read it: take it out." in page.words
    assert submit(page, words="It is booked.").status_code == 302


# Confirming what a holder sent ------------------------------------------------------------------------------------


def test_what_a_holder_sent_is_not_confirmed_with_an_address(forum: Browser):
    number = made(forum.application, lambda: make_tick_off(make_held_action(published_meeting()), words=PLANTED))
    page = submit(forum.get(f"/tick-offs/{number}"), f"/tick-offs/{number}")
    assert page.status_code == 422
    assert "Everybody could read it: take it out." in page.words
    assert PLANTED in page.text
    assert submit(page, f"/tick-offs/{number}", wording="It is booked.").status_code == 302


#: One file of each kind that can be brought, with the address somewhere in it.
TELLING = [(special, name, data) for special, name, data in files_with(ADDRESS) if name.endswith((".docx", ".pdf"))]


@pytest.mark.parametrize(("name", "data"), [pytest.param(name, data, id=special) for special, name, data in TELLING])
def test_a_file_that_tells_an_address_is_named_and_stays_private(forum: Browser, name: str, data: bytes):
    sent = [make_file(f"list-{name}", data), make_file("plan.odt", b"The room is on the first floor.")]
    number = made(forum.application, lambda: make_tick_off(make_held_action(published_meeting()), files=sent))
    page = forum.get(f"/tick-offs/{number}")
    refused = submit(page, page.address, wording="It is booked, says Ines.", to_show=file_numbers(forum, number))
    assert refused.status_code == 422
    assert f"stands in “list-{name}”." in refused.words
    assert "“plan.odt”" not in refused.words
    assert ADDRESS not in refused.text
    assert "It is booked, says Ines." in refused.text
    shown = file_numbers(forum, number)[1:]
    assert submit(page, page.address, wording="It is booked.", to_show=shown).status_code == 302
    with forum.application.app_context():
        assert [file.called for file in db.session.query(ActionFile)] == ["plan.odt"]


def test_a_file_that_cannot_be_looked_through_is_not_shown(forum: Browser):
    sent = [make_file("broken.pdf", b"%PDF-1.4 and no more")]
    number = made(forum.application, lambda: make_tick_off(make_held_action(published_meeting()), files=sent))
    page = forum.get(f"/tick-offs/{number}")
    refused = submit(page, page.address, to_show=file_numbers(forum, number))
    assert refused.status_code == 422
    assert "“broken.pdf” cannot be looked through" in refused.words


def file_numbers(forum: Browser, number: int) -> list[str]:
    with forum.application.app_context():
        return [str(file.id) for file in db.session.get_one(TickOff, number).files]


# Letters, and what stands in public at once -----------------------------------------------------------------------


def an_item(forum: Browser) -> str:
    number = made(forum.application, lambda: announced_meeting().items[0])
    return f"/agenda-items/{number}"


def a_meeting(forum: Browser) -> int:
    return made(forum.application, announced_meeting)


FORMS: dict[str, tuple[Callable[[Browser], str], str]] = {
    "an item's title": (an_item, "title"),
    "an item's note": (an_item, "notes"),
    "a cancellation": (lambda forum: f"/meetings/{a_meeting(forum)}/cancel", "because"),
    "the way to a venue": (lambda forum: f"/venues/{made(forum.application, make_venue)}", "directions"),
    "the access to a venue": (lambda forum: f"/venues/{made(forum.application, make_venue)}", "access"),
    "a page of the forum": (lambda _: "/page-texts/privacy", "text"),
    "a few words about the forum": (lambda _: "/settings", "about"),
    "a letter about the room": (lambda forum: f"/meetings/{a_meeting(forum)}/ask-for-room", "words"),
    "a letter about dates": (lambda forum: f"/meetings/{made(forum.application, make_meeting)}/propose-dates", "words"),
    "an invitation to planning": (
        lambda forum: f"/planning/{made(forum.application, planning_meeting)}/invite",
        "words",
    ),
}


@pytest.mark.parametrize(("opens", "field"), FORMS.values(), ids=list(FORMS))
def test_nothing_goes_to_the_council_or_everybody_with_an_address(
    forum: Browser, opens: Callable[[Browser], str], field: str
):
    made(forum.application, lambda: make_person("Ines Marlow", Role.REPRESENTATIVE, "ines@council.example"))
    page = forum.get(opens(forum))
    refused = submit(page, page.address, **{field: PLANTED})
    assert refused.status_code == 422
    assert "of somebody on the private list stands in these words" in refused.words
    assert "could read it: take it out. Nothing else is lost." in refused.words
    assert PLANTED in refused.text
    with forum.application.app_context():
        assert not db.session.query(Venue).filter(Venue.directions.contains("ashby")).count()


@pytest.mark.usefixtures("frozen")
def test_the_coordinators_words_in_a_reminder_tell_no_address(forum: Browser):
    due = NOW.date() + timedelta(days=10)
    made(forum.application, lambda: make_held_action(published_meeting(), due_on=due))
    link = next(to for words, to in forum.get("/reminders").links.items() if words.startswith("Read it"))
    refused = submit(forum.get(link), 0, words=PLANTED)
    assert refused.status_code == 422
    assert "Whoever gets this mail could read it: take it out." in refused.words
    assert submit(refused, 0, words="Thank you for looking after this.").status_code == 302


# Written together with officers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "field"), [("notes", "notes"), ("agenda", "title")])
@pytest.mark.parametrize("detail", [ADDRESS, "a-stranger@elsewhere.example", "07700 900417"])
def test_what_is_planned_together_holds_no_detail_and_tells_nobody_whose_it_knows(
    forum: Browser, what: str, field: str, detail: str
):
    page = forum.get(f"/planning/{made(forum.application, planning_meeting)}/{what}")
    refused = submit(page, page.address, **{field: f"Reach them at {detail}."})
    assert refused.status_code == 422
    assert "An email address or telephone number stands in it." in refused.words
    assert "private list" not in refused.words
    assert submit(refused, page.address, **{field: "Two rooms, 40 seats, from 16:30."}).status_code == 302
