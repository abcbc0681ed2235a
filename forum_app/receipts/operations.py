from datetime import date

from sqlalchemy import delete, update

from forum_app.codes import hash_of
from forum_app.db import db, draw_key
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


def forget_contact(receipt_id: int) -> None:
    """Nobody is told anything any more; the receipt itself goes on working."""
    db.session.execute(update(Receipt).where(Receipt.id == receipt_id).values(contact=None, follows=False))


def destroy(receipt_id: int) -> None:
    """Delete a receipt and, through the engine, everything that was left with it."""
    db.session.execute(delete(Receipt).where(Receipt.id == receipt_id))
