"""Every page, in a real browser: what a machine can tell of accessibility, of width, and of size under a finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looks import everything, measure, tab_stops
from tests.browser.places import COMING, OVER, address, bring_old_minutes, visits_to_make
from tests.browser.stage import DESKTOP, PHONE, Site, Visits, sign_in

VISITS = list(visits_to_make())


@pytest.mark.parametrize(("who", "endpoint", "meeting"), VISITS)
def test_the_page_can_be_read_and_used_by_everybody(pages, where, who, endpoint, meeting):
    page = pages[who]
    answer = page.goto(where(endpoint, meeting))
    assert answer.status < 500
    nothing_wrong(page)


def test_every_page_that_the_routes_offer_is_among_the_visits():
    assert len({endpoint for _, endpoint, _ in VISITS}) > 40
    assert {"public", "coordinator"} == {who for who, _, _ in VISITS}


# Pages that answer a mistake ----------------------------------------------------------------------------------


def test_nothing_here(pages):
    for page in pages.values():
        opens(page, "/nothing-here", 404)


def test_a_private_page_looks_as_if_it_were_not_there(pages, where):
    opens(pages["public"], where("meetings.details", OVER), 404)


def test_an_address_that_only_takes_forms(pages):
    opens(pages["coordinator"], "/sign-out", 405)


def test_a_sign_in_link_that_no_longer_works(pages):
    opens(pages["public"], "/sign-in/not-a-link", 410)


def test_a_form_that_lay_open_for_too_long(pages, where):
    page = pages["coordinator"]
    page.goto(where("actions.new", OVER))
    page.get_by_label("Who", exact=True).fill("Nobody")
    page.get_by_label("What will they do").fill("Keep what was typed, however long the words that were typed may be")
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((field) => { field.value = 'old' })")
    sends(page, "Save the action point", 400)
    assert page.get_by_label("Owner", exact=True).input_value() == "Nobody"


def test_more_than_a_form_may_hold(pages, where):
    page = pages["coordinator"]
    page.goto(where("history.bring", ""))
    page.evaluate("document.querySelector('textarea').value = 'too long '.repeat(300000)")
    sends(page, "Read them", 413)


def test_a_step_that_is_not_open(pages, where):
    page = pages["coordinator"]
    page.goto(where("meetings.announce", COMING))
    sends(page, "Announce it", 409)


@pytest.mark.parametrize(
    ("endpoint", "button"),
    [
        ("meetings.new", "Make the meeting"),
        ("meetings.details", "Save"),
        ("meetings.cancel", "Cancel the meeting"),
        ("questions.new", "Save the question"),
        ("actions.new", "Save the action point"),
        ("actions.update", "Record it"),
        ("settings.settings", "Save the settings"),
        ("history.bring", "Read them"),
        ("history.review", "Make the draft record"),
    ],
)
def test_a_form_with_mistakes(pages, where, endpoint, button):
    page = pages["coordinator"]
    page.goto(where(endpoint, COMING))
    empty_every_field(page)
    sends(page, button, 422)
    assert page.get_by_role("alert").get_by_role("link").count() > 0


@pytest.mark.parametrize(
    ("endpoint", "button"),
    [
        ("meetings.details", "Save"),
        ("meetings.people", "Save"),
        ("minutes.item", "Save"),
        ("questions.edit", "Save the question"),
    ],
)
def test_two_texts(pages, where, endpoint, button):
    page = pages["coordinator"]
    page.goto(where(endpoint, OVER))
    page.evaluate("document.querySelector('[name=version]').value = '0'")
    field = page.locator("main textarea:visible, main input[type=text]:visible").first
    field.fill("Something else than what was saved by somebody else meanwhile")
    sends(page, button, 409)
    page.get_by_text("Somebody else saved this while you were writing").wait_for()


def test_a_preview(pages, where):
    page = pages["coordinator"]
    page.goto(where("minutes.item", OVER))
    page.get_by_label("Minutes of this item").fill(HOSTILE_TO_WIDTH)
    sends(page, "Preview", 200)
    assert page.locator("#preview table, #preview pre, #preview blockquote").count() == 3


HOSTILE_TO_WIDTH = f"""# A heading with aword{"thatdoesnotend" * 12}

| Monday | Tuesday | Wednesday | Thursday | Friday | Total |
| --- | --- | --- | --- | --- | --- |
| swimming | orchestra | exhibition | gardening | bookbinding | 1,234,567 |

> A quotation with https://example.org/{"a-long-address-without-a-blank/" * 8}

    a line of code that goes on {"and_on_" * 40}

- a list with [words](https://example.org/words) in a sentence
"""


# Before there is a forum --------------------------------------------------------------------------------------


def test_before_the_forum_is_set_up(visit: Visits, empty_site: Site):
    page = visit(empty_site)
    page.goto("/")
    page.get_by_text("A forum is being set up here").wait_for()
    nothing_wrong(page)


def test_setting_up(visit: Visits, empty_site: Site):
    page = sign_in(visit(empty_site), empty_site)
    nothing_wrong(page)
    empty_every_field(page)
    sends(page, "Set up the forum", 422)


def test_a_desk_with_nothing_on_it(visit: Visits, own_site: Site):
    page = sign_in(visit(own_site), own_site)
    for path in ("/desk", "/", "/meetings", "/promises"):
        opens(page, path, 200)


# With the keyboard --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "endpoint", "meeting", "viewport"),
    [
        ("public", "pages.home", "", PHONE),
        ("public", "pages.meeting", OVER, PHONE),
        ("public", "pages.meeting", COMING, DESKTOP),
        ("public", "actions.tracker", "", DESKTOP),
        ("coordinator", "pages.desk", "", PHONE),
        ("coordinator", "meetings.agenda", COMING, PHONE),
        ("coordinator", "meetings.details", COMING, DESKTOP),
        ("coordinator", "minutes.item", OVER, DESKTOP),
        ("coordinator", "history.review", "", DESKTOP),
    ],
)
def test_the_tab_key_stops_at_everything_and_can_be_seen_there(pages, where, who, endpoint, meeting, viewport):
    page = pages[who]
    page.set_viewport_size(viewport)
    page.goto(where(endpoint, meeting))
    faults = tab_stops(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("endpoint", "meeting"), [("pages.home", ""), ("pages.meeting", OVER), ("actions.tracker", "")]
)
def test_the_first_stop_skips_to_the_page(pages, where, endpoint, meeting):
    page = pages["public"]
    page.goto(where(endpoint, meeting))
    page.keyboard.press("Tab")
    assert measure(page, "focused()")["words"] == "Skip to the page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(visit_often: Visits, demo_site: Site) -> dict[str, Page]:
    """One page for each who looks, used for every visit."""
    demo_site.numbers(bring_old_minutes)
    return {"public": visit_often(demo_site), "coordinator": sign_in(visit_often(demo_site), demo_site)}


@pytest.fixture
def where(demo_site: Site) -> Callable[[str, str], str]:
    return lambda endpoint, meeting: address(demo_site.app, endpoint, meeting)


@pytest.fixture(autouse=True)
def nothing_behind_the_pages(request: pytest.FixtureRequest):
    """What a shared context noticed is the fault of the test that was running."""
    yield
    if "pages" in request.fixturenames:
        shared = request.getfixturevalue("visit_often")
        assert not shared.faults, "\n".join(shared.take_faults())


def opens(page: Page, path: str, status: int) -> None:
    answer = page.goto(path)
    assert answer.status == status
    nothing_wrong(page)


def sends(page: Page, button: str, status: int) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name=button, exact=True).click()
    assert answer.value.status == status
    page.wait_for_load_state()
    nothing_wrong(page)


def empty_every_field(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), "
        "main textarea').forEach((field) => { field.value = '' })"
    )


def nothing_wrong(page: Page) -> None:
    found = everything(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
