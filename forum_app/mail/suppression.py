"""Addresses that mail no longer goes to, because it came back; the person can lift it by confirming once more."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import DrawnKey, Model, UtcDateTime, db, draw_key, one_of


class SuppressionReason(StrEnum):
    """Why mail to an address ended."""

    NO_SUCH_ADDRESS = "no_such_address"
    REFUSED_OFTEN = "refused_often"
    COMPLAINT = "complaint"
    ASKED = "asked"


class Suppression(Model):
    """One address that is spared, but for what was asked for there: a code to sign in, a mail to confirm."""

    __tablename__ = "suppression"
    __table_args__ = (
        one_of("reason", SuppressionReason),
        CheckConstraint("address = lower(address)", name="address_in_small_letters"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Where we know it from: “smtp”, or the Message-ID of a bounce.
    source: Mapped[str] = mapped_column(String(200), default="")


def suppressed(addresses: Collection[str]) -> set[str]:
    """Which of these addresses mail does not go to, in small letters."""
    wanted = {address.lower() for address in addresses}
    return set(db.session.scalars(select(Suppression.address).where(Suppression.address.in_(wanted))))


def suspend(address: str, reason: SuppressionReason, source: str, *, now: datetime) -> None:
    """Send no more mail to this address; where that is so already, it stays as it was first known."""
    if not suppressed([address]):
        db.session.add(Suppression(address=address.lower(), reason=reason, source=source[:200], since=now))
        db.session.flush()


def lift(address: str) -> None:
    """Write to this address again: the person has said so."""
    db.session.execute(delete(Suppression).where(Suppression.address == address.lower()))
