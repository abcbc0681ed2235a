"""Thousands of damaged mails: each is answered, the process lives on, and the next good mail is read as ever."""

import json
import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.db import db
from forum_app.mail.inbound.gate import is_plain, refused_because
from forum_app.mail.inbound.incoming import Incoming, Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.parts import APART
from forum_app.mail.inbound.read import read
from forum_app.mail.inbound.reading import NOT_TOLD_APART, read_here
from forum_app.mail.inbound.receiving import Received, receive
from tests.builders import NOW, make_forum
from tests.documents.damage import damaged
from tests.documents.test_damaged_files import bounded_work
from tests.figures import note
from tests.mail.samples import FACTS, LABELS, letter, sample

#: FORUM_PROOF=1 looks at 10,000 mails.
HOW_MANY = 10_000 if os.environ.get("FORUM_PROOF") == "1" else 320
#: Of those that are odd, one in so many is really read by a process apart, the others by the same code here.
REALLY_APART = 25
#: One in so many goes the whole way into the database.
ONE_RECEIVED_IN = 20
BATCHES = 8
NAMES = sorted(LABELS)
PIECES = (
    b"\n", b"\n\n", b"\r", b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--in--\n", b"boundary=",
    b"Content-Transfer-Encoding: base64\n", b"charset=utf-16", b"\x00", b"\xff\xfe", b"<", b">", b"@", b"> ",
    b"Content-Type: message/delivery-status\n\n", b"Content-Type: message/rfc822\n\n", b"METHOD:REPLY\n",
    b"From: a@b.example\n", b"=?utf-8?b?",
)  # fmt: skip


def mutated(number: int) -> bytes:
    chance = random.Random(number)
    raw = damaged(sample(chance.choice(NAMES)), chance)
    for _ in range(chance.randint(0, 4)):
        at = chance.randint(0, len(raw))
        raw = raw[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 30)) + raw[at:]
    return raw


def answered(raw: bytes, number: int = 1) -> Incoming:
    if refused_because(raw) or is_plain(raw) or number % REALLY_APART == 0:
        return read(raw, FACTS)
    return read_here(raw, FACTS, APART)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_mail_is_answered(batch: int):
    outcomes: Counter[str] = Counter()
    for number in range(batch, HOW_MANY, BATCHES):
        with bounded_work():
            found = answered(mutated(number), number)
        assert sound(found), number
        outcomes[found.outcome] += 1
    assert len(outcomes) >= 5, outcomes
    assert read(sample("question-plain"), FACTS).outcome is Outcome.SUBMISSION
    note(f"Damaged mails, batch {batch}: outcomes", json.dumps(outcomes))


def test_a_damaged_mail_is_kept_and_the_next_one_taken(either_app: Flask):
    """The whole way into the database: each mail has its row and was read, whatever it was."""
    with either_app.test_request_context():
        make_forum(contact_email="forum@fenwick.example")
        for number in range(0, HOW_MANY, ONE_RECEIVED_IN):
            moment = NOW + timedelta(hours=3 * number // ONE_RECEIVED_IN)  # so few come in a day that all are taken
            raw = mutated(number)
            kept = assert_kept(found := receive(raw, now=moment), number)
            others = {Outcome.DUPLICATE, Outcome.REFUSED}  # of these it is an earlier copy, or the beginning
            assert kept.raw in {raw, None} or found.outcome in others, number
            assert_kept(good := receive(letter(b"Question %d?" % number), now=moment), number)
            assert good.outcome is Outcome.SUBMISSION, number
        assert (
            db.session.scalars(select(InboundMessage).where(InboundMessage.state == InboundState.WAITING)).all() == []
        )


def assert_kept(received: Received, number: int) -> InboundMessage:
    """It has a row that was read; what waits for a person still has its bytes."""
    kept = db.session.get_one(InboundMessage, received.id)
    assert kept.outcome, number
    assert kept.reason, number
    assert kept.raw is not None or kept.state in {InboundState.DONE, InboundState.NOTE}, number
    return kept


@pytest.mark.parametrize("number", range(6))
def test_the_process_apart_says_the_same(number: int):
    raw = b"X-Odd: \x00\n" + mutated(number)
    if not refused_because(raw):
        assert read(raw, FACTS) == read_here(raw, FACTS, APART)


def sound(found: Incoming) -> bool:
    """It says why, it crosses to another process, and both databases take its words."""
    texts = (found.text, found.subject, found.sender, *found.attachments)
    crossed = Incoming.from_json(json.loads(json.dumps(found.as_json())))
    return bool(found.reason) and crossed == found and all("\x00" not in t and t.encode() is not None for t in texts)


def test_few_damaged_mails_cannot_be_told_apart():
    """Damage to one part must not hide the others."""
    lost = [number for number in range(HOW_MANY // 4) if answered(mutated(number)).reason == NOT_TOLD_APART]
    assert len(lost) <= HOW_MANY // 100, lost
