import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.asking.guard import HeldBack, held_in
from forum_app.asking.models import AskerQuery, Consent, ConsentGiven, Merged, Submission, SubmissionState
from forum_app.asking.queries import (
    agreed_since,
    askers_of,
    into_of,
    merged_into,
    queries_on,
    what_may_be_said,
    worded_for,
)
from forum_app.clock import day_in_words, today
from forum_app.db import db, lock
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting
from forum_app.questions.models import NamedAsker, Question, QuestionKind, ReplyDue
from forum_app.questions.operations import QuestionFacts, name_topic, record_question
from forum_app.receipts import operations as receipts
from forum_app.receipts.models import ReceiptKind
from forum_app.working_days import working_days_between


class AlreadyLeft(Exception):
    """The same words from the same page were left before: the button was pressed twice."""


class OutOfTheAskersHands(Exception):
    """The question is released, declined or withdrawn, so its words are no longer changed by whoever asked."""


class OnlyUpwards(Exception):
    """What may be said of whoever asked can be widened, never taken back."""


class DeadlinePassed(Exception):
    """The questions of this meeting have closed, so the words of one that came in time stay as they are."""


class NotPutTogether(Exception):
    """The question stands by itself, or the other one cannot take it in."""


class QueryStillOpen(Exception):
    """The coordinator has asked something already that is not answered yet."""


class NothingToRelease(Exception):
    """No question that was left is worded and waiting."""


class WordingHeldBack(HeldBack):
    """The address or number of somebody stands in a wording that was to be released."""


class NotOnTheDesk(Exception):
    """The question was withdrawn or released meanwhile."""


#: Whoever asked may put it otherwise while it is one of these.
IN_THE_ASKERS_HANDS = frozenset(
    {SubmissionState.NEW, SubmissionState.WORDED, SubmissionState.PARKED, SubmissionState.MERGED}
)
NOT_TO_JOIN = frozenset({SubmissionState.WITHDRAWN, SubmissionState.DECLINED, SubmissionState.MERGED})
#: From so many on the record says “several asked this”, and from so many a number.
SEVERAL, A_NUMBER = 3, 8


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the form."""

    words: str
    contact: str | None = None
    follows: bool = False
    please_reword: bool = False
    #: After the deadline of its meeting.
    late: bool = False


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
    left = {"words": asked.words, "please_reword": asked.please_reword, "late": asked.late}
    db.session.add(Submission(receipt_id=receipt.id, meeting_id=meeting_id, **left))


def change_words(submission: Submission, words: str, *, closed: bool = False) -> None:
    """Whoever asked puts it otherwise; it goes back to the coordinator and stands by itself again.

    The same words once more change nothing. Raises OutOfTheAskersHands, and DeadlinePassed once the questions of its
    meeting have closed.
    """
    if submission.state not in IN_THE_ASKERS_HANDS:
        raise OutOfTheAskersHands
    if closed and not submission.late:
        raise DeadlinePassed
    if submission.words != words:
        leave_group(submission)
        submission.words, submission.state = words, SubmissionState.NEW


def object_to(submission: Submission, objection: str) -> None:
    """Whoever asked says what is wrong with the wording, which goes back to the coordinator before anybody else
    sees it. Raises OutOfTheAskersHands."""
    if submission.state != SubmissionState.WORDED:
        raise OutOfTheAskersHands
    submission.objection, submission.state = objection, SubmissionState.NEW


def stand_apart(submission: Submission) -> None:
    """“Mine was different”: it comes back to the desk as a question of its own. Raises NotPutTogether."""
    if into_of(submission.id) is None:
        raise NotPutTogether
    question = db.session.get(Question, submission.question_id) if submission.question_id else None
    leave_group(submission)
    submission.state, submission.question_id, submission.wording = SubmissionState.NEW, None, ""
    if question:
        db.session.flush()
        say(question)  # what was said of them was said with a question that is no longer theirs


def answer(query: AskerQuery, words: str) -> None:
    """Whoever asked answers what the coordinator asked back."""
    query.answer = words


def mention_request(submission: Submission, link: str, state: str, *, shown: bool) -> None:
    """“Also asked by FOI”: with a link and how far it is; the next release shows it, if whoever asked says so.

    What is shown on the record already and is not to be any more goes from it at once.
    """
    if submission.state in {SubmissionState.WITHDRAWN, SubmissionState.DECLINED}:
        raise OutOfTheAskersHands
    before = submission.foi_link, submission.foi_shown
    submission.foi_link, submission.foi_state = link, state if link else ""
    submission.foi_shown = bool(link) and shown
    if before != (submission.foi_link, submission.foi_shown):
        _take_off_request(submission.question_id, before[0])


def _take_off_request(question_id: int | None, link: str) -> None:
    """Another who asked the same may have shown theirs: the next release says that."""
    question = db.session.get(Question, question_id) if question_id else None
    if question and link and question.foi_link == link:
        question.foi_link, question.foi_state = "", ""


def withdraw(submission: Submission, *, now: datetime) -> None:
    """Delete words, name, address and letters; a question on record stays until the coordinator takes it off.

    What was said of them goes from the record at once: nobody else could ever take it back.
    """
    said_something = submission.consent != Consent.NOTHING or submission.foi_shown
    leave_group(submission)
    submission.state = SubmissionState.WITHDRAWN
    submission.words = submission.wording = submission.because = submission.objection = ""
    submission.foi_link, submission.foi_state, submission.foi_shown = "", "", False
    submission.consent, submission.said = Consent.NOTHING, ""
    for said in (AskerQuery, ConsentGiven):
        db.session.execute(delete(said).where(said.submission_id == submission.id))
    question = db.session.get(Question, submission.question_id) if submission.question_id else None
    if question and said_something:
        db.session.flush()
        say(question)
    receipts.forget_replies(submission.receipt_id)
    receipts.forget_contact(submission.receipt_id, now=now)


def leave_group(submission: Submission) -> None:
    """Take a question out of those it was put together with; the others stay together, as they stood."""
    db.session.execute(delete(Merged).where(Merged.submission_id == submission.id))
    others = merged_into(submission.id)
    if not others:
        return
    first, *rest = others
    db.session.execute(delete(Merged).where(Merged.into_id == submission.id))
    for name in ("state", "wording", "because", "topic_id", "question_id", "meeting_id"):
        setattr(first, name, getattr(submission, name))
    db.session.add_all(Merged(submission_id=other.id, into_id=first.id) for other in rest)
    db.session.flush()


def climb(submission: Submission, level: Consent, said: str, *, today: date) -> None:
    """One step up the ladder, with the very words that were shown before it; raises OnlyUpwards."""
    if level <= submission.consent:
        raise OnlyUpwards
    if submission.state in {SubmissionState.WITHDRAWN, SubmissionState.DECLINED}:
        raise OutOfTheAskersHands
    submission.consent, submission.said = level, said
    db.session.add(ConsentGiven(submission_id=submission.id, level=level, words=said, given_on=today))


# By the coordinator -------------------------------------------------------------------------------------------


def word(
    submission: Submission, wording: str, *, topic: str = "", looked_at: int = 0, by: int | None, now: datetime
) -> None:
    """Put a question in the forum's words; whoever asked sees them before anybody else. Raises NotOnTheDesk.

    ``looked_at`` details could have told who asked; that somebody looked and let them stand is recorded.
    """
    _on_the_desk(submission)
    submission.wording, submission.because, submission.state = wording, "", SubmissionState.WORDED
    submission.objection = ""
    submission.topic = name_topic(topic) if topic else None
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
    meeting_id = meeting.id if meeting else None
    for one in [submission, *merged_into(submission.id)]:
        one.late = one.late and one.meeting_id == meeting_id  # for another meeting it comes in time
        one.meeting_id = meeting_id
    audit.record("Took up a question that was left.", by=by, now=now)


def put_together(submission: Submission, into: Submission, *, by: int | None, now: datetime) -> None:
    """Word and release one question for several askers. Each keeps their receipt, sees what becomes of it, and may
    say that theirs was different. Raises NotPutTogether and NotOnTheDesk."""
    _on_the_desk(submission, may_be_merged=True)
    lock(into)
    if submission.id == into.id or into_of(into.id) or into.state in NOT_TO_JOIN or into.meeting_id is None:
        raise NotPutTogether
    moved = [submission, *merged_into(submission.id)]
    db.session.execute(delete(Merged).where(Merged.submission_id.in_([one.id for one in moved])))
    for one in moved:
        db.session.add(Merged(submission_id=one.id, into_id=into.id))
        one.meeting_id, one.because, one.objection = into.meeting_id, "", ""
        _follow(one, into)
    db.session.flush()
    audit.record("Put together two questions that were left.", by=by, now=now)


def take_apart(submission: Submission, *, by: int | None, now: datetime) -> None:
    """Undo it: the question is back on the desk by itself. Raises NotPutTogether, NotOnTheDesk once it is released."""
    _on_the_desk(submission, may_be_merged=True)
    stand_apart(submission)
    audit.record("Took apart two questions that were left.", by=by, now=now)


def ask_back(submission: Submission, words: str, *, by: int | None, now: datetime) -> AskerQuery:
    """Ask whoever left a question something; they read it on the page of their receipt. Raises QueryStillOpen."""
    _on_the_desk(submission, may_be_merged=True)
    asked = queries_on(submission.id)
    if any(not query.answer for query in asked):
        raise QueryStillOpen
    query = AskerQuery(submission_id=submission.id, number=len(asked) + 1, question=words)
    db.session.add(query)
    audit.record("Asked back about a question that was left.", by=by, now=now)
    return query


def _follow(one: Submission, into: Submission) -> None:
    """Stand where the other one stands."""
    if into.state == SubmissionState.RELEASED:
        one.state, one.wording, one.question_id = SubmissionState.RELEASED, into.wording, into.question_id
    else:
        one.state = SubmissionState.MERGED


def _on_the_desk(submission: Submission, *, may_be_merged: bool = False) -> None:
    lock(submission)
    gone = {SubmissionState.RELEASED, SubmissionState.WITHDRAWN}
    if submission.state in gone or (submission.state == SubmissionState.MERGED and not may_be_merged):
        raise NotOnTheDesk


def release(meeting: Meeting, *, reply_by: date | None = None, by: int | None, now: datetime) -> list[Question]:
    """Put every worded question on record, in an order that tells nothing, and what their askers let be said.

    The local authority is asked to reply by a day, where one is given. What askers of questions on record agreed to
    since is said from now on too. Raises NothingToRelease, and WordingHeldBack where somebody has left an address or
    number since it was worded that stands in it. The rows on record hold no time and do not point back.
    """
    lock(meeting)
    waiting, agreed = list(worded_for(meeting.id, hold=True)), agreed_since(meeting.id)
    if not waiting and not agreed:
        raise NothingToRelease
    if held_in("\n\n".join(submission.wording for submission in waiting)):
        raise WordingHeldBack
    secrets.SystemRandom().shuffle(waiting)  # the rows' own numbers must not tell who asked first either
    item = next((item for item in meeting.items if item.kind == ItemKind.QUESTIONS), None)
    questions = [_put_on_record(meeting, item, submission) for submission in waiting]
    for question in [*questions, *agreed]:
        say(question)
    for question in questions:
        question.asked_about = roughly(len(askers_of(question.id)))
        if reply_by:
            days = working_days_between(today(meeting.time_zone, now), reply_by)
            db.session.add(ReplyDue(question_id=question.id, reply_by=reply_by, working_days=days))
    audit.record(
        f"Released {len(questions)} question{'s' if len(questions) != 1 else ''} for {day_in_words(meeting.day)}.",
        by=by,
        now=now,
    )
    return questions


def back_on_the_desk(question: Question) -> None:
    """The question is being taken off the record: what families left comes back to the desk and is not lost."""
    for one in askers_of(question.id):
        one.state = SubmissionState.MERGED if into_of(one.id) else SubmissionState.NEW
        one.question_id = None
    db.session.flush()


def _put_on_record(meeting: Meeting, item: AgendaItem | None, submission: Submission) -> Question:
    group = [submission, *merged_into(submission.id)]
    facts = QuestionFacts(
        kind=QuestionKind.ADVANCE, wording=submission.wording, released=True, topic=submission.topic_name
    )
    question = record_question(meeting, item, facts)
    question.late = all(one.late for one in group)
    submission.state, submission.question_id = SubmissionState.RELEASED, question.id
    for one in group[1:]:
        _follow(one, submission)
    db.session.flush()
    return question


def say(question: Question) -> None:
    """Write on the record just what those who asked it agreed to."""
    said = what_may_be_said(question.id)
    question.said_of_asker = said.to_everybody
    question.foi_link, question.foi_state = said.foi_link, said.foi_state
    named = db.session.get(NamedAsker, question.id)
    if named is not None and named.name != said.to_authority:
        db.session.delete(named)
        db.session.flush()
        named = None
    if said.to_authority and named is None:
        db.session.add(NamedAsker(question_id=question.id, name=said.to_authority))


def roughly(count: int) -> int:
    """How many asked, as coarsely as the record may say it: 0 for one or two, 3 for several, then fives."""
    if count < SEVERAL:
        return 0
    return SEVERAL if count < A_NUMBER else max(10, (count + 2) // 5 * 5)
