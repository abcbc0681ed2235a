from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, case, exists, extract, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum_app.actions.models import (
    CLOSED,
    ActionFile,
    ActionHolder,
    ActionPoint,
    ActionState,
    ActionUpdate,
    OwnerKind,
    QuietPeriod,
    TickOff,
    TickOffState,
)
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState

A_PAGE = 50
PUBLIC = (Meeting.kind == MeetingKind.FORUM, Meeting.state == MeetingState.MINUTES_PUBLISHED)
#: A notice to everybody is no promise that somebody keeps or breaks.
PROMISES = ActionPoint.owner_kind != OwnerKind.GROUP

ACTIONS_OF = select(ActionPoint).where(ActionPoint.meeting_id == bindparam("meeting_id")).order_by(ActionPoint.position)


@dataclass(frozen=True)
class Kept:
    """How many promises were made since a day, and what became of them."""

    since: date | None
    made: int
    kept: int
    open: int
    not_done: int


@dataclass(frozen=True)
class Wanted:
    """What the tracker was asked to show; None shows all."""

    state: str | None = None
    owner_kind: str | None = None
    year: int | None = None


def promises_kept() -> Kept:
    """Counts over every published meeting, notices to everybody left out."""
    made, kept, dropped, since = db.session.execute(
        select(
            func.count(ActionPoint.id),
            func.sum(case((ActionPoint.state == ActionState.DONE, 1), else_=0)),
            func.sum(case((ActionPoint.state == ActionState.NOT_DONE, 1), else_=0)),
            func.min(Meeting.day),
        )
        .join(Meeting, ActionPoint.meeting_id == Meeting.id)
        .where(*PUBLIC, PROMISES)
    ).one()
    kept, dropped = kept or 0, dropped or 0
    return Kept(since=since, made=made, kept=kept, open=made - kept - dropped, not_done=dropped)


@dataclass(frozen=True)
class OfYear:
    """What was promised in the meetings of one year, and what became of it."""

    year: int
    made: int
    kept: int
    not_done: int
    first_day: date

    @property
    def open(self) -> int:
        return self.made - self.kept - self.not_done


def promises_by_year() -> list[OfYear]:
    """Every year with published meetings, the oldest first; notices to everybody left out."""
    year = extract("year", Meeting.day)
    rows = db.session.execute(
        select(
            year,
            func.count(ActionPoint.id),
            func.sum(case((ActionPoint.state == ActionState.DONE, 1), else_=0)),
            func.sum(case((ActionPoint.state == ActionState.NOT_DONE, 1), else_=0)),
            func.min(Meeting.day),
        )
        .join(Meeting, ActionPoint.meeting_id == Meeting.id)
        .where(*PUBLIC, PROMISES)
        .group_by(year)
        .order_by(year)
    )
    return [OfYear(int(at), made, kept, dropped, first) for at, made, kept, dropped, first in rows]


def all_years(by_year: Sequence[OfYear]) -> Kept:
    """The years together, as `promises_kept` counts them."""
    made, kept, dropped = (sum(getattr(of, name) for of in by_year) for name in ("made", "kept", "not_done"))
    since = by_year[0].first_day if by_year else None
    return Kept(since=since, made=made, kept=kept, open=made - kept - dropped, not_done=dropped)


def tracker(wanted: Wanted, page: int) -> tuple[Sequence[ActionPoint], int]:
    """One page of public action points, oldest first, with their meetings, and how many there are."""
    matching = _matching(select(ActionPoint), wanted).options(contains_eager(ActionPoint.meeting))
    oldest_first = matching.order_by(Meeting.day, ActionPoint.meeting_id, ActionPoint.position)
    count = db.session.scalar(_matching(select(func.count(ActionPoint.id)), wanted)) or 0
    return db.session.scalars(oldest_first.limit(A_PAGE).offset((page - 1) * A_PAGE)).all(), count


def _matching(chosen: Select, wanted: Wanted) -> Select:
    chosen = chosen.join(Meeting, ActionPoint.meeting_id == Meeting.id).where(*PUBLIC)
    if wanted.state == "open":
        chosen = chosen.where(ActionPoint.state.not_in(CLOSED))
    elif wanted.state:
        chosen = chosen.where(ActionPoint.state == wanted.state)
    if wanted.owner_kind:
        chosen = chosen.where(ActionPoint.owner_kind == wanted.owner_kind)
    if wanted.year:
        chosen = chosen.where(Meeting.day.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return chosen


def public_action(action_id: int) -> ActionPoint | None:
    found = select(ActionPoint).join(ActionPoint.meeting).options(
        contains_eager(ActionPoint.meeting), selectinload(ActionPoint.updates).selectinload(ActionUpdate.files)
    )  # fmt: skip
    return db.session.scalars(found.where(*PUBLIC, ActionPoint.id == action_id)).first()


def public_file(file_id: int) -> ActionFile | None:
    """A file of a promise that everybody may read."""
    found = select(ActionFile).join(ActionFile.update).join(ActionUpdate.action).join(ActionPoint.meeting)
    return db.session.scalars(found.where(*PUBLIC, ActionFile.id == file_id)).first()


def actions_of(meeting_id: int) -> Sequence[ActionPoint]:
    return db.session.scalars(ACTIONS_OF, {"meeting_id": meeting_id}).all()


def open_promises(limit: int) -> Sequence[ActionPoint]:
    """Public promises nobody has closed, oldest first."""
    waiting = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    waiting = waiting.where(*PUBLIC, PROMISES, ActionPoint.state.not_in(CLOSED))
    return db.session.scalars(waiting.order_by(Meeting.day, ActionPoint.position).limit(limit)).all()


def matters_arising(day: date) -> Sequence[ActionPoint]:
    """Promises of earlier meetings that are still open: computed, so that they come back by themselves."""
    earlier = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    earlier = earlier.where(*PUBLIC, PROMISES, ActionPoint.state.not_in(CLOSED), Meeting.day < day)
    return db.session.scalars(earlier.order_by(Meeting.day, ActionPoint.position)).all()


def past_due(today: date) -> Sequence[ActionPoint]:
    """Open action points whose date has passed and of which nothing is heard that waits for the coordinator."""
    due = select(ActionPoint).join(ActionPoint.meeting).options(contains_eager(ActionPoint.meeting))
    due = due.where(ActionPoint.state.not_in(CLOSED), ActionPoint.due_on < today, ActionPoint.handed_on.is_(None))
    due = due.where(~exists().where(TickOff.action_id == ActionPoint.id, TickOff.state == TickOffState.WAITING))
    return db.session.scalars(due.order_by(ActionPoint.due_on, ActionPoint.id)).all()


def to_be_passed_on() -> Sequence[ActionPoint]:
    """What has reached whoever passes it on, and families have not heard of yet."""
    landed = select(ActionPoint).options(selectinload(ActionPoint.updates), joinedload(ActionPoint.meeting))
    landed = landed.where(ActionPoint.handed_on.is_not(None), ActionPoint.state.not_in(CLOSED))
    return db.session.scalars(landed.order_by(ActionPoint.pass_on_by, ActionPoint.id)).all()


def taken_by_nobody(before: date) -> tuple[int, date | None]:
    """How many things open to anybody were promised on or before a day and nobody has taken on, and since when."""
    free = (
        select(func.count(ActionPoint.id), func.min(Meeting.day))
        .join(Meeting, ActionPoint.meeting_id == Meeting.id)
        .where(*PUBLIC, ActionPoint.owner_kind == OwnerKind.ANYONE, ~ActionPoint.taken, Meeting.day <= before)
        .where(ActionPoint.state.not_in(CLOSED))
    )
    count, since = db.session.execute(free).one()
    return count, since


def how_many_with_nobody() -> int:
    return db.session.scalar(select(func.count()).select_from(_with_nobody().subquery())) or 0


def with_nobody(page: int) -> Sequence[ActionPoint]:
    """Open promises of published meetings that nobody has in hand, those of the last meeting first."""
    chosen = _with_nobody().options(contains_eager(ActionPoint.meeting))
    chosen = chosen.order_by(Meeting.day.desc(), ActionPoint.meeting_id, ActionPoint.position)
    return db.session.scalars(chosen.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()


def _with_nobody() -> Select[ActionPoint]:
    """What was handed on is left out: nobody is reminded of it, and the desk asks for the second half of its way."""
    in_hand = exists().where(ActionHolder.action_id == ActionPoint.id, ActionHolder.until.is_(None))
    open_still = ActionPoint.state.not_in(CLOSED), ActionPoint.handed_on.is_(None)
    chosen = select(ActionPoint).join(ActionPoint.meeting).where(*PUBLIC, *open_still, ~in_hand)
    return chosen.where(ActionPoint.owner_kind == OwnerKind.PERSON)


def quiet_periods(today: date) -> Sequence[QuietPeriod]:
    """The forum's own quiet days that are not over."""
    own = select(QuietPeriod).where(QuietPeriod.ends_on >= today)
    return db.session.scalars(own.order_by(QuietPeriod.starts_on, QuietPeriod.id)).all()
