from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import NEVER_AGAIN, DrawnKey, Model, Versioned, draw_key, one_of
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.wall import Reach, insertable, readable


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


class Said(StrEnum):
    """What whoever holds an action point says of it, from the link in their mail."""

    DONE = "done"
    HALF_DONE = "half_done"
    MORE_TIME = "more_time"
    NOT_OURS = "not_ours"


class TickOffState(StrEnum):
    """How far what was said has come on the coordinator's desk."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    TAKEN_BACK = "taken_back"


class ReminderState(StrEnum):
    """What was decided about one reminder; one that nothing was decided about has no row."""

    EDITED = "edited"
    SKIPPED = "skipped"
    SENT = "sent"


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
        CheckConstraint("first_due_on IS NULL OR first_due_words = ''", name="one_first_due"),
        CheckConstraint("(handed_on IS NULL) = (pass_on_by IS NULL)", name="handed_on_starts_a_clock"),
        CheckConstraint("NOT taken OR owner_kind = 'anyone'", name="only_what_is_for_anyone_is_taken"),
        CheckConstraint("length(owner) > 0 AND length(text) > 0", name="owner_and_text_given"),
        UniqueConstraint("meeting_id", "position"),
        Index("ix_action_point_state", "state", "owner_kind"),
        NEVER_AGAIN,
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
    #: Why it is due then, where the forum proposed the day.
    due_because: Mapped[str] = mapped_column(String(160), default="")
    #: When it was first meant to be done, once it was given more time: both are shown.
    first_due_on: Mapped[date | None] = mapped_column(Date)
    first_due_words: Mapped[str] = mapped_column(String(120), default="")
    #: Where it goes by way of somebody: the day the first half of that way was done, and when the second is due.
    handed_on: Mapped[date | None] = mapped_column(Date)
    pass_on_by: Mapped[date | None] = mapped_column(Date)
    #: Whether somebody has taken on what is open to anybody. Who, only if they chose to say so.
    taken: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Who looks after it now, where that is said in public; who promised it stays `owner`.
    now_with: Mapped[str] = mapped_column(String(200), default="")
    #: Set by the last update, in the same transaction, so that the tracker can ask for it.
    state: Mapped[str] = mapped_column(String(20), default=ActionState.OPEN)
    closed_on: Mapped[date | None] = mapped_column(Date)
    #: Words of the last update, kept beside the state for the same reason.
    outcome: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship()
    updates: Mapped[list["ActionUpdate"]] = relationship(
        back_populates="action", order_by="ActionUpdate.id", cascade="all, delete-orphan"
    )
    reached: Mapped[list["NoticeReach"]] = relationship(order_by="NoticeReach.id", cascade="all, delete-orphan")

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def was_given_more_time(self) -> bool:
        return any(update.new_due_on for update in self.updates)

    @property
    def waits_to_be_passed_on(self) -> bool:
        """The first half of its way is done, and families have not heard of it yet."""
        return self.handed_on is not None and not self.is_closed

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
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    #: Where more time was asked for: until when.
    new_due_on: Mapped[date | None] = mapped_column(Date)
    #: Whether with this it came into the hands of whoever passes it on to families.
    handed_over: Mapped[bool] = mapped_column(Boolean, default=False)

    action: Mapped[ActionPoint] = relationship(back_populates="updates")
    files: Mapped[list["ActionFile"]] = relationship(order_by="ActionFile.called", cascade="all, delete-orphan")


@readable(Reach.PUBLIC)
class ActionFile(Model):
    """A clean copy of a file that belongs to what became of a promise; public since the coordinator said so."""

    __tablename__ = "action_file"

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    update_id: Mapped[int] = mapped_column(ForeignKey("action_update.id", ondelete="CASCADE"), index=True)
    called: Mapped[str] = mapped_column(String(100))
    media_type: Mapped[str] = mapped_column(String(100))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    update: Mapped[ActionUpdate] = relationship(viewonly=True)


@readable(Reach.PUBLIC)
class NoticeReach(Model):
    """How a notice to everybody was told, and about how many people it reached that way."""

    __tablename__ = "notice_reach"
    __table_args__ = (
        CheckConstraint("length(how) > 0", name="how_given"),
        CheckConstraint("people IS NULL OR people >= 0", name="people_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(String(200))
    people: Mapped[int | None] = mapped_column(Integer)


# Private: who holds it, what they said, what was sent to them. These point to action points, never back. ------


class ActionHolder(Model):
    """Who really has an action point in hand, from one day until another; a successor is another row."""

    __tablename__ = "action_holder"
    __table_args__ = (
        CheckConstraint("length(name) > 0 OR until IS NOT NULL", name="named_while_it_lasts"),
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_start"),
        Index(
            "ix_action_holder_now", "action_id", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
        NEVER_AGAIN,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    #: Somebody with a role in the forum; then their address is the one they sign in with.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(254))
    #: Took it on by themselves; nobody but the coordinator learns who it is unless they said so.
    is_taker: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    #: Nothing goes to them about it before this day.
    quiet_until: Mapped[date | None] = mapped_column(Date)

    action: Mapped[ActionPoint] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def mail_to(self) -> str | None:
        return self.person.email if self.person else self.address


@insertable(Reach.PUBLIC)
class ActionOffer(Model):
    """Somebody would like to take on what is open to anybody; theirs once they press the button in our mail."""

    __tablename__ = "action_offer"
    __table_args__ = (CheckConstraint("length(name) > 0 AND length(address) > 0", name="name_and_address_given"),)

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(254))
    shows_name: Mapped[bool] = mapped_column(Boolean, default=False)
    left_on: Mapped[date] = mapped_column(Date)


class TickOff(Versioned, Model):
    """What a holder said of an action point, until the coordinator has looked at it."""

    __tablename__ = "tick_off"
    __table_args__ = (
        one_of("said", Said),
        one_of("state", TickOffState),
        CheckConstraint("(state = 'taken_back') = (words = '')", name="words_until_taken_back"),
        CheckConstraint("(said = 'more_time') = (new_due_on IS NOT NULL)", name="more_time_says_until_when"),
        Index(
            "ix_tick_off_waiting", "action_id", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id", ondelete="CASCADE"), index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("action_holder.id", ondelete="SET NULL"), index=True)
    #: Drawn when the form is opened: pressing its button twice leaves one row.
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    said: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    new_due_on: Mapped[date | None] = mapped_column(Date)
    sent_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=TickOffState.WAITING)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("action_update.id", ondelete="SET NULL"))

    action: Mapped[ActionPoint] = relationship()
    holder: Mapped[ActionHolder | None] = relationship()
    files: Mapped[list["TickOffFile"]] = relationship(order_by="TickOffFile.called", cascade="all, delete-orphan")


class TickOffFile(Model):
    """A clean copy of a file that came with what a holder said; nobody but the coordinator sees it yet."""

    __tablename__ = "tick_off_file"

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    tick_off_id: Mapped[int] = mapped_column(DrawnKey, ForeignKey("tick_off.id", ondelete="CASCADE"), index=True)
    called: Mapped[str] = mapped_column(String(100))
    media_type: Mapped[str] = mapped_column(String(100))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Reminder(Model):
    """What was decided about one reminder, or that it went. When each is due is worked out, never kept."""

    __tablename__ = "action_reminder"
    __table_args__ = (one_of("state", ReminderState),)

    #: Names the event and the recipient, see `reminding`.
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    #: What the coordinator wrote instead of the usual words.
    words: Mapped[str] = mapped_column(Text, default="")
    on_day: Mapped[date] = mapped_column(Date)
    #: Of one that went together with others: the key of the mail it stood in.
    went_in: Mapped[str | None] = mapped_column(String(120))


class QuietPeriod(Model):
    """Days on which the forum reminds nobody, beside the holidays that it keeps anyway."""

    __tablename__ = "quiet_period"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("length(why) > 0", name="why_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(120))
