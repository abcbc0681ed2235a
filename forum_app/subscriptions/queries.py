from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from forum_app.db import db
from forum_app.mail.suppression import Suppression
from forum_app.subscriptions.models import SubscribedTopic, Subscription, Topic


def find_for_update(address: str) -> Subscription | None:
    """The subscription of an address; who changes it at the same time waits."""
    found = select(Subscription).where(Subscription.address == address).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


def new_addresses_on(day: date) -> int:
    """How many addresses were typed on a day and wait to be confirmed."""
    waiting = select(func.count(Subscription.id)).where(
        Subscription.asked_on == day, Subscription.confirmed_on.is_(None)
    )
    return db.session.scalar(waiting) or 0


def subscribers_of(topics: Collection[Topic]) -> Sequence[Subscription]:
    """Who is to hear about any of these topics: confirmed, and not spared because mail came back."""
    hears = select(SubscribedTopic.subscription_id).where(SubscribedTopic.topic.in_(topics))
    wanted = select(Subscription).where(
        Subscription.confirmed_on.is_not(None),
        Subscription.id.in_(hears),
        Subscription.address.not_in(select(Suppression.address)),
    )
    return db.session.scalars(wanted.order_by(Subscription.id)).all()


def counts_by_topic() -> dict[Topic, int]:
    """How many confirmed addresses hear about each topic."""
    counted = (
        select(SubscribedTopic.topic, func.count())
        .join(Subscription, Subscription.id == SubscribedTopic.subscription_id)
        .where(Subscription.confirmed_on.is_not(None))
        .group_by(SubscribedTopic.topic)
    )
    found = {Topic(topic): count for topic, count in db.session.execute(counted)}
    return {topic: found.get(topic, 0) for topic in Topic}


def mail_came_back(address: str) -> bool:
    """Whether mail to this address ended because it came back."""
    return db.session.scalar(select(Suppression.id).where(Suppression.address == address)) is not None
