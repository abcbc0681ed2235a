"""Thousands of damaged mails: each is answered, the process lives on, and the next good mail is read as ever."""

import json
import os
import random
from collections import Counter

import pytest

from forum_app.mail.inbound.gate import is_plain, refused_because
from forum_app.mail.inbound.incoming import Incoming, Outcome
from forum_app.mail.inbound.parts import APART
from forum_app.mail.inbound.read import read
from forum_app.mail.inbound.reading import NOT_TOLD_APART, read_here
from tests.documents.damage import damaged
from tests.documents.test_damaged_files import bounded_work
from tests.figures import note
from tests.mail.samples import FACTS, LABELS, sample

#: FORUM_PROOF=1 looks at 10,000 mails.
HOW_MANY = 10_000 if os.environ.get("FORUM_PROOF") == "1" else 320
#: Of those that are odd, one in so many is really read by a process apart, the others by the same code here.
REALLY_APART = 25
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
