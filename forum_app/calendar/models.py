from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import DrawnKey, Model, UtcDateTime, draw_key, one_of
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person


class InvitationState(StrEnum):
    """Whether somebody is to have the meeting in their calendar."""

    ASKED = "asked"  # the address was typed; its owner has not said yes yet
    INVITED = "invited"
    ENDED = "ended"


class Answer(StrEnum):
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Method(StrEnum):
    """What a mail tells a calendar to do (RFC 5546)."""

    REQUEST = "request"
    CANCEL = "cancel"


class Invitation(Model):
    """Somebody who is invited to one meeting: a person with a part in the forum, or an address that asked for it.

    Names, addresses and answers are read by the coordinator's pages alone, and those of families not even there.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("state", InvitationState),
        one_of("answer", Answer),
        CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name="person_or_address"),
        CheckConstraint("address = lower(address)", name="address_in_small_letters"),
        CheckConstraint("asked_times >= 0", name="asked_times_counted"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answer_sequence IS NULL)",
            name="answered_has_its_moment",
        ),
        UniqueConstraint("meeting_id", "person_id", name="uq_invitation_meeting_id_person_id"),
        UniqueConstraint("meeting_id", "address", name="uq_invitation_meeting_id_address"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    #: Of what stands after rsvp+ in the address to which a calendar answers.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.INVITED)
    #: The last day on which somebody typed this address, and how many mails that caused on that day.
    asked_on: Mapped[date] = mapped_column(Date)
    asked_times: Mapped[int] = mapped_column(Integer, default=0)
    answer: Mapped[str | None] = mapped_column(String(10))
    #: Which version of the entry was answered. What answers an earlier time is kept, and does not count.
    answer_sequence: Mapped[int | None] = mapped_column(Integer)
    #: By the clock of whoever answered: of two answers to the same version the later counts.
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person | None] = relationship()
    notices: Mapped[list["InvitationNotice"]] = relationship(
        back_populates="invitation",
        cascade="all, delete-orphan",
        order_by="InvitationNotice.sequence, InvitationNotice.stamp",
    )

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""

    @property
    def mailbox(self) -> str:
        """Where its mail goes; empty where a person has no address any more."""
        return (self.person.email or "" if self.person else self.address) or ""

    @property
    def is_invited(self) -> bool:
        return self.state == InvitationState.INVITED


class InvitationNotice(Model):
    """One mail to the calendar of somebody invited: what it told, so that what has changed since can be said.

    A mail that was stopped leaves no row, so that nobody is taken to know what they were never told.
    """

    __tablename__ = "invitation_notice"
    __table_args__ = (
        one_of("method", Method),
        CheckConstraint("sequence >= 0", name="sequence_counted"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    invitation_id: Mapped[int] = mapped_column(DrawnKey, ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    outbox_key: Mapped[str] = mapped_column(String(200), unique=True)
    method: Mapped[str] = mapped_column(String(10))
    sequence: Mapped[int] = mapped_column(Integer)
    #: Whether it asked anew, because the time is another: answers to what was asked before count no more.
    asks_anew: Mapped[bool] = mapped_column(Boolean)
    #: The meeting in words, as it told it.
    told: Mapped[dict[str, str]] = mapped_column(JSON)
    stamp: Mapped[datetime] = mapped_column(UtcDateTime)

    invitation: Mapped[Invitation] = relationship(back_populates="notices")


class CalendarFeed(Model):
    """The private address of one person's calendar. Its token is made of the key and the forum's own secret."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_on: Mapped[date] = mapped_column(Date)
    #: Ended addresses are known for a while, so that a calendar is told that it is over and not that it is lost.
    ended_on: Mapped[date | None] = mapped_column(Date)
    #: Whoever gets invitations by mail would see those meetings twice.
    leaves_out_invited: Mapped[bool] = mapped_column(Boolean, default=False)
