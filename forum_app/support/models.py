from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column

from forum_app import wall
from forum_app.db import DrawnKey, Model, draw_key
from forum_app.receipts.models import OWN
from forum_app.wall import Reach, insertable


@insertable(Reach.PUBLIC)
class Support(Model):
    """Somebody asks this too. Whoever holds the receipt can take it back; nobody is shown how many there are."""

    __tablename__ = "support"

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id", ondelete="CASCADE"), unique=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)


OWN_SUPPORT = Table(
    wall.own_rows(
        "own_support",
        "SELECT support.id, support.question_id FROM support "
        "JOIN receipt ON receipt.id = support.receipt_id WHERE receipt.code_hash = {receipt}",
    ),
    OWN,
    Column("id", DrawnKey),
    Column("question_id", Integer),
)
