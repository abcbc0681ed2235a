"""What becomes of a question after its meeting: whoever follows it is told, and then forgotten."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Select, Subquery, case, func, select

from forum_app.actions.models import CLOSED, ActionPoint
from forum_app.asking.models import Submission, SubmissionState
from forum_app.asking.operations import leave_group
from forum_app.db import db
from forum_app.mail.outbox import queue
from forum_app.minutes.models import MinuteVersion
from forum_app.questions.models import Question
from forum_app.receipts import operations as receipts
from forum_app.receipts.models import Receipt, ReceiptKind
from forum_app.settings.queries import find_forum
from forum_app.support.models import Support
from forum_app.threads import emails
from forum_app.threads.models import RaisedAction
from forum_app.threads.news import TIME_TO_THINK, News, news_to_tell

#: How long after the minutes, or after the last promise to a question is closed, whoever asked it is still known.
KNOWN_FOR = timedelta(days=30)
#: A question that nobody took up is deleted a year after it was left.
WAITS_FOR = timedelta(days=365)
#: One that was kept for a later meeting waits for another year: meetings may lie more than one apart.
KEPT_FOR_LATER = timedelta(days=730)
ON_THE_DESK = (SubmissionState.NEW, SubmissionState.WORDED, SubmissionState.PARKED, SubmissionState.MERGED)


# Telling ------------------------------------------------------------------------------------------------------


def has_news(now: datetime) -> bool:
    """Whether there is anybody to tell of anything."""
    return find_forum() is not None and bool(news_to_tell(now))


def tell_followers(now: datetime) -> str | None:
    """Write to whoever asked to be told what becomes of a question: once when it is answered, once for each update."""
    if find_forum() is None:
        return None
    told = news_to_tell(now)
    for news in told:
        queue(_letter(news), to=news.address, key=news.key, now=now, due_at=now + TIME_TO_THINK)
    return f"{len(told)} told" if told else None


def _letter(news: News) -> emails.Letter:
    return emails.answered(news.meeting) if news.update is None else emails.followed_up(news.meeting)


# Forgetting ---------------------------------------------------------------------------------------------------


def forget_askers(now: datetime) -> str | None:
    """Delete who asked, as the privacy page says; the questions on record stay. Says how many receipts went.

    Whoever asked to be told what becomes of a question is known until a month after the last promise made to it is
    closed; of what they typed only the forum's wording is kept meanwhile.
    """
    today = now.date()
    gone = [*_over(today), *_never_taken_up(today), *_supported(today)]
    for submission in db.session.scalars(select(Submission).where(Submission.receipt_id.in_(gone))).all():
        leave_group(submission)  # what others were put together with must not go with it
    for receipt_id in gone:
        receipts.destroy(receipt_id, now=now)
    return f"{len(gone)} receipts deleted" if gone else None


def _over(today: date) -> Iterator[int]:
    published = _first_published()
    rows = db.session.execute(
        select(Submission, Receipt.follows, published.c.day)
        .join(Receipt, Submission.receipt_id == Receipt.id)
        .join(published, published.c.meeting_id == Submission.meeting_id)
        .where(Submission.state.not_in(ON_THE_DESK))
    ).all()
    for submission, follows, first in rows:
        if first.date() + KNOWN_FOR > today:
            continue
        if follows and _promises_run(submission.question_id, today):
            submission.words = submission.wording
        else:
            yield submission.receipt_id


def _supported(today: date) -> Iterator[int]:
    """Receipts of those who asked a question too, as long after the minutes as those of whoever left it."""
    published = _first_published()
    rows = db.session.execute(
        select(Receipt.id, Receipt.follows, Question.id, published.c.day)
        .join(Support, Support.receipt_id == Receipt.id)
        .join(Question, Support.question_id == Question.id)
        .join(published, published.c.meeting_id == Question.meeting_id)
    )
    for receipt_id, follows, question_id, first in rows.all():
        if first.date() + KNOWN_FOR <= today and not (follows and _promises_run(question_id, today)):
            yield receipt_id
    yield from db.session.scalars(_taken_back(today))


def _taken_back(today: date) -> Select[int]:
    """Receipts of support that was taken back: they hold nothing, and open a page that says so, for a month."""
    return select(Receipt.id).where(
        Receipt.kind == ReceiptKind.SUPPORT,
        Receipt.id.not_in(select(Support.receipt_id)),
        Receipt.left_on < today - KNOWN_FOR,
    )


def _first_published() -> Subquery:
    return (
        select(MinuteVersion.meeting_id, func.min(MinuteVersion.published_at).label("day"))
        .group_by(MinuteVersion.meeting_id)
        .subquery()
    )


def _promises_run(question_id: int | None, today: date) -> bool:
    """Whether a promise made to the question is open, or was closed less than a month ago."""
    promised = select(ActionPoint.state, ActionPoint.closed_on).join(
        RaisedAction, RaisedAction.action_id == ActionPoint.id
    )
    return any(
        state not in CLOSED or (closed_on is not None and closed_on + KNOWN_FOR > today)
        for state, closed_on in db.session.execute(promised.where(RaisedAction.question_id == question_id))
    )


def _never_taken_up(today: date) -> Iterator[int]:
    waiting = (
        select(Submission.receipt_id)
        .join(Receipt, Submission.receipt_id == Receipt.id)
        .where(
            Submission.state.in_(ON_THE_DESK),
            Receipt.left_on
            < case((Submission.state == SubmissionState.PARKED, today - KEPT_FOR_LATER), else_=today - WAITS_FOR),
        )
    )
    yield from db.session.scalars(waiting)
