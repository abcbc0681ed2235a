"""A promise through its year: an officer says what came of it, the desk confirms, a parent takes one on."""

import re
import time
from email import message_from_bytes
from email.policy import default

from sqlalchemy import select

from forum_app.actions.models import ActionPoint
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import made, make_action, published_meeting
from tests.journeys.walking import Visitor, somebody
from tests.people.steps import text_of


def test_an_officer_says_what_came_of_it_and_families_are_told_by_way_of_the_coordinator(visit: Visits, own_site: Site):
    meeting_id = made(own_site.app, published_meeting)
    coordinator = somebody(visit, own_site).signs_in()
    notes_a_promise(coordinator, meeting_id)
    puts_it_into_hands(coordinator, meeting_id)
    officer = somebody(visit, own_site)
    officer.opens(mailed(own_site, "o.strand@council.example", "/your-part"))
    says_what_came_of_it(officer)
    coordinator.opens("/desk")
    confirms(coordinator)
    passes_it_on(coordinator, own_site)


def notes_a_promise(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/actions/new")
    coordinator.types("Who", "Owen Strand")
    coordinator.types("What will they do", "Send the link to the new form.")
    coordinator.types("Passed on by", "Wren Ashby")
    coordinator.presses("Save the action point")
    coordinator.sees("a month, as for sending something on")


def puts_it_into_hands(coordinator: Visitor, meeting_id: int) -> None:
    entry = coordinator.entry("Send the link to the new form.")
    coordinator.follows("Who has it in hand", within=entry)
    coordinator.types("Or somebody else: their name", "Owen Strand")
    coordinator.types("Their email address", "o.strand@council.example")
    coordinator.ticks("Send them the link to it now")
    coordinator.presses("Put it into their hands")
    coordinator.sees("It stands with Owen Strand now. The link goes to them by mail.")


def says_what_came_of_it(officer: Visitor) -> None:
    assert officer.heading == "What became of it?"
    officer.sees("your part is done when Wren Ashby has it")
    officer.presses("Send it")
    officer.sees("Choose how it stands.", "Write a sentence")
    officer.ticks("We have handed it over to Wren Ashby")
    officer.types("In a sentence: what became of it", "The form is at https://council.example/form")
    officer.presses("Send it")
    officer.sees("What you sent", "The form is at https://council.example/form", "reminded of it no more")
    officer.page.wait_for_timeout(1000 * (SECONDS_TO_READ + 1))  # as long as it takes to read
    officer.presses("Take it back")
    officer.sees("Taken back.")
    officer.ticks("We have handed it over to Wren Ashby")
    officer.types("In a sentence: what became of it", "Here it is: https://council.example/form")
    officer.presses("Send it")


def confirms(coordinator: Visitor) -> None:
    coordinator.follows("Look at it")
    coordinator.follows("Look at the wording")
    coordinator.sees("As it was sent", "Here it is: https://council.example/form")
    coordinator.types("The words that everybody will read", "The form is here: https://council.example/form")
    coordinator.presses("Put it on record")
    coordinator.sees("The mail to families is drafted for Wren Ashby")


def passes_it_on(coordinator: Visitor, site: Site) -> None:
    coordinator.opens("/desk")
    coordinator.follows("Look at the mail")
    coordinator.sees("The form is here: https://council.example/form", "What it says")
    coordinator.follows("Throw this draft away")
    coordinator.presses("Throw it away")
    coordinator.opens("/desk")
    coordinator.follows("Record it")
    assert coordinator.field("What became of it, in a sentence").input_value() == "Passed on to families."
    coordinator.ticks("Done")
    coordinator.presses("Record it")
    states = site.numbers(lambda: db.session.scalars(select(ActionPoint.state)).all())
    assert "done" in states


def test_a_parent_takes_something_on_and_gives_it_back(visit: Visits, own_site: Site):
    made(own_site.app, letter_for_anybody)
    parent = somebody(visit, own_site, viewport=PHONE)
    parent.opens("/promises")
    parent.follows("What became of it", within=parent.entry("Draft a letter to the farm."))
    parent.follows("Take it on")
    parent.types("Your name", "Sorrel")
    parent.types("Your email address", "sorrel@post.example")
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Send me the link")
    assert parent.heading == "Look into your mail"
    parent.opens(mailed(own_site, "sorrel@post.example", "/taking-on"))
    parent.ticks("Yes, I take it on")
    parent.presses("Take it on")
    parent.sees("It is yours now.", "Draft a letter to the farm.")
    parent.ticks("I cannot do it after all: somebody else may take it on")
    parent.types("In a sentence: what became of it", "We are moving house.")
    parent.presses("Send it")
    parent.sees("What you sent", "We are moving house.")
    stranger = somebody(visit, own_site)
    stranger.opens("/promises?owner_kind=anyone")
    stranger.sees("Taken on")
    stranger.does_not_see("Sorrel", "moving house")


def letter_for_anybody() -> ActionPoint:
    meeting = published_meeting()
    return make_action(meeting, "Draft a letter to the farm.", owner_kind="anyone", owner="Anybody")


def mailed(site: Site, to: str, start: str) -> str:
    """The path of the link in the newest mail to somebody."""

    def bodies() -> list[bytes]:
        return [
            body or b"" for body in db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.recipient == to))
        ]

    texts = [text_of(message_from_bytes(body, policy=default)) for body in site.numbers(bodies)]  # type: ignore[arg-type]
    return next(found[0] for text in texts for found in [re.search(rf"{start}/[\w-]+", text)] if found)
