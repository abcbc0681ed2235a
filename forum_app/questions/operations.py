from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from forum_app.db import db, lock
from forum_app.documents.markdown import to_html
from forum_app.meetings.models import AgendaItem, Meeting
from forum_app.questions.models import Contribution, Question, QuestionKind, Response, Topic
from forum_app.questions.queries import questions_of, topic_named


class TopicExists(Exception):
    """Another topic has this name; the two can be put together instead."""


class QuestionIsOnRecord(Exception):
    """The question stands in published minutes."""


@dataclass(frozen=True)
class Voice:
    """Something participants said, in the room or in the chat."""

    voice: str
    text: str


@dataclass(frozen=True)
class QuestionFacts:
    kind: str
    wording: str
    released: bool = False
    number: int | None = None
    response_text: str = ""
    officer: str = ""
    officer_title: str = ""
    outcome: str | None = None
    #: By its name; one that nobody has used yet is made.
    topic: str = ""
    contributions: Sequence[Voice] = field(default_factory=tuple)


def record_question(meeting: Meeting, item: AgendaItem | None, facts: QuestionFacts) -> Question:
    """Put a question on record, in the forum's wording."""
    question = Question(meeting_id=meeting.id, item_id=item.id if item else None, number=facts.number)
    db.session.add(question)
    _write(question, facts)
    return question


def change_question(question: Question, facts: QuestionFacts) -> None:
    """Change a question with its response and contributions, as one."""
    _write(question, facts)
    flag_modified(question, "wording")  # a new version even if only the response changed


def move_question(question: Question, places: int) -> None:
    """Move a numbered question up (negative) or down among the numbered ones of its meeting."""
    order = [row for row in questions_of(question.meeting_id) if row.number is not None]
    if question not in order:
        return
    place = order.index(question)
    order.insert(max(0, min(len(order) - 1, place + places)), order.pop(place))
    _number(order)


def number_questions(meeting: Meeting) -> None:
    """Number the questions sent in advance from 1: those with a number keep their order and come first."""
    lock(meeting)
    _number([row for row in questions_of(meeting.id) if row.kind == QuestionKind.ADVANCE])


def release_all(meeting: Meeting) -> None:
    """Show every question of the meeting with its agenda."""
    for question in questions_of(meeting.id):
        question.released = True


#: What later slices do before a question is taken off the record.
_first: list[Callable[[Question], None]] = []


def before_one_is_removed(tell: Callable[[Question], None]) -> None:
    """Let a later slice do something first, in the same transaction."""
    if tell not in _first:
        _first.append(tell)


def remove_question(question: Question) -> None:
    """Take a question off the record; raises QuestionIsOnRecord once it was published with minutes."""
    try:
        for tell in _first:
            tell(question)
        db.session.delete(question)
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise QuestionIsOnRecord from error


# Topics -------------------------------------------------------------------------------------------------------


def name_topic(name: str) -> Topic:
    """The topic of this name, made if nobody has used it yet; small and capital letters are the same."""
    topic = topic_named(name)
    if topic is None:
        topic = Topic(name=name)
        db.session.add(topic)
        db.session.flush()
    return topic


def rename_topic(topic: Topic, name: str) -> None:
    """Call a topic otherwise; raises TopicExists."""
    other = topic_named(name)
    if other is not None and other is not topic:
        raise TopicExists
    topic.name = name


def merge_topics(topic: Topic, into: Topic) -> None:
    """Give the questions of one topic to another; the first one goes."""
    if topic is into:
        return
    moved = update(Question).where(Question.topic_id == topic.id)
    db.session.execute(moved.values(topic_id=into.id, version=Question.version + 1))
    db.session.delete(topic)


# ---------------------------------------------------------------------------------------------------------------


def _number(order: Sequence[Question]) -> None:
    for question in order:  # first out of the way: two rows may not hold one number even for a moment
        question.number = None
    db.session.flush()
    for number, question in enumerate(order, start=1):
        question.number = number


def _write(question: Question, facts: QuestionFacts) -> None:
    meeting = db.session.get(Meeting, question.meeting_id)
    published = meeting is not None and meeting.has_minutes  # then it stays where everybody has read it
    question.kind, question.released = facts.kind, facts.released or published
    # It stands under headings of many levels, so it has none of its own.
    question.wording, question.wording_html = facts.wording, to_html(facts.wording, headings=False)
    question.topic = name_topic(facts.topic) if facts.topic else None
    _write_response(question, facts)
    question.contributions.clear()
    db.session.flush()
    question.contributions.extend(
        Contribution(position=place, voice=said.voice, text=said.text) for place, said in enumerate(facts.contributions)
    )


def _write_response(question: Question, facts: QuestionFacts) -> None:
    if not facts.response_text:
        question.response = None
        return
    if question.response is None:
        question.response = Response()
    question.response.text = facts.response_text
    question.response.officer = facts.officer
    question.response.officer_title = facts.officer_title
    question.response.outcome = facts.outcome
