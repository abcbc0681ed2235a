from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import Model, Versioned, one_of
from forum_app.meetings.models import Meeting
from forum_app.wall import Reach, readable


class OwnerKind(StrEnum):
    PERSON = "person"
    GROUP = "group"
    ANYONE = "anyone"


class ActionState(StrEnum):
    OPEN = "open"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    NOT_DONE = "not_done"


#: States in which nothing more is expected.
CLOSED = frozenset({ActionState.DONE, ActionState.NOT_DONE})


class PartsJoined(StrEnum):
    """How the two halves of a promise belong together."""

    AND = "and"
    OR = "or"


@readable(Reach.PUBLIC)
class ActionPoint(Versioned, Model):
    """One promise made in a meeting: who, what, by when. Updates say what became of it."""

    __tablename__ = "action_point"
    __table_args__ = (
        one_of("owner_kind", OwnerKind),
        one_of("state", ActionState),
        one_of("joined_by", PartsJoined),
        CheckConstraint("(second_text IS NULL) = (joined_by IS NULL)", name="second_part_has_its_join"),
        CheckConstraint("(state IN ('done', 'not_done')) = (closed_on IS NOT NULL)", name="closed_has_its_day"),
        CheckConstraint("due_on IS NULL OR due_words = ''", name="one_due"),
        CheckConstraint("length(owner) > 0 AND length(text) > 0", name="owner_and_text_given"),
        UniqueConstraint("meeting_id", "position"),
        Index("ix_action_point_state", "state", "owner_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"))
    position: Mapped[int] = mapped_column(Integer)
    owner_kind: Mapped[str] = mapped_column(String(10))
    owner: Mapped[str] = mapped_column(String(200))
    via: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    second_text: Mapped[str | None] = mapped_column(Text)
    joined_by: Mapped[str | None] = mapped_column(String(5))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_words: Mapped[str] = mapped_column(String(120), default="")
    #: Set by the last update, in the same transaction, so that the tracker can ask for it.
    state: Mapped[str] = mapped_column(String(20), default=ActionState.OPEN)
    closed_on: Mapped[date | None] = mapped_column(Date)
    #: Words of the last update, kept beside the state for the same reason.
    outcome: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship()
    updates: Mapped[list["ActionUpdate"]] = relationship(
        back_populates="action", order_by="ActionUpdate.id", cascade="all, delete-orphan"
    )

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def sentence(self) -> str:
        """The whole promise as one sentence, both halves."""
        if self.second_text is None:
            return self.text
        return f"{self.text.rstrip('.')}, {self.joined_by} {self.second_text}"


@readable(Reach.PUBLIC)
class ActionUpdate(Model):
    """What was heard of a promise on a day. An outcome is told in words, never by a tick alone."""

    __tablename__ = "action_update"
    __table_args__ = (
        one_of("state", ActionState),
        CheckConstraint("length(words) > 0", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)

    action: Mapped[ActionPoint] = relationship(back_populates="updates")
