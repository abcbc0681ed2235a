import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.asking.models import Consent, ConsentGiven, Submission, SubmissionState
from forum_app.asking.queries import agreed_since, worded_for
from forum_app.clock import day_in_words
from forum_app.db import db, lock
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting
from forum_app.questions.models import NamedAsker, Question, QuestionKind
from forum_app.questions.operations import QuestionFacts, record_question
from forum_app.receipts import operations as receipts
from forum_app.receipts.models import ReceiptKind


class AlreadyLeft(Exception):
    """The same words from the same page were left before: the button was pressed twice."""


class OutOfTheAskersHands(Exception):
    """The question is released, declined or withdrawn, so its words are no longer changed by whoever asked."""


class OnlyUpwards(Exception):
    """What may be said of whoever asked can be widened, never taken back."""


class NothingToRelease(Exception):
    """No question that was left is worded and waiting."""


class NotOnTheDesk(Exception):
    """The question was withdrawn or released meanwhile."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the form."""

    words: str
    contact: str | None = None
    follows: bool = False
    please_reword: bool = False


# By whoever asks ----------------------------------------------------------------------------------------------


def ask(asked: Asked, *, meeting_id: int | None, code: str, key: str, today: date) -> None:
    """Leave a question; inserts and reads nothing back. Raises AlreadyLeft."""
    receipt = receipts.leave(
        ReceiptKind.QUESTION, code, key=key, contact=asked.contact, follows=asked.follows, today=today
    )
    try:
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise AlreadyLeft from twice
    left = {"words": asked.words, "please_reword": asked.please_reword}
    db.session.add(Submission(receipt_id=receipt.id, meeting_id=meeting_id, **left))


def change_words(submission: Submission, words: str) -> None:
    """Whoever asked puts it otherwise, and it goes back to the coordinator; raises OutOfTheAskersHands.

    The same words once more change nothing.
    """
    if submission.state not in {SubmissionState.NEW, SubmissionState.WORDED, SubmissionState.PARKED}:
        raise OutOfTheAskersHands
    if submission.words != words:
        submission.words, submission.state = words, SubmissionState.NEW


def withdraw(submission: Submission, *, now: datetime) -> None:
    """Delete words, name, address and letters; a question on record stays until the coordinator takes it off."""
    submission.state = SubmissionState.WITHDRAWN
    submission.words = submission.wording = submission.because = ""
    submission.consent, submission.said = Consent.NOTHING, ""
    db.session.execute(delete(ConsentGiven).where(ConsentGiven.submission_id == submission.id))
    receipts.forget_replies(submission.receipt_id)
    receipts.forget_contact(submission.receipt_id, now=now)


def climb(submission: Submission, level: Consent, said: str, *, today: date) -> None:
    """One step up the ladder, with the very words that were shown before it; raises OnlyUpwards."""
    if level <= submission.consent:
        raise OnlyUpwards
    if submission.state in {SubmissionState.WITHDRAWN, SubmissionState.DECLINED}:
        raise OutOfTheAskersHands
    submission.consent, submission.said = level, said
    db.session.add(ConsentGiven(submission_id=submission.id, level=level, words=said, given_on=today))


# By the coordinator -------------------------------------------------------------------------------------------


def word(submission: Submission, wording: str, *, looked_at: int = 0, by: int | None, now: datetime) -> None:
    """Put a question in the forum's words; whoever asked sees them before anybody else. Raises NotOnTheDesk.

    ``looked_at`` details could have told who asked; that somebody looked and let them stand is recorded.
    """
    _on_the_desk(submission)
    submission.wording, submission.because, submission.state = wording, "", SubmissionState.WORDED
    looked = f", with {looked_at} details looked at that could tell who asked" if looked_at else ""
    audit.record(f"Worded a question that was left{looked}.", by=by, now=now)


def set_aside(submission: Submission, state: SubmissionState, because: str, *, by: int | None, now: datetime) -> None:
    """Park or decline a question, with a reason that whoever asked can read."""
    _on_the_desk(submission)
    submission.state, submission.because = state, because
    audit.record("Set aside a question that was left.", by=by, now=now)


def take_up(submission: Submission, meeting: Meeting | None, *, by: int | None, now: datetime) -> None:
    """Put a question back on the desk, for this meeting."""
    _on_the_desk(submission)
    submission.state, submission.because = SubmissionState.NEW, ""
    submission.meeting_id = meeting.id if meeting else None
    audit.record("Took up a question that was left.", by=by, now=now)


def _on_the_desk(submission: Submission) -> None:
    lock(submission)
    if submission.state in {SubmissionState.RELEASED, SubmissionState.WITHDRAWN}:
        raise NotOnTheDesk


def release(meeting: Meeting, *, by: int | None, now: datetime) -> list[Question]:
    """Put every worded question on record, in an order that tells nothing, and what their askers let be said.

    What askers of questions on record agreed to since is said from now on too. Raises NothingToRelease. The rows
    on record hold no time and do not point back.
    """
    lock(meeting)
    waiting, agreed = list(worded_for(meeting.id, hold=True)), agreed_since(meeting.id)
    if not waiting and not agreed:
        raise NothingToRelease
    secrets.SystemRandom().shuffle(waiting)  # the rows' own numbers must not tell who asked first either
    item = next((item for item in meeting.items if item.kind == ItemKind.QUESTIONS), None)
    questions = [_put_on_record(meeting, item, submission) for submission in waiting]
    for submission, question in agreed:
        _say(submission, question)
    audit.record(
        f"Released {len(questions)} question{'s' if len(questions) != 1 else ''} for {day_in_words(meeting.day)}.",
        by=by,
        now=now,
    )
    return questions


def _put_on_record(meeting: Meeting, item: AgendaItem | None, submission: Submission) -> Question:
    facts = QuestionFacts(kind=QuestionKind.ADVANCE, wording=submission.wording, released=True)
    question = record_question(meeting, item, facts)
    submission.state, submission.question_id = SubmissionState.RELEASED, question.id
    _say(submission, question)
    return question


def _say(submission: Submission, question: Question) -> None:
    """Write on the record just what whoever asked agreed to."""
    if submission.consent == Consent.NAMED_TO_AUTHORITY:
        db.session.add(NamedAsker(question_id=question.id, name=submission.said))
    else:
        question.said_of_asker = submission.said
