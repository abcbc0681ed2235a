"""Who asked changes not one byte of what the council, the public, or another family can see."""

import gc
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import comb
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum_app.access import Role
from forum_app.asking import operations as asking
from forum_app.asking import queries
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import make_scoped_link
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.support import operations as supporting
from forum_app.support.operations import count_roughly
from tests.builders import NOW, make_forum, make_submission, meeting_with_agenda
from tests.figures import note
from tests.wall.roles import signed_in_as
from tests.wall.worlds import World, forget, live, pair_of_worlds, worlds

#: Drawn anew for each page, for whoever reads it; it tells nothing of anybody else.
TOKEN = re.compile(
    rb'name="csrf_token" (?:type="hidden" )?value="[^"]*"|nonce-[^"]*|value="[\w.-]{80,}"|name="ticket"[^>]*'
)
#: How many worlds stand in each other's place. What is the same as the first byte by byte is the same as every other.
TOGETHER = 11
BYSTANDER = "ZZZZYYYYXXXXWWWW"


@pytest.fixture
def forum(app: Flask, frozen: object) -> "Watchers":
    app.test_client_class = FlaskClient  # thousands of pages: what they say is looked at elsewhere
    with app.app_context():
        make_forum()
        meeting = meeting_with_agenda()
        make_submission(None, "Something else", BYSTANDER)
        db.session.commit()
        meeting_id = meeting.id
    return Watchers(app, meeting_id)


def test_swapping_who_asked_changes_no_byte(forum: "Watchers", proof: int):
    """One world is looked at, then each of its others is put in its place: same app, same browsers, same lots."""
    dice, pairs = random.Random(20260415), 0
    with without_pauses():
        for number in range(19 * proof):
            first, *others = worlds(dice, TOGETHER)
            seen = forum.sees(first, number)
            for other in others:
                assert forum.sees(other, number) == seen, f"of world {number}, somebody sees who asked: {other}"
            pairs += comb(TOGETHER, 2)
    assert pairs >= 1000 * proof
    note("Swapped worlds, pairs that differ", f"0 of {pairs:,}")


# Planted leaks: each is one plausible slip, and each must be caught -------------------------------------------


# ruff: noqa: SIM117 - one patch inside another reads better than both on a line


def by_arrival(meeting_id: int) -> list[queries.ForOfficers]:
    """Questions in the order in which they came in."""
    rows = released(meeting_id)
    return sorted(rows, key=lambda row: arrival_of(row.question))


def arrival_of(question: Question) -> int:
    return ARRIVALS.index(question.wording)


#: The order in which the world at hand asked; what a column `created_at` would tell.
ARRIVALS: list[str] = []
released = queries.released_to_officers


@contextmanager
def ordered_by_arrival() -> Iterator[None]:
    with patch("forum_app.asking.queries.released_to_officers", by_arrival):
        yield


@contextmanager
def released_as_they_came() -> Iterator[None]:
    """The lots are not drawn: the record keeps the order of the desk's keys."""
    with patch.object(asking, "worded_for", lambda meeting_id, hold: in_order_of_arrival(meeting_id)):
        with patch("tests.wall.worlds.the_same_lots", no_lots):
            yield


def in_order_of_arrival(meeting_id: int):
    return sorted(queries.worded_for(meeting_id, hold=True), key=lambda row: ARRIVALS.index(row.wording))


@contextmanager
def no_lots(number: int) -> Iterator[None]:
    class Lots:
        def shuffle(self, waiting: list[object]) -> None:
            """Nothing."""

    with patch("forum_app.asking.operations.secrets.SystemRandom", Lots):
        with patch("forum_app.questions.models.secrets.randbelow", random.Random(number).randrange):
            yield


@contextmanager
def words_as_typed() -> Iterator[None]:
    """The release copies what was typed instead of the forum's wording."""
    word = asking.word

    def careless(submission, wording, **told):
        word(submission, submission.words, **told)

    with patch.object(asking, "word", careless):
        yield


@contextmanager
def says_how_many_follow() -> Iterator[None]:
    """A count on the officers' page: “two of them want to hear back”."""
    say = asking.say

    def telling(question):
        say(question)
        submission = queries.askers_of(question.id)[0]
        receipt = db.session.get_one(Receipt, submission.receipt_id)
        question.said_of_asker = "Wants to hear back." if receipt.follows else ""

    with patch.object(asking, "say", telling):
        yield


@contextmanager
def first_letter_of_the_asker() -> Iterator[None]:
    say = asking.say

    def telling(question):
        say(question)
        submission = queries.askers_of(question.id)[0]
        question.said_of_asker = f"Asked by {submission.words[5]}."

    with patch.object(asking, "say", telling):
        yield


@contextmanager
def keeps_the_submissions_key() -> Iterator[None]:
    """The number on record is drawn from the private row's own."""
    say = asking.say

    def telling(question):
        say(question)
        submission = queries.askers_of(question.id)[0]
        question.position = submission.id % 10**6

    with patch.object(asking, "say", telling):
        yield


@contextmanager
def counts_when_somebody_presses() -> Iterator[None]:
    """The number of askers is told the moment it changes, and exactly."""

    def told(count: int) -> int:
        return 5 * count + 10

    with patch("tests.wall.worlds.counts_late", count_roughly), patch.object(supporting, "roughly", told):
        yield


@pytest.mark.parametrize(
    "leak",
    [ordered_by_arrival, released_as_they_came, words_as_typed, says_how_many_follow, first_letter_of_the_asker,
     keeps_the_submissions_key, counts_when_somebody_presses],
)  # fmt: skip
def test_a_planted_leak_is_caught(forum: "Watchers", leak: Callable):
    dice = random.Random(7)
    with leak():
        assert any(forum.sees(one, n) != forum.sees(other, n) for n, (one, other) in enumerate(some_pairs(dice)))


def some_pairs(dice: random.Random) -> Iterator[tuple[World, World]]:
    yield from (pair_of_worlds(dice) for _ in range(12))


@contextmanager
def without_pauses() -> Iterator[None]:
    """What stands in memory already is not looked through over and over: that would be a fifth of the work."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


# Plumbing -----------------------------------------------------------------------------------------------------


class Watchers:
    """The public, an officer, and the holder of somebody else's receipt, who look at everything they may."""

    def __init__(self, app: Flask, meeting_id: int) -> None:
        self.app, self.meeting_id = app, meeting_id
        self.public = app.test_client()
        self.officer = signed_in_as(app, Role.REPRESENTATIVE)
        self.addresses = [
            (self.public, f"/meetings/{meeting_id}"),
            (self.public, f"/meetings/{meeting_id}/meeting.ics"),
            (self.public, f"/receipt/{BYSTANDER}/question"),
            (self.public, "/ask"),
            (self.public, "/questions/1/ask-too"),
            (self.public, "/"),
            (self.public, "/topics"),
            (self.public, "/questions/1"),
            (self.public, "/calendar.ics"),
            (self.officer, f"/meetings/{meeting_id}/pack"),
            (self.officer, f"/meetings/{meeting_id}/responses"),
            (self.officer, "/questions/1/respond"),
            (self.officer, "/for-officers"),
        ]
        with app.app_context():
            token = make_scoped_link(LinkKind.PACK, meeting_id, None, NOW.date() + timedelta(days=60))
            db.session.commit()
        #: Looked at in some worlds only: making them takes long.
        self.files = [
            (self.officer, f"/meetings/{meeting_id}/pack.pdf"),
            (self.public, f"/packs/{token}/pack.docx"),
        ]

    def sees(self, world: World, lots: int) -> list[tuple[int, list[tuple[str, str]], bytes]]:
        """Every answer, byte by byte, in a world that is forgotten afterwards."""
        ARRIVALS[:] = [wording for _, wording in world.arrivals]
        with self.app.app_context():
            meeting = db.session.scalars(select(Meeting)).one()
            live(world, meeting, lots)
        wanted = [*self.addresses, *(self.files if lots % 10 == 0 else [])]
        seen = [look(client, address) for client, address in wanted]
        with self.app.app_context():
            forget(db.session.scalars(select(Meeting)).one(), BYSTANDER)
        return seen


def look(client: FlaskClient, address: str) -> tuple[int, list[tuple[str, str]], bytes]:
    answer = client.get(address)
    headers = [(name, value) for name, value in answer.headers if name not in {"Set-Cookie", "Content-Length"}]
    return answer.status_code, headers, TOKEN.sub(b"", answer.data)
