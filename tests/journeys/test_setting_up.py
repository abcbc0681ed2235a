"""A forum begins with nothing: one link, six facts, a desk."""

import pytest

from tests.browser.stage import Site, Visits
from tests.journeys.walking import Visitor, somebody

#: What somebody types who is in a hurry: two facts missing, one wrong, and times the wrong way round.
HURRIED = {
    "Name of the forum": "Otter Dale Forum",
    "Local authority": "",
    "Contact email": "forum at otterdale",
    "A few words about the forum": "We meet\nin spring.",
    "Doors usually open": "17:00",
    "Meetings usually start": "16:30",
    "They finish no later than": "18:30",
}


def test_a_forum_is_set_up(coordinator: Visitor, family: Visitor):
    families_read_that_it_is_on_its_way(family)
    the_link_leads_to_the_set_up(coordinator)
    mistakes_are_told_and_nothing_typed_is_lost(coordinator)
    each_sentence_leads_to_its_field(coordinator)
    families_still_wait(family)
    put_right_it_leads_to_the_desk(coordinator)
    the_home_page_is_public(family)
    it_can_be_set_up_only_once(coordinator)


def families_read_that_it_is_on_its_way(family: Visitor):
    for path in ("/", "/meetings", "/promises", "/contact", "/desk", "/meetings/1"):
        assert family.opens(path) == 200
        assert family.heading == "A forum is being set up here"


def the_link_leads_to_the_set_up(coordinator: Visitor):
    coordinator.signs_in()
    assert coordinator.heading == "Set up your forum"
    coordinator.opens("/meetings/all")
    assert coordinator.heading == "Set up your forum"


def mistakes_are_told_and_nothing_typed_is_lost(coordinator: Visitor):
    for label, text in HURRIED.items():
        coordinator.types(label, text)
    assert coordinator.submits("Set up the forum") == 422
    assert coordinator.page.title().startswith("Error: Set up your forum")
    coordinator.sees("Nothing was saved yet, and nothing you typed is lost.")
    for label, text in HURRIED.items():
        assert coordinator.field(label).input_value() == text


def each_sentence_leads_to_its_field(coordinator: Visitor):
    told = {
        "Name the local authority you talk with.": "Local authority",
        "Write an email address like forum@example.org.": "Contact email",
        "Doors open before the meeting starts: make this the later time.": "Meetings usually start",
    }
    summary = coordinator.page.get_by_role("alert")
    assert summary.get_by_role("link").all_inner_texts() == list(told)
    for sentence, label in told.items():
        coordinator.follows(sentence, within=summary)
        assert coordinator.field(label).evaluate("field => field === document.activeElement")
        assert coordinator.field(label).get_attribute("aria-invalid") == "true"


def families_still_wait(family: Visitor):
    family.opens("/")
    family.does_not_see("Otter Dale")


def put_right_it_leads_to_the_desk(coordinator: Visitor):
    coordinator.types("Local authority", "Otter Dale County Council")
    coordinator.types("Contact email", "forum@otterdale.example")
    coordinator.types("Doors usually open", "16:00")
    coordinator.presses("Set up the forum")
    assert coordinator.path == "/desk"
    coordinator.sees("Your forum is set up.", "Make the next meeting")


def the_home_page_is_public(family: Visitor):
    family.opens("/")
    assert family.heading == "Otter Dale Forum"
    family.sees("We meet", "in spring.", "The next date is not fixed yet.", "forum@otterdale.example")
    family.does_not_see("A demo forum")


def it_can_be_set_up_only_once(coordinator: Visitor):
    assert coordinator.opens("/set-up") == 404
    coordinator.opens("/settings")
    assert coordinator.field("Name of the forum").input_value() == "Otter Dale Forum"


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(visit: Visits, empty_site: Site) -> Visitor:
    return somebody(visit, empty_site)


@pytest.fixture
def family(visit: Visits, empty_site: Site) -> Visitor:
    return somebody(visit, empty_site)
