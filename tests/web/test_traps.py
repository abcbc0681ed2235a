"""Traps that were found once, held shut: see the list in the design."""

import sqlite3
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from forum_app.db import db, wal_is_safe
from forum_app.meetings.models import Meeting
from forum_app.people.operations import make_link_token
from tests.builders import NOW, made, make_meeting
from tests.pages import Browser, submit


# 1: SQLite releases that can corrupt in WAL mode
@pytest.mark.parametrize(
    ("release", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 49, 2), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_for_the_releases_that_carry_the_repair(release: tuple[int, ...], safe: bool):
    assert wal_is_safe(release) is safe


def test_each_connection_is_set_for_this_release(app: Flask):
    with app.app_context():
        found = [db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
        assert found == (["wal", 2] if wal_is_safe(sqlite3.sqlite_version_info) else ["delete", 3])
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        assert db.session.scalar(text("PRAGMA busy_timeout")) >= 5000


def test_a_writing_transaction_takes_its_lock_at_once(app: Flask):
    with app.app_context():
        db.session.scalar(text("SELECT 1"))
        other = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


# 8: no-referrer would break the check against forged posts over https
@pytest.mark.parametrize("address", ["/", "/sign-in", "/no-such-page", "/static/style.css"])
def test_the_referrer_stays_on_the_site(browser: Browser, address: str):
    assert browser.get(address).headers["Referrer-Policy"] == "same-origin"


def test_signing_in_works_over_https(browser: Browser):
    address = f"https://localhost{link(browser)}"
    page = browser.get(address)
    sent = browser.post(address, data=dict(page.form(0).values), headers={"Referer": address})
    assert sent.status_code == 302


def test_a_form_sent_from_another_site_over_https_is_refused(browser: Browser):
    address = f"https://localhost{link(browser)}"
    page = browser.get(address)
    values = dict(page.form(0).values)
    assert browser.post(address, data=values, headers={"Referer": "https://evil.example/"}).status_code == 400


# 9: the hour that the clocks leave out
@pytest.mark.parametrize(
    ("day", "at", "sentence"),
    [
        ("29 March 2026", "01:30", "There is no 1.30am on Sunday 29 March 2026"),
        ("25 October 2026", "01:30", "1.30am happens twice on Sunday 25 October 2026"),
    ],
)
def test_the_form_refuses_the_hours_of_the_clock_change(coordinator: Browser, day: str, at: str, sentence: str):
    page = coordinator.get("/meetings/new")
    sent = submit(page, day=day, doors_at="", starts_at=at, ends_by="04:00")
    assert sent.status_code == 422
    assert sentence in sent.words
    assert "Choose a time at least 1 hour earlier or later." in sent.words
    assert sent.title.startswith("Error: ")
    assert dict(sent.form(0).values)["starts_at"] == at


def test_the_forms_of_a_meeting_take_the_hour_after(coordinator: Browser):
    sent = submit(coordinator.get("/meetings/new"), day="29 March 2026", doors_at="", starts_at="2am", ends_by="4am")
    assert sent.status_code == 302


# A meeting follows the clock on the wall
@pytest.mark.usefixtures("frozen")
def test_the_page_of_a_meeting_says_its_day_in_words(coordinator: Browser):
    number = made(coordinator.application, make_meeting)
    assert "Wednesday 15 April 2026" in coordinator.get(f"/meetings/{number}/prepare").words


def test_a_day_can_be_written_as_people_write_it(coordinator: Browser):
    for written in ("2026-04-15", "15/4/2026", "15 April 2026", "Wednesday 15 April 2026"):
        assert submit(coordinator.get("/meetings/new"), day=written).status_code == 302
    with coordinator.application.app_context():
        assert {row.day for row in db.session.query(Meeting)} == {date(2026, 4, 15)}


def test_a_session_ends_after_eight_hours_however_much_is_done(browser: Browser, frozen):
    browser.sign_in()
    for _ in range(23):
        frozen.shift(timedelta(minutes=20))
        assert browser.get("/desk").status_code == 200
    frozen.move_to(NOW + timedelta(hours=8), tick=False)
    assert browser.get("/desk").location == "/sign-in"


def link(browser: Browser) -> str:
    return f"/sign-in/{make_link_token(browser.application.secret_key)}"
