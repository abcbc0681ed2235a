"""What somebody typed when their sign-in had run out: kept for them, and nobody else, until they send it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum_app.db import db, reading_apart
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
    forget_old(now)
    theirs = select(KeptForm.id).where(KeptForm.person_id == person_id).order_by(KeptForm.kept_at.desc())
    for old in db.session.scalars(theirs).all()[AT_MOST - 1 :]:
        forget(old, person_id)
    row = KeptForm(person_id=person_id, address=address[:500], fields=fields, kept_at=now)
    db.session.add(row)
    db.session.flush()
    return row.id


def find(kept_id: int, person_id: int) -> Kept | None:
    """What is kept under this number, if it is this person's."""
    with reading_apart() as session:
        row = session.get(KeptForm, kept_id)
        return Kept(row.id, row.address, row.fields) if row and row.person_id == person_id else None


def forget(kept_id: int, person_id: int) -> None:
    theirs = KeptForm.id == kept_id, KeptForm.person_id == person_id
    db.session.execute(delete(KeptForm).where(*theirs))


def forget_old(now: datetime) -> None:
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FOR))
