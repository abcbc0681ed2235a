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
from sqlalchemy.orm import Mapped, mapped_column

from forum_app import wall
from forum_app.db import DrawnKey, Model, Versioned, draw_key, one_of
from forum_app.receipts.models import OWN
from forum_app.wall import Reach, insertable


class SubmissionState(StrEnum):
    """How far a question that was left has come on the coordinator's desk."""

    NEW = "new"
    WORDED = "worded"
    RELEASED = "released"
    PARKED = "parked"
    DECLINED = "declined"
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
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"), unique=True)


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
        "SELECT submission.id, submission.meeting_id, submission.words, submission.state, submission.wording, "
        "submission.because, submission.consent, submission.said, submission.question_id, submission.version "
        "FROM submission JOIN receipt ON receipt.id = submission.receipt_id WHERE receipt.code_hash = {receipt}",
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
)
