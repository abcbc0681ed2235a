"""A parent with an old phone, no scripts, and no account: everything is a few links away."""

import re

import pytest
from icalendar import Calendar

from tests.browser.places import COMING, routes, the_meeting
from tests.browser.stage import PHONE, Site, Visits
from tests.journeys.walking import Visitor, somebody

#: Public addresses that nobody is led to: what prints a link leads there.
NOT_LINKED = {
    "asking.answer", "asking.mention_request", "asking.object_to", "asking.stand_apart", "support.receipt",
    "asking.change", "asking.linked_pack", "asking.receipt", "asking.say", "asking.withdraw", "people.enter_code",
    "people.open_link", "receipts.receipt",
    "people.use_link",
    "threads.linked_pack_pdf", "threads.linked_pack_word", "threads.linked_respond", "threads.linked_responses",
    # On the page of a meeting once its agenda is final, which the demo’s is not.
    "support.ask_too",
    # These stand in mails only.
    "arranging.linked_dates", "arranging.linked_room", "arranging.no_room", "arranging.room_later",
    "arranging.room_taken_back", "planning.linked", "planning.linked_notes", "planning.linked_agenda",
    "planning.ask_by_link",
    "actions.confirm_take", "actions.your_part", "actions.check_mail",
    "subscriptions.confirm", "subscriptions.yours", "subscriptions.stop", "subscriptions.check_mail",
    "calendar.confirm", "calendar.yours", "calendar.end", "calendar.check_mail", "calendar.own_feed",
}  # fmt: skip
#: Links that lead away from this site, or to another program.
ELSEWHERE = ("http", "mailto:", "tel:", "webcal:")


def test_a_parent_finds_the_meeting_and_takes_its_date(parent: Visitor):
    parent.opens("/")
    parent.sees("The next meeting", "You need not sign up, and you need not give a name.", "Send a question to")
    parent.goes_to("See the meeting and its agenda")
    parent.sees("4pm for 4.30pm, finishing by 6.30pm", "The Larkfield Centre", "Getting there")
    parent.goes_to("Agenda")
    assert parent.page.url.endswith("#agenda")
    assert parent.page.locator("#agenda").bounding_box()["y"] < PHONE["height"] / 2
    parent.sees("Draft agenda", "Reading old handwriting")
    parent.opens(parent.path.partition("#")[0])
    parent.goes_to("Add to my calendar")
    parent.tabs_to("Get the calendar file")
    with parent.page.expect_download() as download:
        parent.page.keyboard.press("Enter")
    (entry,) = Calendar.from_ical(download.value.path().read_bytes()).events
    day = parent.site.numbers(lambda: the_meeting(COMING).day)
    assert entry.start.strftime("%Y-%m-%d %H:%M") == f"{day.isoformat()} 16:00"
    assert "ATTENDEE" not in entry
    assert "ORGANIZER" not in entry


def test_a_parent_follows_a_promise_back_to_its_meeting(parent: Visitor):
    parent.opens("/")
    parent.goes_to("Promises")
    parent.sees("What was promised in meetings, by whom, and what became of it.", "promises kept")
    parent.goes_to("What became of it")
    assert re.match(r"[^:]+: \w", parent.heading)  # who promised what
    parent.sees("What became of it", "All promises")
    parent.tabs_to("20")  # the day of the meeting
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**#actions")
    assert parent.page.locator("#actions").bounding_box()["y"] < PHONE["height"] / 2


def test_a_parent_chooses_which_promises_to_see(parent: Visitor):
    parent.opens("/promises")
    everything = parent.main.locator("ul.things > li").count()
    parent.tabs_to("All")
    parent.page.keyboard.type("Done")
    parent.tabs_to("Show these")
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**state=done**")
    shown = parent.main.locator("ul.things > li")
    assert 0 < shown.count() < everything
    # A notice to everybody is never done: it is no longer needed.
    assert all("Done" in entry or "No longer needed" in entry for entry in shown.all_inner_texts())


@pytest.mark.parametrize(
    ("link", "heading", "words"),
    [
        ("Help", "Contact and help", "Does the council learn who asks a question?"),
        ("Privacy", "Privacy", "They keep no list of families"),
        ("Accessibility", "Accessibility", "with the keyboard alone"),
        ("Meetings", "Meetings", "Minutes published"),
        ("Sign in", "Sign in", "Families need no account"),
    ],
)
def test_a_parent_reaches_the_other_pages_with_the_keyboard(parent: Visitor, link: str, heading: str, words: str):
    parent.opens("/")
    parent.goes_to(link)
    assert parent.heading == heading
    parent.sees(words)
    parent.goes_to("Fenwick Vale Positive Dialogue Forum")
    assert parent.path == "/"


def test_every_public_page_can_be_reached_by_links_from_home(parent: Visitor):
    found = reached_from_home(parent)
    endpoints = {endpoint_of(parent.site, path) for path in found}
    public = {
        rule.endpoint
        for rule in routes()
        if opens_for_everybody(parent.site, rule.endpoint) and rule.endpoint not in NOT_LINKED
    }
    assert public <= endpoints, f"No link leads to {sorted(public - endpoints)}."
    assert all(status == 200 for status in found.values()), {p: s for p, s in found.items() if s != 200}


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def parent(visit: Visits, demo_site: Site) -> Visitor:
    return somebody(visit, demo_site, viewport=PHONE)


def reached_from_home(parent: Visitor) -> dict[str, int]:
    """Every address that links lead to, one after the other, with its status."""
    waiting, found = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = parent.page.request.get(path).status if path.endswith(".ics") else parent.opens(path)
        if not path.endswith(".ics"):
            waiting += [link for link in links_on(parent) if link not in found]
    return found


def links_on(parent: Visitor) -> list[str]:
    hrefs = parent.page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    return [href.partition("#")[0] for href in hrefs if not href.startswith((*ELSEWHERE, "#"))]


def endpoint_of(site: Site, path: str) -> str:
    return site.app.url_map.bind("").match(path.partition("?")[0])[0]


def opens_for_everybody(site: Site, endpoint: str) -> bool:
    """Whether anybody may open it, and there is something to open."""
    return site.app.view_functions[endpoint].permission.granted_to(frozenset())
