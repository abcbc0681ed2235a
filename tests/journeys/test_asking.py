"""A question from a parent's phone to the council's screen: asked without a name, worded, released, read."""

import re
import time

from sqlalchemy import select

from forum_app.access import Role
from forum_app.asking.models import Submission
from forum_app.clock import now
from forum_app.db import db
from forum_app.people.operations import make_link_token
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import announced_meeting, made
from tests.journeys.walking import Visitor, somebody

TYPED = "My daughter Elsie is 9. Why did nobody answer my FOI about exam centres?"
WORDED = "How long do answers about exam centres take?"


def test_a_question_goes_all_the_way_and_nobody_learns_who_asked(visit: Visits, own_site: Site):
    meeting_id = made(own_site.app, announced_meeting, day=coming_day())
    parent = somebody(visit, own_site, viewport=PHONE)
    code = asks(parent)
    coordinator = somebody(visit, own_site).signs_in()
    words_it(coordinator)
    parent_reads_the_wording_and_lets_a_little_be_said(parent, code)
    makes_a_link_for_officers_after_releasing(coordinator, meeting_id)
    officer_reads(somebody(visit, own_site), coordinator)
    parent_takes_it_back(parent, code, own_site)
    coordinator.opens(f"/meetings/{meeting_id}/questions-left")
    coordinator.sees("Withdrawn by whoever asked", WORDED)


def coming_day():
    return now().date().replace(year=now().year + 1, day=15)


def asks(parent: Visitor) -> str:
    parent.opens("/")
    parent.follows("Ask a question")
    parent.types("Your question", TYPED)
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Send my question")
    parent.sees("Some of this could tell who you are", "Elsie", "FOI", "Nothing is sent yet")
    assert parent.field("Your question").input_value() == TYPED
    parent.presses("Send it, and please word it so that nobody can tell")
    assert parent.heading == "Your receipt"
    parent.sees("With the coordinator, not read by anybody else", TYPED, "Nothing.")
    return parent.page.locator(".receipt-code").inner_text()


def words_it(coordinator: Visitor) -> None:
    coordinator.opens("/desk")
    coordinator.follows("Word them")
    coordinator.sees("Please word it so that nobody can tell", TYPED)
    coordinator.follows("Word it")
    coordinator.presses("Save the wording")
    coordinator.sees("Could any of this tell who asked?", "Elsie")
    coordinator.types("The question in the forum’s words", WORDED)
    coordinator.presses("Save the wording")
    coordinator.sees("The question is worded.", "Worded, waiting for release")


def parent_reads_the_wording_and_lets_a_little_be_said(parent: Visitor, code: str) -> None:
    parent.opens("/receipt")
    parent.types("The code of your receipt", code.lower().replace("-", " "))
    parent.presses("Open it")
    parent.sees(WORDED, "Worded for the agenda")
    parent.follows("Let more be said of me")
    parent.ticks("Say something broad about my family")
    parent.chooses("If something broad: which of these", "Asked by a parent of a child of primary age.")
    parent.presses("Show me what would be read")
    parent.sees("This is what everybody will read", "you cannot take it back")
    parent.presses("I agree: say this")
    parent.sees("To everybody: Asked by a parent of a child of primary age.")


def makes_a_link_for_officers_after_releasing(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/release-questions")
    coordinator.sees(WORDED, "This is only one question.")
    coordinator.ticks("Release them all the same")
    coordinator.presses("Release 1 question")
    coordinator.sees("1 question released.")
    coordinator.opens(f"/meetings/{meeting_id}/pack-links")
    coordinator.presses("Make a link")
    coordinator.sees("Copy it into your message now")


def officer_reads(officer: Visitor, coordinator: Visitor) -> None:
    link = re.search(r"/packs/\S+", coordinator.main.locator(".address").inner_text())
    assert link is not None
    officer.opens(link[0])
    officer.sees(WORDED, "Asked by a parent of a child of primary age.", "who asked is never shown")
    officer.does_not_see("Elsie", "FOI")
    assert officer.opens("/desk") == 404


def parent_takes_it_back(parent: Visitor, code: str, site: Site) -> None:
    parent.opens(f"/receipt/{code}")
    parent.follows("Take it back")
    parent.sees("it cannot be unsaid")
    parent.ticks("Yes, delete my words and any address I left")
    parent.presses("Take it back")
    parent.sees("Your words are deleted, and your name and address where you gave them.")
    assert site.numbers(lambda: db.session.scalars(select(Submission.words)).all()) == [""]


def test_an_officer_signs_in_on_the_demo_and_reads_the_pack(visit: Visits, site: Site):
    officer = somebody(visit, site)
    officer.opens(f"/sign-in/{make_link_token(site.app.secret_key, Role.REPRESENTATIVE)}")
    officer.presses("Sign in")
    officer.opens("/for-officers")
    officer.follows("Questions for", within=officer.main)
    officer.sees("who asked is never shown", "quiet room")
    officer.does_not_see("We are four families")
