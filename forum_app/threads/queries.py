from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum_app.actions.models import ActionPoint
from forum_app.actions.queries import PUBLIC as MINUTES_PUBLISHED
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingState
from forum_app.meetings.queries import PUBLIC
from forum_app.minutes.models import MinutePassage, Part
from forum_app.minutes.queries import newest_version
from forum_app.questions.models import Outcome, Question, ReplyDue, Response, Topic
from forum_app.questions.queries import questions_of
from forum_app.threads.models import Duty, EarlierDraft, Position, RaisedAction, ResponseDraft
from forum_app.wording.sentences import sentences

A_PAGE = 30
MOST_WORDS = 8
#: Everybody may read a question once its agenda is final.
SHOWN = (
    *PUBLIC,
    Meeting.state.in_([MeetingState.AGENDA_PUBLISHED, MeetingState.MINUTES_PUBLISHED]),
    Question.released.is_(True),
)


# The thread ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A question on its public thread, with the response and the contributions where they are published."""

    question: Question
    meeting: Meeting
    topic: Topic | None
    response: MinutePassage | None
    said: MinutePassage | None


def _threads() -> Select:
    response, said = aliased(MinutePassage), aliased(MinutePassage)
    published = Meeting.state == MeetingState.MINUTES_PUBLISHED
    newest = newest_version(Meeting.id)

    def passage(alias: type[MinutePassage], part: Part) -> ColumnElement[bool]:
        of_question = alias.question_id == Question.id
        return and_(published, of_question, alias.part == part, alias.version_id == newest)

    return (
        select(Question, Meeting, Topic, response, said)
        .join(Meeting, Question.meeting_id == Meeting.id)
        .outerjoin(Topic, Topic.id == Question.topic_id)
        .outerjoin(response, passage(response, Part.RESPONSE))
        .outerjoin(said, passage(said, Part.CONTRIBUTIONS))
        .where(*SHOWN)
    )


def thread(question_id: int) -> Told | None:
    """The thread of a question, if the public may read it."""
    row = db.session.execute(_threads().where(Question.id == question_id)).first()
    return Told(*row) if row else None


def promised_to(question_ids: Sequence[int]) -> dict[int, list[ActionPoint]]:
    """The public action points that came from each of these questions, with what became of them."""
    rows = db.session.execute(
        select(RaisedAction.question_id, ActionPoint)
        .join(ActionPoint, ActionPoint.id == RaisedAction.action_id)
        .join(Meeting, Meeting.id == ActionPoint.meeting_id)
        .options(selectinload(ActionPoint.updates))
        .where(RaisedAction.question_id.in_(question_ids), *MINUTES_PUBLISHED)
        .order_by(ActionPoint.meeting_id, ActionPoint.position)
    )
    found: dict[int, list[ActionPoint]] = {}
    for question_id, action in rows:
        found.setdefault(question_id, []).append(action)
    return found


def asked_for(action_ids: Sequence[int]) -> dict[int, Question]:
    """The public question that each of these action points came from."""
    rows = db.session.execute(
        select(RaisedAction.action_id, Question)
        .join(Question, Question.id == RaisedAction.question_id)
        .join(Meeting, Meeting.id == Question.meeting_id)
        .where(RaisedAction.action_id.in_(action_ids), *SHOWN)
    )
    return dict(row for row in rows)


def topics_shown() -> Sequence[Row]:
    """Each topic with how many public questions it has, and the day of the newest, by name."""
    return db.session.execute(
        select(Topic.id, Topic.name, func.count(Question.id).label("questions"), func.max(Meeting.day).label("newest"))
        .join(Question, Question.topic_id == Topic.id)
        .join(Meeting, Question.meeting_id == Meeting.id)
        .where(*SHOWN)
        .group_by(Topic.id, Topic.name)
        .order_by(func.lower(Topic.name), Topic.id)
    ).all()


def threads_on(topic_id: int) -> list[Told]:
    """The public questions on a topic through the years, newest first."""
    rows = _threads().where(Question.topic_id == topic_id)
    newest_first = Meeting.day.desc(), Meeting.id, Question.number.is_(None), Question.number, Question.position
    return [Told(*row) for row in db.session.execute(rows.order_by(*newest_first))]


# Drafted responses --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drafted:
    """A question with what officers have drafted for it."""

    question: Question
    draft: ResponseDraft | None


@dataclass(frozen=True)
class ToTake:
    """A question of the record with its draft, as the coordinator looks at it."""

    question: Question
    draft: ResponseDraft | None
    actions: int

    @property
    def is_taken(self) -> bool:
        """Whether the record says just what the draft says."""
        draft, response = self.draft, self.question.response
        if draft is None or response is None:
            return False
        names = ("text", "outcome", "officer", "officer_title")
        return all(getattr(draft, name) == getattr(response, name) for name in names)


def drafts_of(question_ids: Sequence[int]) -> dict[int, ResponseDraft]:
    rows = db.session.scalars(select(ResponseDraft).where(ResponseDraft.question_id.in_(question_ids)))
    return {draft.question_id: draft for draft in rows}


def earlier_drafts(question_id: int) -> Sequence[EarlierDraft]:
    """What was written over, newest first."""
    rows = select(EarlierDraft).where(EarlierDraft.question_id == question_id)
    return db.session.scalars(rows.order_by(EarlierDraft.id.desc())).all()


def to_take(meeting_id: int) -> list[ToTake]:
    questions = questions_of(meeting_id)
    numbers = [question.id for question in questions]
    drafts = drafts_of(numbers)
    counted = select(RaisedAction.question_id, func.count()).where(RaisedAction.question_id.in_(numbers))
    raised = dict(row for row in db.session.execute(counted.group_by(RaisedAction.question_id)))
    return [ToTake(question, drafts.get(question.id), raised.get(question.id, 0)) for question in questions]


def ready_by_meeting() -> dict[int, int]:
    """How many responses are ready for questions that have none on record, by meeting."""
    rows = db.session.execute(
        select(Question.meeting_id, func.count())
        .join(ResponseDraft, ResponseDraft.question_id == Question.id)
        .where(ResponseDraft.ready.is_(True), ~Question.response.has())
        .group_by(Question.meeting_id)
    )
    return dict(row for row in rows)


@dataclass(frozen=True)
class RepliesDue:
    """How many questions of a meeting wait for a reply that was asked for by a day."""

    meeting_id: int
    reply_by: date
    count: int


def replies_due() -> list[RepliesDue]:
    """Of released questions that have no response on record, and no draft that is ready; not once minutes are out."""
    ready = exists().where(ResponseDraft.question_id == Question.id, ResponseDraft.ready.is_(True))
    rows = (
        select(Question.meeting_id, ReplyDue.reply_by, func.count())
        .join(ReplyDue, ReplyDue.question_id == Question.id)
        .join(Meeting, Meeting.id == Question.meeting_id)
        .where(
            ~Question.response.has(),
            ~ready,
            Meeting.state.not_in((MeetingState.MINUTES_PUBLISHED, MeetingState.CANCELLED)),
        )
        .group_by(Question.meeting_id, ReplyDue.reply_by)
        .order_by(ReplyDue.reply_by)
    )
    return [RepliesDue(*row) for row in db.session.execute(rows)]


def taken_back_without_promise() -> dict[int, int]:
    """How many answers were taken back to the team and led to no action point, by meeting."""
    raised = select(RaisedAction.question_id)
    rows = (
        select(Question.meeting_id, func.count())
        .join(Response, Response.question_id == Question.id)
        .where(Response.outcome == Outcome.TAKEN_BACK, Question.id.not_in(raised))
        .group_by(Question.meeting_id)
    )
    return dict(row for row in db.session.execute(rows))


def actions_without_question(meeting_id: int) -> Sequence[ActionPoint]:
    """Action points of a meeting that stand beside no question."""
    alone = ActionPoint.id.not_in(select(RaisedAction.action_id))
    rows = select(ActionPoint).where(ActionPoint.meeting_id == meeting_id, alone)
    return db.session.scalars(rows.order_by(ActionPoint.position)).all()


def duties_at(meeting_id: int) -> Sequence[Duty]:
    """Who answered for the local authority at a meeting, in turn."""
    rows = select(Duty).where(Duty.meeting_id == meeting_id)
    return db.session.scalars(rows.order_by(Duty.since, Duty.id)).all()


def duty_of(meeting_id: int, *, link_id: int | None, person_id: int | None) -> Duty | None:
    """The duty of whoever holds this link, or is signed in."""
    holder = Duty.link_id == link_id if link_id is not None else Duty.person_id == person_id
    rows = select(Duty).where(Duty.meeting_id == meeting_id, holder, Duty.until.is_(None))
    return db.session.scalars(rows.order_by(Duty.id.desc())).first()


# What was said ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """What was said on one subject: the sentences that stand now first, then all of them, oldest first."""

    name: str
    positions: list[Position]
    #: Numbers of those that a correction of the minutes no longer holds.
    corrected: set[int] = field(default_factory=set)

    @property
    def current(self) -> list[Position]:
        return [position for position in self.positions if position.replaced_by_id is None]

    @property
    def replaced(self) -> list[Position]:
        return [position for position in self.positions if position.replaced_by_id is not None]


def said_about(words: str, page: int) -> tuple[list[Subject], int]:
    """Public positions whose subject, sentence or topic holds every one of these words; a page, and how many."""
    wanted = _public(select(Position, MinutePassage.text)).outerjoin(Topic, Topic.id == Question.topic_id)
    for word in words.split()[:MOST_WORDS]:
        like = f"%{_literally(word.lower())}%"
        named = [func.lower(column).like(like, escape="\\") for column in (Position.subject, Position.sentence)]
        wanted = wanted.where(or_(*named, func.lower(Topic.name).like(like, escape="\\")))
    count = db.session.scalar(wanted.with_only_columns(func.count(Position.id))) or 0
    rows = wanted.order_by(func.lower(Position.subject), Position.said_on, Position.id)
    page_of = rows.options(joinedload(Position.replaced_by)).limit(A_PAGE).offset((page - 1) * A_PAGE)
    found: dict[str, Subject] = {}
    for position, response in db.session.execute(page_of):
        subject = found.setdefault(position.subject.casefold(), Subject(position.subject, []))
        subject.positions.append(position)
        if position.sentence not in (response or ""):
            subject.corrected.add(position.id)
    return list(found.values()), count


def _public(positions: Select) -> Select:
    """Only of minutes that everybody may read, with the response as it stands there now."""
    from_record = positions.join(Question, Question.id == Position.question_id)
    response = and_(
        MinutePassage.question_id == Question.id,
        MinutePassage.part == Part.RESPONSE,
        MinutePassage.version_id == newest_version(Meeting.id),
    )
    from_record = from_record.join(Meeting, Meeting.id == Question.meeting_id).outerjoin(MinutePassage, response)
    return from_record.where(*MINUTES_PUBLISHED)


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def subjects() -> list[str]:
    """Every subject that something is pinned under, by name."""
    found = db.session.scalars(select(Position.subject).distinct())
    return sorted(found, key=str.casefold)


def positions_of(question_id: int) -> Sequence[Position]:
    rows = select(Position).where(Position.question_id == question_id)
    return db.session.scalars(rows.order_by(Position.said_on, Position.id)).all()


def could_replace(position: Position) -> Sequence[Position]:
    """Other positions, of the same day or later, those on the same subject first."""
    later = select(Position).where(Position.id != position.id, Position.said_on >= position.said_on)
    rows = db.session.scalars(later.order_by(Position.said_on.desc(), Position.id.desc()).limit(200)).all()
    return sorted(rows, key=lambda other: other.subject.casefold() != position.subject.casefold())


def sentences_to_pin(question_id: int) -> list[str]:
    """The sentences of a question's published response, each once."""
    told = thread(question_id)
    if told is None or told.response is None:
        return []
    return list(dict.fromkeys(sentence.text.strip() for sentence in sentences(told.response.text)))
