from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import DrawnKey, Model, UtcDateTime, draw_key, one_of
from forum_app.wall import Reach, insertable


class OutboxState(StrEnum):
    """Where a message stands on its way out."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


@insertable(Reach.PUBLIC)
class OutboxMessage(Model):
    """One message to one recipient, as it will go out; written in the same transaction as its cause."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("state", OutboxState),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        Index("ix_outbox_message_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    #: Names the event and the recipient: the same letter is never queued twice.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    #: The rendered message; emptied once it is delivered.
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
