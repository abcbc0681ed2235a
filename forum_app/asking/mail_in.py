"""Questions that come by mail, with the same protection as those that come by the form."""

from flask import Flask, current_app, url_for
from sqlalchemy import select

from forum_app.asking import emails, operations
from forum_app.asking.models import Submission
from forum_app.asking.operations import Asked
from forum_app.asking.queries import meeting_to_ask_for
from forum_app.clock import today
from forum_app.codes import derive_code, hash_of, new_token
from forum_app.db import db
from forum_app.mail.inbound.handlers import Letter, Shown, handlers_of
from forum_app.mail.outbox import queue
from forum_app.meetings.deadline import are_late
from forum_app.receipts.models import Receipt
from forum_app.settings.queries import find_forum

MOST_LETTERS = 8_000


def take_question(letter: Letter) -> str | None:
    """Leave the question; its sender gets the receipt, and the address is not kept. None where it is no question."""
    forum = find_forum()
    words = letter.words.strip()
    if forum is None or not letter.sender or not 0 < len(words) <= MOST_LETTERS:
        return None
    key, day = current_app.config["SECRET_KEY"], today(forum.time_zone, letter.now)
    code = derive_code(new_token(), words, key=key, purpose="question")
    meeting = meeting_to_ask_for(day)
    late = are_late(meeting, forum.question_days, letter.now)
    asked = Asked(words, letter.sender, late=late)
    operations.ask(asked, meeting_id=meeting.id if meeting else None, code=code, key=key, today=day)
    about = f"receipt:{hash_of(code, key=key)}"
    queue(emails.receipt(code, follows=False), to=letter.sender, key=about, now=letter.now)
    return about


def shown(about: str) -> Shown | None:
    """“receipt:<hash>” in words: the question, never who left it."""
    left = select(Submission).join(Receipt, Submission.receipt_id == Receipt.id)
    submission = db.session.scalars(left.where(Receipt.code_hash == about.partition(":")[2])).first()
    if submission is None:
        return None
    return Shown("A question that was left", url_for("asking.word", submission_id=submission.id))


def init_app(app: Flask) -> None:
    taking = handlers_of(app)
    taking.take_question = take_question
    taking.show["receipt"] = shown
