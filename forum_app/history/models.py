from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, UtcDateTime, Versioned


class OldMinutes(Versioned, Model):
    """Old minutes on their way in: the source as it came and what was understood, until confirmed."""

    __tablename__ = "old_minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    #: The reading as a person has corrected it so far, in the shape of the review form.
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
