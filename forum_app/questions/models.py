import secrets
from datetime import date
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import NEVER_AGAIN, Model, Versioned, one_of
from forum_app.wall import Reach, readable


class QuestionKind(StrEnum):
    ADVANCE = "advance"
    ROOM = "room"
    CHAT = "chat"


class VoiceKind(StrEnum):
    """Where participants said something. Who said it is never kept."""

    ROOM = "room"
    CHAT = "chat"


class Outcome(StrEnum):
    """What the authority's response came to, in its own choice of these."""

    ANSWERED = "answered"
    PARTLY = "partly"
    TAKEN_BACK = "taken_back"
    DECLINED = "declined"


class FoiState(StrEnum):
    """How far a freedom-of-information request about the same thing has come."""

    WAITING = "waiting"
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"


def random_position() -> int:
    """An order that tells nothing of who asked first."""
    return secrets.randbelow(2**31)


@readable(Reach.PUBLIC)
class Topic(Model):
    """What questions of several years are about (“exam centres”), so that they can be found together."""

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


@readable(Reach.PUBLIC)
class Question(Versioned, Model):
    """A question on record, in the forum's wording. Nothing here points to whoever asked it."""

    __tablename__ = "question"
    __table_args__ = (
        one_of("kind", QuestionKind),
        CheckConstraint("number IS NULL OR number > 0", name="number_positive"),
        CheckConstraint("length(wording) > 0", name="wording_given"),
        # Three is “several”; below eight no number is kept, from then on only one rounded to fives.
        CheckConstraint("asked_about IN (0, 3) OR (asked_about >= 10 AND asked_about % 5 = 0)", name="asked_roughly"),
        one_of("foi_state", FoiState, none_is=""),
        CheckConstraint("(foi_link = '') = (foi_state = '')", name="foi_link_with_its_state"),
        UniqueConstraint("meeting_id", "number"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="RESTRICT"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=QuestionKind.ADVANCE)
    number: Mapped[int | None] = mapped_column(Integer)
    #: Random until the chair numbers the questions: insertion order would tell who asked first.
    position: Mapped[int] = mapped_column(Integer, default=random_position)
    wording: Mapped[str] = mapped_column(Text)
    wording_html: Mapped[str] = mapped_column(Text)
    #: What whoever asked chose to have said of them (“a parent of a child with an EHC plan”); empty if nothing.
    said_of_asker: Mapped[str] = mapped_column(String(200), default="")
    #: Left after the deadline: the coordinator reads it out if there is time.
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    #: About how many asked it: 0 says nothing, 3 “several”, else a number rounded to fives. Set once a day.
    asked_about: Mapped[int] = mapped_column(Integer, default=0)
    #: A request for information about the same thing, where whoever asked wants it shown.
    foi_link: Mapped[str] = mapped_column(String(500), default="")
    foi_state: Mapped[str] = mapped_column(String(10), default="")
    #: Shown in public with the agenda; one that is not released waits at the desk.
    released: Mapped[bool] = mapped_column(Boolean, default=False)

    topic: Mapped[Topic | None] = relationship()
    response: Mapped["Response | None"] = relationship(back_populates="question", cascade="all, delete-orphan")
    contributions: Mapped[list["Contribution"]] = relationship(
        back_populates="question", order_by="Contribution.position", cascade="all, delete-orphan"
    )

    @property
    def topic_name(self) -> str:
        return self.topic.name if self.topic else ""

    # The response's own facts under the question's name: the two are edited and saved as one.
    @property
    def response_text(self) -> str:
        return self.response.text if self.response else ""

    @property
    def officer(self) -> str:
        return self.response.officer if self.response else ""

    @property
    def officer_title(self) -> str:
        return self.response.officer_title if self.response else ""

    @property
    def outcome(self) -> str:
        return (self.response.outcome or "") if self.response else Outcome.ANSWERED


class Response(Model):
    """What the authority answered, and the officer and post that answered on that date."""

    __tablename__ = "response"
    __table_args__ = (one_of("outcome", Outcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(String(120), default="")
    officer_title: Mapped[str] = mapped_column(String(200), default="")
    #: Unknown where old minutes do not say.
    outcome: Mapped[str | None] = mapped_column(String(10))

    question: Mapped[Question] = relationship(back_populates="response")


class Contribution(Model):
    """What participants said to a question: never with a name."""

    __tablename__ = "contribution"
    __table_args__ = (
        one_of("voice", VoiceKind),
        UniqueConstraint("question_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    voice: Mapped[str] = mapped_column(String(10), default=VoiceKind.ROOM)
    text: Mapped[str] = mapped_column(Text)

    question: Mapped[Question] = relationship(back_populates="contributions")


@readable(Reach.OFFICER)
class NamedAsker(Model):
    """A name that whoever asked gave to the local authority for this one question. The public never sees it."""

    __tablename__ = "named_asker"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_given"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


@readable(Reach.OFFICER)
class ReplyDue(Model):
    """By when the local authority is asked to reply to a question that was released to it."""

    __tablename__ = "reply_due"
    __table_args__ = (CheckConstraint("working_days >= 0", name="days_counted"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    reply_by: Mapped[date] = mapped_column(Date)
    #: How many working days that was from the release.
    working_days: Mapped[int] = mapped_column(Integer)
