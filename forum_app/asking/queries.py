from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from forum_app.asking.models import OWN_SUBMISSION, Consent, Submission, SubmissionState
from forum_app.db import db
from forum_app.mail.inbound.models import InboundMessage
from forum_app.mail.inbound.queries import notes_about
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.queries import PUBLIC
from forum_app.questions.models import NamedAsker, Question
from forum_app.questions.queries import ORDER
from forum_app.receipts.models import Receipt


@dataclass(frozen=True)
class OwnSubmission:
    """A question as the holder of its receipt sees it."""

    id: int
    meeting_id: int | None
    words: str
    state: str
    wording: str
    because: str
    consent: int
    said: str
    question_id: int | None
    version: int

    @property
    def level(self) -> Consent:
        return Consent(self.consent)


def own_submission() -> OwnSubmission | None:
    """The question that was left with the receipt of this request."""
    row = db.session.execute(select(OWN_SUBMISSION)).first()
    return OwnSubmission(**row._mapping) if row else None


def submissions_for(meeting_id: int | None) -> Sequence[Submission]:
    """What was left for a meeting, or for the one after next; the drawn keys put it in no order at all."""
    left = select(Submission).where(Submission.state != SubmissionState.WITHDRAWN)
    if meeting_id is None:
        left = left.where(Submission.meeting_id.is_(None))
    else:
        left = left.where(Submission.meeting_id == meeting_id)
    return db.session.scalars(left.order_by(Submission.state, Submission.id)).all()


def worded_for(meeting_id: int, *, hold: bool = False) -> Sequence[Submission]:
    """What waits for release; with ``hold`` nobody else takes it until the transaction ends."""
    waiting = (
        select(Submission)
        .where(Submission.meeting_id == meeting_id, Submission.state == SubmissionState.WORDED)
        .order_by(Submission.id)
    )
    return db.session.scalars(waiting.with_for_update() if hold else waiting).all()


def agreed_since(meeting_id: int) -> list[tuple[Submission, Question]]:
    """Questions on record whose askers have agreed to more than the record says of them yet."""
    rows = db.session.execute(
        select(Submission, Question)
        .join(Question, Submission.question_id == Question.id)
        .outerjoin(NamedAsker, NamedAsker.question_id == Question.id)
        .where(
            Question.meeting_id == meeting_id,
            Submission.state == SubmissionState.RELEASED,
            case(
                (Submission.consent == Consent.NAMED_TO_AUTHORITY, NamedAsker.name.is_(None)),
                else_=Question.said_of_asker != Submission.said,
            ),
        )
    )
    return [(submission, question) for submission, question in rows]


def withdrawn_on_record(meeting_id: int) -> Sequence[Question]:
    """Questions on record whose asker has withdrawn them since."""
    taken_back = select(Question).join(Submission, Submission.question_id == Question.id)
    taken_back = taken_back.where(Submission.state == SubmissionState.WITHDRAWN, Question.meeting_id == meeting_id)
    return db.session.scalars(taken_back.order_by(*ORDER)).all()


def waiting_by_meeting() -> dict[int | None, tuple[int, int]]:
    """How many questions are new and how many are worded, by the meeting they were left for."""
    rows = db.session.execute(
        select(
            Submission.meeting_id,
            func.count().filter(Submission.state == SubmissionState.NEW),
            func.count().filter(Submission.state == SubmissionState.WORDED),
        ).group_by(Submission.meeting_id)
    )
    return {meeting_id: (new, worded) for meeting_id, new, worded in rows if new or worded}


def notes_on(submission: Submission) -> Sequence[InboundMessage]:
    """Letters that answered the receipt of this question."""
    receipt = db.session.get_one(Receipt, submission.receipt_id)
    return notes_about(f"receipt:{receipt.code_hash}")


def followers_of(questions: Sequence[Question]) -> list[tuple[int, str]]:
    """Receipt and address of everybody who asked to be told what becomes of one of these."""
    rows = db.session.execute(
        select(Receipt.id, Receipt.contact)
        .join(Submission, Submission.receipt_id == Receipt.id)
        .where(Submission.question_id.in_([question.id for question in questions]), Receipt.follows.is_(True))
        .order_by(Receipt.id)
    )
    return [(receipt_id, contact) for receipt_id, contact in rows if contact]


@dataclass(frozen=True)
class ForOfficers:
    """A released question as the local authority reads it."""

    question: Question
    name: str | None


def released_to_officers(meeting_id: int) -> list[ForOfficers]:
    """The released questions in their order, with the names that askers gave for just that."""
    rows = db.session.execute(
        select(Question, NamedAsker.name)
        .outerjoin(NamedAsker, NamedAsker.question_id == Question.id)
        .where(Question.meeting_id == meeting_id, Question.released.is_(True))
        .order_by(*ORDER)
    )
    return [ForOfficers(question, name) for question, name in rows]


def meetings_with_released(limit: int = 20) -> Sequence[Meeting]:
    """Meetings that officers may read questions for, newest first."""
    asked = select(Question.meeting_id).where(Question.released.is_(True))
    found = select(Meeting).options(joinedload(Meeting.venue))
    found = found.where(Meeting.kind == MeetingKind.FORUM, Meeting.id.in_(asked))
    return db.session.scalars(found.order_by(Meeting.day.desc(), Meeting.id.desc()).limit(limit)).all()


def meeting_to_ask_for(today: object) -> Meeting | None:
    """The next public meeting that stands; questions left now are for it."""
    coming = select(Meeting).where(*PUBLIC, Meeting.day >= today, Meeting.state != "cancelled")
    return db.session.scalars(coming.order_by(Meeting.day, Meeting.id).limit(1)).first()
