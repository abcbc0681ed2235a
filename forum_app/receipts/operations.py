from datetime import date, datetime

from sqlalchemy import delete, select, update

from forum_app.codes import hash_of
from forum_app.db import db, draw_key
from forum_app.mail.inbound.letting_go import forget_mail_about
from forum_app.mail.stopping import forget_letters
from forum_app.receipts.models import Receipt


def leave(kind: str, code: str, *, key: str, contact: str | None, follows: bool, today: date) -> Receipt:
    """Make the receipt of something; the code itself goes only to whoever left it.

    Inserted, never read back. Nothing is kept of an address that nobody asked us to write to.
    """
    receipt = Receipt(
        id=draw_key(),
        code_hash=hash_of(code, key=key),
        kind=kind,
        contact=contact if follows else None,
        follows=bool(contact) and follows,
        left_on=today,
    )
    db.session.add(receipt)
    return receipt


def forget_contact(receipt_id: int, *, now: datetime) -> None:
    """Nobody is told anything any more, and no letter says any more whom it went to; the receipt goes on working."""
    _forget_letters(_code_hash(receipt_id), receipt_id, now)
    db.session.execute(update(Receipt).where(Receipt.id == receipt_id).values(contact=None, follows=False))


def destroy(receipt_id: int, *, now: datetime) -> None:
    """Delete a receipt and, through the engine, everything that was left with it; and its letters, both ways."""
    _forget_letters(_code_hash(receipt_id), receipt_id, now)
    forget_replies(receipt_id)
    db.session.execute(delete(Receipt).where(Receipt.id == receipt_id))


def forget_replies(receipt_id: int) -> None:
    """Empty what its holder wrote by mail."""
    forget_mail_about(f"receipt:{_code_hash(receipt_id)}")


def _forget_letters(code_hash: str | None, receipt_id: int, now: datetime) -> None:
    """The first letter is named after the code, all others after the number."""
    for thing in (f"receipt:{code_hash}", str(receipt_id)):
        forget_letters(thing, now=now)


def _code_hash(receipt_id: int) -> str | None:
    return db.session.scalar(select(Receipt.code_hash).where(Receipt.id == receipt_id))
