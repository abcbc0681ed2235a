from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from forum_app.db import db
from forum_app.mail.inbound.models import InboundMessage, InboundState

_BESIDE_THE_BYTES = defer(InboundMessage.raw)


def in_state(state: InboundState) -> Sequence[InboundMessage]:
    """The mails in this state: by day, and within a day in no order that tells anything."""
    chosen = select(InboundMessage).where(InboundMessage.state == state).options(_BESIDE_THE_BYTES)
    return db.session.scalars(chosen.order_by(InboundMessage.received_on, InboundMessage.id)).all()


def notes_about(about: str) -> Sequence[InboundMessage]:
    """Replies to one thing that the coordinator has not put away yet; for the page of that thing on the desk."""
    chosen = select(InboundMessage).where(InboundMessage.state == InboundState.NOTE, InboundMessage.about == about)
    return db.session.scalars(chosen.options(_BESIDE_THE_BYTES).order_by(InboundMessage.received_on)).all()


def waiting_for_a_person() -> tuple[int, date | None]:
    """How many mails want the coordinator's eye, and since which day."""
    wanted = InboundMessage.state.in_((InboundState.TRAY, InboundState.NOTE))
    count, since = db.session.execute(select(func.count(), func.min(InboundMessage.received_on)).where(wanted)).one()
    return count, since


def waiting_to_be_read() -> Sequence[int]:
    chosen = select(InboundMessage.id).where(InboundMessage.state == InboundState.WAITING)
    return db.session.scalars(chosen.order_by(InboundMessage.received_on, InboundMessage.id)).all()
