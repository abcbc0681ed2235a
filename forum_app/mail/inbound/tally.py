"""How often an address wrote today, or could not be reached lately: counted by hashes, so that no address is kept."""

import hmac
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from forum_app.clock import today
from forum_app.db import db
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage
from forum_app.settings.queries import find_forum
from forum_app.web.limits import is_within, rates

#: Letters of one sender that are acted on in one day; more are held for a person to look at.
MOST_A_DAY = 20
#: Letters that become a question by themselves and are answered with a receipt, whoever they say they are from: a From
#: line costs nothing, and each receipt for a forged one goes to a stranger. More wait for a person.
MOST_QUESTIONS = rates(per_hour=20, per_day=60)
#: An address that fails softly so often within so many days is not written to any more.
SOFT_BOUNCES, WITHIN = 3, timedelta(days=14)


def day_of(now: datetime) -> date:
    """The forum's own day."""
    forum = find_forum()
    return today(forum.time_zone if forum else "Europe/London", now)


def mark_of_sender(sender: str, now: datetime) -> str:
    """Another one each day, so that days cannot be joined."""
    return _mark(f"{day_of(now)} {sender}") if sender else ""


def mark_of_soft_bounce(address: str) -> str:
    return _mark(f"bounce {address.lower()}")


def writes_too_much(mark: str) -> bool:
    acted_on = InboundMessage.outcome.in_((Outcome.SUBMISSION, Outcome.REPLY))
    return bool(mark) and _count(InboundMessage.sender_mark == mark, acted_on) >= MOST_A_DAY


def are_too_many_questions(now: datetime) -> bool:
    """Whether, with the one at hand, more came than the forum takes by itself; counts it."""
    return not is_within("question-by-mail", MOST_QUESTIONS, now)


def fails_often(mark: str, now: datetime) -> bool:
    """Whether, with the one at hand, it is often enough."""
    lately = InboundMessage.received_on >= day_of(now) - WITHIN
    return _count(InboundMessage.sender_mark == mark, lately) + 1 >= SOFT_BOUNCES


def _mark(what: str) -> str:
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), what.encode(), "sha256").hexdigest()


def _count(*where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(InboundMessage).where(*where)) or 0  # type: ignore[arg-type]
