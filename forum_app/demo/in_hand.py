"""Who really has the promises of the last meeting in hand, and what one of them has said from a mail."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum_app.actions import holding, reminding, ticking_off
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionPoint, OwnerKind, Said
from forum_app.actions.operations import Outcome, record_outcome, tell_reach
from forum_app.actions.ticking_off import Told
from forum_app.db import db
from forum_app.demo.people_and_places import AMARA, TOBIAS
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person

AMARA_AT = "a.oyelaran@fenwick-vale-council.example.org"
TAKER, TAKER_AT = "Sorrel Quick", "sorrel@post.example.org"
#: So long after the meeting the promises were put into somebody's hands.
PUT_AFTER = timedelta(days=17)
CENTRES = (
    "All thirty-one centres have answered. The full list, with extra time and separate rooms, is at "
    "https://example.org/exam-centres."
)


def put(last: Meeting, *, by: int, now: datetime, today: date) -> None:
    """Officers hold theirs with and without a sign-in, somebody took on the reading group."""
    day = last.day + PUT_AFTER
    told: dict[str, Any] = {"by": by, "now": now}
    for action in _open(last):
        holder = _holder_of(action)
        if holder is not None:
            holding.give_to(action, holder, day=day, **told)
    centres = _starting(last, "Ask every exam centre")
    ticking_off.tick_off(centres, Told(Said.DONE, CENTRES, "demo"), now=now, day=today - timedelta(days=1))
    group = _starting(last, "Begin a reading group")
    later = Outcome(
        group.state,
        "One more try at Orrin Green, on a Saturday.",
        today - timedelta(days=2),
        today + timedelta(days=10),
    )
    record_outcome(group, later, **told)
    notice = next(action for action in _open(last) if action.owner_kind == OwnerKind.GROUP)
    tell_reach(notice, "in the news by email, and on a card at two meeting places", 140, day, **told)
    reminding.add_quiet_period(today + timedelta(days=20), today + timedelta(days=24), "half-term", **told)


def _open(meeting: Meeting) -> list[ActionPoint]:
    of_meeting = select(ActionPoint).where(ActionPoint.meeting_id == meeting.id, ActionPoint.closed_on.is_(None))
    return list(db.session.scalars(of_meeting.order_by(ActionPoint.position)))


def _starting(meeting: Meeting, start: str) -> ActionPoint:
    return next(action for action in _open(meeting) if action.text.startswith(start))


def _holder_of(action: ActionPoint) -> Holder | None:
    if action.owner == TOBIAS[0]:
        return Holder.of_person(db.session.scalars(select(Person).where(Person.name == TOBIAS[0])).one())
    if action.owner == AMARA[0]:
        return Holder(AMARA[0], AMARA_AT)
    if action.text.startswith("Begin a reading group"):
        return Holder(TAKER, TAKER_AT, is_taker=True)
    return None
