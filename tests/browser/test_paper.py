"""Pages as they come out of a printer: A4, no menus, links with their addresses, nothing cut off."""

from datetime import UTC, datetime, time, timedelta
from io import BytesIO

import pytest
import time_machine
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from tests.browser.looks import too_wide_for_paper
from tests.browser.places import COMING, OVER, address, the_meeting
from tests.browser.stage import Site, Visits, sign_in

#: A sheet of A4 in points.
A4 = (595, 842)
MENU = (
    "Skip to the page",
    "Help",
    "Sign out",
    "Desk",
    "Old minutes",
    "Sign in",
    "Accessibility",
    "Privacy",
)


def test_the_record_of_a_meeting_is_whole_on_paper(printed):
    sheets, text = printed("pages.meeting", OVER)
    assert_in_order(
        text, "When", "Where", "Agenda", "Questions and responses", "Question 1", "Minutes", "Action points"
    )
    assert "The local authority’s response" in text
    assert "What participants said" in text
    assert "Print this page" not in text
    assert text.count("What became of it") == 0  # under a promise it is only a link
    assert 4 <= len(sheets) <= 16
    assert "(https://example.org/mill-museum/families)" in text  # on paper nobody can follow a link


def test_the_meeting_to_come_fits_on_a_few_sheets(printed):
    sheets, text = printed("pages.meeting", COMING)
    assert_in_order(text, "4pm for 4.30pm", "Getting there", "Access", "Draft agenda", "Any other business")
    assert "Ask a question" not in text
    assert len(sheets) <= 5


def test_the_link_to_join_shows_its_address_once_the_page_has_it(visit, site):
    coming = site.numbers(lambda: the_meeting(COMING).day)
    the_day_before = datetime.combine(coming, time(9), UTC) - timedelta(days=1)
    with time_machine.travel(the_day_before, tick=True):
        page = visit(site)
        page.goto(address(site.app, "pages.meeting", COMING))
        text = " ".join(words_on(sheet) for sheet in sheets_of(page))
    assert "Join online (https://meet.example.org/fenwick-vale)" in text


def test_the_home_page_says_on_paper_how_to_take_part(printed):
    sheets, text = printed("pages.home", "")
    assert_in_order(text, "The next meeting", "How to take part", "Send a question to", "What became of promises")
    assert len(sheets) <= 3


def test_the_promises_can_be_printed(printed):
    sheets, text = printed("actions.tracker", "")
    assert_in_order(text, "Promises", "promises kept", "Will not happen")
    assert "Show these" not in text
    assert len(sheets) <= 8


def test_one_promise_fits_on_a_sheet(printed):
    sheets, text = printed("actions.promise", "")
    assert "What became of it" in text
    assert len(sheets) == 1


@pytest.mark.parametrize(
    ("endpoint", "meeting"),
    [
        ("pages.contact", ""),
        ("pages.privacy", ""),
        ("pages.accessibility", ""),
        ("pages.archive", ""),
        ("minutes.publish", OVER),
        ("history.bring", ""),
    ],
)
def test_other_pages_are_sound_on_paper_too(printed, endpoint, meeting):
    sheets, text = printed(endpoint, meeting)
    assert len(text) > 60
    assert len(sheets) <= 12


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(visit_often: Visits, demo_site: Site):
    return sign_in(visit_often(demo_site), demo_site)


@pytest.fixture
def printed(page, demo_site: Site):
    """Print a page; what must be so of every sheet is looked at here."""

    def print_it(endpoint: str, meeting: str) -> tuple[list, str]:
        page.goto(address(demo_site.app, endpoint, meeting))
        assert too_wide_for_paper(page) == []
        sheets = sheets_of(page)
        texts = [words_on(sheet) for sheet in sheets]
        assert all(texts), "A sheet came out empty."
        assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in sheets} == {A4}
        heading = page.get_by_role("heading", level=1).inner_text()
        lines = {line.strip() for sheet in sheets for line in sheet.extract_text().splitlines()}
        assert not (lines - {heading}) & set(MENU), "The menus were printed."
        return sheets, " ".join(texts)

    return print_it


def sheets_of(page: Page) -> list[PageObject]:
    return list(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def words_on(sheet: PageObject) -> str:
    return " ".join(sheet.extract_text().split())


def assert_in_order(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        assert part in text[place:], f"“{part}” is missing, or stands too early."
        place = text.index(part, place) + len(part)
