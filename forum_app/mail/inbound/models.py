from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import DrawnKey, Model, draw_key, one_of
from forum_app.mail.inbound.incoming import Outcome


class InboundState(StrEnum):
    """What is still to be done with a mail."""

    WAITING = "waiting"  # kept, not read yet
    TRAY = "tray"  # the coordinator decides
    NOTE = "note"  # attached to something; the coordinator has not looked yet
    DONE = "done"


class InboundMessage(Model):
    """One mail that arrived. Its key is drawn and it has no hour: the order of rows tells nothing of who wrote when.

    What identifies anybody (the bytes, the sender, the words) goes as soon as nobody needs it any more; what then
    stays is only enough to know the same mail if it comes again.
    """

    __tablename__ = "inbound_message"
    __table_args__ = (
        one_of("state", InboundState),
        one_of("outcome", Outcome),
        CheckConstraint("(state = 'waiting') = (outcome IS NULL)", name="read_unless_waiting"),
        CheckConstraint("state <> 'waiting' OR raw IS NOT NULL", name="kept_while_waiting"),
        CheckConstraint("state <> 'note' OR about <> ''", name="note_is_about_something"),
        CheckConstraint("tries >= 0 AND attachments >= 0 AND size >= 0", name="counted"),
        Index("ix_inbound_message_state", "state", "received_on"),
        Index("ix_inbound_message_about", "about"),
        Index("ix_inbound_message_sender_mark", "sender_mark", "received_on"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    #: From its Message-ID and its bytes: the same mail never has two rows.
    arrival: Mapped[str] = mapped_column(String(64), unique=True)
    received_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=InboundState.WAITING)
    #: How often it was begun to be read; one that takes the reader down is not tried for ever.
    tries: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    #: The mail as it came, until it is not needed any more.
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: How large it was when it came; of one that is too large only the beginning is kept.
    size: Mapped[int] = mapped_column(Integer)
    #: What it is about, as the slice that knows named it: “receipt:17”. Empty: nothing.
    about: Mapped[str] = mapped_column(String(200), default="")
    sender: Mapped[str] = mapped_column(String(254), default="")
    #: A hash to count by: of the sender and the day, or of an address that could not be reached.
    sender_mark: Mapped[str] = mapped_column(String(64), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    #: How many files came with it; they are not brought in.
    attachments: Mapped[int] = mapped_column(Integer, default=0)

    def forget_writer(self) -> None:
        """Keep its words and nothing that says whose they are."""
        self.raw, self.sender = None, ""
