"""Questions that invented families left for the next meeting, in every state of the coordinator's desk."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from forum_app.asking import operations as asking
from forum_app.asking.labels import DESCRIPTIONS
from forum_app.asking.models import Consent, Submission, SubmissionState
from forum_app.asking.operations import Asked
from forum_app.codes import ALPHABET, hash_of
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.receipts.models import Receipt
from forum_app.working_days import after_working_days

#: As typed, and in the forum's words; without those it is new on the desk.
RELEASED = (
    ("My son is ten and we have waited since May for somebody to ring us back about the science kits. Is anybody "
     "dealing with it?", "Who looks after requests for the science kits, and how long does an answer usually take?"),
    ("Could the library in Marrenford open its quiet room for us one morning a week? We are four families.",
     "Could a library offer a quiet room to home-educating families one morning a week?"),
)  # fmt: skip
WORDED = (
    ("I rang Tobias twice and got told two different things about flexi-schooling.",
     "Is there one written guide to flexi-schooling that everybody in the team uses?", "Flexi-schooling"),
    ("what does the yearly letter have to contain, last year they wanted photos", "What does the yearly letter ask "
     "families for, and what may they leave out?", "Yearly reports"),
)  # fmt: skip
#: Asks the same as the last of these.
THE_SAME = "Do we have to put samples of work in the yearly letter?"
NEW = (
    "Our daughter Elsie sits her exams next summer at fifteen. Which centres near Orrin Green take private candidates?",
    "Is there any help with the cost of exams?",
    "Could the exam fees be paid for families with three candidates in one summer?",
)
#: The officer it is for is on leave, so it is kept; a name of nobody stands in it.
PARKED = "Could somebody from the music service tell us about hiring a cello?"
#: Two weeks for the council, as it is asked for.
WORKING_DAYS = 10


def leave(meeting: Meeting, *, key: str, by: int, now: datetime) -> None:
    """Two on record, two worded of which one was asked twice, one asked back about, two that look alike, one parked."""
    today = now.date()
    for words, wording in RELEASED:
        submission = _leave(meeting, words, key, today)
        asking.word(submission, wording, by=by, now=now)
    asking.climb(submission, Consent.DESCRIBED, DESCRIPTIONS["primary"], today=today)
    asking.release(meeting, reply_by=after_working_days(today, WORKING_DAYS), by=by, now=now)
    for words, wording, topic in WORDED:
        worded = _leave(meeting, words, key, today)
        asking.word(worded, wording, topic=topic, by=by, now=now)
    asking.put_together(_leave(meeting, THE_SAME, key, today), worded, by=by, now=now)
    first, *_ = [_leave(meeting, words, key, today) for words in NEW]
    asking.ask_back(first, "Which subjects are they? Not every centre has all of them.", by=by, now=now)
    because = "The officer of the music service is on leave until the summer."
    asking.set_aside(_leave(meeting, PARKED, key, today), SubmissionState.PARKED, because, by=by, now=now)


def _leave(meeting: Meeting, words: str, key: str, today: date) -> Submission:
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    asking.ask(Asked(words), meeting_id=meeting.id, code=code, key=key, today=today)
    db.session.flush()
    left = select(Submission).join(Receipt, Submission.receipt_id == Receipt.id)
    return db.session.scalars(left.where(Receipt.code_hash == hash_of(code, key=key))).one()
