"""Forged senders cost nothing, and each receipt for one goes to a stranger: so few go out by themselves."""

from collections import Counter
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from forum_app.asking.models import Submission
from forum_app.db import db
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.receiving import Received, receive
from forum_app.mail.models import OutboxMessage
from forum_app.tray.operations import make_question
from tests.builders import NOW, make_forum
from tests.mail.samples import letter


def test_many_senders_are_not_answered_without_end(either_app: Flask):
    with either_app.test_request_context():
        make_forum(contact_email="forum@fenwick.example")
        db.session.commit()
        found = [forged(number) for number in range(60)]
        assert Counter(one.outcome for one in found) == {Outcome.SUBMISSION: 20, Outcome.TRIAGE: 40}
        assert (count(Submission), count(OutboxMessage)) == (20, 20)
        kept = db.session.get_one(InboundMessage, found[-1].id)
        assert (kept.state, kept.words, kept.sender) == (InboundState.TRAY, "Is there a 59?", "jo59@home.example")
        assert kept.reason.startswith("More questions came by email than usual")
        make_question(kept, by=None, now=NOW)
        db.session.commit()
        assert (count(Submission), count(OutboxMessage)) == (21, 21), "the coordinator takes as many as they like"


def forged(number: int) -> Received:
    raw = letter(b"Is there a %d?" % number).replace(b"jo@", b"jo%d@" % number)
    return receive(raw, now=NOW + timedelta(minutes=number // 10))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
