"""Links that open exactly one thing, for officers and helpers who never sign in.

The page behind a link is another slice's: it asks `open_scoped_link` what it opens, and shows that and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from forum_app import audit
from forum_app.codes import hash_token, new_token
from forum_app.db import beyond_the_wall, db
from forum_app.people.models import LinkKind, ScopedLink
from forum_app.people.operations import LinkNotValid


@dataclass(frozen=True)
class Opened:
    """The one thing a link opens, and for whom it was made, where that is known."""

    kind: LinkKind
    thing_id: int
    person_id: int | None
    link_id: int


def make_scoped_link(kind: LinkKind, thing_id: int, person_id: int | None, expires_on: date) -> str:
    """The token of a new link; it is shown or sent now, for only its hash is kept."""
    token = new_token()
    row = ScopedLink(
        token_hash=hash_token(token), kind=kind, thing_id=thing_id, person_id=person_id, expires_on=expires_on
    )
    db.session.add(row)
    db.session.flush()
    return token


def open_scoped_link(token: str, *, today: date) -> Opened:
    """What a link opens, through its last day; raises LinkNotValid. Opening changes nothing.

    Asked on a connection of its own, as its page may be one that cannot read who people are.
    """
    with beyond_the_wall(reading=True) as session:
        row = session.scalars(select(ScopedLink).where(ScopedLink.token_hash == hash_token(token))).first()
        if row is None or row.revoked_on is not None or today > row.expires_on:
            raise LinkNotValid
        return Opened(LinkKind(row.kind), row.thing_id, row.person_id, row.id)


def scoped_links(kind: LinkKind, thing_id: int) -> Sequence[ScopedLink]:
    """The links to one thing that were not revoked, those that end last first."""
    of_thing = ScopedLink.kind == kind, ScopedLink.thing_id == thing_id, ScopedLink.revoked_on.is_(None)
    return db.session.scalars(
        select(ScopedLink).where(*of_thing).order_by(ScopedLink.expires_on.desc(), ScopedLink.id)
    ).all()


def revoke_scoped_link(link: ScopedLink, *, by: int | None, now: datetime) -> None:
    link.revoked_on = now.date()
    audit.record(f"Took back a link to {_named(link.kind)}.", by=by, now=now)


def revoke_scoped_links(kind: LinkKind, thing_id: int, *, by: int | None, now: datetime) -> int:
    """Take back every link to one thing; how many there were."""
    open_ones = ScopedLink.kind == kind, ScopedLink.thing_id == thing_id, ScopedLink.revoked_on.is_(None)
    done = db.session.execute(update(ScopedLink).where(*open_ones).values(revoked_on=now.date()))
    audit.record(f"Took back every link to {_named(kind)}.", by=by, now=now)
    return int(done.rowcount)  # type: ignore[attr-defined]


def _named(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
