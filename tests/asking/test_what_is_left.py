"""What is left of a name and an address once a receipt has gone, news are stopped, or a question is taken back."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.asking import emails, operations
from forum_app.asking.models import Consent
from forum_app.codes import hash_of
from forum_app.db import db
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundState
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.outbox import queue
from forum_app.receipts import operations as receipts
from tests.builders import CODE, KEY, NOW, announced_meeting, make_forum, make_inbound, make_submission
from tests.mail.posting import run, set_up_mail
from tests.mail.servers import Post, mail_server


@pytest.fixture
def forum(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        make_forum()
        yield app


def test_once_it_is_sent_a_receipt_does_not_say_whom_it_went_to(forum: Flask):
    make_submission(announced_meeting())
    address, hashed = "wren@example.org", hash_of(CODE, key=KEY)
    queue(emails.receipt(CODE, follows=False), to=address, key=f"receipt:{hashed}", now=NOW)
    queue(emails.released(), to="ines@example.org", key="agenda:1", now=NOW)
    db.session.commit()
    post = Post()
    with mail_server(post) as port:
        set_up_mail(forum, port)
        assert run() == "2 sent"
    assert sorted(post.recipients) == ["ines@example.org", address]
    assert set(db.session.scalars(select(OutboxMessage.recipient))) == {"", "ines@example.org"}
    assert address not in everything_kept()


def test_taking_a_question_back_leaves_no_name_no_address_and_no_letter(forum: Flask):
    submission = make_submission(announced_meeting(), contact="wren@example.org", follows=True)
    operations.climb(submission, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    about = f"receipt:{hash_of(CODE, key=KEY)}"
    queue(emails.receipt(CODE, follows=True), to="wren@example.org", key=about, now=NOW)
    for event in ("released:{}", "later:{}:1"):
        queue(emails.released(), to="wren@example.org", key=event.format(submission.receipt_id), now=NOW)
    make_inbound(state=InboundState.NOTE, outcome=Outcome.REPLY, about=about, words="It is Wren again.")
    operations.withdraw(submission, now=NOW)
    db.session.commit()
    assert not [word for word in ("Wren", "wren@", "home.example", "library") if word in everything_kept()]
    assert set(db.session.scalars(select(OutboxMessage.state))) == {OutboxState.STOPPED}


def test_whoever_wants_no_more_news_is_in_no_letter_either(forum: Flask):
    submission = make_submission(announced_meeting(), contact="wren@example.org", follows=True)
    queue(emails.released(), to="wren@example.org", key=f"released:{submission.receipt_id}", now=NOW)
    receipts.forget_contact(submission.receipt_id, now=NOW)
    db.session.commit()
    assert "wren@example.org" not in everything_kept()
    assert submission.words == "Could we visit the library?"


def test_a_receipt_that_can_be_answered_says_who_reads_the_answer(forum: Flask):
    assert "leave out a signature" not in flat(emails.receipt(CODE, follows=False).text)
    forum.config["REPLY_DOMAIN"] = "forum.example"
    assert "is not shown your address" in flat(emails.receipt(CODE, follows=False).text)
    assert "leave out a signature" in flat(emails.receipt(CODE, follows=False).text)


def flat(text: str) -> str:
    return " ".join(text.split())


def everything_kept() -> str:
    db.session.expire_all()
    rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
    return "\n".join(str(value) for row in rows for value in row)
