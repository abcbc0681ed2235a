from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum_app.asking.models import (
    OWN_QUERY,
    OWN_SUBMISSION,
    AskerQuery,
    Consent,
    Merged,
    Submission,
    SubmissionState,
)
from forum_app.db import db
from forum_app.mail.inbound.models import InboundMessage
from forum_app.mail.inbound.queries import notes_about
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.queries import PUBLIC
from forum_app.questions.models import NamedAsker, Question, ReplyDue
from forum_app.questions.queries import ORDER
from forum_app.receipts.models import Receipt
from forum_app.wording.likeness import alike, most_alike

#: As long as the record has room for.
SAID_AT_MOST = 200


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
    late: bool
    objection: str
    foi_link: str
    foi_state: str
    foi_shown: bool
    is_merged: int

    @property
    def level(self) -> Consent:
        return Consent(self.consent)


def own_submission() -> OwnSubmission | None:
    """The question that was left with the receipt of this request."""
    row = db.session.execute(select(OWN_SUBMISSION)).first()
    return OwnSubmission(**row._mapping) if row else None


def submissions_for(meeting_id: int | None) -> Sequence[Submission]:
    """What was left for a meeting, or for the one after next; the drawn keys put it in no order at all."""
    left = select(Submission).options(joinedload(Submission.topic)).where(Submission.state != SubmissionState.WITHDRAWN)
    if meeting_id is None:
        left = left.where(Submission.meeting_id.is_(None))
    else:
        left = left.where(Submission.meeting_id == meeting_id)
    return db.session.scalars(left.order_by(Submission.state, Submission.id)).all()


@dataclass(frozen=True)
class OnDesk:
    """A question on the coordinator's desk, with what was put together with it and whether it looks like another."""

    submission: Submission
    group: Sequence[Submission]
    asked_back: AskerQuery | None
    looks_like_another: bool


#: Among more than this the desk's list makes no suggestions; the page of each question still does.
LOOKED_THROUGH = 150
#: What can be put together with another.
OPEN = (SubmissionState.NEW, SubmissionState.WORDED, SubmissionState.PARKED, SubmissionState.RELEASED)


def desk_of(meeting_id: int) -> list[OnDesk]:
    """Everything left for a meeting; what was put together stands under what it was put together with."""
    rows = submissions_for(meeting_id)
    into = {row.submission_id: row.into_id for row in db.session.scalars(select(Merged))}
    asked = {query.submission_id: query for query in db.session.scalars(select(AskerQuery).order_by(AskerQuery.number))}
    firsts = [row for row in rows if row.id not in into]
    like = _like_another([row for row in firsts if row.state in OPEN])
    return [
        OnDesk(row, [one for one in rows if into.get(one.id) == row.id], asked.get(row.id), row.id in like)
        for row in firsts
    ]


def _like_another(rows: Sequence[Submission]) -> set[int]:
    if len(rows) > LOOKED_THROUGH:
        return set()
    pairs = [(one, other) for place, one in enumerate(rows) for other in rows[:place]]
    return {
        row.id
        for one, other in pairs
        if SubmissionState.RELEASED not in {one.state, other.state} or one.state != other.state
        if alike(_said_in(one), _said_in(other))
        for row in (one, other)
        if row.state != SubmissionState.RELEASED
    }


def likely_same(submission: Submission) -> list[Submission]:
    """Questions of the same meeting that may ask the same, the likest first. Only a suggestion."""
    return most_alike(_said_in(submission), _could_join(submission), _said_in)


def others_of(submission: Submission) -> list[Submission]:
    """Every other question of the meeting that this one could be put together with."""
    likely = {one.id for one in likely_same(submission)}
    return [one for one in _could_join(submission) if one.id not in likely]


def _could_join(submission: Submission) -> list[Submission]:
    if submission.meeting_id is None or submission.state == SubmissionState.RELEASED:
        return []
    rows = submissions_for(submission.meeting_id)
    return [one for one in rows if one.id != submission.id and one.state in OPEN]


def _said_in(submission: Submission) -> str:
    return submission.wording or submission.words


def worded_for(meeting_id: int, *, hold: bool = False) -> Sequence[Submission]:
    """What waits for release; with ``hold`` nobody else takes it until the transaction ends."""
    waiting = (
        select(Submission)
        .where(Submission.meeting_id == meeting_id, Submission.state == SubmissionState.WORDED)
        .order_by(Submission.id)
    )
    return db.session.scalars(waiting.with_for_update() if hold else waiting).all()


def agreed_since(meeting_id: int | None = None) -> list[Question]:
    """Questions on record of whose askers more may be said than is said yet, or something else; of all meetings
    where none is named."""
    behind: dict[int | None, list[Submission]] = {}
    for one in db.session.scalars(select(Submission).where(Submission.state == SubmissionState.RELEASED)):
        behind.setdefault(one.question_id, []).append(one)
    on_record = (
        select(Question, NamedAsker.name)
        .outerjoin(NamedAsker, NamedAsker.question_id == Question.id)
        .where(Question.id.in_([number for number in behind if number]))
        .order_by(*ORDER)
    )
    if meeting_id is not None:
        on_record = on_record.where(Question.meeting_id == meeting_id)
    return [
        question
        for question, name in db.session.execute(on_record)
        if _may_be_said(behind[question.id])
        != MayBeSaid(question.said_of_asker, name or "", question.foi_link, question.foi_state)
    ]


@dataclass(frozen=True)
class MayBeSaid:
    """What those who asked one question let be said with it."""

    to_everybody: str = ""
    to_authority: str = ""
    foi_link: str = ""
    foi_state: str = ""


def what_may_be_said(question_id: int) -> MayBeSaid:
    """Put together from everybody who asked it, in an order that tells nothing."""
    return _may_be_said(askers_of(question_id))


def _may_be_said(askers: Sequence[Submission]) -> MayBeSaid:
    named = [one.said for one in askers if one.consent == Consent.NAMED_TO_AUTHORITY]
    public = [one.said for one in askers if one.said and one.consent != Consent.NAMED_TO_AUTHORITY]
    requests = sorted((one.foi_link, one.foi_state) for one in askers if one.foi_shown)
    link, state = requests[0] if requests else ("", "")
    return MayBeSaid(_as_many_as_fit(public, " "), _as_many_as_fit(named, " and "), link, state)


def _as_many_as_fit(words: Sequence[str], between: str) -> str:
    joined = ""
    for said in sorted(set(words), key=str.casefold):
        longer = joined + between + said if joined else said
        joined = longer if len(longer) <= SAID_AT_MOST else joined
    return joined


def askers_of(question_id: int) -> Sequence[Submission]:
    """Every question that was left and stands behind one on record, those withdrawn left out."""
    behind = select(Submission).where(
        Submission.question_id == question_id, Submission.state == SubmissionState.RELEASED
    )
    return db.session.scalars(behind.order_by(Submission.id)).all()


def into_of(submission_id: int) -> int | None:
    """The question with which this one was put together."""
    return db.session.scalar(select(Merged.into_id).where(Merged.submission_id == submission_id))


def merged_into(submission_id: int) -> Sequence[Submission]:
    """Those that were put together with this one."""
    others = select(Submission).join(Merged, Merged.submission_id == Submission.id)
    return db.session.scalars(others.where(Merged.into_id == submission_id).order_by(Submission.id)).all()


def queries_on(submission_id: int) -> Sequence[AskerQuery]:
    """What the coordinator asked back, with the answers."""
    asked = select(AskerQuery).where(AskerQuery.submission_id == submission_id)
    return db.session.scalars(asked.order_by(AskerQuery.number)).all()


@dataclass(frozen=True)
class OwnQuery:
    """What the coordinator asks whoever holds the receipt."""

    id: int
    number: int
    question: str
    answer: str


def own_queries() -> list[OwnQuery]:
    rows = db.session.execute(select(OWN_QUERY).order_by(OWN_QUERY.c.number))
    return [OwnQuery(**row._mapping) for row in rows]


def withdrawn_on_record(meeting_id: int | None = None) -> Sequence[Question]:
    """Questions on record that everybody who asked them has withdrawn since; of all meetings where none is named."""
    behind = select(Submission.question_id).where(Submission.question_id.is_not(None))
    taken_back = select(Question).where(
        Question.id.in_(behind.where(Submission.state == SubmissionState.WITHDRAWN)),
        Question.id.not_in(behind.where(Submission.state == SubmissionState.RELEASED)),
    )
    if meeting_id is not None:
        taken_back = taken_back.where(Question.meeting_id == meeting_id)
    return db.session.scalars(taken_back.order_by(*ORDER)).all()


def contact_of(submission: Submission) -> tuple[int, str] | None:
    """Receipt and address of whoever asked, if they asked to be told; never for a page."""
    receipt = db.session.get_one(Receipt, submission.receipt_id)
    return (receipt.id, receipt.contact) if receipt.follows and receipt.contact else None


@dataclass
class Waiting:
    """What of one meeting's questions wants the coordinator: how many of each."""

    new: int = 0
    worded: int = 0
    #: Kept for a later meeting.
    parked: int = 0
    #: On record, and something else may be said of who asked than is said.
    agreed: int = 0
    #: On record, and withdrawn by everybody who asked.
    withdrawn: int = 0


def waiting_by_meeting() -> dict[int | None, Waiting]:
    """What waits, by the meeting for which it was left."""
    found: dict[int | None, Waiting] = defaultdict(Waiting)
    waits = SubmissionState.NEW, SubmissionState.WORDED, SubmissionState.PARKED
    counted = select(Submission.meeting_id, Submission.state, func.count()).where(Submission.state.in_(waits))
    for meeting_id, state, count in db.session.execute(counted.group_by(Submission.meeting_id, Submission.state)):
        setattr(found[meeting_id], state, count)
    for question in agreed_since():
        found[question.meeting_id].agreed += 1
    for question in withdrawn_on_record():
        found[question.meeting_id].withdrawn += 1
    return dict(found)


def notes_on(submission: Submission) -> Sequence[InboundMessage]:
    """Letters that answered the receipt of this question."""
    receipt = db.session.get_one(Receipt, submission.receipt_id)
    return notes_about(f"receipt:{receipt.code_hash}")


def followers_of(questions: Sequence[Question]) -> list[tuple[int, int, str]]:
    """Receipt, question and address of everybody who asked to be told what becomes of one of these."""
    rows = db.session.execute(
        select(Receipt.id, Submission.question_id, Receipt.contact)
        .join(Submission, Submission.receipt_id == Receipt.id)
        .where(Submission.question_id.in_([question.id for question in questions]), Receipt.follows.is_(True))
        .order_by(Receipt.id)
    )
    return [(receipt_id, question_id, contact) for receipt_id, question_id, contact in rows if contact and question_id]


@dataclass(frozen=True)
class ForOfficers:
    """A released question as the local authority reads it."""

    question: Question
    name: str | None
    due: ReplyDue | None = None


def released_to_officers(meeting_id: int) -> list[ForOfficers]:
    """The released questions in their order, with the names that askers gave for just that."""
    rows = db.session.execute(
        select(Question, NamedAsker.name, ReplyDue)
        .options(joinedload(Question.topic))
        .outerjoin(NamedAsker, NamedAsker.question_id == Question.id)
        .outerjoin(ReplyDue, ReplyDue.question_id == Question.id)
        .where(Question.meeting_id == meeting_id, Question.released.is_(True))
        .order_by(*ORDER)
    )
    return [ForOfficers(question, name, due) for question, name, due in rows]


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
