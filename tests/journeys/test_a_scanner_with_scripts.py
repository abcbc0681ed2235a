"""A mail gateway opens links in a real browser, runs the scripts and presses every button before anybody comes."""

import pytest

from forum_app.web import bots
from tests.browser.places import address
from tests.browser.stage import Site, Visits
from tests.test_mail_scanners import everything_in

LINKS = (
    "people.open_link",
    "asking.receipt",
    "asking.withdraw",
    "asking.linked_pack",
    "subscriptions.confirm",
    "subscriptions.yours",
    "calendar.confirm",
    "calendar.yours",
    "subscriptions.stop",
)


def test_a_browser_without_eyes_changes_nothing(visit: Visits, site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bots, "SECONDS_TO_READ", 60)  # however slow this computer is, it presses sooner than a person
    links = [address(site.app, endpoint, "") for endpoint in LINKS]
    before = everything_in(site.app)
    pressed = 0
    for link in links:
        page = visit(site)
        page.goto(link)
        for place in range(page.locator("main").get_by_role("button").count()):
            page.goto(link)
            page.locator("main").get_by_role("button").nth(place).click()
            page.wait_for_load_state()
            pressed += 1
    assert pressed >= 7
    after = everything_in(site.app)
    assert [table for table in before if before[table] != after[table]] == []
