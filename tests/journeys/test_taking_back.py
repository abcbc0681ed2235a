"""Every public step can be corrected or taken back, and the public pages follow."""

import pytest
from icalendar import Calendar

from tests.browser.places import COMING, OVER, the_meeting
from tests.browser.stage import PHONE, Site, Visits
from tests.journeys.walking import Visitor, somebody

WELCOME = "Welcome, and how this afternoon works"


def test_minutes_are_withdrawn_corrected_and_published_again(coordinator: Visitor, family: Visitor, over: int):
    family.opens("/promises")
    promises = family.main.locator("ul.things > li").count()
    coordinator.opens(f"/meetings/{over}/prepare")
    coordinator.follows("Withdraw the minutes")
    coordinator.presses("Withdraw them")
    coordinator.sees("The minutes are no longer public. Nothing of them is lost.")
    the_public_pages_have_lost_them(family, over, promises)

    coordinator.follows("Minutes")
    coordinator.sees("It has been withdrawn.")
    coordinator.follows(f"Edit the minutes of {WELCOME}")
    coordinator.types("Minutes of this item", "Gwen opened the meeting at a quarter to five.")
    coordinator.presses("Save")
    coordinator.follows("Publish a correction")
    assert coordinator.submits("Publish the correction") == 409  # a correction says what it corrects
    coordinator.sees("Say in a few words what was corrected.")
    coordinator.follows("Back to where you were")
    coordinator.types("What was corrected", "The meeting began later.")
    coordinator.presses("Publish the correction")
    coordinator.sees("The minutes are published (version 3).")

    family.opens(f"/meetings/{over}")
    family.sees(
        "Gwen opened the meeting at a quarter to five.",
        "Version 3, corrected: The meeting began later.",
        within=family.section("Minutes"),
    )
    family.opens("/promises")
    assert family.main.locator("ul.things > li").count() == promises


def test_a_correction_shows_only_when_it_is_published(coordinator: Visitor, family: Visitor, over: int):
    coordinator.opens(f"/meetings/{over}/minutes")
    coordinator.follows(f"Edit the minutes of {WELCOME}")
    coordinator.types("Minutes of this item", "Somebody else opened the meeting.")
    coordinator.presses("Save")
    coordinator.sees("What you changed since is not public yet.")
    family.opens(f"/meetings/{over}")
    family.does_not_see("Somebody else opened the meeting.")
    family.sees("Gwen opened the meeting at half past four")


def test_a_meeting_is_cancelled_and_the_cancelling_taken_back(coordinator: Visitor, family: Visitor, coming: int):
    entry_before = calendar_entry(family, coming)
    coordinator.opens(f"/meetings/{coming}/prepare")
    coordinator.follows("Cancel the meeting")
    assert coordinator.submits("Cancel the meeting") == 422
    coordinator.sees("Say in a few words why, so that people understand.")
    coordinator.types("Why it is cancelled", "The hall has no roof this month.")
    coordinator.presses("Cancel the meeting")
    coordinator.sees("The meeting is cancelled. The public page says so and why.")

    family.opens("/")
    family.sees("Cancelled", "The hall has no roof this month.", within=family.section("The next meeting"))
    family.follows("About the cancelled meeting")
    family.sees("This meeting is cancelled")
    family.does_not_see("Add to my calendar")
    cancelled = calendar_entry(family, coming)
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["UID"] == entry_before["UID"]
    assert cancelled["SEQUENCE"] > entry_before["SEQUENCE"]

    coordinator.follows("Take back the last public step")
    coordinator.presses("Take it back")
    family.opens("/")
    family.sees("The next date is not fixed yet.")  # a draft again: nobody is told a date by mistake
    assert family.opens(f"/meetings/{coming}") == 404
    coordinator.follows("Announce it on the public page")
    coordinator.presses("Announce it")
    family.opens("/")
    family.follows("See the meeting and its agenda")
    family.does_not_see("This meeting is cancelled", "no roof")
    assert calendar_entry(family, coming)["SEQUENCE"] > cancelled["SEQUENCE"]


def test_a_published_agenda_is_a_draft_again(coordinator: Visitor, family: Visitor, coming: int):
    coordinator.opens(f"/meetings/{coming}/prepare")
    coordinator.follows("Publish the agenda")
    coordinator.presses("Publish the agenda")
    family.opens(f"/meetings/{coming}")
    assert family.section("Questions").is_visible()
    coordinator.follows("Take back the last public step")
    coordinator.presses("Take it back")
    family.opens(f"/meetings/{coming}")
    family.sees("Still a draft: items and times may change.")
    assert not family.section("Questions").is_visible()


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site).signs_in()


@pytest.fixture
def family(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site, viewport=PHONE)


@pytest.fixture
def over(site: Site) -> int:
    return site.numbers(lambda: the_meeting(OVER).id)


@pytest.fixture
def coming(site: Site) -> int:
    return site.numbers(lambda: the_meeting(COMING).id)


def the_public_pages_have_lost_them(family: Visitor, meeting: int, promises: int) -> None:
    family.opens(f"/meetings/{meeting}")
    family.does_not_see("Gwen opened the meeting", "The local authority’s response", "What participants said")
    family.sees("They are being written and proof-read.")
    family.opens("/promises")
    assert family.main.locator("ul.things > li").count() < promises


def calendar_entry(family: Visitor, meeting: int):
    data = family.page.request.get(f"/meetings/{meeting}/meeting.ics").body()
    (entry,) = Calendar.from_ical(data).events
    return entry
