from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, UtcDateTime, Versioned


class OldMinutes(Versioned, Model):
    """Old minutes on their way in: a file that waits, one that could not be read, or a reading to confirm.

    Nothing is half-stored: once a file is read or refused its bytes are gone, and once the reading is
    confirmed or discarded the row is.
    """

    __tablename__ = "old_minutes"
    __table_args__ = (
        CheckConstraint(
            "(upload IS NOT NULL AND reading IS NULL AND refused = '') "
            "OR (upload IS NULL AND reading IS NULL AND refused <> '') "
            "OR (upload IS NULL AND reading IS NOT NULL AND refused = '')",
            name="waits_or_refused_or_read",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The file as it came, until it is read.
    upload: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: Why it could not be read, in a sentence for people.
    refused: Mapped[str] = mapped_column(Text, default="")
    #: The text that was read, shown beside the reading.
    source: Mapped[str] = mapped_column(Text, default="")
    #: The reading as a person has corrected it so far, in the shape of the review form.
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def is_waiting(self) -> bool:
        return self.upload is not None

    @property
    def is_read(self) -> bool:
        return self.reading is not None
