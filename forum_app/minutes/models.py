from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import NEVER_AGAIN, Model, UtcDateTime, Versioned, one_of
from forum_app.questions.models import Outcome
from forum_app.wall import Reach, readable


class Part(StrEnum):
    """Which words of the record a published passage holds."""

    MINUTES = "minutes"
    RESPONSE = "response"
    CONTRIBUTIONS = "contributions"


class ItemMinutes(Versioned, Model):
    """The working text of one agenda item's minutes, in Markdown."""

    __tablename__ = "item_minutes"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="RESTRICT"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class EarlierText(Model):
    """A text that was saved over, kept so that nothing typed is ever lost."""

    __tablename__ = "earlier_text"
    __table_args__ = (Index("ix_earlier_text_item_id", "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


@readable(Reach.PUBLIC)
class MinuteVersion(Model):
    """Minutes as they were published. A correction is a new version, never a change to an old one."""

    __tablename__ = "minute_version"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number = 1 OR length(note) > 0", name="a_correction_says_why"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"))
    number: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(300), default="")


@readable(Reach.PUBLIC)
class MinutePassage(Model):
    """Published words of one item or one question: the text, and the HTML made of it once."""

    __tablename__ = "minute_passage"
    __table_args__ = (
        one_of("part", Part),
        one_of("outcome", Outcome),
        CheckConstraint("part = 'response' OR outcome IS NULL", name="only_responses_come_to_something"),
        CheckConstraint("(item_id IS NULL) <> (question_id IS NULL)", name="item_or_question"),
        CheckConstraint("(part = 'minutes') = (item_id IS NOT NULL)", name="part_fits"),
        UniqueConstraint("version_id", "item_id", "question_id", "part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minute_version.id", ondelete="CASCADE"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="RESTRICT"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="RESTRICT"), index=True)
    part: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    #: Of a response: what it came to, and who gave it in which post on that day. Unknown in old minutes.
    outcome: Mapped[str | None] = mapped_column(String(10))
    officer: Mapped[str] = mapped_column(String(120), default="")
    officer_title: Mapped[str] = mapped_column(String(200), default="")
