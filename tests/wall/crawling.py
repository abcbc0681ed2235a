"""A forum in which every identity is a canary, everybody who may look at it, and every address they can try."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

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
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links
from forum_app.questions.queries import questions_of
from forum_app.receipts.models import Receipt
from tests.builders import (
    NOBODY,
    NOW,
    family_invited,
    make_action,
    make_file,
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
    ("PROPFIND", "/meetings", b""),
)


@dataclass
class Somebody:
    """A way to look at the forum, and the canaries that are this person's own."""

    name: str
    client: FlaskClient
    own: frozenset[str] = frozenset()


@dataclass
class Planted:
    """Every identity that is in the forum."""

    words: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    by_code: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def scanner(self) -> Scanner:
        return Scanner(words=self.words, emails=self.emails, ids=self.ids)


@dataclass
class Stage:
    app: Flask
    everything: Everything
    planted: Planted
    meeting_ids: dict[str, int]

    def walk(self, who: Somebody, dice: random.Random, at_most: int) -> Iterator[tuple[str, Any]]:
        """Requests of every method, drawn from all there are, with what they were answered."""
        asked = list(self.requests())
        for method, address, accept, data in dice.sample(asked, min(at_most, len(asked))):
            answer = who.client.open(address, method=method, headers={"Accept": accept}, data=data)
            yield f"{who.name} {method} {address} ({accept}) {answer.status_code}", answer

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
    planted.by_code[code] = frozenset({word, child, email, code, str(submission.id), str(submission.receipt_id)})


def _is_invited(meeting: Meeting, planted: Planted, number: int) -> None:
    """A family that asked for an invitation and answered it, with a note."""
    word, note = canary_word(200 + 2 * number), canary_word(201 + 2 * number)
    row = family_invited(meeting, f"{word.lower()}@invited.example")
    answer(row, list(Answer)[number], f"We bring {note}.", now=NOW)
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
