"""Minutes of earlier years become a record: read, checked beside their text, confirmed, published."""

from datetime import UTC, datetime

import pytest
import time_machine
from icalendar import Calendar

from tests.browser.stage import Site, Visits
from tests.journeys.walking import Visitor, somebody
from tests.wording.helpers import REAL_MINUTES

A_MONTH_LATER = datetime(2025, 5, 10, 18, 0, tzinfo=UTC)

INVENTED = """
Alder Marsh Home Learners

Positive Dialogue Forum

Minutes of the Meeting

Date: Thursday 3 April 2025

Time: 3.30pm for 4pm start; finishing no later than 6pm

Venue: The Boathouse, Alder Marsh

Chair: Petra Lowe

Coordinator/minutes: Sanjay Birch

Zoom support: Mo and Elin

LA representatives: Cora Whitfield (Attendance Lead) and Denzil Oake (Family Support Officer)

Apologies: LA transport representative

Introduction

Petra greeted the room and the screen, and asked for one voice at a time.

Cora Whitfield, Attendance Lead

Cora told how her team answers letters, and why the answers had been slow in the winter.

Questions sent in advance for the LA

Question 1

Could the marsh railway give home educating groups the fare that schools pay?

LA response: Cora has written to the railway. She expects an answer before the summer timetable.

Participant responses: A group had paid the full fare for thirty children in March.

Question 2

Is there a list of halls with a piano?

LA response: There is not, but Denzil would like to begin one.

Any other business

A participant asked for warmer rooms.

ACTION POINTS

- Cora: tell the forum what the railway says.
- Denzil to begin a list of halls with a piano, and to share it via Sanjay.
- All families: note that the office has moved.
- Someone: bring a heater.

Date of next meeting

Thursday 2 April 2026 at 3.30pm for 4pm, finishing by 6pm
"""


def test_pasted_minutes_become_a_record(coordinator: Visitor, family: Visitor):
    with time_machine.travel(A_MONTH_LATER, tick=True):
        coordinator.signs_in()
        they_are_pasted(coordinator)
        what_was_understood_stands_beside_the_text(coordinator)
        it_is_corrected_and_put_aside(coordinator)
        taken_up_again_nothing_is_lost(coordinator)
        confirmed_it_is_a_draft_that_nobody_sees(coordinator, family)
        published_it_is_a_record_like_any_other(coordinator, family)
        the_next_meeting_is_drafted(coordinator, family)


def they_are_pasted(coordinator: Visitor):
    coordinator.follows_more("Old minutes")
    assert coordinator.submits("Read them") == 422
    coordinator.sees("Choose a file or paste the minutes.")
    coordinator.types("Or paste the text here", INVENTED)
    coordinator.presses("Read them")
    assert coordinator.heading == "Check what was understood"


def what_was_understood_stands_beside_the_text(coordinator: Visitor):
    source = coordinator.section("The text you brought in")
    coordinator.sees("Could the marsh railway give", "Someone: bring a heater.", within=source)
    assert coordinator.field("Date").first.input_value() == "2025-04-03"
    assert coordinator.field("Venue").input_value() == "The Boathouse, Alder Marsh"
    first = coordinator.group("Question 1")
    coordinator.follows("Line", within=first)
    line = coordinator.page.locator(":target")
    assert line.inner_text() == "Question 1"
    assert "expects an answer" in coordinator.field("The local authority’s response", within=first).input_value()
    assert "full fare" in coordinator.field("What participants said", within=first).input_value()
    assert [kind_of(coordinator, row) for row in range(1, 5)] == [
        "One person or post",
        "One person or post",
        "Everybody in a group",
        "Anybody who would like to take it on",
    ]


def it_is_corrected_and_put_aside(coordinator: Visitor):
    coordinator.types("Venue", "The Old Boathouse")
    coordinator.types("Question", "Is there a list of halls that have a piano?", within=coordinator.group("Question 2"))
    coordinator.ticks("Leave this action point out", within=coordinator.group("Action point 4"))
    coordinator.presses("Add an action point")
    assert coordinator.field("Venue").input_value() == "The Old Boathouse"
    added = coordinator.group("Action point 5")
    coordinator.types("Who", "Petra Lowe", within=added)
    coordinator.types("What", "Ask the boathouse for a warmer room.", within=added)
    coordinator.types("By when, as a date", "2025-09-01", within=added)
    coordinator.presses("Save and go on later")
    coordinator.sees("Your corrections are saved. Go on whenever you like.")


def taken_up_again_nothing_is_lost(coordinator: Visitor):
    coordinator.opens("/desk")
    coordinator.sees("Old minutes you brought in", "Pasted minutes")
    coordinator.follows("Check it: Pasted minutes")
    assert coordinator.field("Venue").input_value() == "The Old Boathouse"
    asked = coordinator.field("Question", within=coordinator.group("Question 2")).input_value()
    assert asked == "Is there a list of halls that have a piano?"
    said = [coordinator.field("What", within=coordinator.group(f"Action point {row}")) for row in range(1, 5)]
    assert said[3].input_value() == "Ask the boathouse for a warmer room."
    assert not coordinator.group("Action point 5").count()
    coordinator.sees("Someone: bring a heater.", within=coordinator.section("The text you brought in"))


def confirmed_it_is_a_draft_that_nobody_sees(coordinator: Visitor, family: Visitor):
    coordinator.presses("Make the draft record")
    assert coordinator.heading == "Thursday 3 April 2025"
    coordinator.sees("The next meeting is drafted too.", "2 questions", "4 action points", "The Old Boathouse")
    family.opens("/meetings")
    family.does_not_see("3 April 2025", "Boathouse")
    coordinator.opens("/old-minutes")
    coordinator.does_not_see("Pasted minutes")


def published_it_is_a_record_like_any_other(coordinator: Visitor, family: Visitor):
    coordinator.opens("/desk")
    coordinator.follows("Go to the minutes: Write and publish the minutes of Thursday 3 April 2025")
    coordinator.follows("Look it over and publish")
    coordinator.presses("Publish the minutes")
    family.opens("/meetings")
    family.follows("Thursday 3 April 2025")
    family.sees("3.30pm for 4pm, finishing by 6pm", "The Old Boathouse", "Cora Whitfield, Attendance Lead")
    family.sees("Mo, Elin", "LA transport representative")
    second = family.page.get_by_role("article", name="Question 2")
    family.sees("Is there a list of halls that have a piano?", "Denzil would like to begin one.", within=second)
    family.sees("Petra greeted the room", "warmer rooms", within=family.section("Minutes"))
    promises = family.section("Action points")
    family.sees("By Monday 1 September 2025.", "For everybody to note", within=promises)
    family.does_not_see("heater")


def the_next_meeting_is_drafted(coordinator: Visitor, family: Visitor):
    coordinator.opens("/meetings/all")
    coordinator.follows("Thursday 2 April 2026")
    coordinator.sees("3.30pm for 4pm, finishing by 6pm", "The Old Boathouse")
    family.opens("/")
    family.does_not_see("2 April 2026")


@pytest.mark.skipif(not REAL_MINUTES.exists(), reason="the real minutes are not beside this copy")
def test_the_real_minutes_become_a_record(coordinator: Visitor, family: Visitor):
    with time_machine.travel(A_MONTH_LATER, tick=True):
        coordinator.signs_in()
        coordinator.opens("/old-minutes")
        coordinator.field("Files").set_input_files(REAL_MINUTES)
        coordinator.presses("Read them")
        coordinator.sees("0 of 1 file looked at.", REAL_MINUTES.name)
        coordinator.presses("Read the next one")
        coordinator.follows(f"Check it: {REAL_MINUTES.name}")
        coordinator.presses("Make the draft record")
        assert coordinator.heading == "Wednesday 9 April 2025"
        coordinator.follows("Publish the minutes")
        coordinator.presses("Publish the minutes")
        coordinator.opens("/meetings/all")
        coordinator.follows("Wednesday 15 April 2026")
        coordinator.follows("Announce it on the public page")
        coordinator.presses("Announce it")

        family.opens("/meetings")
        family.follows("Wednesday 9 April 2025")
        names = family.page.get_by_role("article").get_by_role("heading", level=3).all_inner_texts()
        assert names == [*(f"Question {number}" for number in range(1, 6)), "A question from the room"]
        assert family.page.get_by_role("heading", name="The local authority’s response").count() == 6
        assert family.section("Action points").locator("ul.things > li").count() == 10
        assert family.section("Minutes").get_by_role("heading", level=3).count() >= 7

        family.opens("/")
        family.sees("Wednesday 15 April 2026", within=family.section("The next meeting"))
        family.follows("Add to my calendar")
        (event,) = Calendar.from_ical(family.downloads("Get the calendar file")).events
        assert event.start.strftime("%Y-%m-%d %H:%M %Z") == "2026-04-15 16:00 BST"


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(visit: Visits, own_site: Site) -> Visitor:
    return somebody(visit, own_site)


@pytest.fixture
def family(visit: Visits, own_site: Site) -> Visitor:
    return somebody(visit, own_site)


def kind_of(coordinator: Visitor, row: int) -> str:
    fields = coordinator.group(f"Action point {row}")
    return coordinator.field("Who is it for", within=fields).locator("option:checked").inner_text()
