"""Two officers, two coordinators, two buttons at once: one wins, nobody is written to twice, no word is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.access import Role
from forum_app.arranging.models import DatePoll, RoomRequest
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting, Venue
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import make_scoped_link
from tests.builders import announced_meeting, make_forum, make_meeting, make_person, make_poll, make_room_request
from tests.pages import Page, submit


@pytest.fixture
def ready(either_app: Flask) -> Flask:
    with either_app.app_context():
        make_forum()
    return either_app


def test_of_six_officers_who_confirm_at_once_one_books_the_room(ready: Flask):
    link = room_link(ready)
    forms = [ready.test_client().get(link) for _ in range(6)]
    pages = at_once([lambda n=n, form=form: submit(form, room=f"Hall {n}") for n, form in enumerate(forms)])
    assert Counter(page.status_code for page in pages) == {302: 1, 409: 5}
    with ready.app_context():
        booked = db.session.scalars(select(RoomRequest)).one().room
        assert db.session.scalars(select(Meeting)).one().venue.name == booked
        assert db.session.scalars(select(Venue.name)).all() == [booked]
    halls = {f"Hall {n}" for n in range(6)}
    lost = {hall for page in pages if page.status_code == 409 for hall in halls if hall in page.text}
    assert lost | {booked} == halls


def test_of_yes_and_no_at_once_one_counts(ready: Flask):
    link = room_link(ready)
    yes, no = ready.test_client().get(link), ready.test_client().get(f"{link}/not-possible")
    pages = at_once([lambda: submit(yes, room="Hall"), lambda: submit(no, because="Closed.")])
    assert sorted(page.status_code for page in pages) == [302, 409]


def test_dates_that_two_coordinators_send_at_once_go_once(ready: Flask):
    with ready.app_context():
        chair = make_person("Ines Marlow", Role.CHAIR, email="ines@example.org")
        meeting_id = make_poll(make_meeting(), [chair]).meeting_id
        db.session.commit()
    forms = [ready.test_client().sign_in().get(f"/meetings/{meeting_id}/look-at-dates") for _ in range(4)]
    pages = at_once([lambda form=form: submit(form) for form in forms])
    assert all(page.status_code in {302, 409} for page in pages), [page.status_code for page in pages]
    with ready.app_context():
        assert db.session.scalar(select(func.count(OutboxMessage.id))) == 1
        assert db.session.scalars(select(DatePoll)).one().is_open


# Plumbing -----------------------------------------------------------------------------------------------------


def room_link(app: Flask) -> str:
    with app.app_context():
        request = make_room_request(announced_meeting())
        token = make_scoped_link(LinkKind.ROOM, request.id, None, now().date() + timedelta(days=3))
        db.session.commit()
    return f"/rooms/{token}"


def at_once(deeds: list[Callable[[], Page]]) -> list[Page]:
    """Do all of it as nearly together as threads can."""
    start = Barrier(len(deeds))

    def begin(deed: Callable[[], Page]) -> Page:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(begin, deeds))
