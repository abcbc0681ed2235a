"""What scripts add, and that nothing on any page is asked for elsewhere."""

import pytest

from tests.browser.places import COMING, OVER, address
from tests.browser.stage import Site, Visits


@pytest.mark.parametrize(
    ("endpoint", "meeting"),
    [
        ("pages.home", ""),
        ("pages.meeting", OVER),
        ("pages.meeting", COMING),
        ("calendar.add", OVER),
        ("pages.contact", ""),
    ],
)
def test_a_page_and_its_script_ask_only_this_site(visit: Visits, demo_site: Site, endpoint, meeting):
    page = visit(demo_site)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(demo_site.app, endpoint, meeting))
    page.wait_for_load_state("networkidle")
    assert any("print.js" in url for url in asked)  # scripts do run
    assert all(url.startswith(demo_site.url) for url in asked)


def test_a_print_button_comes_with_scripts_and_prints(visit: Visits, demo_site: Site):
    page = visit(demo_site)
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(address(demo_site.app, "pages.meeting", OVER))
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed") is True


def test_without_scripts_there_is_no_print_button(visit: Visits, demo_site: Site):
    page = visit(demo_site, scripts=False)
    page.goto(address(demo_site.app, "pages.meeting", OVER))
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button").count() == 0
