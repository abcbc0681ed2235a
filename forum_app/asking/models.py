from datetime import date
from enum import IntEnum, StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app import wall
from forum_app.db import DrawnKey, Model, Versioned, draw_key, one_of
from forum_app.questions.models import FoiState, Topic
from forum_app.receipts.models import OWN
from forum_app.wall import Reach, insertable


class SubmissionState(StrEnum):
    """How far a question that was left has come on the coordinator's desk."""

    NEW = "new"
    WORDED = "worded"
    RELEASED = "released"
    PARKED = "parked"
    DECLINED = "declined"
    #: Put together with another that asks the same; that one is worded and released for both.
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Consent(IntEnum):
    """What may be said of whoever asked. Only they choose it, one question at a time, and only upwards."""

    NOTHING = 0
    DESCRIBED = 1
    ASKS_IN_PERSON = 2
    NAMED_TO_AUTHORITY = 3


@insertable(Reach.PUBLIC)
class Submission(Versioned, Model):
    """A question as somebody left it. The question on record is another row, and knows nothing of this one."""

    __tablename__ = "submission"
    __table_args__ = (
        one_of("state", SubmissionState),
        CheckConstraint("(state = 'withdrawn') = (words = '')", name="words_until_withdrawn"),
        CheckConstraint("question_id IS NULL OR state IN ('released', 'withdrawn')", name="on_record_once_released"),
        CheckConstraint("state NOT IN ('worded', 'released') OR length(wording) > 0", name="worded_has_wording"),
        CheckConstraint("state <> 'declined' OR length(because) > 0", name="declined_says_why"),
        CheckConstraint("consent BETWEEN 0 AND 3", name="consent_on_the_ladder"),
        CheckConstraint("(consent = 0) = (said = '')", name="consent_says_what"),
        one_of("foi_state", FoiState, none_is=""),
        CheckConstraint("(foi_link = '') = (foi_state = '')", name="foi_link_with_its_state"),
        CheckConstraint("foi_link <> '' OR NOT foi_shown", name="foi_shown_if_any"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id", ondelete="CASCADE"), unique=True)
    #: The meeting it was left for, or moved to; none where the next one was not fixed yet.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(Text)
    #: They saw what could identify them and asked the coordinator to word it otherwise.
    please_reword: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default=SubmissionState.NEW)
    #: The forum's wording, as it will be released; whoever asked sees it first.
    wording: Mapped[str] = mapped_column(Text, default="")
    because: Mapped[str] = mapped_column(String(500), default="")
    consent: Mapped[int] = mapped_column(Integer, default=Consent.NOTHING)
    #: The very words they agreed to, from the next release on.
    said: Mapped[str] = mapped_column(String(200), default="")
    #: Several may stand behind one question on record.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"), index=True)
    #: Left after the deadline of its meeting.
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"), index=True)
    #: What is wrong with the wording, as whoever asked sees it; cleared by the next wording.
    objection: Mapped[str] = mapped_column(String(1000), default="")
    foi_link: Mapped[str] = mapped_column(String(500), default="")
    foi_state: Mapped[str] = mapped_column(String(10), default="")
    #: Only whoever asked says that it may be shown with the question.
    foi_shown: Mapped[bool] = mapped_column(Boolean, default=False)

    topic: Mapped[Topic | None] = relationship()
    merged: Mapped["Merged | None"] = relationship(
        foreign_keys="Merged.submission_id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def topic_name(self) -> str:
        return self.topic.name if self.topic else ""


class Merged(Model):
    """A question that was put together with another. A row of its own: what the public inserts may point to no other
    family's row, not even by a key."""

    __tablename__ = "merged"
    __table_args__ = (CheckConstraint("submission_id <> into_id", name="into_another"),)

    submission_id: Mapped[int] = mapped_column(
        DrawnKey, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    into_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)


class AskerQuery(Model):
    """What the coordinator asked whoever left a question (“which year?”), and the answer. Nobody else reads it."""

    __tablename__ = "asker_query"
    __table_args__ = (
        CheckConstraint("length(question) > 0", name="question_given"),
        UniqueConstraint("submission_id", "number"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")


class ConsentGiven(Model):
    """One step up the ladder: the day, and the very words that were shown before it was taken."""

    __tablename__ = "consent_given"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 3", name="level_on_the_ladder"),
        UniqueConstraint("submission_id", "level"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    level: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(200))
    given_on: Mapped[date] = mapped_column(Date)


OWN_SUBMISSION = Table(
    wall.own_rows(
        "own_submission",
        # One that was put together with another stands where that one stands.
        "SELECT own.id, own.meeting_id, own.words, COALESCE(other.state, own.state) AS state, "
        "COALESCE(other.wording, own.wording) AS wording, COALESCE(other.because, own.because) AS because, "
        "own.consent, own.said, own.question_id, own.version, own.late, own.objection, own.foi_link, own.foi_state, "
        "own.foi_shown, CASE WHEN other.id IS NULL THEN 0 ELSE 1 END AS is_merged "
        "FROM submission own JOIN receipt ON receipt.id = own.receipt_id "
        "LEFT JOIN merged ON merged.submission_id = own.id LEFT JOIN submission other ON other.id = merged.into_id "
        "WHERE receipt.code_hash = {receipt}",
    ),
    OWN,
    Column("id", DrawnKey),
    Column("meeting_id", Integer),
    Column("words", Text),
    Column("state", String),
    Column("wording", Text),
    Column("because", String),
    Column("consent", Integer),
    Column("said", String),
    Column("question_id", Integer),
    Column("version", Integer),
    Column("late", Boolean),
    Column("objection", String),
    Column("foi_link", String),
    Column("foi_state", String),
    Column("foi_shown", Boolean),
    Column("is_merged", Integer),
)

OWN_QUERY = Table(
    wall.own_rows(
        "own_query",
        "SELECT asker_query.id, asker_query.number, asker_query.question, asker_query.answer FROM asker_query "
        "JOIN submission ON submission.id = asker_query.submission_id "
        "JOIN receipt ON receipt.id = submission.receipt_id WHERE receipt.code_hash = {receipt}",
    ),
    OWN,
    Column("id", DrawnKey),
    Column("number", Integer),
    Column("question", Text),
    Column("answer", Text),
)
