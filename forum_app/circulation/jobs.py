"""The weekly mail, and letting go of what is no longer needed. Each is a function of now, for the timetable."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select, update

from forum_app.circulation.emails import Item, digest, own_link
from forum_app.circulation.models import (
    Circulation,
    CirculationRecipient,
    CirculationState,
    Group,
    Outcome,
)
from forum_app.clock import today
from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.models import OutboxMessage
from forum_app.mail.mould import Recipient
from forum_app.mail.outbox import queue_many
from forum_app.mail.quiet_hours import next_daytime
from forum_app.mail.suppression import suppressed
from forum_app.settings.queries import find_forum
from forum_app.subscriptions.models import Pace, Subscription

A_WEEK = timedelta(days=7)
#: After so long nobody sends the same again, and who got it is forgotten.
REMEMBERED = timedelta(days=90)


def send_weekly_mail(now: datetime) -> None:
    """Gather what waits for each weekly reader whose last mail is a week old; run daily, in the morning."""
    forum = find_forum()
    if forum is None:
        return
    day, due = today(forum.time_zone, now), next_daytime(now, forum.time_zone)
    composed: dict[tuple[int, ...], Letter] = {}
    for reader, circulations in _readers(now, day):
        which = tuple(row.id for row in circulations)
        if which not in composed:
            composed[which] = digest([Item(row.sent_subject, row.short_text) for row in circulations])
        _send(reader, composed[which], day, now, due)


def _readers(now: datetime, day: date) -> list[tuple[Subscription, Sequence[Circulation]]]:
    """Whoever is due a mail, with what waits for them in the order in which it was sent."""
    rows = db.session.execute(
        select(Subscription, Circulation)
        .join(CirculationRecipient, CirculationRecipient.subscription_id == Subscription.id)
        .join(Circulation, Circulation.id == CirculationRecipient.circulation_id)
        .where(Circulation.state == CirculationState.RELEASED, Circulation.due_at <= now)
        .order_by(Subscription.id, Circulation.due_at, Circulation.id)
    )
    waiting: dict[Subscription, list[Circulation]] = defaultdict(list)
    for reader, row in rows:
        waiting[reader].append(row)
    spared = suppressed([reader.address for reader in waiting])
    return [(reader, kept) for reader, kept in waiting.items() if reader.address not in spared and _is_due(reader, day)]


def _is_due(reader: Subscription, day: date) -> bool:
    return reader.pace != Pace.WEEKLY or reader.last_digest_on is None or day - reader.last_digest_on >= A_WEEK


def _send(reader: Subscription, common: Letter, day: date, now: datetime, due: datetime) -> None:
    link = own_link(reader.id, current_app.config["SECRET_KEY"])
    to = Recipient(reader.address, f"digest:{reader.id}:{day.isoformat()}", link)
    queue_many(common, [to], now=now, due_at=due)
    reader.last_digest_on = day
    released = select(Circulation.id).where(Circulation.state == CirculationState.RELEASED, Circulation.due_at <= now)
    taken = update(CirculationRecipient).where(
        CirculationRecipient.subscription_id == reader.id, CirculationRecipient.circulation_id.in_(released)
    )
    db.session.execute(taken.values(subscription_id=None, outcome=Outcome.SENT))


def note_outcomes(now: datetime) -> None:
    """Keep what became of each letter, so that the report outlives the outbox; run every few minutes."""
    for outcome in Outcome:
        ended = select(OutboxMessage.key).where(OutboxMessage.state == outcome)
        noted = update(CirculationRecipient).where(
            CirculationRecipient.outcome.is_(None), CirculationRecipient.outbox_key.in_(ended)
        )
        never_went = {} if outcome == Outcome.SENT else {"fingerprint": None}
        db.session.execute(noted.values(outcome=outcome, **never_went))


def forget_recipients(now: datetime) -> None:
    """Three months on keep only how many families it reached; run daily."""
    old = select(Circulation).where(Circulation.due_at < now - REMEMBERED, Circulation.families_reached.is_(None))
    for row in db.session.scalars(old):
        of_families = (
            CirculationRecipient.circulation_id == row.id,
            CirculationRecipient.audience_group == Group.FAMILIES,
        )
        sent = select(func.count(CirculationRecipient.id)).where(
            *of_families, CirculationRecipient.outcome == Outcome.SENT
        )
        row.families_reached = db.session.scalar(sent) or 0
        db.session.execute(delete(CirculationRecipient).where(*of_families))
