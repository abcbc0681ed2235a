from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.models import Priority
from forum_app.mail.outbox import queue
from forum_app.mail.quiet_hours import next_daytime
from forum_app.mail.stopping import stop_news_to
from forum_app.mail.suppression import lift
from forum_app.settings.queries import the_forum
from forum_app.subscriptions import emails
from forum_app.subscriptions.links import confirm_token, private_token, unsubscribe_token
from forum_app.subscriptions.models import Pace, Subscription, Topic
from forum_app.subscriptions.queries import find_for_update, mail_came_back, new_addresses_on

#: So many of our mails a day may be caused by whoever types an address, and so many new addresses be typed.
MAILS_A_DAY, NEW_ADDRESSES_A_DAY = 3, 200
#: To an address from which mail came back: enough for the way back, too little to harass.
MAILS_A_DAY_IF_SUSPENDED = 1


class TooManyToday(Exception):
    """More new addresses were typed today than a forum of this size hears from."""


class NothingChosen(Exception):
    """A subscription is to something; leaving is another verb."""


def ask(address: str, topics: Collection[Topic], pace: Pace, *, secret_key: str, now: datetime) -> None:
    """Somebody typed this address; a mail to it says what to do next.

    What happens looks the same for an address that is subscribed and one that is not, and nothing that was
    chosen before changes: whoever types an address need not be its owner. Raises NothingChosen, TooManyToday.
    """
    if not topics:
        raise NothingChosen
    today = _today(now)
    if new_addresses_on(today) >= NEW_ADDRESSES_A_DAY:
        raise TooManyToday
    row = _row_for(address.lower(), today)
    if not row.is_confirmed:
        row.topics, row.pace = set(topics), pace
    if row.asked_on != today:
        row.asked_on, row.asked_times = today, 0
    if row.asked_times < (MAILS_A_DAY_IF_SUSPENDED if mail_came_back(row.address) else MAILS_A_DAY):
        row.asked_times += 1
        key = f"subscription:{row.id}:{today.isoformat()}:{row.asked_times}"
        _send(row, _next_step(row, secret_key), key, now)


def _row_for(address: str, today: date) -> Subscription:
    row = find_for_update(address)
    if row is not None:
        return row
    row = Subscription(address=address, asked_on=today, asked_times=0)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the same address was typed twice in this very moment
        row = find_for_update(address)
        assert row is not None  # noqa: S101 - it was the other one that made it
    return row


def _next_step(row: Subscription, secret_key: str) -> Letter:
    if row.is_confirmed:
        return emails.already(private_token(row.id, secret_key), came_back=mail_came_back(row.address))
    return emails.confirm(confirm_token(row.id, secret_key), row.topics, Pace(row.pace))


def confirm(row: Subscription, *, secret_key: str, now: datetime) -> None:
    """The owner of the address pressed the button; pressing twice changes nothing more."""
    lift(row.address)
    if row.is_confirmed:
        return
    row.confirmed_on = _today(now)
    tokens = private_token(row.id, secret_key), unsubscribe_token(row.id, secret_key)
    letter = emails.welcome(*tokens, row.topics, Pace(row.pace))
    _send(row, letter, f"subscription:{row.id}:welcome", now)


def choose(row: Subscription, topics: Collection[Topic], pace: Pace) -> None:
    """What to hear about, and how often; raises NothingChosen."""
    if not topics:
        raise NothingChosen
    row.topics, row.pace = set(topics), pace


def stop(row: Subscription, *, now: datetime) -> None:
    """Forget the address, and stop the news that waits for it."""
    stop_news_to(row.address, now=now)
    db.session.delete(row)


def _send(row: Subscription, letter: Letter, key: str, now: datetime) -> None:
    """To a suspended address too: whoever asks there for news has the way back in this mail."""
    due_at = next_daytime(now, the_forum().time_zone)
    queue(letter, to=row.address, key=key, now=now, due_at=due_at, priority=Priority.ASKED_FOR)


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(the_forum().time_zone)).date()
