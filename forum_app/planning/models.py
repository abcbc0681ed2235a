from datetime import date

from sqlalchemy import Date, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import Model, Versioned
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.wall import Reach, readable


@readable(Reach.OFFICER)
class PlanningNotes(Versioned, Model):
    """What belongs to a planning meeting alone: who asked for it and why, its notes, and its result."""

    __tablename__ = "planning_notes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    asked_on: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    #: The forum meeting whose date came out of it.
    result_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    result: Mapped[Meeting | None] = relationship(foreign_keys=[result_id])


@readable(Reach.OFFICER)
class PlanningGuest(Model):
    """Somebody who was invited to a planning meeting, and so sees it."""

    __tablename__ = "planning_guest"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()
