from datetime import date, time

from sqlalchemy import Boolean, CheckConstraint, Date, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, Versioned
from forum_app.wall import Reach, readable

#: A week: time to word the questions, and for the officers to ask round.
QUESTION_DAYS = 7


@readable(Reach.PUBLIC)
class Forum(Versioned, Model):
    """The one row of facts about this forum; absent until somebody has set it up."""

    __tablename__ = "forum"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("usual_start < usual_end", name="usual_start_before_end"),
        CheckConstraint("usual_doors <= usual_start", name="usual_doors_before_start"),
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("question_days BETWEEN 1 AND 60", name="sensible_question_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(120))
    local_authority: Mapped[str] = mapped_column(String(120))
    contact_email: Mapped[str] = mapped_column(String(254))
    time_zone: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(Text, default="")
    privacy_note: Mapped[str] = mapped_column(Text, default="")
    usual_doors: Mapped[time] = mapped_column(Time)
    usual_start: Mapped[time] = mapped_column(Time)
    usual_end: Mapped[time] = mapped_column(Time)
    #: Questions in advance close so many days before a meeting, at noon, unless the meeting says otherwise.
    question_days: Mapped[int] = mapped_column(Integer, default=QUESTION_DAYS)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    set_up_on: Mapped[date] = mapped_column(Date)
