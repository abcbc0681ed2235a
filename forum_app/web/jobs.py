from datetime import datetime

from sqlalchemy import delete

from forum_app.db import db
from forum_app.web.limits import RateCount


def forget_rate_counts(now: datetime) -> None:
    """Drop the counts whose stretch of time is over; none is longer than a day."""
    db.session.execute(delete(RateCount).where(RateCount.ends_at <= now))
