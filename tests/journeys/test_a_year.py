"""The coordinator's year: from the first link to minutes that everybody can read, and on to the next meeting."""

from datetime import UTC, datetime

import pytest
import time_machine
import vobject
from icalendar import Calendar

from tests.browser.stage import PHONE, Site, Visits
from tests.journeys.walking import Visitor, somebody

A_WINTER_EVENING = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)
THE_MORNING_AFTER = datetime(2026, 4, 16, 9, 0, tzinfo=UTC)
WHEN = "Wednesday 15 April 2026"


def test_the_coordinators_year(coordinator: Visitor, family: Visitor):
    with time_machine.travel(A_WINTER_EVENING, tick=True):
        the_link_works_once(coordinator, family)
        a_meeting_is_made_from_the_standard_agenda(coordinator)
        the_agenda_is_put_in_order(coordinator)
        it_warns_when_the_agenda_is_too_long(coordinator)
        people_have_their_parts(coordinator)
        nobody_else_sees_the_draft(family)
        the_meeting_is_announced(coordinator)
        a_family_reads_the_draft_agenda_and_takes_the_date(family)
        questions_come_in_and_are_numbered(coordinator)
        the_agenda_is_published(coordinator, family)
    with time_machine.travel(THE_MORNING_AFTER, tick=True):
        the_session_of_the_winter_is_over(coordinator)
        minutes_are_written_with_a_preview(coordinator)
        questions_get_their_responses(coordinator)
        promises_are_noted_for_one_for_all_and_for_anybody(coordinator)
        nothing_is_public_before_it_is_published(family)
        the_minutes_are_published(coordinator)
        a_family_reads_it_all_on_one_page(family)
        a_promise_is_heard_of_and_the_word_taken_back(coordinator, family)
        the_next_meeting_begins_with_this_one(coordinator, family)


# Before the meeting -------------------------------------------------------------------------------------------


def the_link_works_once(coordinator: Visitor, family: Visitor):
    link = coordinator.site.sign_in_link
    coordinator.opens(link)
    coordinator.presses("Sign in")
    assert coordinator.path == "/desk"
    coordinator.sees("You are signed in.", "Make the next meeting")
    assert family.opens(link) == 410
    family.sees("This link no longer works")


def a_meeting_is_made_from_the_standard_agenda(coordinator: Visitor):
    coordinator.follows("Make a meeting: Make the next meeting")
    assert coordinator.field("Starts").input_value() == "16:30"
    coordinator.types("Date", "2026-04-15")
    coordinator.types("A place not in the list", "Fenwick Library")
    coordinator.chooses("Room", "Asked for, waiting to hear")
    coordinator.types("Link to join online", "https://meet.example.org/fenwick")
    coordinator.presses("Make the meeting")
    assert coordinator.heading == WHEN
    coordinator.sees("It is a draft: nobody else sees it yet.", "4pm for 4.30pm, finishing by 6.30pm", "8 items")


def the_agenda_is_put_in_order(coordinator: Visitor):
    coordinator.follows("Agenda")
    coordinator.sees("The items take 2 hours, which fits before 6.30pm")
    coordinator.follows("Edit Guest speaker")
    coordinator.types("Title", "Rivers and how to read them")
    coordinator.types("Who presents it", "Juno Hartley")
    coordinator.types("Their post or organisation on that day", "River Watch")
    coordinator.types("A line or two for the agenda", "Bring a jar.")
    coordinator.presses("Save the item")
    coordinator.sees("“Rivers and how to read them” is saved.", "Juno Hartley, River Watch")
    coordinator.presses("Move up Rivers and how to read them")
    assert titles(coordinator)[:3] == [
        "Welcome and introductions",
        "Rivers and how to read them",
        "From the local authority’s officers",
    ]
    coordinator.sees("4.35pm", within=coordinator.entry("Rivers and how to read them"))
    coordinator.sees("4.55pm", within=coordinator.entry("From the local authority’s officers"))
    coordinator.presses("Move down Rivers and how to read them")
    coordinator.follows("Edit A family’s story")
    coordinator.ticks("Park this item: it is not taken at this meeting")
    coordinator.types("Why it is parked", "The family is away.")
    coordinator.presses("Save the item")
    coordinator.sees("Parked", "The family is away.", within=coordinator.entry("A family’s story"))


def it_warns_when_the_agenda_is_too_long(coordinator: Visitor):
    coordinator.types("Title", "Library tickets for groups")
    coordinator.chooses("Kind", "Something else")
    coordinator.types("Minutes", "35")
    coordinator.presses("Add the item")
    coordinator.sees("“Library tickets for groups” is on the agenda.", "20 minutes too long.")
    assert titles(coordinator)[-3:] == [
        "Library tickets for groups",
        "Any other business",
        "Date of the next meeting",
    ]
    coordinator.follows("Done with the agenda")
    coordinator.sees("20 minutes too long for the latest finish.")
    coordinator.follows("Agenda")
    coordinator.follows("Edit Library tickets for groups")
    coordinator.types("Minutes", "15")
    coordinator.presses("Save the item")
    coordinator.sees("which fits before 6.30pm")
    coordinator.follows("Remove News from the local authority")
    coordinator.presses("Remove the item")
    coordinator.sees("“News from the local authority” is off the agenda.")
    coordinator.follows("Done with the agenda")


def people_have_their_parts(coordinator: Visitor):
    coordinator.follows("Who has a part in it")
    person(coordinator, 1, "Chair", "Ines Marlow")
    person(coordinator, 2, "For the local authority", "Tobias Reed", "Inclusion Officer")
    person(coordinator, 3, "Online support", "Wren")
    coordinator.presses("More empty rows")
    assert coordinator.field("Name", within=coordinator.group("Person 2")).input_value() == "Tobias Reed"
    person(coordinator, 4, "Apologies", "", "Head of attendance")
    coordinator.presses("Save")
    coordinator.sees("The people of this meeting are saved.", "4 people")


def nobody_else_sees_the_draft(family: Visitor):
    family.opens("/")
    family.sees("The next date is not fixed yet.")
    assert family.opens("/meetings/1") == 404


def the_meeting_is_announced(coordinator: Visitor):
    coordinator.follows("Announce it on the public page")
    coordinator.sees("Announce this meeting?", WHEN, "Rivers and how to read them", "No mail goes out.")
    coordinator.presses("Announce it")
    coordinator.sees("The meeting is on the public page.")


def a_family_reads_the_draft_agenda_and_takes_the_date(family: Visitor):
    family.opens("/")
    family.sees(WHEN, "Draft agenda", "Room not confirmed yet", "Fenwick Library, or online")
    family.follows("See the meeting and its agenda")
    family.sees("Still a draft", "Not taken at this meeting: The family is away.", "Tobias Reed, Inclusion Officer")
    family.sees("The link will stand here closer to the time.")
    family.does_not_see("meet.example.org")
    family.follows("Add to my calendar")
    data = family.downloads("Get the calendar file")
    (event,) = Calendar.from_ical(data).events
    assert event.start.strftime("%Y-%m-%d %H:%M %Z") == "2026-04-15 16:00 BST"
    assert event["STATUS"] == "TENTATIVE"
    assert b"meet.example.org" not in data
    assert vobject.readOne(data.decode()).vevent.dtend.value.strftime("%H:%M") == "18:30"


def questions_come_in_and_are_numbered(coordinator: Visitor):
    coordinator.follows("Questions")
    coordinator.sees("No question is on record for this meeting.")
    for wording in ("May groups borrow the exam hall in June?", "How long does a reply to a letter take?"):
        coordinator.follows("Add a question")
        coordinator.types("The question, in the forum’s words", wording)
        coordinator.ticks("Show it with the public agenda")
        coordinator.presses("Save the question")
        coordinator.sees("The question is on record.", wording)
    coordinator.presses("Number those sent in advance")
    coordinator.sees("The questions are numbered.", "Question 1", "Question 2")
    if "exam hall" not in coordinator.main.locator("li").first.inner_text():  # numbered in a random order
        coordinator.presses("Move question 2 up")
    coordinator.sees("Question 1", within=coordinator.entry("exam hall"))


def the_agenda_is_published(coordinator: Visitor, family: Visitor):
    coordinator.opens("/meetings/1/prepare")
    coordinator.follows("Publish the agenda")
    coordinator.presses("Publish the agenda")
    coordinator.sees("The agenda is published.")
    family.opens("/meetings/1")
    assert family.page.get_by_role("heading", name="Agenda", exact=True).is_visible()
    family.does_not_see("Still a draft")
    family.sees("Question 1", "May groups borrow the exam hall in June?", within=family.section("Questions"))


# After the meeting --------------------------------------------------------------------------------------------


def the_session_of_the_winter_is_over(coordinator: Visitor):
    assert coordinator.opens("/desk") == 404  # after three months even the cookie is too old to be known
    coordinator.sees("you may need to sign in to see it")
    coordinator.follows("How to sign in")
    assert coordinator.heading == "Sign in"
    coordinator.signs_in()
    coordinator.sees(f"Write and publish the minutes of {WHEN}")


def minutes_are_written_with_a_preview(coordinator: Visitor):
    coordinator.follows(f"Go to the minutes: Write and publish the minutes of {WHEN}")
    coordinator.follows("Write the minutes of Welcome and introductions")
    coordinator.types("Minutes of this item", "Ines opened the meeting.\n\n- 41 in the room\n- **12** online")
    coordinator.presses("Preview")
    coordinator.sees("Not saved yet.", within=coordinator.section("How it will read"))
    assert coordinator.page.locator("#preview li").all_inner_texts() == ["41 in the room", "12 online"]
    assert "**12**" in coordinator.field("Minutes of this item").input_value()
    coordinator.presses("Save")
    coordinator.sees("The minutes of “Welcome and introductions” are saved.", "Ines opened the meeting.")
    coordinator.follows("Write the minutes of Any other business")
    coordinator.types("Minutes of this item", "A participant thanked the library.")
    coordinator.presses("Save")


def questions_get_their_responses(coordinator: Visitor):
    coordinator.follows("Questions and responses")
    coordinator.follows("Edit question 1")
    coordinator.types("The local authority’s response", "Tobias will ask the two schools that own it.")
    coordinator.types("Who responded", "Tobias Reed")
    contribution(coordinator, 1, "A participant had asked in May and waited a year.", "In the room")
    coordinator.presses("Another contribution")
    contribution(coordinator, 2, "So had another.", "In the online chat")
    coordinator.presses("Save the question")
    coordinator.sees("Response noted", "2 contributions", within=coordinator.entry("exam hall"))
    coordinator.follows("Add a question")
    coordinator.types("The question, in the forum’s words", "Who reads our letters?")
    coordinator.chooses("How it was asked", "Asked in the room")
    coordinator.types("The local authority’s response", "Two people do, on Mondays.")
    coordinator.presses("Save the question")
    coordinator.sees("Asked in the room", "Who reads our letters?")


def promises_are_noted_for_one_for_all_and_for_anybody(coordinator: Visitor):
    coordinator.opens("/meetings/1/actions")
    coordinator.sees("No promise is noted yet.")
    promised(coordinator, "One person or post", "Tobias Reed", "Ask both schools about the exam hall", day="2026-05-29")
    promised(coordinator, "Everybody in a group", "All families", "Note the new address", words="before half-term")
    coordinator.follows("Add an action point")
    coordinator.ticks("Anybody who would like to take it on")
    coordinator.types("Who", "Somebody")
    coordinator.types("What will they do", "Draft a letter to the museum")
    coordinator.chooses("Is there a second half", "or, if that cannot be")
    assert coordinator.submits("Save the action point") == 422
    coordinator.sees("Write the second half, or choose “No” above.")
    coordinator.types("The second half", "telephone the curator")
    coordinator.presses("Save the action point")
    coordinator.sees("The action point is noted.", "Draft a letter to the museum, or telephone the curator")


def nothing_is_public_before_it_is_published(family: Visitor):
    family.opens("/meetings/1")
    family.sees("They are being written and proof-read.")
    family.does_not_see("Ines opened the meeting", "Tobias will ask", "Who reads our letters?", "telephone the curator")
    family.opens("/promises")
    family.does_not_see("exam hall")


def the_minutes_are_published(coordinator: Visitor):
    coordinator.opens("/meetings/1/minutes")
    coordinator.follows("Look it over and publish")
    coordinator.sees("Before you publish", "1 question has no response", "1 question was not shown in public so far")
    coordinator.sees("Ines opened the meeting.", "Tobias will ask", "In the online chat: So had another.")
    coordinator.presses("Publish the minutes")
    coordinator.sees("The minutes are published (version 1).")


def a_family_reads_it_all_on_one_page(family: Visitor):
    family.opens("/")
    family.follows(WHEN, within=family.section("Last time"))
    family.sees("Rivers and how to read them", within=family.section("Agenda"))
    first = family.page.get_by_role("article", name="Question 1")
    family.sees("exam hall", "Tobias will ask the two schools that own it.", "waited a year", within=first)
    family.sees("No response is on record yet.", within=family.page.get_by_role("article", name="Question 2"))
    from_room = family.page.get_by_role("article", name="A question from the room")
    family.sees("Who reads our letters?", "Two people do, on Mondays.", within=from_room)
    family.sees("41 in the room", "A participant thanked the library.", within=family.section("Minutes"))
    promises = family.section("Action points")
    family.sees("Tobias Reed: Ask both schools", "Still open", "By Friday 29 May 2026.", within=promises)
    family.sees("All families: Note the new address", "For everybody to note", "Before half-term.", within=promises)
    family.sees("Somebody: Draft a letter", "or telephone the curator", "Open to anybody", within=promises)


def a_promise_is_heard_of_and_the_word_taken_back(coordinator: Visitor, family: Visitor):
    coordinator.follows("Action points")
    coordinator.follows("Record what became of it: Ask both schools about the exam hall")
    coordinator.ticks("Done")
    coordinator.types("What became of it, in a sentence", "One school said yes.")
    coordinator.presses("Record it")
    coordinator.sees("The update is recorded.", "One school said yes.")
    family.opens("/promises")
    family.sees("1 of 2 promises kept", "One school said yes.")
    coordinator.presses("Take back the last update of: Ask both schools about the exam hall")
    coordinator.sees("The last update is taken back.")
    family.opens("/promises")
    family.sees("0 of 2 promises kept")
    family.does_not_see("One school said yes.")


def the_next_meeting_begins_with_this_one(coordinator: Visitor, family: Visitor):
    coordinator.opens("/meetings/1/prepare")
    coordinator.follows("Make the next meeting from this one")
    coordinator.types("Date", "2027-04-14")
    assert coordinator.field("Venue").locator("option:checked").inner_text() == "Fenwick Library"
    coordinator.presses("Make the meeting")
    assert coordinator.heading == "Wednesday 14 April 2027"
    coordinator.follows("Agenda")
    assert "Rivers and how to read them" in titles(coordinator)
    coordinator.does_not_see("Juno Hartley")  # the shape stays, the people do not
    assert "A family’s story" in titles(coordinator)  # parked last time, so it comes back
    family.opens("/")
    family.does_not_see("14 April 2027")


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(visit: Visits, own_site: Site) -> Visitor:
    return somebody(visit, own_site)


@pytest.fixture
def family(visit: Visits, own_site: Site) -> Visitor:
    return somebody(visit, own_site, viewport=PHONE)


def titles(coordinator: Visitor) -> list[str]:
    return coordinator.main.locator("ol.things strong").all_inner_texts()


def person(coordinator: Visitor, row: int, part: str, name: str, post: str = "") -> None:
    fields = coordinator.group(f"Person {row}")
    coordinator.chooses("Part", part, within=fields)
    coordinator.types("Name", name, within=fields)
    coordinator.types("Job title", post, within=fields)


def contribution(coordinator: Visitor, row: int, text: str, where: str) -> None:
    fields = coordinator.group(f"Contribution {row}")
    coordinator.types("What was said", text, within=fields)
    coordinator.chooses("Where it was said", where, within=fields)


def promised(coordinator: Visitor, kind: str, who: str, what: str, day: str = "", words: str = "") -> None:
    coordinator.follows("Add an action point")
    coordinator.ticks(kind)
    coordinator.types("Who", who)
    coordinator.types("What will they do", what)
    coordinator.types("By when, as a date", day)
    coordinator.types("By when, in words", words)
    coordinator.presses("Save the action point")
    coordinator.sees("The action point is noted.", what)
