"""Somebody who looks after the forum signs in: by code, by link, on two devices, and comes back after a break."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import time_machine

from forum_app.access import Role
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import made, make_person
from tests.journeys.walking import Visitor, somebody
from tests.people.steps import WREN, Mailbox

OFFICER = "tobias@council.example"


def test_a_coordinator_signs_in_and_hands_over(visit: Visits, own_site: Site):
    made(own_site.app, make_person, "Wren Ashby", Role.COORDINATOR, email=WREN)
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        desk, phone = somebody(visit, own_site), somebody(visit, own_site, viewport=PHONE)
        code, link = asks_for_a_code(desk, own_site)
        on_the_phone_the_link_only_shows_the_code(phone, link, code)
        types_it_in_the_first_window(desk, code)
        key = sets_up_an_app(desk)
        prints_the_codes(desk)
        half_an_hour_passes_over_a_form(desk, clock, key, own_site)
        sees_where_she_is_signed_in(desk)
        hands_over(desk, own_site)


def asks_for_a_code(desk: Visitor, site: Site) -> tuple[str, str]:
    desk.opens("/")
    desk.follows("Sign in")
    desk.types("Your email address", WREN)
    desk.presses("Send me a code")
    desk.sees("If that address is on our list, a message is on its way.")
    return Mailbox(site.app).code_and_link()


def on_the_phone_the_link_only_shows_the_code(phone: Visitor, link: str, code: str):
    phone.opens(link)
    assert phone.heading == "Type this code where you asked for it"
    phone.sees(code, "nobody is signed in here", "Did you not ask?")
    assert phone.main.get_by_role("button").count() == 0


def types_it_in_the_first_window(desk: Visitor, code: str):
    desk.types("Code", "2222-2222")
    desk.presses("Sign in")
    desk.sees("That code does not fit.")
    desk.types("Code", code.lower())
    desk.presses("Sign in")
    assert desk.heading == "One thing more than your mail"


def sets_up_an_app(desk: Visitor) -> str:
    key = re.sub(r"\s", "", desk.main.locator("code.key").inner_text())
    desk.types("The six digits it shows", "000000")
    desk.presses("Keep this app")
    desk.sees("That does not fit.")
    desk.types("The six digits it shows", shown_by(key))
    desk.presses("Keep this app")
    return key


def shown_by(key: str) -> str:
    return pyotp.TOTP(key).at(datetime.now(UTC))


def prints_the_codes(desk: Visitor):
    assert desk.heading == "Ten codes for the day the phone is lost"
    desk.presses("Show me ten new codes")
    assert desk.main.locator("code").count() == 10
    desk.follows("I have them: go on")
    assert desk.path == "/desk"


def half_an_hour_passes_over_a_form(desk: Visitor, clock: time_machine.Traveller, key: str, site: Site):
    desk.opens("/people/new")
    desk.types("Their name", "Nell Harper")
    desk.types("Their email address", "nell@example.org")
    desk.ticks("Chair")
    clock.shift(timedelta(minutes=31))
    desk.presses("Give the role")
    desk.sees("You were signed out because nothing was done for a while.")
    desk.types("Your email address", WREN)
    mails = Mailbox(site.app)
    mails.take()
    desk.presses("Send me a code")
    _, link = mails.code_and_link()
    desk.opens(link)
    assert desk.heading == "Sign in here"
    desk.presses("Sign in")
    assert desk.heading == "Is it you?"
    desk.types("Code", shown_by(key))
    desk.presses("Go on")
    desk.sees("What you typed is back in its form.")
    assert desk.field("Their name").input_value() == "Nell Harper"
    assert desk.field("Chair").is_checked()
    desk.presses("Give the role")
    desk.sees("Nell Harper is chair.", "There is one coordinator.")


def sees_where_she_is_signed_in(desk: Visitor):
    desk.follows("My sign-ins")
    desk.sees("This one", "You are Wren Ashby", "An app with codes", "Recovery codes: 10 left")


def hands_over(desk: Visitor, site: Site):
    desk.follows("People")
    desk.follows("Hand over from Wren Ashby")
    desk.types("Their name", "Ines Marlow")
    desk.types("Their email address", "ines@example.org")
    desk.ticks("They can read the forum’s mailbox")
    desk.presses("Hand over")
    desk.sees("Your own role changed, so you are signed out", "Still to do: they know the next dates")
    (mail,) = Mailbox(site.app).take("ines@example.org")
    assert str(mail["Subject"]).startswith("You can sign in")


def test_an_officer_signs_in_with_the_link(visit: Visits, own_site: Site):
    made(own_site.app, make_person, "Tobias Reed", Role.REPRESENTATIVE, email=OFFICER)
    officer = somebody(visit, own_site)
    officer.opens("/sign-in")
    officer.types("Your email address", OFFICER.upper())
    officer.presses("Send me a code")
    _, link = Mailbox(own_site.app).code_and_link(OFFICER)
    officer.opens(link)
    officer.presses("Sign in")
    assert officer.heading == "For the local authority"
    officer.opens("/my-sign-ins")
    officer.sees("With the code from the mail alone.", "1 hour", "8 hours")
    assert officer.opens("/desk") == 404
    officer.opens("/my-sign-ins")
    officer.presses("Sign out everywhere")
    officer.sees("You are signed out everywhere.")
    assert officer.opens("/my-sign-ins") == 404
