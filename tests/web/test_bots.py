"""Programs that fill in forms get the page that people get, and nothing of theirs is stored."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import render_template_string
from wtforms import StringField

from forum_app.web import Form, HoneypotMixin, public
from forum_app.web.bots import sign_moment
from forum_app.web.forms import Given
from tests.engines import SqliteFiles
from tests.pages import Browser, Page
from tests.web.throwaway import app_with

STORED: list[str] = []
TEMPLATE = """{% extends "base.html" %}{% from "components/forms.html" import field, hidden %}
{% block heading %}{{ "Ask" if form else "Thank you" }}{% endblock %}
{% block content %}{% if form %}<form method="post" action="/leave-word">
{{ hidden(form) }}{{ field(form.question) }}<button>Send</button></form>{% endif %}{% endblock %}"""


class AskForm(HoneypotMixin, Form):
    question = StringField("Question", [Given("Write a question.")])


@public
def ask() -> Any:
    form = AskForm()
    if form.validate_on_submit():
        if not form.is_from_a_bot:
            STORED.append(form.question.data)
        return render_template_string(TEMPLATE)
    return render_template_string(TEMPLATE, form=form), 422 if form.errors else 200


@pytest.fixture
def asking(sqlite: SqliteFiles, tmp_path: Path, frozen: object) -> Iterator[Browser]:
    STORED.clear()
    with app_with(sqlite, tmp_path, {"/leave-word": ask}) as app:
        yield app.test_client()


def test_a_person_who_takes_two_seconds_is_heard(asking: Browser, frozen):
    page = asking.get("/leave-word")
    frozen.shift(timedelta(seconds=2))
    assert send(page, question="Why?").h1 == "Thank you"
    assert STORED == ["Why?"]


def test_a_form_sent_at_once_gets_the_same_page_and_stores_nothing(asking: Browser, frozen):
    bot = send(asking.get("/leave-word"), question="Buy")
    page = asking.get("/leave-word")
    frozen.shift(timedelta(seconds=2))
    assert bot.text == send(page, question="Why?").text
    assert STORED == ["Why?"]


def test_whoever_fills_in_what_nobody_sees_stores_nothing(asking: Browser, frozen):
    page = asking.get("/leave-word")
    frozen.shift(timedelta(seconds=9))
    assert send(page, question="Buy", further_remark="https://spam.example").h1 == "Thank you"
    assert STORED == []


@pytest.mark.parametrize("moment", ["", "1", "x.y", None])
def test_a_moment_that_was_not_signed_here_stores_nothing(asking: Browser, frozen, moment: str | None):
    page = asking.get("/leave-word")
    frozen.shift(timedelta(seconds=9))
    assert send(page, question="Buy", shown_at=moment).h1 == "Thank you"
    assert STORED == []


def test_a_form_that_is_shown_again_keeps_its_first_moment(asking: Browser, frozen):
    page = asking.get("/leave-word")
    frozen.shift(timedelta(seconds=9))
    again = send(page, question="")
    assert dict(again.form(0).values)["shown_at"] == dict(page.form(0).values)["shown_at"]
    assert send(again, question="Why?").h1 == "Thank you"
    assert STORED == ["Why?"]


def test_a_form_that_is_shown_again_after_a_forged_moment_carries_a_good_one(asking: Browser, frozen):
    again = send(asking.get("/leave-word"), question="", shown_at="forged")
    frozen.shift(timedelta(seconds=2))
    assert send(again, question="Why?").h1 == "Thank you"
    assert STORED == ["Why?"]


def test_people_and_what_fills_in_forms_for_them_pass_the_trap_by(asking: Browser):
    trap = next(one for one in asking.get("/leave-word").all("input") if one.get("name") == "further_remark")
    assert (trap.get("autocomplete"), trap.get("tabindex"), trap.get("value")) == ("off", "-1", "")
    around = asking.get("/leave-word").all("div", class_="for-programs")
    assert [one.get("aria-hidden") for one in around] == ["true"]


def test_filling_in_a_form_a_thousand_times_makes_it_no_slower(asking: Browser):
    with asking.application.test_request_context():
        for _ in range(1000):
            form = AskForm()
        assert len(form.question.filters) == 1


def test_a_moment_is_worth_nothing_under_another_key(asking: Browser, frozen):
    page = asking.get("/leave-word")
    asking.application.config["SECRET_KEY"] = "another"
    with asking.application.app_context():
        forged = sign_moment(1)
    asking.application.config["SECRET_KEY"] = "only for tests"
    frozen.shift(timedelta(seconds=9))
    send(page, question="Buy", shown_at=forged)
    assert STORED == []


def send(page: Page, **fields: str | None) -> Page:
    """Send at this very moment; what is None is left out."""
    values = dict(page.form(0).values) | fields
    return page.browser.post("/leave-word", data={name: value for name, value in values.items() if value is not None})
