"""What scripts add, and that nothing on any page is asked for elsewhere."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.people.models import SignedInSession
from tests.browser.places import COMING, OVER, address
from tests.browser.stage import Site, Visits, sign_in
from tests.builders import is_sent


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


def test_a_copy_button_comes_with_scripts_and_copies(visit: Visits, demo_site: Site):
    page = sign_in(visit(demo_site, permissions=["clipboard-read", "clipboard-write"]), demo_site)
    page.goto(address(demo_site.app, "circulation.elsewhere", ""))
    page.get_by_role("button", name="Copy this notice").click()
    page.get_by_text("Copied.").wait_for()
    page.goto(address(demo_site.app, "asking.ask", ""))  # reading what was copied is not allowed to pages, only pasting
    page.get_by_label("Your question").focus()
    page.keyboard.press("Control+V")
    assert page.get_by_label("Your question").input_value().startswith("For information")


def test_the_progress_of_a_circulation_goes_on_by_itself_and_then_rests(visit: Visits, site: Site):
    page = sign_in(visit(site), site)
    page.clock.install()
    page.goto(address(site.app, "circulation.look", ""))
    page.get_by_role("button", name="Send it", exact=True).click()
    page.get_by_text("0 of 25 mails dealt with.").wait_for()
    site.numbers(everything_is_sent)
    page.evaluate("document.activeElement.blur()")
    with page.expect_response(lambda answer: "/circulations/" in answer.url):
        page.clock.run_for(6_000)
    page.get_by_text("25 of 25 mails dealt with.").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(60_000)
    assert asked == []


def everything_is_sent() -> None:
    for message in db.session.scalars(select(OutboxMessage)):
        is_sent(message)
    db.session.commit()


# Before a sign-in ends by itself ----------------------------------------------------------------------------------


def test_without_scripts_a_page_says_when_a_sign_in_ends(visit: Visits, demo_site: Site):
    page = sign_in(visit(demo_site, scripts=False), demo_site)
    page.goto("/desk")
    page.get_by_text("You are signed out 30 minutes after the last page").wait_for()


def test_a_warning_comes_before_and_one_press_stays(visit: Visits, site: Site):
    page = sign_in(visit(site), site)
    page.clock.install()
    page.goto("/settings")
    page.get_by_label("Name of the forum").fill("A name I am still typing")
    warning = page.get_by_role("alert")
    page.clock.run_for("24:00")
    assert not warning.is_visible()
    page.clock.run_for("02:00")
    assert "You will be signed out in" in warning.inner_text()
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as answer:
        page.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 200
    warning.wait_for(state="hidden")
    assert page.get_by_label("Name of the forum").input_value() == "A name I am still typing"
    page.clock.run_for("26:00")
    assert warning.is_visible(), "it comes again"


def test_when_it_is_over_the_page_says_so_and_keeps_what_was_typed(visit: Visits, site: Site):
    page = sign_in(visit(site), site)
    page.clock.install()
    page.goto("/settings")
    page.get_by_label("Name of the forum").fill("A name I am still typing")
    page.clock.run_for("31:00")
    assert "You have been signed out" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name of the forum").input_value() == "A name I am still typing"


def let_every_sign_in_run_out() -> None:
    db.session.execute(update(SignedInSession).values(ends_at=datetime.now(UTC)))
    db.session.commit()


def test_staying_too_late_says_that_it_is_over(visit: Visits, site: Site):
    page = sign_in(visit(site), site)
    page.clock.install()
    page.goto("/settings")
    page.clock.run_for("26:00")
    site.numbers(let_every_sign_in_run_out)
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_text("You have been signed out").wait_for()
