"""A forum in which every identity is a canary, everybody who may look at it, and every address they can try."""

import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum_app.access import Role
from forum_app.actions.holding import Holder, give_to, link_for, offer
from forum_app.actions.models import ActionOffer
from forum_app.asking import operations as asking
from forum_app.calendar.models import Answer
from forum_app.calendar.operations import answer
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting, MeetingState
from forum_app.people.models import Grant, LinkKind, Person, Proof
from forum_app.people.operations import make_link_token
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links
from forum_app.questions.queries import questions_of
from forum_app.receipts.models import Receipt
from tests.builders import (
    NOBODY,
    NOW,
    family_invited,
    make_action,
    make_file,
    make_outbox_message,
    make_submission,
    make_support,
    make_tick_off,
)
from tests.everything import Everything, addresses, make_everything, routes
from tests.leaks import Scanner, canary_word
from tests.wall.roles import holding, signed_in_as

ACCEPTED = ("text/html", "application/json", "text/calendar", "text/csv")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
#: Requests that provoke an error: no such page, a bad number, bytes that are no text, a body too large.
PROVOKING = (
    ("GET", "/no-such-page", b""),
    ("GET", "/meetings/99999999", b""),
    ("GET", "/receipt/%00%ff", b""),
    ("GET", "/receipt/ZZZZ-ZZZZ-ZZZZ-ZZZZ", b""),
    ("POST", "/ask", b"words=%ff%fe"),
    ("POST", "/ask", b"x" * 3_000_000),
    ("POST", "/receipt", b"code="),
    ("POST", "/meetings/1", b"{}"),
    ("POST", "/sign-in", b"a" * 3_000_000),
    ("PROPFIND", "/meetings", b""),
)
#: Fields that forms here have, so that what is sent with a token is more than an empty form.
TYPED = {
    "words": "May we know more?", "text": "We would like to know more.", "question": "May we know more?",
    "email": "somebody@example.org", "address": "somebody@example.org", "name": "Somebody", "title": "News",
    "note": "We come by bus.", "answer": "yes", "code": "2222-3333", "reason": "It was answered.", "agreed": "y",
}  # fmt: skip
#: After so many requests the forum is as it was set up: what a post ended or deleted is there again.
AS_IT_WAS_EVERY = 40
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
#: A network of its own, because what comes from this computer itself is not limited.
NETWORK = {"REMOTE_ADDR": "203.0.113.77"}


@dataclass
class Somebody:
    """A way to look at the forum, and the canaries that are this person's own."""

    name: str
    client: FlaskClient
    own: frozenset[str] = frozenset()
    #: Against forged posts: belongs to this browser, as any page with a form carries it.
    token: str = ""
    cookies: dict[Any, Any] = field(default_factory=dict)

    def take_token(self, printed_link: str) -> None:
        self.token = TOKEN.findall(self.client.open(printed_link, method="GET").text)[0]
        self.cookies = dict(self.client._cookies)

    def begin_again(self) -> None:
        """In the browser as it was, whatever a post did to its cookies."""
        self.client._cookies = dict(self.cookies)


@dataclass
class Planted:
    """Every identity that is in the forum."""

    words: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    #: When families did something, or were written to.
    moments: set[datetime] = field(default_factory=set)
    by_code: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def scanner(self) -> Scanner:
        return Scanner(words=self.words, emails=self.emails, ids=self.ids, moments=self.moments)

    def moment(self) -> datetime:
        """Another minute of a night in which nothing else happened."""
        self.moments.add(moment := NOW - timedelta(days=9, hours=7, minutes=7 * len(self.moments) + 13, seconds=19))
        return moment


class Asked(NamedTuple):
    who: Somebody
    said: str
    #: Whether it was a post that was not taken for a forged one.
    with_token: bool
    answer: Any


@dataclass
class Stage:
    app: Flask
    everything: Everything
    planted: Planted
    meeting_ids: dict[str, int]

    def walk(self, people: Sequence[Somebody], dice: random.Random, at_most: int) -> Iterator[Asked]:
        """Requests of every method by each of them, drawn from all there are, with what they were answered.

        Half of the posts carry a good token and some words, so that they come as far as their view.
        """
        asked = list(self.requests())
        with self.as_it_was(people) as restore:
            for who in people:
                for number, request in enumerate(dice.sample(asked, min(at_most, len(asked)))):
                    if number % AS_IT_WAS_EVERY == 0:
                        restore()
                    yield self.ask(who, *request, with_token=dice.random() < 0.5)

    def ask(self, who: Somebody, method: str, address: str, accept: str, data: bytes, *, with_token: bool) -> Asked:
        with_token = with_token and method == "POST" and not data
        sent = TYPED | {"csrf_token": who.token} if with_token else data
        answer = who.client.open(address, method=method, headers={"Accept": accept}, data=sent)
        said = f"{who.name} {method} {address} ({accept}{', with a token' * with_token}) {answer.status_code}"
        return Asked(who, said, with_token, answer)

    @contextmanager
    def as_it_was(self, people: Sequence[Somebody]) -> Iterator[Callable[[], None]]:
        """What puts the database and every browser back to where they are now."""
        with self.app.app_context():
            file = str(db.engine.url.database)
        for who in people:
            who.take_token(f"/sign-in/{make_link_token(self.app.config['SECRET_KEY'])}")
        with closing(sqlite3.connect(":memory:")) as kept:
            with closing(sqlite3.connect(file)) as now_there:
                now_there.backup(kept)

            def restore() -> None:
                with closing(sqlite3.connect(file)) as there:
                    kept.backup(there)
                for who in people:
                    who.begin_again()

            yield restore

    def requests(self) -> Iterator[tuple[str, str, str, bytes]]:
        """Each method on each address of each route, and what provokes an error."""
        for rule in routes(self.app):
            for address in addresses(self.app, rule, self.everything):
                for method in METHODS:
                    for accept in ACCEPTED if method == "GET" else ACCEPTED[:1]:
                        yield method, address, accept, b""
        for method, address, data in PROVOKING:
            yield method, address, "text/html", data


def set_the_stage(app: Flask) -> Stage:
    """One of everything, and in every state of a question one that holds canaries."""
    everything = make_everything(app)
    planted = Planted()
    with app.app_context():
        meetings = {m.state: m for m in db.session.scalars(select(Meeting))}
        coming = meetings[MeetingState.AGENDA_PUBLISHED]
        for number in range(8):
            _leave(coming, planted, number)
        for number in range(3):
            _is_invited(coming, planted, number)
        _support(coming, planted)
        _tangle(coming, planted)
        _take_on(meetings[MeetingState.MINUTES_PUBLISHED], planted)
        db.session.commit()
        planted.ids |= set(db.session.scalars(select(Receipt.id))) | set(db.session.scalars(select(OutboxMessage.id)))
        found = {str(state): meeting.id for state, meeting in meetings.items()}
    return Stage(app, everything, planted, found)


def _leave(meeting: Meeting, planted: Planted, number: int) -> None:
    """A question whose words, address and child's name are nobody else's; some are worded, some released."""
    word, child = canary_word(2 * number), canary_word(2 * number + 1)
    email, code = f"{word.lower()}@{child.lower()}.example", _code(number)
    wording = f"Wording {number} without anybody in it?" if number % 2 else None
    submission = make_submission(
        meeting, f"I am {word} and {child} would like to know", code, contact=email, follows=True, wording=wording
    )
    planted.words |= {word, child, code}
    planted.emails.add(email)
    planted.ids.add(submission.id)
    make_outbox_message(recipient=email, due_at=planted.moment())
    planted.by_code[code] = frozenset({word, child, email, code, str(submission.id), str(submission.receipt_id)})


def _is_invited(meeting: Meeting, planted: Planted, number: int) -> None:
    """A family that asked for an invitation and answered it, with a note."""
    word, note = canary_word(200 + 2 * number), canary_word(201 + 2 * number)
    row = family_invited(meeting, f"{word.lower()}@invited.example", now=planted.moment())
    answer(row, list(Answer)[number], f"We bring {note}.", now=planted.moment())
    planted.words |= {word, note}
    planted.emails.add(str(row.address))
    planted.ids.add(row.id)


def _support(meeting: Meeting, planted: Planted) -> None:
    """Somebody asks a released question too, and can be told by address and receipt."""
    word = canary_word(90)
    email, code = f"{word.lower()}@support.example", _code(90)
    question = next(row for row in questions_of(meeting.id) if row.released)
    row = make_support(question, code, contact=email, follows=True)
    planted.words |= {word, code}
    planted.emails.add(email)
    planted.ids.add(row.id)
    planted.by_code[code] = frozenset({word, email, code, str(row.id), str(row.receipt_id)})


def _tangle(meeting: Meeting, planted: Planted) -> None:
    """Two put together, one asked back with its answer, an objection and a request that is not to be shown."""
    words = [canary_word(number) for number in (91, 92, 93, 94)]
    first, second = (
        make_submission(meeting, f"{word} asks about it", _code(91 + n)) for n, word in enumerate(words[:2])
    )
    asking.put_together(second, first, **NOBODY)
    asking.answer(asking.ask_back(first, "Which year?", **NOBODY), f"{words[2]} is in the fifth")
    asking.mention_request(first, f"https://requests.example/{words[3]}", "waiting", shown=False)
    planted.words |= set(words)
    planted.ids |= {first.id, second.id}


def _take_on(meeting: Meeting, planted: Planted) -> None:
    """Two people take something on: one has it in hand and has sent words and a file, of the other waits an offer."""
    words = [canary_word(1000 + number) for number in range(6)]
    taker, typed, called, other, held_at, offered_at = words
    action = make_action(meeting, "Draft a letter to the zoo.", owner_kind="anyone", owner="Anybody")
    holder = Holder(taker, f"{held_at.lower()}@post.example", is_taker=True)
    held = give_to(action, holder, day=NOW.date(), **NOBODY)
    sent = make_tick_off(action, words=f"It is done, says {typed}", files=[make_file(f"{called}.pdf")])
    link_for(held, NOW.date())
    free = make_action(meeting, "Draft a letter to the farm.", owner_kind="anyone", owner="Anybody")
    offer(free.id, other, f"{offered_at.lower()}@post.example", shows_name=False, day=NOW.date())
    db.session.flush()
    planted.words |= set(words)
    planted.emails |= {f"{held_at.lower()}@post.example", f"{offered_at.lower()}@post.example"}
    planted.ids |= {sent.id, *(file.id for file in sent.files), *db.session.scalars(select(ActionOffer.id))}


def _code(number: int) -> str:
    return f"{number:016}".replace("0", "Q")


def everybody(stage: Stage) -> Iterator[Somebody]:
    """Everybody who must not learn who asked."""
    app = stage.app
    yield Somebody("the public", app.test_client())
    yield Somebody("an officer", signed_in_as(app, Role.REPRESENTATIVE, "Tobias Reed"))
    yield Somebody("the chair", signed_in_as(app, Role.CHAIR, "Ines Marlow"))
    yield Somebody("an officer whose session ran out", holding(app, "gone", seen=now()))
    old = signed_in_as(app, Role.REPRESENTATIVE, "Colm Whitby", ago=timedelta(days=2))
    yield Somebody("an officer of yesterday", old)
    yield Somebody("an officer who did nothing for too long", idle_officer(app))
    yield Somebody("an officer whose role ended yesterday", ended_yesterday(app))
    yield Somebody("a coordinator without their second factor", mail_alone(app))
    yield Somebody("a chair without their second factor", mail_alone(app, Role.CHAIR, "Ola Penn"))


def idle_officer(app: Flask) -> FlaskClient:
    client = signed_in_as(app, Role.REPRESENTATIVE, "Mira Quill", ago=timedelta(hours=2))
    with client.session_transaction() as cookie:
        cookie["seen"] = int((now() - timedelta(hours=1, minutes=2)).timestamp()) // 60
    return client


def ended_yesterday(app: Flask) -> FlaskClient:
    """Somebody who is still signed in when their last day is over."""
    client = signed_in_as(app, Role.REPRESENTATIVE, "Edda Thorn")
    with app.app_context():
        grants = select(Grant).join(Person).where(Person.name == "Edda Thorn")
        for grant in db.session.scalars(grants):
            grant.ends_on = now().date() - timedelta(days=1)
        db.session.commit()
    return client


def mail_alone(app: Flask, role: Role = Role.COORDINATOR, name: str = "Jory Fenn") -> FlaskClient:
    """The code of the mail was typed, and the second factor is still to come: nothing opens."""
    return signed_in_as(app, role, name, proof=Proof.MAIL)


def scoped_link(stage: Stage, *, revoked: bool = False) -> str:
    """A link to the pack of the coming meeting."""
    with stage.app.app_context():
        meeting_id = stage.meeting_ids[MeetingState.AGENDA_PUBLISHED]
        token = make_scoped_link(LinkKind.PACK, meeting_id, None, NOW.date() + timedelta(days=30))
        if revoked:
            revoke_scoped_links(LinkKind.PACK, meeting_id, **NOBODY)
        db.session.commit()
        return token
