"""Passkeys in a real browser, with a made-up device that says yes."""

from urllib.parse import urlsplit

import pytest

from forum_app.access import Role
from forum_app.people.models import Passkey
from forum_app.people.passkeys import Place
from tests.browser.looks import everything
from tests.browser.stage import Page, Site, Visits
from tests.builders import made, make_person
from tests.people.steps import WREN, Mailbox, rows_of


def test_a_passkey_is_made_and_lets_one_in(visit: Visits, named_site: Site):
    page = visit(named_site)
    with_device(page)
    sign_in_by_mail(page, named_site)
    nothing_wrong(page)
    page.get_by_role("button", name="Make a passkey on this device").click()
    page.get_by_role("heading", name="Ten codes for the day the phone is lost").wait_for()
    (kept,) = rows_of(named_site.app, Passkey)
    page.get_by_role("button", name="Show me ten new codes").click()
    page.get_by_text("They are shown only now.").wait_for()
    nothing_wrong(page)
    page.get_by_role("link", name="I have them: go on").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_mail(page, named_site)
    nothing_wrong(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="What needs you next").wait_for()
    (used,) = rows_of(named_site.app, Passkey)
    assert used["sign_count"] > kept["sign_count"]
    page.get_by_role("button", name="Sign out").click()
    nothing_there_is_said_in_a_sentence(page, named_site)


def nothing_there_is_said_in_a_sentence(page: Page, site: Site) -> None:
    sign_in_by_mail(page, site)
    page.evaluate("void (navigator.credentials.get = () => Promise.reject(new Error('No')))")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
    nothing_wrong(page)


def test_a_site_without_a_name_offers_none():
    assert Place.of("http://127.0.0.1:8000") is None
    assert Place.of("http://forum.example") is None
    assert Place.of("http://localhost:8000") == Place("localhost", "http://localhost:8000")
    assert Place.of("https://forum.example") == Place("forum.example", "https://forum.example")


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def named_site(own_site: Site) -> Site:
    """The same under a name: browsers make no passkeys for a number."""
    url = f"http://localhost:{urlsplit(own_site.url).port}"
    own_site.app.config["PUBLIC_URL"] = url
    made(own_site.app, make_person, "Wren Ashby", Role.COORDINATOR, email=WREN)
    return Site(own_site.app, url)


DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(page: Page) -> None:
    """Put a device on this page's computer that says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in_by_mail(page: Page, site: Site) -> None:
    mails = Mailbox(site.app)
    mails.take()
    page.goto("/sign-in")
    page.get_by_label("Your email address").fill(WREN)
    page.get_by_role("button", name="Send me a code").click()
    nothing_wrong(page)
    code, link = mails.code_and_link()
    for opened in (page.context.new_page(), page.context.browser.new_page()):
        opened.goto(site.url + link)
        nothing_wrong(opened)
        opened.close()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


def nothing_wrong(page: Page) -> None:
    found = everything(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
