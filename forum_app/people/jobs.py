from datetime import datetime, timedelta

from sqlalchemy import delete

from forum_app.db import db
from forum_app.people.keeping import KEPT_FOR
from forum_app.people.models import KeptForm, ScopedLink, SignedInSession, SignInRequest, UsedSignInLink
from forum_app.people.operations import LINK_LIVES, REMEMBERED


def clear_away(now: datetime) -> None:
    """Once a day: what has run out, and what nobody came back for."""
    day = timedelta(days=1)
    over = (
        delete(SignedInSession).where(SignedInSession.ends_at < now - REMEMBERED),
        delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FOR),
        delete(SignInRequest).where(SignInRequest.expires_at < now - day),
        delete(UsedSignInLink).where(UsedSignInLink.used_at < now - LINK_LIVES - day),
        delete(ScopedLink).where(ScopedLink.expires_on < (now - 30 * day).date()),
    )
    for statement in over:
        db.session.execute(statement)
