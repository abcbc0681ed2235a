"""A mail becomes a row at once, and then, in one transaction, whatever it is meant to be.

This is the edge for mail, as `web.edge` is for requests: here it is committed. What was kept before a crash is read
after it; what was done is never done twice, because a row and what came of it are committed together.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum_app.db import db, lock
from forum_app.mail.inbound.deciding import Decided, decide
from forum_app.mail.inbound.facts import facts
from forum_app.mail.inbound.gate import LARGEST, too_large
from forum_app.mail.inbound.headers import Headers, message_ids, split
from forum_app.mail.inbound.incoming import Facts, Incoming, Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.read import read
from forum_app.mail.inbound.reading import unread
from forum_app.mail.inbound.tally import day_of

logger = logging.getLogger(__name__)

#: One that took the reader down so often goes to a person as it is.
MOST_TRIES = 3
#: Of a mail that is too large only this is kept.
KEPT_OF_LARGE = 16 * 1024


@dataclass(frozen=True)
class Received:
    """What became of a mail, as `forum mail ingest` prints it."""

    id: int
    outcome: Outcome
    about: str | None
    text: str
    reason: str


def receive(raw: bytes, *, now: datetime, size: int = 0) -> Received:
    """Keep a mail, read it, and let it become what it is; commits. The same mail again changes nothing.

    ``size`` is that of the whole mail, where only its beginning was fetched.
    """
    row = keep(raw, now=now, size=size)
    if row.state == InboundState.WAITING:
        return settle(row.id, now=now)
    return Received(row.id, Outcome.DUPLICATE, row.about or None, "", "The same mail is here already.")


def keep(raw: bytes, *, now: datetime, size: int = 0) -> InboundMessage:
    """The row of a mail, committed: a new one that waits, or the one of the same mail before."""
    arrival, size = arrival_of(raw), max(size, len(raw))
    row = _by_arrival(arrival)
    if row is not None:
        return row
    kept = raw if size <= LARGEST else raw[:KEPT_OF_LARGE]
    row = InboundMessage(arrival=arrival, received_on=day_of(now), raw=kept, size=size)
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError:  # the same mail came in by another door in this moment
        db.session.rollback()
        return _by_arrival(arrival) or keep(raw, now=now, size=size)
    return row


def settle(row_id: int, *, now: datetime) -> Received:
    """Read a row that waits, and let it become what it is; commits."""
    row = db.session.get_one(InboundMessage, row_id)
    row.tries += 1
    raw, size, tries, known = row.raw or b"", row.size, row.tries, facts()
    db.session.commit()  # nothing is held open while a process apart takes its time
    incoming = _read(raw, size, tries, known)
    try:
        return _become(row_id, incoming, now)
    except Exception:
        db.session.rollback()
        if tries < MOST_TRIES:
            raise
        return _become(row_id, incoming.settled(Outcome.TRIAGE, "The forum failed to take it by itself."), now)


def arrival_of(raw: bytes) -> str:
    """The same for every copy of one mail: what servers add on the way stands in its head."""
    head, body = split(raw)
    named = message_ids(Headers.of(head[: 64 * 1024]).get("message-id"))
    seen = named[0].encode() + b"\n" + body if named else raw
    return hashlib.sha256(seen).hexdigest()


def _by_arrival(arrival: str) -> InboundMessage | None:
    return db.session.scalars(select(InboundMessage).where(InboundMessage.arrival == arrival)).first()


def _read(raw: bytes, size: int, tries: int, known: Facts) -> Incoming:
    if tries > MOST_TRIES:
        return unread(raw)
    if size > LARGEST:
        return unread(raw).settled(Outcome.REFUSED, too_large(size))
    return read(raw, known)


def _become(row_id: int, incoming: Incoming, now: datetime) -> Received:
    row = db.session.get_one(InboundMessage, row_id)
    lock(row)
    if row.state != InboundState.WAITING:  # another worker was quicker
        db.session.rollback()
        return Received(row_id, Outcome.DUPLICATE, row.about or None, "", "The same mail is here already.")
    decided = decide(incoming, now=now)
    _write(row, incoming, decided)
    db.session.commit()
    return Received(row_id, decided.outcome, decided.about or None, incoming.text, decided.reason)


def _write(row: InboundMessage, incoming: Incoming, decided: Decided) -> None:
    row.state, row.outcome, row.about, row.reason = decided.state, decided.outcome, decided.about, decided.reason
    row.sender_mark = decided.mark
    if decided.keeps_nothing:
        row.raw = None
    if decided.state != InboundState.DONE:
        row.sender, row.subject, row.words = incoming.sender[:254], incoming.subject[:300], incoming.text
        row.attachments = len(incoming.attachments)
