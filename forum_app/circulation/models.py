from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import NEVER_AGAIN, DrawnKey, Model, UtcDateTime, Versioned, draw_key, one_of
from forum_app.meetings.models import Meeting


class Kind(StrEnum):
    """What is sent."""

    CALL_FOR_QUESTIONS = "call_for_questions"
    AGENDA = "agenda"
    MINUTES = "minutes"
    NEXT_MEETING = "next_meeting"
    NOTE = "note"


class Audience(StrEnum):
    """Who is meant: those who asked to hear about a topic, or people with a part in the forum."""

    NEXT_MEETING = "next_meeting"
    MINUTES = "minutes"
    ACTIONS = "actions"
    CARDS = "cards"
    CONSULTATIONS = "consultations"
    OFFICERS = "officers"
    HELPERS = "helpers"


class CirculationState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    STOPPED = "stopped"


class Group(StrEnum):
    """Families are only counted; the others have a part in the forum and are named."""

    FAMILIES = "families"
    OFFICERS = "officers"
    HELPERS = "helpers"


class Outcome(StrEnum):
    """What became of one letter in the end."""

    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


class Circulation(Versioned, Model):
    """One thing sent to many. As a draft it follows its meeting; once released its words are kept as they went."""

    __tablename__ = "circulation"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("state", CirculationState),
        CheckConstraint("kind <> 'note' OR length(subject) > 0", name="a_note_has_a_subject"),
        CheckConstraint("(state = 'draft') = (due_at IS NULL)", name="released_has_its_moment"),
        CheckConstraint("(state = 'stopped') = (stopped_at IS NOT NULL)", name="stopped_has_its_moment"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default=CirculationState.DRAFT)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(150), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    questions_by: Mapped[date | None] = mapped_column(Date)
    #: Goes out at night too.
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Drawn when the empty form is opened: pressing its button twice makes one row.
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_subject: Mapped[str] = mapped_column(String(300), default="")
    sent_text: Mapped[str] = mapped_column(Text, default="")
    #: The same in a few lines, for the weekly mail.
    short_text: Mapped[str] = mapped_column(Text, default="")
    #: How many families it reached; kept when who they were is forgotten.
    families_reached: Mapped[int | None] = mapped_column(Integer)

    meeting: Mapped[Meeting | None] = relationship()
    chosen: Mapped[list["CirculationAudience"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def audiences(self) -> set[Audience]:
        return {Audience(row.audience) for row in self.chosen}

    @audiences.setter
    def audiences(self, wanted: set[Audience]) -> None:
        kept = [row for row in self.chosen if row.audience in wanted]
        there = {row.audience for row in kept}
        self.chosen = kept + [CirculationAudience(audience=word) for word in sorted(wanted) if word not in there]

    @property
    def is_draft(self) -> bool:
        return self.state == CirculationState.DRAFT

    @property
    def event(self) -> str:
        """What it is about: two circulations of one event may carry the same text."""
        return f"{self.kind}:{self.meeting_id}" if self.meeting_id else f"{self.kind}:{self.form_key}"


class CirculationAudience(Model):
    __tablename__ = "circulation_audience"
    __table_args__ = (one_of("audience", Audience),)

    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(20), primary_key=True)


class CirculationRecipient(Model):
    """One address that a circulation goes to, without the address: enough to send nothing twice.

    The engine refuses a second row for the same text of the same event, whichever circulation it comes from.
    """

    __tablename__ = "circulation_recipient"
    __table_args__ = (
        one_of("audience_group", Group),
        CheckConstraint("outcome IN ('sent', 'failed', 'stopped')", name="outcome"),
        CheckConstraint("(audience_group = 'families') OR subscription_id IS NULL", name="only_families_wait_a_week"),
        UniqueConstraint("event", "fingerprint", "recipient_key"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id", ondelete="CASCADE"), index=True)
    #: The key of the letter in the outbox; the recipient's key is the end of it.
    outbox_key: Mapped[str] = mapped_column(String(100), unique=True)
    recipient_key: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(100))
    #: Which text; empty where it never went, so that it may be sent again.
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    audience_group: Mapped[str] = mapped_column(String(10))
    #: Only of people with a part in the forum.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    #: Only while it waits for the weekly mail.
    subscription_id: Mapped[int | None] = mapped_column(
        DrawnKey, ForeignKey("subscription.id", ondelete="CASCADE"), index=True
    )
    outcome: Mapped[str | None] = mapped_column(String(10))
