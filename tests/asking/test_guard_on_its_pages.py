"""The page before news or minutes go out shows that names ask for a look, takes the tick, and prints no name."""

import pytest

from forum_app.circulation.models import Kind
from forum_app.db import db
from tests.builders import PAST, make_circulation, make_subscriber, meeting_with_agenda, write_minutes
from tests.pages import Browser, submit


@pytest.fixture
def places(coordinator: Browser) -> tuple[str, str]:
    """Where a circulation is looked at, and minutes before they are published; both name a reader."""
    with coordinator.application.app_context():
        make_subscriber("will.turner@example.org")
        row = make_circulation(Kind.NOTE, subject="Tea", words="Will Turner brings the cake.")
        meeting = meeting_with_agenda(day=PAST)
        write_minutes(meeting.items[0], "Will Turner asked about the library.")
        db.session.commit()
        return f"/circulations/{row.id}", f"/meetings/{meeting.id}/publish-minutes"


def test_news_goes_once_somebody_has_looked(coordinator: Browser, places: tuple[str, str]):
    page = coordinator.get(places[0])
    assert "A full name (W… T…) of somebody on the private list stands in the words." in page.words
    assert submit(page, "release").status_code == 409
    assert submit(coordinator.get(places[0]), "release", names=True).status_code == 302


def test_minutes_are_published_once_somebody_has_looked(coordinator: Browser, places: tuple[str, str]):
    page = coordinator.get(places[1])
    assert "Please look at these names first." in page.words
    assert submit(page).status_code == 409
    assert submit(coordinator.get(places[1]), names=True).status_code == 302
