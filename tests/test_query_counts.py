"""Public pages ask little of the database, however much history there is."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.actions.models import ActionPoint
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingState
from tests.builders import DAY, meeting_with_agenda, published_meeting
from tests.pages import Browser
from tests.statements import statements

AT_MOST = 6
ADDRESSES = (
    "/",
    "/meetings",
    "/meetings/1",
    "/meetings/2",
    "/promises",
    "/promises/1",
    "/promises/2",
    "/meetings/2/meeting.ics",
    "/questions/1",
    "/topics",
    "/what-was-said",
)


@pytest.mark.usefixtures("frozen")
def test_public_pages_ask_at_most_six_times_and_no_more_with_more_history(browser: Browser):
    grow(browser.application, 3)
    few = {address: asked(browser, address) for address in ADDRESSES}
    assert max(few.values()) <= AT_MOST, few
    grow(browser.application, 57)
    many = {address: asked(browser, address) for address in ADDRESSES}
    assert many == few


@pytest.mark.usefixtures("frozen")
def test_the_longest_meeting_asks_no_more_than_the_shortest(browser: Browser):
    grow(browser.application, 2)
    before = asked(browser, "/meetings/1")
    with browser.application.app_context():
        for number in range(40):
            db.session.add(
                ActionPoint(meeting_id=1, position=100 + number, owner_kind="person", owner="T.", text="Write.")
            )
        db.session.commit()
    assert asked(browser, "/meetings/1") == before


@pytest.mark.usefixtures("frozen")
def test_the_desk_asks_no_more_with_more_history(coordinator: Browser):
    grow(coordinator.application, 20)
    before = asked(coordinator, "/desk")
    grow(coordinator.application, 40)
    assert asked(coordinator, "/desk") == before


def asked(browser: Browser, address: str) -> int:
    browser.get(address)  # what is made once (a style sheet's digest) is not counted
    with statements() as seen:
        assert browser.get(address).status_code == 200
    return sum(not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")) for statement in seen)


def grow(app: Flask, meetings: int) -> None:
    """That many more published meetings, and one to come."""
    with app.app_context():
        there = db.session.scalar(select(func.count(Meeting.id))) or 0
        for number in range(there, there + meetings):
            published_meeting(day=date(2025, 12, 1) - timedelta(days=30 * number))
            if number == 0:
                meeting_with_agenda(day=DAY)
        db.session.commit()
        assert db.session.scalar(select(func.count(Meeting.id)).where(Meeting.state == MeetingState.MINUTES_PUBLISHED))
