"""How much of one kind may come from one place in a while, counted in the database so that every process knows.

A count is kept under a keyed hash of the kind and the place, with a key that changes each day, and is dropped after
one (`forum_app/web/jobs.py`). It is never logged or shown. Only what is sent is counted; reading never writes.
Places are whole networks (the first 24 bits of an address, or 48), which families in a library or behind one phone
company share: such limits are wide. Limits on one email address are narrow.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import current_app, request
from sqlalchemy import CheckConstraint, Index, Integer, String, bindparam, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.exceptions import TooManyRequests

from forum_app.clock import now
from forum_app.db import Model, UtcDateTime, beyond_the_wall, db
from forum_app.web.edge import SAFE_METHODS, View

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Stands for no place: what all of them send together is counted.
EVERYBODY = "everybody"


class RateCount(Model):
    """How often something was done in a while; of whom, not even this row can tell."""

    __tablename__ = "rate_count"
    __table_args__ = (
        CheckConstraint("counted > 0", name="counted_something"),
        Index("ix_rate_count_ends_at", "ends_at"),
    )

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted: Mapped[int] = mapped_column(Integer)


COUNT = text(
    "INSERT INTO rate_count (bucket, ends_at, counted) VALUES (:bucket, :ends_at, 1) "
    "ON CONFLICT (bucket) DO UPDATE SET counted = rate_count.counted + 1 RETURNING counted"
).bindparams(bindparam("ends_at", type_=UtcDateTime))


@dataclass(frozen=True)
class Rate:
    """At most so many in so long."""

    most: int
    within: timedelta

    def window(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time this moment falls in; no stretch goes beyond its day."""
        day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        begins = day + (moment - day) // self.within * self.within
        return begins, begins + self.within


def rates(*, per_minute: int | None = None, per_hour: int | None = None, per_day: int | None = None) -> list[Rate]:
    """The shortest first."""
    given = ((per_minute, MINUTE), (per_hour, HOUR), (per_day, DAY))
    return [Rate(most, within) for most, within in given if most is not None]


def limited(kind: str, **per: int) -> Callable[[View], View]:
    """Take a post of this kind only so often from one network; stands below the permission.

    ``@limited("ask", per_minute=10, per_hour=60)``
    """
    allowed = rates(**per)

    def counting(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            network = network_of(request.remote_addr)
            if request.method not in SAFE_METHODS and network is not None:
                count(kind, network, allowed)
            return view(*args, **kwargs)

        return counted

    return counting


def limit_address(kind: str, address: str, **per: int) -> None:
    """Take something of this kind only so often for one email address, or for anything else that names whom it is for.

    Call it before anything is changed: it raises TooManyRequests, whether or not the address is known here.
    """
    count(kind, address.strip().casefold(), rates(**per))


def count(kind: str, who: str, allowed: Sequence[Rate]) -> None:
    """Count one more, in a transaction of its own that stays whatever becomes of the request's.

    Raises TooManyRequests, with the seconds until the next stretch of time begins. What one minute refuses does not
    count against the hour.
    """
    moment = now()
    _end_reading()
    for rate in allowed:
        if _one_more(kind, who, rate, moment) > rate.most:
            wait = rate.window(moment)[1] - moment
            raise TooManyRequests(retry_after=int(wait.total_seconds()) + 1)


def _end_reading() -> None:
    """The request has only read so far; on SQLite its transaction would keep this one waiting."""
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("count before anything is changed")
    db.session.rollback()


def is_within(kind: str, allowed: Sequence[Rate], moment: datetime) -> bool:
    """Count one more for the forum as a whole, in the transaction at hand; whether it is among those allowed.

    For what comes without a request: it counts if it is kept, and nobody is told to come again later.
    """
    return all(_add(db.session(), kind, EVERYBODY, rate, moment) <= rate.most for rate in allowed)


def _one_more(kind: str, who: str, rate: Rate, moment: datetime) -> int:
    with beyond_the_wall(reading=False) as session:  # counted even where the page itself may write nothing
        return _add(session, kind, who, rate, moment)


def _add(session: Session, kind: str, who: str, rate: Rate, moment: datetime) -> int:
    begins, ends = rate.window(moment)
    bucket = bucket_of(current_app.config["SECRET_KEY"], begins, f"{kind}|{rate.within}|{who}")
    return int(session.execute(COUNT, {"bucket": bucket, "ends_at": ends}).scalar_one())


def bucket_of(secret_key: str, begins: datetime, what: str) -> str:
    """A keyed hash; without the key of its day nobody can tell what it stands for."""
    key = hmac.digest(secret_key.encode(), f"limits of {begins.date()}".encode(), hashlib.sha256)
    return hmac.new(key, f"{begins.isoformat()}|{what}".encode(), hashlib.sha256).hexdigest()


def network_of(address: str | None) -> str | None:
    """The network that a request came from; None where that is this computer itself or cannot be told.

    A request from this computer came through a web server that stands in front and was not declared
    (TRUSTED_PROXIES): everybody would share one count, and one busy evening would shut the forum for all.
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return None
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))
