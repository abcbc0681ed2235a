from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forum_app.db import db
from forum_app.mail.labels import masked
from forum_app.receipts.models import OWN_RECEIPT


@dataclass(frozen=True)
class OwnReceipt:
    """What the holder of a receipt sees of it."""

    id: int
    kind: str
    contact: str | None
    follows: bool
    left_on: date

    @property
    def masked_contact(self) -> str:
        """Enough to know one's own address again: a printed receipt lies about, and must not tell whose it is."""
        return masked(self.contact or "")


def own_receipt() -> OwnReceipt | None:
    """The receipt whose code this request carries; None if there is none of that code."""
    row = db.session.execute(select(OWN_RECEIPT)).first()
    return OwnReceipt(**row._mapping) if row else None
