"""The second factor: who is asked for it, when, and that nothing typed is lost meanwhile (T-A8)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, redirect, render_template_string
from wtforms import TextAreaField

from forum_app.access import FRESH_FOR, LIMITS, READ_RELEASED, Role
from forum_app.db import db
from forum_app.people.models import AuthenticatorApp, KeptForm, RecoveryCode
from forum_app.settings.models import Forum
from forum_app.wall import Reach, reach_now
from forum_app.web import Form, requires
from tests.builders import made, make_forum, make_person
from tests.pages import Browser, Page, submit, words_in
from tests.people import scanners
from tests.people.steps import (
    TOBIAS,
    WREN,
    Mailbox,
    ask,
    is_signed_in,
    person_id_of,
    rows_of,
    sessions,
    set_up_app,
    shown_by,
    sign_in_by_mail,
    text_of,
    tobias,
    type_code,
    wren,
)

HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
    return app


@pytest.fixture
def enrolled(forum: Flask) -> Browser:
    """The coordinator, signed in by mail, with an app; its secret is ``browser.key``."""
    wren(forum)
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    browser.key = set_up_app(browser)
    return browser


def prove(browser: Browser, code: str) -> Page:
    return submit(browser.get("/second-factor"), "with-code", code=code)


# At first, and every time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DEPUTY, Role.CHAIR])
def test_a_code_by_mail_alone_opens_nothing(forum: Flask, role: Role):
    wren(forum, role)
    browser = forum.test_client()
    assert sign_in_by_mail(browser, WREN).location == "/second-factor"
    assert browser.get("/second-factor").location == "/second-factor/set-up"
    assert browser.get("/my-sign-ins").location == "/second-factor"
    assert browser.get("/desk").status_code in {302, 404}


def test_an_officer_needs_none(forum: Flask):
    tobias(forum)
    browser = forum.test_client()
    assert sign_in_by_mail(browser, TOBIAS).location == "/for-officers"
    assert is_signed_in(browser)
    assert browser.get("/desk").status_code == 404


def test_at_first_it_is_set_up_and_then_come_the_codes_for_paper(forum: Flask):
    wren(forum)
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    set_up_app(browser)
    page = submit(browser.get("/second-factor/recovery-codes"), "/second-factor/recovery-codes")
    assert len(page.all("code")) == 10
    assert browser.get("/desk").status_code == 200


def test_the_picture_says_what_the_key_says(forum: Flask):
    wren(forum)
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    picture = browser.get("/second-factor/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "style=" not in picture.text
    assert picture.headers["Cache-Control"] == "no-store"


def test_whoever_has_one_is_asked_for_it_and_can_set_up_no_other_instead(forum: Flask, enrolled: Browser, frozen):
    thief = forum.test_client()  # reads her mail, and has nothing else
    assert sign_in_by_mail(thief, WREN).location == "/second-factor"
    assert thief.get("/second-factor/set-up").location == "/second-factor"
    assert thief.get("/desk").location == "/second-factor"
    frozen.shift(HALF_A_MINUTE)
    assert prove(thief, shown_by(enrolled.key)).location == "/desk"


def test_a_code_works_once_and_only_around_its_time(forum: Flask, enrolled: Browser, frozen):
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    assert prove(browser, shown_by(enrolled.key)).location == "/second-factor", "it was used to set the app up"
    frozen.shift(HALF_A_MINUTE)
    old = shown_by(enrolled.key)
    frozen.shift(2 * HALF_A_MINUTE)
    assert prove(browser, old).location == "/second-factor"
    assert prove(browser, shown_by(enrolled.key)).location == "/desk"


def test_five_wrong_codes_end_the_sign_in(forum: Flask, enrolled: Browser):
    browser = forum.test_client()
    sign_in_by_mail(browser, WREN)
    places = [prove(browser, "000000").location for _ in range(5)]
    assert places == ["/second-factor"] * 4 + ["/sign-in"]
    assert browser.get("/second-factor").status_code == 404
    assert is_signed_in(enrolled), "the account is not locked, nor any other sign-in"


def test_a_recovery_code_works_once(forum: Flask, enrolled: Browser):
    page = submit(enrolled.get("/second-factor/recovery-codes"), "/second-factor/recovery-codes")
    code = words_in(page.all("code")[0])
    for expected in ("/desk", "/second-factor"):
        browser = forum.test_client()
        sign_in_by_mail(browser, WREN)
        assert prove(browser, code.lower()).location == expected
    assert len(rows_of(forum, RecoveryCode)) == 9
    assert not [row for row in rows_of(forum, RecoveryCode) if code.replace("-", "") in str(row)]


def test_the_session_before_the_second_factor_is_dead_after_it(forum: Flask, enrolled: Browser, frozen):
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    scanners.the_token_changes_when_proved(forum, enrolled, lambda: prove(enrolled, shown_by(enrolled.key)))


def test_the_database_alone_gives_no_code_of_the_app(forum: Flask, enrolled: Browser):
    (row,) = rows_of(forum, AuthenticatorApp)
    assert enrolled.key not in str(row)


def test_the_only_one_cannot_be_taken_away(forum: Flask, enrolled: Browser):
    assert submit(enrolled.get("/my-sign-ins"), "/second-factor/app/remove").status_code == 409
    assert len(rows_of(forum, AuthenticatorApp)) == 1


def test_another_coordinator_resets_a_lost_one_and_nobody_their_own(forum: Flask, enrolled: Browser, coordinator_too):
    other = coordinator_too
    number = person_id_of(forum)
    assert enrolled.get(f"/people/{number}/lost-second-factor").status_code == 404
    mails = Mailbox(forum)
    assert submit(other.get(f"/people/{number}/lost-second-factor"), 0).location == "/people"
    assert not is_signed_in(enrolled)
    assert number not in {row["person_id"] for row in rows_of(forum, AuthenticatorApp)}
    assert "Your second factor was reset" in [str(mail["Subject"]) for mail in mails.take(WREN)]


@pytest.fixture
def coordinator_too(forum: Flask) -> Browser:
    """A second coordinator, with an app of her own."""
    made(forum, make_person, "Ines Marlow", Role.COORDINATOR, email="ines@example.org")
    browser = forum.test_client()
    sign_in_by_mail(browser, "ines@example.org")
    set_up_app(browser)
    return browser


# Again, for what matters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("later", "status"), [(FRESH_FOR, 200), (FRESH_FOR + timedelta(seconds=1), 302)])
def test_it_is_fresh_for_ten_minutes(enrolled: Browser, frozen: time_machine.Traveller, later: timedelta, status: int):
    frozen.shift(later)
    assert enrolled.get("/people/new").status_code == status
    assert enrolled.get("/people").status_code == 200, "what is only looked at asks for nothing"


def test_a_clock_set_back_makes_nothing_fresh_again(enrolled: Browser, frozen: time_machine.Traveller):
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert enrolled.get("/people").status_code == 200
    frozen.shift(-2 * FRESH_FOR)
    assert enrolled.get("/people/new").status_code != 200


TYPED = {"name": "Nell Harper", "email": "Nell@Example.org", "role": "chair", "starts_on": "15 April 2026"}


def test_after_it_one_is_back_and_what_was_typed_stands_there(forum: Flask, enrolled: Browser, frozen):
    page = enrolled.get("/people/new")
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert submit(page, "/people/new", **TYPED).location == "/second-factor"
    assert prove(enrolled, shown_by(enrolled.key)).location == "/people/new"
    assert_back_and_send(forum, enrolled)


def test_a_session_that_ran_out_loses_nothing(forum: Flask, enrolled: Browser, frozen):
    page = enrolled.get("/people/new")
    frozen.shift(timedelta(hours=9))
    assert submit(page, "/people/new", **TYPED).location == "/sign-in"
    sign_in_by_mail(enrolled, WREN)
    assert prove(enrolled, shown_by(enrolled.key)).location == "/people/new"
    assert_back_and_send(forum, enrolled)


def assert_back_and_send(forum: Flask, browser: Browser) -> None:
    page = browser.get("/people/new")
    assert "What you typed is back in its form." in page.words
    form = page.form("/people/new")
    assert {name: value for name, value in form.values if name in TYPED} == TYPED
    assert submit(page, "/people/new").location == "/people"
    assert "Nell Harper" in browser.get("/people").words
    assert rows_of(forum, KeptForm) == []
    assert "What you typed is back" not in browser.get("/people/new").words


def test_a_refused_form_still_has_what_was_kept(forum: Flask, enrolled: Browser, frozen):
    page = enrolled.get("/people/new")
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    submit(page, "/people/new", **TYPED)
    prove(enrolled, shown_by(enrolled.key))
    assert submit(enrolled.get("/people/new"), "/people/new", starts_on="never").status_code == 422
    assert dict(enrolled.get("/people/new").form("/people/new").values)["name"] == TYPED["name"]


def test_a_button_pressed_too_late_is_shown_again_to_press(enrolled: Browser, forum: Flask, frozen):
    page = enrolled.get("/my-sign-ins")
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert submit(page, "/second-factor/app/remove").location == "/second-factor"
    assert prove(enrolled, shown_by(enrolled.key)).location == "/what-you-typed"
    page = enrolled.get("/what-you-typed")
    assert submit(page, "/second-factor/app/remove", press="Do it now").status_code == 409
    assert submit(page, "/what-you-typed", press="Throw it away").location == "/desk"
    assert rows_of(forum, KeptForm) == []


def test_what_one_person_typed_is_shown_to_nobody_else_in_that_browser(forum: Flask, enrolled: Browser, frozen):
    page = enrolled.get("/people/new")
    frozen.shift(timedelta(hours=9))
    submit(page, "/people/new", **TYPED)
    tobias(forum)
    sign_in_by_mail(enrolled, TOBIAS)
    assert "Nothing is kept for you" in enrolled.get("/what-you-typed").words
    submit(enrolled.get("/my-sign-ins"), "/sign-out")
    assert len(rows_of(forum, KeptForm)) == 1


def test_what_is_read_brings_one_back_to_it(enrolled: Browser, frozen):
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert enrolled.get("/people/new").location == "/second-factor"
    assert prove(enrolled, shown_by(enrolled.key)).location == "/people/new"


# The printed link and the demo ------------------------------------------------------------------------------------


def test_a_printed_link_counts_as_one_and_every_coordinator_is_told(forum: Flask, frozen):
    wren(forum)
    browser, mails = forum.test_client(), Mailbox(forum)
    browser.sign_in()
    assert browser.get("/people/new").status_code == 200
    assert [str(mail["Subject"]) for mail in mails.take()] == ["Somebody signed in from the forum’s computer"]
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert browser.get("/people/new").location == "/second-factor"


def test_on_a_demo_nothing_is_asked(forum: Flask, frozen):
    with forum.app_context():
        db.session.get_one(Forum, 1).is_demo = True
        db.session.commit()
    browser = forum.test_client().sign_in()
    frozen.shift(FRESH_FOR + HALF_A_MINUTE)
    assert browser.get("/people/new").status_code == 200
    assert Mailbox(forum).take() == []
    assert sessions(forum) == 1


# Where somebody begins, and what the old address hears ------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "begins_at"),
    [
        (Role.COORDINATOR, "/desk"),
        (Role.DEPUTY, "/desk"),
        (Role.CHAIR, "/"),
        (Role.REPRESENTATIVE, "/for-officers"),
    ],
)
def test_everybody_begins_where_their_work_is(forum: Flask, role: Role, begins_at: str):
    wren(forum, role)
    browser = forum.test_client()
    way = sign_in_by_mail(browser, WREN)
    if way.location == "/second-factor":
        set_up_app(browser)
        codes = submit(browser.get("/second-factor/recovery-codes"), press="Show me ten new codes")
        assert codes.links["I have them: go on"] == begins_at
    else:
        assert way.location == begins_at
    assert browser.get(begins_at).status_code == 200


def test_the_old_address_hears_that_it_no_longer_counts(enrolled: Browser, forum: Flask):
    mails, waiting = Mailbox(forum), forum.test_client()
    mails.take()
    ask(waiting, WREN)
    code, link = mails.code_and_link(WREN)
    mails.take()
    submit(enrolled.get("/my-details"), "/my-details", email="elsewhere@example.org")
    (mail,) = mails.take()
    assert mail["To"] == WREN
    assert "write to" in text_of(mail)
    assert "elsewhere@example.org" not in mail.as_string()
    assert waiting.get(link).status_code == 410
    assert type_code(waiting, code).location == "/sign-in/code"
    submit(enrolled.get("/my-details"), "/my-details", name="Wren A.")
    assert mails.take() == [], "a new name is no new address"


def test_the_old_address_hears_it_too_when_the_coordinator_changes_it(enrolled: Browser, forum: Flask):
    number = tobias(forum)
    mails = Mailbox(forum)
    mails.take()
    submit(enrolled.get(f"/people/{number}"), f"/people/{number}", email="reed@council.example")
    assert [mail["To"] for mail in mails.take()] == [TOBIAS]


# A page that cannot read who people are ---------------------------------------------------------------------------


class Remark(Form):
    words = TextAreaField("A remark")


REMARK = """{% extends "base.html" %}{% from "components/forms.html" import field, hidden %}
{% block heading %}A remark{% endblock %}
{% block content %}
<form method="post" action="/officers-remark" id="remark">
  {{ hidden(form) }}{{ field(form.words) }}<button>Send</button>
</form>
{% endblock %}"""


def test_what_an_officer_typed_survives_though_their_page_reaches_no_private_table(forum: Flask, frozen):
    received = []

    @forum.route("/officers-remark", methods=["GET", "POST"])
    @requires(READ_RELEASED)
    def remark() -> Any:
        form = Remark()
        assert reach_now() == Reach.OFFICER
        if form.validate_on_submit():
            received.append(form.words.data)
            return redirect("/for-officers")
        return render_template_string(REMARK, form=form)

    tobias(forum)
    officer = forum.test_client()
    sign_in_by_mail(officer, TOBIAS)
    page = officer.get("/officers-remark")
    frozen.shift(LIMITS[Role.REPRESENTATIVE].idle + HALF_A_MINUTE * 4)
    assert submit(page, "remark", words="We are looking for a larger room.").location == "/sign-in"
    assert received == []
    assert sign_in_by_mail(officer, TOBIAS).location == "/officers-remark"
    page = officer.get("/officers-remark")
    assert "What you typed is back in its form." in page.words
    assert submit(page, "remark").status_code == 302
    assert received == ["We are looking for a larger room."]
    assert rows_of(forum, KeptForm) == []
