from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, SmallInteger, String
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


#: Nothing more happens to these by itself.
ENDED = (OutboxState.SENT, OutboxState.FAILED, OutboxState.STOPPED)


class Priority(IntEnum):
    """Which message goes first; somebody sits and waits for a sign-in code.

    Down to ``ASKED_FOR`` a message goes to a suspended address too, because it was asked for there.
    """

    SOON = 0
    ASKED_FOR = 3
    USUAL = 5
    MANY = 9


class Trouble(StrEnum):
    """Why a message is late, or did not go."""

    LATER = "later"
    INTERRUPTED = "interrupted"
    NO_SUCH_ADDRESS = "no_such_address"
    REFUSED = "refused"
    POLICY = "policy"
    SUSPENDED = "suspended"
    TOO_LATE = "too_late"
    BY_HAND = "by_hand"


class Halt(StrEnum):
    """Why no message goes at all."""

    NO_CONNECTION = "no_connection"
    NO_TRUST = "no_trust"
    NO_ENCRYPTION = "no_encryption"
    NO_SIGN_IN = "no_sign_in"
    SENDER_REFUSED = "sender_refused"
    MANY_REFUSED = "many_refused"


@insertable(Reach.PUBLIC)
class OutboxMessage(Model):
    """One message to one recipient, as it will go out; written in the same transaction as its cause."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("state", OutboxState),
        one_of("trouble", Trouble),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("priority BETWEEN 0 AND 9", name="priority"),
        CheckConstraint("state <> 'sent' OR body IS NULL", name="sent_leaves_no_body"),
        CheckConstraint("state <> 'queued' OR body IS NOT NULL", name="queued_has_its_body"),
        CheckConstraint("(state = 'sending') = (leased_until IS NOT NULL)", name="sending_has_its_lease"),
        CheckConstraint("(state IN ('queued', 'sending')) = (ended_at IS NULL)", name="ended_has_its_moment"),
        Index("ix_outbox_message_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    #: Names the event and the recipient (“receipt:<id>”): the same letter is never queued twice.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    #: Emptied some weeks after the message has ended.
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    #: The rendered message; emptied once it is delivered.
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    #: What stands after reply+ and bounce+ in the addresses of this message, by which an answer finds it.
    reply_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    bounce_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=OutboxState.QUEUED)
    priority: Mapped[int] = mapped_column(SmallInteger, default=Priority.USUAL)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Whoever is sending it has it to themselves until then.
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(40))
    trouble: Mapped[str | None] = mapped_column(String(20))
    #: What the mail service said, every address in it masked.
    answer: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def event(self) -> str:
        """What the message is about, as its key names it: “receipt”, “sign-in”."""
        return self.key.partition(":")[0].replace("_", " ").replace("-", " ")


class OutboxHalt(Model):
    """The one row that is there while no mail can go: since when, why, and when it is tried again."""

    __tablename__ = "outbox_halt"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        one_of("why", Halt),
        CheckConstraint("attempts > 0", name="attempts_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    why: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=1)
