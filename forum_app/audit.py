"""What was done, in plain English, for the people who look after the forum. No addresses, no askers."""

import re
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, UtcDateTime, db

#: What looks like an email address, or like a telephone number.
ADDRESS = re.compile(r"[^\s@<>,;:“”\"']+@[^\s@<>,;:“”\"']+|\+?\(?\d[\d ().-]{8,}\d")


class AuditEntry(Model):
    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    sentence: Mapped[str] = mapped_column(String(300))


def record(sentence: str, *, by: int | None, now: datetime) -> None:
    """Note one deed; ``by`` is a person's number, or None for the forum's own clock and commands.

    A name may be anything that somebody typed: what looks like an address in it is left out.
    """
    db.session.add(AuditEntry(at=now, by_id=by, sentence=ADDRESS.sub("(an address)", sentence)[:300]))
