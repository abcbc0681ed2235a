"""Questions that invented families left for the next meeting, in every state of the coordinator's desk."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from forum_app.asking import operations as asking
from forum_app.asking.labels import DESCRIPTIONS
from forum_app.asking.models import Consent, Submission
from forum_app.asking.operations import Asked
from forum_app.codes import ALPHABET, hash_of
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.receipts.models import Receipt

#: As typed, and in the forum's words; without those it is new on the desk.
RELEASED = (
    ("My son is ten and we have waited since May for somebody to ring us back about the science kits. Is anybody "
     "dealing with it?", "Who looks after requests for the science kits, and how long does an answer usually take?"),
    ("Could the library in Marrenford open its quiet room for us one morning a week? We are four families.",
     "Could a library offer a quiet room to home-educating families one morning a week?"),
)  # fmt: skip
WORDED = (
    ("I rang Tobias twice and got told two different things about flexi-schooling.",
     "Is there one written guide to flexi-schooling that everybody in the team uses?"),
    ("what does the yearly letter have to contain, last year they wanted photos", "What does the yearly letter ask "
     "families for, and what may they leave out?"),
)  # fmt: skip
NEW = (
    "Our daughter Elsie sits her exams next summer at fifteen. Which centres near Orrin Green take private candidates?",
    "Is there any help with the cost of exams?",
)


def leave(meeting: Meeting, *, key: str, by: int, now: datetime) -> None:
    """Two on record, two worded and waiting, two new."""
    for words, wording in RELEASED:
        submission = _leave(meeting, words, key, now.date())
        asking.word(submission, wording, by=by, now=now)
    asking.climb(submission, Consent.DESCRIBED, DESCRIPTIONS["primary"], today=now.date())
    asking.release(meeting, by=by, now=now)
    for words, wording in WORDED:
        asking.word(_leave(meeting, words, key, now.date()), wording, by=by, now=now)
    for words in NEW:
        _leave(meeting, words, key, now.date())


def _leave(meeting: Meeting, words: str, key: str, today: date) -> Submission:
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    asking.ask(Asked(words), meeting_id=meeting.id, code=code, key=key, today=today)
    db.session.flush()
    left = select(Submission).join(Receipt, Submission.receipt_id == Receipt.id)
    return db.session.scalars(left.where(Receipt.code_hash == hash_of(code, key=key))).one()
