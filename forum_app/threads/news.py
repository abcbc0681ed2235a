"""Who is to be told what of a question they follow. Only for the job that writes to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from forum_app.actions.models import ActionPoint, ActionUpdate
from forum_app.asking.models import Submission, SubmissionState
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.mail.stopping import stop_keys_beginning
from forum_app.meetings.models import Meeting, MeetingState
from forum_app.minutes.models import MinutePassage, MinuteVersion, Part
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.support.models import Support
from forum_app.threads.models import RaisedAction

#: What is published can be withdrawn, and an update taken back, before anybody is told.
TIME_TO_THINK = timedelta(minutes=10)
#: Older news is known by now: nobody is told of it when this runs for the first time.
STILL_NEWS = timedelta(days=14)
#: What was heard of a promise has the day on which it was said, and the coordinator may confirm it weeks later.
STILL_NEWS_OF_A_PROMISE = timedelta(days=90)


@dataclass(frozen=True)
class News:
    """One letter to one follower; ``update`` is the number of what was heard of a promise, None for the answer."""

    address: str
    key: str
    meeting: Meeting
    update: int | None = None


def news_to_tell(now: datetime) -> list[News]:
    """What nobody was told yet, in an order that says nothing: by the drawn key of the receipt."""
    waiting = [*_answered(now), *_followed_up(now)]
    told = set(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_([n.key for n in waiting]))))
    return [news for news in waiting if news.key not in told]


def not_after_all(update: ActionUpdate, now: datetime) -> None:
    """An update is taken back: whoever was not told of it yet is not told."""
    stop_keys_beginning("followed-up:", ending=f":{update.id}", now=now)


def _answered(now: datetime) -> Iterator[News]:
    first = (
        select(MinutePassage.question_id, func.min(MinuteVersion.published_at).label("at"))
        .join(MinuteVersion, MinuteVersion.id == MinutePassage.version_id)
        .where(MinutePassage.part == Part.RESPONSE)
        .group_by(MinutePassage.question_id)
        .subquery()
    )
    answered = _followers().join(first, first.c.question_id == Question.id)
    answered = answered.where(first.c.at <= now - TIME_TO_THINK, first.c.at > now - STILL_NEWS)
    for receipt_id, address, meeting in db.session.execute(answered):
        yield News(address, f"answered:{receipt_id}", meeting)


def _followed_up(now: datetime) -> Iterator[News]:
    heard = (
        _followers(ActionUpdate.id)
        .join(RaisedAction, RaisedAction.question_id == Question.id)
        .join(ActionPoint, ActionPoint.id == RaisedAction.action_id)
        .join(ActionUpdate, ActionUpdate.action_id == ActionPoint.id)
        .where(ActionUpdate.day > (now - STILL_NEWS_OF_A_PROMISE).date(), ActionUpdate.day >= Meeting.day)
    )
    for receipt_id, address, meeting, update in db.session.execute(heard):
        yield News(address, f"followed-up:{receipt_id}:{update}", meeting, update)


def _followers(*more: Any) -> Select:
    """Whoever follows a question on record whose minutes everybody may read."""
    behind = _behind()
    return (
        select(Receipt.id, Receipt.contact, Meeting, *more)
        .select_from(behind)
        .join(Receipt, Receipt.id == behind.c.receipt_id)
        .join(Question, Question.id == behind.c.question_id)
        .join(Meeting, Meeting.id == Question.meeting_id)
        .where(
            Receipt.follows.is_(True),
            Receipt.contact.is_not(None),
            Meeting.state == MeetingState.MINUTES_PUBLISHED,
        )
        .order_by(Receipt.id)
    )


def _behind() -> Subquery:
    """Each receipt that stands behind a question on record: whoever left it, and whoever asks it too."""
    left = select(Submission.receipt_id, Submission.question_id).where(Submission.state == SubmissionState.RELEASED)
    return left.union_all(select(Support.receipt_id, Support.question_id)).subquery("behind")
