from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import NEVER_AGAIN, Model, UtcDateTime, Versioned, one_of
from forum_app.wall import Reach, readable


class MeetingKind(StrEnum):
    FORUM = "forum"
    PLANNING = "planning"


class MeetingState(StrEnum):
    """How far a meeting has come in public. Whether it is over is told by the clock."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    AGENDA_PUBLISHED = "agenda_published"
    MINUTES_PUBLISHED = "minutes_published"
    CANCELLED = "cancelled"


class Attending(StrEnum):
    """The ways to come."""

    ROOM = "room"
    ONLINE = "online"
    BOTH = "both"


class RoomState(StrEnum):
    NOT_ASKED = "not_asked"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"


class ItemKind(StrEnum):
    INTRODUCTION = "introduction"
    LA_SPEAKER = "la_speaker"
    GUEST_SPEAKER = "guest_speaker"
    QUESTIONS = "questions"
    LA_NEWS = "la_news"
    CASE_STUDY = "case_study"
    AOB = "aob"
    NEXT_MEETING = "next_meeting"
    OTHER = "other"


class RoleKind(StrEnum):
    """The part somebody has in a meeting. Participants have none: they are counted, never named."""

    CHAIR = "chair"
    COORDINATOR = "coordinator"
    ONLINE_SUPPORT = "online_support"
    REPRESENTATIVE = "representative"
    APOLOGIES = "apologies"
    PROOF_READER = "proof_reader"


@readable(Reach.PUBLIC)
class Venue(Versioned, Model):
    __tablename__ = "venue"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300), default="")
    directions: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(Text, default="")


@readable(Reach.PUBLIC)
class Meeting(Versioned, Model):
    """One meeting. Its times are local facts: doors, start, and the moment it must be over."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("kind", MeetingKind),
        one_of("state", MeetingState),
        one_of("attending", Attending),
        one_of("room_state", RoomState),
        CheckConstraint("doors_at IS NULL OR starts_at IS NULL OR doors_at <= starts_at", name="doors_first"),
        CheckConstraint("ends_by IS NULL OR starts_at IS NULL OR starts_at < ends_by", name="start_before_end"),
        CheckConstraint(
            "state IN ('draft', 'minutes_published', 'cancelled') OR (starts_at IS NOT NULL AND ends_by IS NOT NULL)",
            name="times_before_public",
        ),
        CheckConstraint("kind = 'forum' OR state IN ('draft', 'cancelled')", name="planning_is_private"),
        CheckConstraint("(online_link IS NULL) = (link_hours_before IS NULL)", name="link_has_its_moment"),
        CheckConstraint(
            "(questions_until_day IS NULL) = (questions_until_at IS NULL)", name="questions_until_a_day_and_a_time"
        ),
        Index("ix_meeting_public", "kind", "state", "day"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default=MeetingKind.FORUM)
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.DRAFT)
    day: Mapped[date] = mapped_column(Date)
    doors_at: Mapped[time | None] = mapped_column(Time)
    starts_at: Mapped[time | None] = mapped_column(Time)
    ends_by: Mapped[time | None] = mapped_column(Time)
    time_zone: Mapped[str] = mapped_column(String(64))
    attending: Mapped[str] = mapped_column(String(10), default=Attending.BOTH)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id", ondelete="RESTRICT"), index=True)
    room_state: Mapped[str] = mapped_column(String(20), default=RoomState.NOT_ASKED)
    #: What people must know about this room on this day, as whoever booked it said.
    room_note: Mapped[str] = mapped_column(String(1000), default="")
    online_link: Mapped[str | None] = mapped_column(String(500))
    #: The link may be shown from so many hours before the start; the moment follows a moved meeting.
    link_hours_before: Mapped[int | None] = mapped_column(Integer)
    # Until when questions in advance are taken; without, as many days before as the forum usually says.
    questions_until_day: Mapped[date | None] = mapped_column(Date)
    questions_until_at: Mapped[time | None] = mapped_column(Time)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    # What a calendar needs in order to know this entry again (RFC 5545: UID, SEQUENCE, DTSTAMP).
    calendar_uid: Mapped[str] = mapped_column(String(120), unique=True)
    calendar_sequence: Mapped[int] = mapped_column(Integer, default=0)
    calendar_stamp: Mapped[datetime] = mapped_column(UtcDateTime)

    venue: Mapped[Venue | None] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    roles: Mapped[list["RoleAtMeeting"]] = relationship(
        back_populates="meeting", order_by="RoleAtMeeting.position", cascade="all, delete-orphan"
    )

    @property
    def is_public(self) -> bool:
        return self.kind == MeetingKind.FORUM and self.state != MeetingState.DRAFT

    @property
    def has_final_agenda(self) -> bool:
        return self.state in {MeetingState.AGENDA_PUBLISHED, MeetingState.MINUTES_PUBLISHED}

    @property
    def has_minutes(self) -> bool:
        return self.state == MeetingState.MINUTES_PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED


@readable(Reach.PUBLIC)
class AgendaItem(Versioned, Model):
    __tablename__ = "agenda_item"
    __table_args__ = (
        one_of("kind", ItemKind),
        CheckConstraint("minutes_allotted IS NULL OR minutes_allotted BETWEEN 0 AND 600", name="sensible_length"),
        CheckConstraint("parked OR parked_because = ''", name="reason_only_when_parked"),
        CheckConstraint("length(title) > 0", name="title_given"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20), default=ItemKind.OTHER)
    title: Mapped[str] = mapped_column(String(300))
    presenter: Mapped[str] = mapped_column(String(120), default="")
    #: The job title on the day: an officer may have another by the next meeting.
    presenter_title: Mapped[str] = mapped_column(String(200), default="")
    minutes_allotted: Mapped[int | None] = mapped_column(Integer)
    notes: Mapped[str] = mapped_column(Text, default="")
    parked: Mapped[bool] = mapped_column(Boolean, default=False)
    parked_because: Mapped[str] = mapped_column(String(300), default="")

    meeting: Mapped[Meeting] = relationship(back_populates="items")


@readable(Reach.PUBLIC)
class RoleAtMeeting(Model):
    """A part in a meeting, with the job title frozen at its date: a name, a post, or both."""

    __tablename__ = "role_at_meeting"
    __table_args__ = (
        one_of("role", RoleKind),
        CheckConstraint("name IS NOT NULL OR job_title IS NOT NULL", name="name_or_post"),
        UniqueConstraint("meeting_id", "role", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str | None] = mapped_column(String(120))
    job_title: Mapped[str | None] = mapped_column(String(200))

    meeting: Mapped[Meeting] = relationship(back_populates="roles")
