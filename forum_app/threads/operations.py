from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from forum_app import audit
from forum_app.actions.models import ActionPoint
from forum_app.actions.operations import ActionFacts, add_action
from forum_app.clock import day_in_words
from forum_app.codes import hash_token
from forum_app.db import ChangedMeanwhile, db, lock, same_version
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind, ScopedLink
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_link
from forum_app.questions.models import Outcome, Question, Response
from forum_app.questions.queries import questions_of
from forum_app.threads.models import Duty, EarlierDraft, Position, RaisedAction, ResponseDraft


class NotReadyYet(Exception):
    """The officers have not said that the forum may take this response."""


class AlreadyRaised(Exception):
    """The action point stands beside a question already."""


class AlreadyPinned(Exception):
    """This sentence is pinned already."""


class NotInTheResponse(Exception):
    """Only a sentence of a published response can be pinned."""


class WouldGoInACircle(Exception):
    """Of two positions only one can replace the other."""


class DutyIsOver(Exception):
    """The duty was passed on already."""


@dataclass(frozen=True)
class Answer:
    """What an officer wrote to a question, and the officer's name and post on that day."""

    text: str
    outcome: str
    officer: str
    officer_title: str = ""

    @classmethod
    def of(cls, row: ResponseDraft | EarlierDraft | Response) -> "Answer":
        return cls(row.text, row.outcome or Outcome.ANSWERED, row.officer, row.officer_title)


# By officers --------------------------------------------------------------------------------------------------


def draft_response(
    question: Question, answer: Answer, *, ready: bool, opened_version: int, today: date
) -> ResponseDraft:
    """Save a response for later; raises ChangedMeanwhile where a colleague saved since. What it replaces is kept."""
    _hold(question)
    draft = db.session.get(ResponseDraft, question.id)
    if draft is None:
        if opened_version:
            raise ChangedMeanwhile
        draft = ResponseDraft(question_id=question.id, **vars(answer), ready=ready)
        db.session.add(draft)
        return draft
    same_version(draft, opened_version)
    if Answer.of(draft) != answer:
        _keep(draft.question_id, Answer.of(draft), today)
    _write(draft, answer)
    draft.ready = ready
    return draft


def take_on(
    meeting_id: int, name: str, job_title: str, *, link_id: int | None, person_id: int | None, today: date
) -> Duty:
    """Remember who answers by this link, or signed in; what was frozen on earlier responses stays as it was."""
    holder = Duty.link_id == link_id if link_id is not None else Duty.person_id == person_id
    found = select(Duty).where(Duty.meeting_id == meeting_id, Duty.until.is_(None), holder)
    duty = db.session.scalars(found).first()
    if duty is None:
        duty = Duty(meeting_id=meeting_id, link_id=link_id, person_id=person_id, since=today)
        db.session.add(duty)
    duty.name, duty.job_title = name, job_title
    return duty


def _hold(question: Question) -> None:
    """Two first drafts of one question wait for each other."""
    db.session.execute(select(Question.id).where(Question.id == question.id).with_for_update())


def _keep(question_id: int, answer: Answer, today: date) -> None:
    db.session.add(EarlierDraft(question_id=question_id, replaced_on=today, **vars(answer)))


def _write(row: ResponseDraft | Response, answer: Answer) -> None:
    for name, value in vars(answer).items():
        setattr(row, name, value)


# By the coordinator: responses and promises -------------------------------------------------------------------


def take(question: Question, *, by: int | None, now: datetime) -> None:
    """Put the officers' response into the record of the meeting; what stood there is kept. Raises NotReadyYet.

    The public reads it with the next version of the minutes.
    """
    draft = db.session.get(ResponseDraft, question.id)
    if draft is None or not draft.ready:
        raise NotReadyYet
    _hold(question)
    if question.response is None:
        question.response = Response(text=draft.text)
    elif question.response.text != draft.text:
        _keep(question.id, Answer.of(question.response), now.date())
    _write(question.response, Answer.of(draft))
    flag_modified(question, "wording")  # whoever edits the question meanwhile is told
    audit.record("Took a response of the local authority into the record.", by=by, now=now)


def take_all(meeting: Meeting, *, by: int | None, now: datetime) -> int:
    """Take every response that is ready, for questions with none on record yet; how many there were."""
    ready = select(ResponseDraft.question_id).where(ResponseDraft.ready.is_(True))
    without = [question for question in questions_of(meeting.id) if question.response is None]
    waiting = set(db.session.scalars(ready.where(ResponseDraft.question_id.in_([row.id for row in without]))))
    for question in without:
        if question.id in waiting:
            take(question, by=by, now=now)
    return len(waiting)


def raise_action(question: Question, facts: ActionFacts, *, by: int | None, now: datetime) -> ActionPoint:
    """Note what was promised to this question, as an action point of its meeting."""
    action = add_action(db.session.get_one(Meeting, question.meeting_id), facts)
    db.session.add(RaisedAction(action_id=action.id, question_id=question.id))
    audit.record(f"Noted action point {action.id}, promised to a question.", by=by, now=now)
    return action


def join_action(question: Question, action: ActionPoint, *, by: int | None, now: datetime) -> None:
    """Say that an action point which is noted already was promised to this question; raises AlreadyRaised."""
    if db.session.get(RaisedAction, action.id) is not None:
        raise AlreadyRaised
    db.session.add(RaisedAction(action_id=action.id, question_id=question.id))
    audit.record(f"Put action point {action.id} beside its question.", by=by, now=now)


def pass_on(
    duty: Duty, name: str, job_title: str, *, last_day: date, today: date, by: int | None, now: datetime
) -> str:
    """Hand the duty to a successor; answers the token of their link. Drafts stay; the old link opens nothing more.

    Raises DutyIsOver.
    """
    lock(duty)
    if duty.until is not None:
        raise DutyIsOver
    duty.until = max(today, duty.since)
    _close_link_of(duty, by=by, now=now)
    token = make_scoped_link(LinkKind.PACK, duty.meeting_id, None, last_day)
    link_id = db.session.scalar(select(ScopedLink.id).where(ScopedLink.token_hash == hash_token(token)))
    successor = {"link_id": link_id, "name": name, "job_title": job_title}
    db.session.add(Duty(meeting_id=duty.meeting_id, since=duty.until, after_id=duty.id, **successor))
    meeting = db.session.get_one(Meeting, duty.meeting_id)
    audit.record(f"Passed on who answers for {day_in_words(meeting.day)}.", by=by, now=now)
    return token


def _close_link_of(duty: Duty, *, by: int | None, now: datetime) -> None:
    link = db.session.get(ScopedLink, duty.link_id) if duty.link_id else None
    if link is not None and link.revoked_on is None:
        revoke_scoped_link(link, by=by, now=now)


# By the coordinator: what was said ----------------------------------------------------------------------------


def pin(
    question: Question, sentence: str, subject: str, *, said_on: date, officer_title: str, by: int | None, now: datetime
) -> Position:
    """Keep a sentence of a response as what the local authority said on a subject that day. Raises AlreadyPinned."""
    same = select(Position.id).where(Position.question_id == question.id, Position.sentence == sentence)
    if db.session.scalar(same) is not None:
        raise AlreadyPinned
    position = Position(
        question_id=question.id, sentence=sentence, subject=subject, said_on=said_on, officer_title=officer_title
    )
    db.session.add(position)
    audit.record("Pinned a sentence of a response.", by=by, now=now)
    return position


def change_position(
    position: Position, subject: str, replaced_by: Position | None, *, by: int | None, now: datetime
) -> None:
    """Give it another subject, or say what replaced it; raises WouldGoInACircle."""
    later, seen = replaced_by, set()
    while later is not None and later.id not in seen:
        if later.id == position.id:
            raise WouldGoInACircle
        seen.add(later.id)
        later = db.session.get(Position, later.replaced_by_id) if later.replaced_by_id else None
    position.subject, position.replaced_by_id = subject, replaced_by.id if replaced_by else None
    audit.record("Changed a pinned sentence.", by=by, now=now)


def unpin(position: Position, *, by: int | None, now: datetime) -> None:
    """Take it off; the response itself stays on record."""
    db.session.delete(position)
    audit.record("Took off a pinned sentence.", by=by, now=now)
