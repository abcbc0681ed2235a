"""What somebody typed when their sign-in had run out: kept for them, and nobody else, until they send it.

Kept and forgotten beside the page's own session, which may be one that reaches no private table, and in a moment
when that session holds no transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum_app.db import beyond_the_wall
from forum_app.people.models import KeptForm

KEPT_FOR = timedelta(days=7)
AT_MOST = 20

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    id: int
    address: str
    fields: Fields


def keep(person_id: int, address: str, fields: Fields, *, now: datetime) -> int:
    """Keep a form; answers its number. The oldest give way, so that nobody can fill the disk."""
    with beyond_the_wall(reading=False) as session:
        session.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FOR))
        theirs = select(KeptForm).where(KeptForm.person_id == person_id).order_by(KeptForm.kept_at.desc())
        for old in session.scalars(theirs).all()[AT_MOST - 1 :]:
            session.delete(old)
        row = KeptForm(person_id=person_id, address=address[:500], fields=fields, kept_at=now)
        session.add(row)
        session.flush()
        return row.id


def find(kept_id: int, person_id: int) -> Kept | None:
    """What is kept under this number, if it is this person's."""
    with beyond_the_wall(reading=True) as session:
        row = session.get(KeptForm, kept_id)
        return Kept(row.id, row.address, row.fields) if row and row.person_id == person_id else None


def forget(kept_id: int, person_id: int) -> None:
    with beyond_the_wall(reading=False) as session:
        session.execute(delete(KeptForm).where(KeptForm.id == kept_id, KeptForm.person_id == person_id))
