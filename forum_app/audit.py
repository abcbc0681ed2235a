"""What was done, in plain English, for the people who look after the forum. No addresses, no askers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, UtcDateTime, db


class AuditEntry(Model):
    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    sentence: Mapped[str] = mapped_column(String(300))


def record(sentence: str, *, by: int | None, now: datetime) -> None:
    """Note one deed; ``by`` is a person's number, or None for the forum's own clock and commands."""
    db.session.add(AuditEntry(at=now, by_id=by, sentence=sentence[:300]))
