"""What is said when the forum is started: a link to sign in, for as long as nobody gets in without one."""

import pytest
from flask import Flask

from forum_app.access import Role
from forum_app.cli import _say_how_to_sign_in
from forum_app.db import db
from forum_app.settings.queries import the_forum
from tests.builders import make_forum, make_passkey, make_person


@pytest.fixture
def forum(app: Flask):
    with app.app_context():
        make_forum()
        yield app


@pytest.fixture
def said(forum: Flask, capsys: pytest.CaptureFixture[str]):
    """What is printed, with mail set up and a coordinator who has an address and a passkey."""
    forum.config["SMTP_HOST"] = "mail.example.org"
    person = make_person("Ines Calder", Role.COORDINATOR, "ines@example.org")
    db.session.flush()
    make_passkey(person.id)
    db.session.commit()

    def say() -> str:
        _say_how_to_sign_in()
        return capsys.readouterr().out

    return say


def test_no_link_is_printed_where_a_coordinator_gets_in_without_one(said):
    assert "/sign-in/" not in said()
    assert "forum sign-in-link" in said()


def test_a_link_is_printed_until_mail_is_set_up(said, forum: Flask):
    forum.config["SMTP_HOST"] = ""
    assert "/sign-in/" in said()


def test_a_link_is_printed_on_a_demo(said):
    the_forum().is_demo = True
    assert "/sign-in/" in said()


def test_a_link_is_printed_until_somebody_has_a_second_factor(forum: Flask, capsys: pytest.CaptureFixture[str]):
    forum.config["SMTP_HOST"] = "mail.example.org"
    make_person("Ines Calder", Role.COORDINATOR, "ines@example.org")
    db.session.commit()
    _say_how_to_sign_in()
    assert "/sign-in/" in capsys.readouterr().out
