"""Nothing anybody but the coordinator can fetch, in whatever way, holds a word, address or number of who asked."""

import base64
import gzip
import hashlib
import html
import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from flask import Flask, Response, abort, request, session
from flask.testing import FlaskClient
from flask_login import current_user
from sqlalchemy import select, text

from forum_app.access import Role
from forum_app.asking import queries
from forum_app.asking.models import Submission
from forum_app.db import beyond_the_wall, db
from forum_app.meetings.models import MeetingState
from forum_app.people.queries import SignedIn
from forum_app.people.routes.sign_in import CODES_AN_HOUR
from forum_app.receipts.models import Receipt
from tests.builders import make_forum
from tests.figures import note
from tests.leaks import Hit
from tests.statements import WRITES, statements
from tests.wall.crawling import NETWORK, Somebody, Stage, everybody, mail_alone, scoped_link, set_the_stage
from tests.wall.roles import signed_in_as


@pytest.fixture
def stage(app: Flask, frozen: object) -> Stage:
    app.test_client_class = FlaskClient  # thousands of pages: whether they are sound is looked at elsewhere
    with app.app_context():
        make_forum()
    return set_the_stage(app)


def test_nobody_learns_who_asked_wherever_they_look(stage: Stage, proof: int, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    people = [*everybody(stage), *holders(stage)]
    statuses, hits = crawled(stage, people, random.Random(20), 130 * proof)
    assert statuses.total() > 900 * min(proof, 5)
    taken = Counter({status: count for (status, with_token), count in statuses.items() if with_token})
    assert taken.total() > 60
    assert taken[400] < taken.total() / 10, "posts with a token come as far as their view"
    assert hits == []
    assert stage.planted.scanner.in_text(caplog.text, "the log") == []
    note("Role crawl, responses", statuses.total())
    note("Role crawl, posts that reached a view", taken.total() - taken[400])
    note("Role crawl, identities found", len(hits))


def crawled(
    stage: Stage, people: Sequence[Somebody], dice: random.Random, each: int
) -> tuple[Counter[tuple[int, bool]], list[str]]:
    """How often each status was answered, to posts with a token and to all else; and who was found where."""
    scanner, statuses, hits = stage.planted.scanner, Counter[tuple[int, bool]](), []
    for who, said, with_token, answer in stage.walk(people, dice, each):
        statuses[answer.status_code, with_token] += 1
        hits += [f"{said}: {hit}" for hit in scanner.in_response(answer) if not is_own(hit, who)]
    return statuses, hits


def test_a_view_that_tells_only_whoever_posts_with_a_token_is_found_by_the_crawl(stage: Stage):
    secret = sorted(stage.planted.emails)[0]

    def careless(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def telling(*args: Any, **kwargs: Any) -> Any:
            response = stage.app.make_response(view(*args, **kwargs))
            if request.method == "POST":
                response.headers["X-Asked-By"] = secret
            return response

        return telling

    stage.app.view_functions = {name: careless(view) for name, view in stage.app.view_functions.items()}
    _, hits = crawled(stage, [Somebody("the public", stage.app.test_client())], random.Random(20), 600)
    assert hits
    assert all(", with a token)" in hit for hit in hits), "without one no view is reached"


@pytest.mark.parametrize("status", [413, 415, 429])
def test_a_page_of_refusal_tells_nobody_who_asked(stage: Stage, status: int):
    scanner = stage.planted.scanner
    people = [*everybody(stage), *holders(stage)]
    with stage.as_it_was(people):
        for who in people:
            answer = refused(stage, who, status)
            assert answer.status_code == status
            assert [hit for hit in scanner.in_response(answer) if not is_own(hit, who)] == []


def refused(stage: Stage, who: Somebody, status: int) -> Any:
    """Too large, of a kind that nothing here takes, or too often."""
    if status == 413:
        return who.client.open("/ask", method="POST", data={"words": "x" * 3_000_000, "csrf_token": who.token})
    if status == 415:
        with patch.dict(stage.app.view_functions, {"pages.contact": lambda: abort(415)}):
            return who.client.open("/contact", method="GET")
    form = {"email": "somebody@example.org", "csrf_token": who.token}
    for _ in range(CODES_AN_HOUR + 1):
        answer = who.client.open("/sign-in", method="POST", data=form, environ_overrides=NETWORK)
    return answer


def test_reading_changes_nothing_whoever_reads(stage: Stage, proof: int):
    """Another sample for each reader; in the proof every address of every route."""
    readers = [*everybody(stage), *holders(stage)]
    seen, writes = read_by(stage, readers, each=60 if proof == 1 else None)
    assert seen > 100
    assert writes == []


def read_by(stage: Stage, readers: Sequence[Somebody], each: int | None) -> tuple[int, list[str]]:
    """How many statements were made for them, and those that write."""
    reading = [request for request in stage.requests() if request[0] in {"GET", "HEAD", "OPTIONS"}]
    with stage.as_it_was(readers), statements() as seen:
        for who in readers:
            drawn = reading if each is None else random.Random(f"21 {who.name}").sample(reading, each)
            for method, address, accept, _ in drawn:
                who.client.open(address, method=method, headers={"Accept": accept})
    return len(seen), [said for said in seen if WRITES.match(said) and " TEMP TABLE own_" not in said]


@pytest.mark.parametrize("at", ["an officer", "the public"])
def test_a_page_that_writes_through_a_side_door_is_found_by_reading(stage: Stage, at: str):
    """Only for one kind of reader, and only on one page in a few: each reader has a sample of their own."""

    def careless(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def writing(*args: Any, **kwargs: Any) -> Any:
            if ("an officer" if current_user.is_authenticated else "the public") == at:
                db.session.rollback()
                with beyond_the_wall(reading=False) as beside:
                    beside.execute(text("UPDATE forum SET name = name"))
            return view(*args, **kwargs)

        return writing

    stage.app.view_functions = {name: careless(view) for name, view in stage.app.view_functions.items()}
    readers = [who for who in everybody(stage) if who.name in {"the public", "an officer"}]
    _, writes = read_by(stage, readers, each=60)
    assert set(writes) == {"UPDATE forum SET name = name"}


def holders(stage: Stage) -> Iterator[Somebody]:
    """Whoever holds a receipt, and whoever holds a link to the pack."""
    for code, own in list(stage.planted.by_code.items())[:2]:
        client = stage.app.test_client()
        yield Somebody(f"the holder of {code}", Prefixed(client, f"/receipt/{code}"), own)
    for revoked in (False, True):
        token = scoped_link(stage, revoked=revoked)
        yield Somebody("an officer with a link", Prefixed(stage.app.test_client(), f"/packs/{token}"))


class Prefixed:
    """A browser that opens its own private address before each other one."""

    def __init__(self, client: FlaskClient, first: str) -> None:
        self.client, self.first = client, first

    @property
    def _cookies(self) -> dict[Any, Any]:
        return self.client._cookies

    @_cookies.setter
    def _cookies(self, cookies: dict[Any, Any]) -> None:
        self.client._cookies = cookies

    def open(self, address: str, **more: Any) -> Any:
        own = self.client.get(self.first, follow_redirects=True)
        answer = self.client.open(address, **more)
        answer.headers["X-Own-Page"] = str(own.status_code)
        answer.set_data(answer.get_data() + own.get_data())
        return answer


def is_own(hit: Hit, who: Somebody) -> bool:
    return hit.canary in who.own or hit.canary.casefold() in {own.casefold() for own in who.own}


# Planted leaks: through a response ----------------------------------------------------------------------------


def _header(name: str) -> Callable[[Response, str], None]:
    def leak(response: Response, secret: str) -> None:
        response.headers[name] = secret

    return leak


def _validator(response: Response, secret: str) -> None:
    """Made of the address instead of the page; on an answer for which the site makes none of its own."""
    response.status_code = 404
    response.headers["ETag"] = f'"{hashlib.md5(secret.encode()).hexdigest()}"'  # noqa: S324


def _body(written: Callable[[str], str]) -> Callable[[Response, str], None]:
    def leak(response: Response, secret: str) -> None:
        response.direct_passthrough = False
        response.set_data(response.get_data() + f"<!-- {written(secret)} -->".encode())

    return leak


def _cookie(response: Response, secret: str) -> None:
    response.set_cookie("seen", base64.b64encode(secret.encode()).decode())


def _redirect(response: Response, secret: str) -> None:
    response.status_code = 302
    response.headers["Location"] = f"/thanks?for={quote(secret)}"


def _packed(response: Response, secret: str) -> None:
    response.direct_passthrough = False
    response.set_data(gzip.compress(secret.encode()))


def _folded(response: Response, secret: str) -> None:
    """A line of a calendar, folded in the middle of an address."""
    response.direct_passthrough = False
    response.mimetype = "text/calendar"
    half = len(secret) // 2
    response.set_data(f"BEGIN:VEVENT\r\nATTENDEE:mailto:{secret[:half]}\r\n {secret[half:]}\r\nEND:VEVENT\r\n")


IN_A_RESPONSE = {
    "a header": _header("X-Asker"),
    "an ETag made of the address": _validator,
    "a link header": _header("Link"),
    "a cookie": _cookie,
    "a redirect": _redirect,
    "a compressed body": _packed,
    "a folded calendar line": _folded,
    "a comment": _body(str),
    "capitals": _body(str.upper),
    "an escaped attribute": _body(lambda secret: html.escape(secret).replace("@", "&#64;")),
    "an address in a link": _body(lambda secret: quote(secret, safe="")),
    "JSON": _body(lambda secret: json.dumps({"by": secret}).replace("@", "\\u0040")),
    "base64": _body(lambda secret: base64.b64encode(b"x" + secret.encode()).decode()),
    "hex": _body(lambda secret: secret.encode().hex()),
    "the wrong way round": _body(lambda secret: secret[::-1]),
    "a picture's hash": _body(lambda secret: hashlib.md5(secret.encode()).hexdigest()),  # noqa: S324
    "a long hash": _body(lambda secret: hashlib.sha256(secret.encode()).hexdigest()),
}


@pytest.mark.parametrize("leak", IN_A_RESPONSE.values(), ids=IN_A_RESPONSE.keys())
def test_a_leak_planted_in_a_response_is_caught(stage: Stage, leak: Callable[[Response, str], None]):
    secret = sorted(stage.planted.emails)[0]

    @stage.app.after_request
    def careless(response: Response) -> Response:
        leak(response, secret)
        return response

    answer = stage.app.test_client().get("/contact")
    assert stage.planted.scanner.in_response(answer), "the look finds nothing of it"


def test_a_leak_planted_in_the_session_cookie_is_caught(stage: Stage):
    @stage.app.after_request
    def careless(response: Response) -> Response:
        session["asked_by"] = sorted(stage.planted.emails)[0]
        return response

    assert stage.planted.scanner.in_response(stage.app.test_client().get("/contact"))


def test_a_leak_planted_in_the_log_is_caught(stage: Stage, caplog: pytest.LogCaptureFixture):
    stage.app.logger.error("could not word the question of %s", sorted(stage.planted.emails)[0])
    assert stage.planted.scanner.in_text(caplog.text, "the log")


# Planted leaks: a careless page asks the database -------------------------------------------------------------


def _words(meeting_id: int) -> Any:
    return db.session.scalars(select(Submission.words).where(Submission.meeting_id == meeting_id)).all()


def _contacts(meeting_id: int) -> Any:
    return db.session.scalars(select(Receipt.contact)).all()


def _how_many(meeting_id: int) -> Any:
    return db.session.query(Submission).count()


def _days(meeting_id: int) -> Any:
    return db.session.scalars(select(Receipt.left_on)).all()


def _by_key(meeting_id: int) -> Any:
    return db.session.scalars(select(Submission.question_id).order_by(Submission.id)).all()


def _people(meeting_id: int) -> Any:
    return db.session.execute(db.metadata.tables["person"].select()).all()


def _mails(meeting_id: int) -> Any:
    return db.session.execute(db.metadata.tables["outbox_message"].select()).all()


def _deeds(meeting_id: int) -> Any:
    return db.session.execute(db.metadata.tables["audit_entry"].select()).all()


@pytest.mark.parametrize("ask", [_words, _contacts, _how_many, _days, _by_key, _people, _mails, _deeds])
def test_a_careless_query_on_the_officers_page_is_refused_by_the_engine(stage: Stage, ask: Callable[[int], Any]):
    def careless(meeting_id: int) -> list[queries.ForOfficers]:
        ask(meeting_id)
        return released(meeting_id)

    token = scoped_link(stage)
    with patch("forum_app.asking.queries.released_to_officers", careless):
        answer = stage.app.test_client().get(f"/packs/{token}")
    assert answer.status_code == 500
    assert stage.planted.scanner.in_response(answer) == []


released = queries.released_to_officers


def test_a_page_that_goes_round_the_wall_is_caught_by_the_canaries(stage: Stage):
    """Whoever asks beside the page's own session gets an answer: then the crawl is what finds it."""

    def careless(meeting_id: int) -> list[queries.ForOfficers]:
        rows = released(meeting_id)
        with beyond_the_wall(reading=True) as session_beside:
            rows[0].question.said_of_asker = session_beside.scalars(
                select(Submission.words).where(Submission.words.like("I am Zq%"))
            ).first()
        return rows

    token = scoped_link(stage)
    with patch("forum_app.asking.queries.released_to_officers", careless):
        answer = stage.app.test_client().get(f"/packs/{token}")
    assert answer.status_code == 200
    assert stage.planted.scanner.in_response(answer)


def test_opening_the_desk_without_the_second_factor_is_caught_by_the_canaries(stage: Stage):
    with patch.object(SignedIn, "is_proven", True):
        answer = mail_alone(stage.app).get(
            f"/meetings/{stage.meeting_ids[MeetingState.AGENDA_PUBLISHED]}/questions-left"
        )
    assert stage.planted.scanner.in_response(answer)


def test_everybody_who_looks_is_who_they_say(stage: Stage):
    """Whoever should be let in is, and whoever came too late or not far enough is sent away."""
    opens = {who.name: who.client.get("/for-officers").status_code for who in everybody(stage)}
    assert {name for name, status in opens.items() if status == 200} == {"an officer"}
    assert {name for name, status in opens.items() if status == 302} == {
        "an officer of yesterday",
        "an officer who did nothing for too long",
        "a coordinator without their second factor",
    }


def test_the_stage_holds_what_it_says(stage: Stage):
    """The coordinator's own desk does show words, so the canaries are really there; and never an address."""
    desk = signed_in_as(stage.app, Role.COORDINATOR, "Wren Ashby")
    answer = desk.get(f"/meetings/{stage.meeting_ids[MeetingState.AGENDA_PUBLISHED]}/questions-left")
    found = {hit.canary for hit in stage.planted.scanner.in_response(answer)}
    assert found & stage.planted.words
    assert not found & stage.planted.emails
