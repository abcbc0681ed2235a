from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import Model, Versioned, one_of
from forum_app.questions.models import Outcome
from forum_app.wall import Reach, readable


class _Answer:
    """What an officer wrote to a question, with the name and post of that day."""

    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10))
    officer: Mapped[str] = mapped_column(String(120))
    officer_title: Mapped[str] = mapped_column(String(200))


@readable(Reach.OFFICER)
class ResponseDraft(_Answer, Versioned, Model):
    """A response as officers prepare it: nobody else sees it before it is taken into the record."""

    __tablename__ = "response_draft"
    __table_args__ = (
        one_of("outcome", Outcome),
        CheckConstraint("length(text) > 0 AND length(officer) > 0", name="text_and_officer_given"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    #: Until then not even the coordinator reads it.
    ready: Mapped[bool] = mapped_column(Boolean, default=False)


@readable(Reach.OFFICER)
class EarlierDraft(_Answer, Model):
    """A draft, or a response on record, that was written over: nothing typed is lost when a duty passes on."""

    __tablename__ = "earlier_draft"
    __table_args__ = (one_of("outcome", Outcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    replaced_on: Mapped[date] = mapped_column(Date)


@readable(Reach.OFFICER)
class Duty(Model):
    """Who answers for the local authority at a meeting, by a link or signed in, from one day until another."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("scoped_link.id", ondelete="SET NULL"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    job_title: Mapped[str] = mapped_column(String(200))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    #: From whom it passed to them.
    after_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id", ondelete="SET NULL"), index=True)


@readable(Reach.PUBLIC)
class RaisedAction(Model):
    """The question that a promise came from."""

    __tablename__ = "raised_action"

    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)


@readable(Reach.PUBLIC)
class Position(Versioned, Model):
    """A sentence of a published response, kept as what the local authority said on a subject on that day."""

    __tablename__ = "stated_position"
    __table_args__ = (
        CheckConstraint("length(subject) > 0 AND length(sentence) > 0", name="subject_and_sentence_given"),
        CheckConstraint("replaced_by_id <> id", name="replaced_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="RESTRICT"), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(Text)
    said_on: Mapped[date] = mapped_column(Date)
    #: The post of whoever said it, on that day.
    officer_title: Mapped[str] = mapped_column(String(200), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("stated_position.id", ondelete="SET NULL"), index=True
    )

    replaced_by: Mapped["Position | None"] = relationship(remote_side=[id], viewonly=True)
