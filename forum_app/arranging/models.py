from datetime import date, time
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import NEVER_AGAIN, DrawnKey, Model, Versioned, draw_key, one_of
from forum_app.meetings.models import Meeting, RoomState, Venue
from forum_app.people.models import Person
from forum_app.wall import Reach, readable


class PollState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CHOSEN = "chosen"
    WITHDRAWN = "withdrawn"


class Says(StrEnum):
    """What somebody says of one date."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class RequestState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    IMPOSSIBLE = "impossible"
    WITHDRAWN = "withdrawn"


@readable(Reach.OFFICER)
class DatePoll(Versioned, Model):
    """Dates proposed for one meeting, and the letter that asks about them."""

    __tablename__ = "date_poll"
    __table_args__ = (
        one_of("state", PollState),
        CheckConstraint("(state = 'draft') = (sent_on IS NULL)", name="sent_unless_a_draft"),
        Index("ix_date_poll_meeting", "meeting_id", "state"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10), default=PollState.DRAFT)
    words: Mapped[str] = mapped_column(Text, default="")
    #: Answers are taken afterwards too, until one date is chosen.
    reply_by: Mapped[date] = mapped_column(Date)
    sent_on: Mapped[date | None] = mapped_column(Date)

    meeting: Mapped[Meeting] = relationship()
    proposals: Mapped[list["DateProposal"]] = relationship(
        back_populates="poll", order_by="DateProposal.day, DateProposal.starts_at", cascade="all, delete-orphan"
    )
    invitees: Mapped[list["DateInvitee"]] = relationship(
        back_populates="poll", order_by="DateInvitee.person_id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.state == PollState.OPEN and not self.meeting.is_cancelled

    @property
    def is_draft(self) -> bool:
        return self.state == PollState.DRAFT

    @property
    def chosen(self) -> "DateProposal | None":
        return next((proposal for proposal in self.proposals if proposal.is_chosen), None)


@readable(Reach.OFFICER)
class DateProposal(Model):
    """One date with its times."""

    __tablename__ = "date_proposal"
    __table_args__ = (
        CheckConstraint("starts_at < ends_by", name="start_before_end"),
        CheckConstraint("doors_at IS NULL OR doors_at <= starts_at", name="doors_first"),
        UniqueConstraint("poll_id", "day", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    doors_at: Mapped[time | None] = mapped_column(Time)
    starts_at: Mapped[time] = mapped_column(Time)
    ends_by: Mapped[time] = mapped_column(Time)
    is_chosen: Mapped[bool] = mapped_column(Boolean, default=False)

    poll: Mapped[DatePoll] = relationship(back_populates="proposals")


@readable(Reach.OFFICER)
class DateInvitee(Model):
    """Somebody who was asked which dates suit them; only those who look after the forum, and officers, ever are."""

    __tablename__ = "date_invitee"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    answered_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)

    poll: Mapped[DatePoll] = relationship(back_populates="invitees")
    person: Mapped[Person] = relationship()
    answers: Mapped[list["DateAnswer"]] = relationship(cascade="all, delete-orphan")

    def says(self, proposal: DateProposal) -> str | None:
        """What they say of this date, once they have."""
        return next((answer.says for answer in self.answers if answer.proposal_id == proposal.id), None)


@readable(Reach.OFFICER)
class DateAnswer(Model):
    __tablename__ = "date_answer"
    __table_args__ = (one_of("says", Says),)

    invitee_id: Mapped[int] = mapped_column(
        DrawnKey, ForeignKey("date_invitee.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    proposal_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("date_proposal.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    says: Mapped[str] = mapped_column(String(10))


@readable(Reach.OFFICER)
class RoomRequest(Versioned, Model):
    """A room asked for, for one day and its times; a meeting that is moved needs another request."""

    __tablename__ = "room_request"
    __table_args__ = (
        one_of("state", RequestState),
        CheckConstraint("(state = 'impossible') = (because <> '')", name="impossible_says_why"),
        CheckConstraint("state <> 'confirmed' OR room <> ''", name="confirmed_says_which"),
        CheckConstraint("state IN ('open', 'withdrawn') OR answered_on IS NOT NULL", name="answered_has_its_day"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=RequestState.OPEN)
    words: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date] = mapped_column(Date)
    # What was asked for; the request stands as long as the meeting says the same.
    day: Mapped[date] = mapped_column(Date)
    doors_at: Mapped[time | None] = mapped_column(Time)
    starts_at: Mapped[time] = mapped_column(Time)
    ends_by: Mapped[time] = mapped_column(Time)
    # What was answered.
    answer_by: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    because: Mapped[str] = mapped_column(String(1000), default="")
    room: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    must_know: Mapped[str] = mapped_column(String(1000), default="")
    #: Whether a coordinator has seen the answer.
    is_seen: Mapped[bool] = mapped_column(Boolean, default=False)
    # So that an answer can be taken back.
    venue_before_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id", ondelete="SET NULL"))
    made_venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id", ondelete="SET NULL"))

    meeting: Mapped[Meeting] = relationship()
    venue_before: Mapped[Venue | None] = relationship(foreign_keys=[venue_before_id])
    made_venue: Mapped[Venue | None] = relationship(foreign_keys=[made_venue_id])

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.state == RequestState.CONFIRMED

    @property
    def is_impossible(self) -> bool:
        return self.state == RequestState.IMPOSSIBLE

    @property
    def is_for_the_meeting_as_it_is(self) -> bool:
        """Whether the meeting still is when it was when the room was asked for."""
        meeting = self.meeting
        return not meeting.is_cancelled and all(
            getattr(self, name) == getattr(meeting, name) for name in ("day", "doors_at", "starts_at", "ends_by")
        )

    @property
    def may_be_taken_back(self) -> bool:
        """An answer is its officer's until people plan by it, or the coordinator found another way since."""
        meeting = self.meeting
        return self.is_how_the_room_stands and self.is_for_the_meeting_as_it_is and not meeting.has_final_agenda

    @property
    def is_how_the_room_stands(self) -> bool:
        """Whether the meeting still says of its room what was answered here."""
        came_of_it = {RequestState.CONFIRMED: RoomState.CONFIRMED, RequestState.IMPOSSIBLE: RoomState.NOT_ASKED}
        return came_of_it.get(RequestState(self.state)) == self.meeting.room_state


class SchoolHoliday(Model):
    """Days on which families may be away, as the coordinator noted them."""

    __tablename__ = "school_holiday"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="first_before_last"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
