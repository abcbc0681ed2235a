from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.db import DrawnKey, Model, draw_key, one_of


class Topic(StrEnum):
    """What people may hear about."""

    NEXT_MEETING = "next_meeting"
    MINUTES = "minutes"
    ACTIONS = "actions"
    CARDS = "cards"
    CONSULTATIONS = "consultations"


class Pace(StrEnum):
    """How often people want to hear from us."""

    AS_IT_HAPPENS = "as_it_happens"
    WEEKLY = "weekly"


class Subscription(Model):
    """An address that asked for news. It goes as soon as its owner says so; its days tell no hour."""

    __tablename__ = "subscription"
    __table_args__ = (
        one_of("pace", Pace),
        CheckConstraint("address = lower(address)", name="address_in_small_letters"),
        CheckConstraint("asked_times >= 0", name="asked_times_counted"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    pace: Mapped[str] = mapped_column(String(20), default=Pace.AS_IT_HAPPENS)
    #: Empty until the owner of the address has pressed the button in our mail.
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    #: The last day on which somebody typed this address, and how many mails that caused on that day.
    asked_on: Mapped[date] = mapped_column(Date)
    asked_times: Mapped[int] = mapped_column(Integer, default=0)
    last_digest_on: Mapped[date | None] = mapped_column(Date)

    chosen: Mapped[list["SubscribedTopic"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def topics(self) -> set[Topic]:
        return {Topic(row.topic) for row in self.chosen}

    @topics.setter
    def topics(self, wanted: set[Topic]) -> None:
        kept = [row for row in self.chosen if row.topic in wanted]
        there = {row.topic for row in kept}
        self.chosen = kept + [SubscribedTopic(topic=topic) for topic in sorted(wanted) if topic not in there]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None


class SubscribedTopic(Model):
    """One thing that an address wants to hear about."""

    __tablename__ = "subscribed_topic"
    __table_args__ = (one_of("topic", Topic),)

    subscription_id: Mapped[int] = mapped_column(
        DrawnKey, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
