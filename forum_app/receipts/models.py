from datetime import date
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Column, Date, MetaData, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from forum_app import wall
from forum_app.db import DrawnKey, Model, draw_key, one_of
from forum_app.wall import Reach, insertable


class ReceiptKind(StrEnum):
    """What a receipt is for. Each slice that takes something from families adds its own."""

    QUESTION = "question"
    SUPPORT = "support"


@insertable(Reach.PUBLIC)
class Receipt(Model):
    """The key to one thing that somebody left. Its code is kept only as a hash."""

    __tablename__ = "receipt"
    __table_args__ = (
        one_of("kind", ReceiptKind),
        CheckConstraint("contact <> ''", name="contact_or_none"),
        CheckConstraint("contact IS NOT NULL OR NOT follows", name="news_need_a_contact"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: An address, only where somebody wants to hear from the forum. Never shown to anybody, not even the coordinator.
    contact: Mapped[str | None] = mapped_column(String(254))
    #: “Tell me what becomes of it.”
    follows: Mapped[bool] = mapped_column(Boolean, default=False)
    #: The day is enough to know when it may be deleted.
    left_on: Mapped[date] = mapped_column(Date)


#: Tables that hold, on a connection of a receipt, its own rows and no others.
OWN = MetaData()

OWN_RECEIPT = Table(
    wall.own_rows("own_receipt", "SELECT id, kind, contact, follows, left_on FROM receipt WHERE code_hash = {receipt}"),
    OWN,
    Column("id", DrawnKey),
    Column("kind", String),
    Column("contact", String),
    Column("follows", Boolean),
    Column("left_on", Date),
)
