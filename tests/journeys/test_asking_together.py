"""Two families ask the same, a third asks it too; the coordinator asks back, hears an objection, releases."""

import re
import time
from datetime import timedelta

from sqlalchemy import select

from forum_app.asking.models import Submission
from forum_app.clock import today
from forum_app.db import db
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Meeting
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import NOBODY, ZONE, announced_meeting, made, published_meeting
from tests.journeys.walking import Visitor, somebody

FIRST = "Could exam fees be paid by the council?"
SECOND = "Is there any help with the cost of exams?"
WORDED = "Is there any help with the cost of exams for private candidates?"
BETTER = "What help is there with the cost of exams?"


def test_two_ask_the_same_and_a_third_asks_it_too(visit: Visits, own_site: Site):
    meeting_id = made(own_site.app, announced_meeting, day=today(ZONE) + timedelta(days=100))
    one, other = (somebody(visit, own_site, viewport=PHONE) for _ in range(2))
    codes = asks(one, FIRST), asks(other, SECOND)
    coordinator = somebody(visit, own_site).signs_in()
    asks_back_and_is_answered(coordinator, meeting_id, one, codes[0])
    words_one_and_puts_the_other_to_it(coordinator, meeting_id)
    first_objects_and_is_heard(one, codes[0], coordinator, meeting_id)
    second_sees_it(other, codes[1])
    releases(coordinator, meeting_id)
    officer_reads(somebody(visit, own_site), coordinator, meeting_id)
    with own_site.app.app_context():
        meetings.publish_agenda(db.session.get_one(Meeting, meeting_id), **NOBODY)
        db.session.commit()
    asks_it_too_and_takes_it_back(somebody(visit, own_site, viewport=PHONE), meeting_id)
    second_says_that_it_was_different(other, codes[1], own_site)


def asks(parent: Visitor, words: str) -> str:
    parent.opens("/ask")
    parent.sees("Questions in advance are taken until 12 noon on")
    parent.types("Your question", words)
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Send my question")
    assert parent.heading == "Your receipt"
    parent.sees("You can change it until 12 noon on")
    return parent.page.locator(".receipt-code").inner_text()


def asks_back_and_is_answered(coordinator: Visitor, meeting_id: int, parent: Visitor, code: str) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/questions-left")
    coordinator.sees("Perhaps the same as another")
    coordinator.follows("Word it", within=coordinator.entry(FIRST))
    coordinator.follows("Ask whoever asked")
    coordinator.sees("They left no address")
    coordinator.types("What you would like to know", "For which exams?")
    coordinator.presses("Ask it")
    coordinator.sees("It stands on the page of their receipt.", "Not answered yet.")
    parent.opens(f"/receipt/{code}")
    parent.sees("The coordinator would like to know", "For which exams?")
    parent.follows("Answer")
    parent.types("Your answer", "Those at sixteen.")
    parent.presses("Send my answer")
    parent.sees("You answered the coordinator")
    coordinator.opens(f"/meetings/{meeting_id}/questions-left")
    coordinator.sees("They answered what you asked")


def words_one_and_puts_the_other_to_it(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.follows("Word it", within=coordinator.entry(FIRST))
    coordinator.sees("Those at sixteen.", "Perhaps asked by others too")
    coordinator.types("The question in the forum’s words", WORDED)
    coordinator.types("Topic", "Exams")
    coordinator.presses("Save the wording")
    coordinator.follows("Word it", within=coordinator.entry(SECOND))
    coordinator.follows("Look at them side by side")
    coordinator.ticks(WORDED)
    coordinator.presses("Put them together")
    coordinator.sees("They are one question now.", "Put together with it:")


def first_objects_and_is_heard(parent: Visitor, code: str, coordinator: Visitor, meeting_id: int) -> None:
    parent.opens(f"/receipt/{code}")
    parent.follows("These words are not right")
    parent.types("What is wrong with the wording", "Not for private candidates alone.")
    parent.presses("Send it to the coordinator")
    parent.sees("You said: Not for private candidates alone.")
    coordinator.opens(f"/meetings/{meeting_id}/questions-left")
    coordinator.sees("Whoever asked objects to the wording")
    coordinator.follows("Word it")
    coordinator.sees("Not for private candidates alone.")
    coordinator.types("The question in the forum’s words", BETTER)
    coordinator.presses("Save the wording")


def second_sees_it(parent: Visitor, code: str) -> None:
    parent.opens(f"/receipt/{code}")
    parent.sees(SECOND, BETTER, "together with another that asks the same", "Worded for the agenda")
    parent.does_not_see(FIRST)


def releases(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/release-questions")
    coordinator.sees(BETTER, "Put together from 2", "Ten working days from today")
    coordinator.ticks("Release them all the same")
    coordinator.presses("Release 1 question")
    coordinator.sees("1 question released.")


def officer_reads(officer: Visitor, coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/pack-links")
    coordinator.presses("Make a link")
    link = re.search(r"/packs/\S+", coordinator.main.locator(".address").inner_text())
    assert link is not None
    officer.opens(link[0])
    officer.sees(BETTER, "Exams", "A reply is asked for by", "(10 working days)")
    officer.does_not_see(FIRST, SECOND, "Those at sixteen", "Put together")


def asks_it_too_and_takes_it_back(parent: Visitor, meeting_id: int) -> None:
    parent.opens(f"/meetings/{meeting_id}")
    parent.follows("I ask this too")
    parent.sees(BETTER, "Neither Fenwick Vale County Council nor anybody else learns who asks this")
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("I ask this too")
    parent.sees("You ask this too.", BETTER)
    code = parent.page.locator(".receipt-code").inner_text()
    parent.opens("/receipt")
    parent.types("The code of your receipt", code)
    parent.presses("Open it")
    parent.page.wait_for_timeout(1000 * (SECONDS_TO_READ + 1))  # as long as it takes to read
    parent.presses("Take it back")
    parent.sees("You took it back.")


def second_says_that_it_was_different(parent: Visitor, code: str, site: Site) -> None:
    parent.opens(f"/receipt/{code}")
    parent.follows("Mine was different")
    parent.sees(SECOND, BETTER, "goes back to the coordinator")
    parent.page.wait_for_timeout(1000 * (SECONDS_TO_READ + 1))  # as long as it takes to read
    parent.presses("Mine was different")
    parent.sees("With the coordinator, not read by anybody else")
    states = site.numbers(lambda: sorted(db.session.scalars(select(Submission.state))))
    assert states == ["new", "released"]


def test_what_was_asked_before_stands_on_a_page_between(visit: Visits, own_site: Site):
    made(own_site.app, published_meeting)
    parent = somebody(visit, own_site, viewport=PHONE)
    words = "How long does a reply from the team take?"
    parent.opens("/ask")
    parent.types("Your question", words)
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Send my question")
    parent.sees("Asked before", "How long does a reply take?")
    assert parent.field("Your question").input_value() == words
    parent.page.locator("summary").first.click()
    parent.sees("Ten days at most.")
    parent.presses("Mine is not answered: send it")
    assert parent.heading == "Your receipt"


def test_it_is_shown_while_somebody_types_where_scripts_run(visit: Visits, own_site: Site):
    made(own_site.app, published_meeting)
    page = visit(own_site)
    page.goto("/ask")
    page.get_by_label("Your question").press_sequentially("How long does a reply take here?")
    page.get_by_role("heading", name="Asked before").wait_for()
    page.get_by_text("How long does a reply take?", exact=False).first.wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Ask a question"


def test_after_the_deadline_a_question_comes_as_a_late_one(visit: Visits, own_site: Site):
    made(own_site.app, announced_meeting, day=today(ZONE) + timedelta(days=3))
    parent = somebody(visit, own_site, viewport=PHONE)
    for path in ("/", "/meetings/1", "/ask"):
        parent.opens(path)
        parent.sees("Questions for the council closed at 12 noon on", "read out by the coordinator if there is time")
    parent.types("Your question", "Is there a choir?")
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Send my late question")
    parent.sees("It came after the questions closed")
