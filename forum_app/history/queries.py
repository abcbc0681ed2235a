from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer

from forum_app.db import db
from forum_app.history.models import OldMinutes


def brought() -> Sequence[OldMinutes]:
    """Everything that was brought and is not confirmed yet, in the order it came; without the bytes."""
    in_order = select(OldMinutes).order_by(OldMinutes.brought_at, OldMinutes.id)
    return db.session.scalars(in_order.options(defer(OldMinutes.source))).all()


def next_waiting() -> OldMinutes | None:
    """The file to read next."""
    waiting = select(OldMinutes).where(OldMinutes.upload.is_not(None))
    return db.session.scalars(waiting.order_by(OldMinutes.brought_at, OldMinutes.id).limit(1)).first()
