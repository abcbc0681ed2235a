from collections.abc import Sequence

from sqlalchemy import select

from forum_app.db import db
from forum_app.history.models import OldMinutes


def waiting_readings() -> Sequence[OldMinutes]:
    """Old minutes that were read but not confirmed yet."""
    return db.session.scalars(select(OldMinutes).order_by(OldMinutes.brought_at, OldMinutes.id)).all()
