from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from forum_app.db import db
from forum_app.settings.queries import find_forum
from forum_app.subscriptions.links import CONFIRM_WITHIN
from forum_app.subscriptions.models import Subscription


def delete_unconfirmed(now: datetime) -> None:
    """Forget addresses that nobody confirmed within a week of the last time they were typed; run daily."""
    forum = find_forum()
    if forum is None:
        return
    today = now.astimezone(ZoneInfo(forum.time_zone)).date()
    stale = Subscription.asked_on < today - CONFIRM_WITHIN
    db.session.execute(delete(Subscription).where(Subscription.confirmed_on.is_(None), stale))
