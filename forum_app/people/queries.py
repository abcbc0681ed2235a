import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum_app.access import Role
from forum_app.db import beyond_the_wall
from forum_app.people.models import Person, SignedInSession


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """Whoever is signed in, as the rest of the application needs to know them."""

    token: str
    person_id: int
    name: str
    roles: frozenset[Role]

    def get_id(self) -> str:
        return self.token


def signed_in(token: str, *, now: datetime) -> SignedIn | None:
    """Who holds this session token, with the roles granted to them today.

    Asked beside the page's own session, which may not be allowed to know.
    """
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    holder = (
        select(SignedInSession)
        .options(joinedload(SignedInSession.person).joinedload(Person.grants))
        .where(SignedInSession.token_hash == token_hash, SignedInSession.ends_at > now)
    )
    with beyond_the_wall(reading=True) as session:
        row = session.scalars(holder).unique().first()
        return _as_signed_in(row, token, now) if row else None


def _as_signed_in(row: SignedInSession, token: str, now: datetime) -> SignedIn:
    today = now.date()
    roles = {
        Role(g.role) for g in row.person.grants if g.starts_on <= today and (g.ends_on is None or today <= g.ends_on)
    }
    return SignedIn(token, row.person_id, row.person.name, frozenset(roles))
