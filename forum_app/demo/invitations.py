"""Who is invited to the next meeting, what they answered, and a change that their calendars do not know yet."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from forum_app.calendar import operations as calendars
from forum_app.calendar.models import Answer, Invitation
from forum_app.calendar.plan import first_plan
from forum_app.calendar.queries import candidates, of_address
from forum_app.db import db
from forum_app.demo.people_and_places import CHAIR, TOBIAS
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Attending, Meeting
from forum_app.meetings.operations import Details

#: What nine made-up families answered; two have not yet.
FAMILIES = (Answer.ACCEPTED,) * 5 + (Answer.TENTATIVE, Answer.DECLINED, None, None)
CHAIRS_NOTE = "I will be there from 3.30pm to put the chairs out."


def send(meeting: Meeting, *, key: str, by: int, now: datetime) -> None:
    """The invitations went out when the meeting was to be in the room only."""
    as_it_is = Details(**{name: getattr(meeting, name) for name in Details.__dataclass_fields__})
    before = replace(as_it_is, attending=Attending.ROOM, online_link=None, link_hours_before=None)
    meetings.change_details(meeting, before, meeting.venue, by=by, now=now)
    people = [candidate.person.id for candidate in candidates(meeting, now.date())]
    calendars.invite(meeting, people, first_plan(meeting, people, now).looks, secret_key=key, by=by, now=now)
    for number in range(len(FAMILIES)):
        _family_asks(meeting, f"visitor-{number + 1}@families.example.org", key, now)
    _they_arrive(now)
    _they_answer(meeting, now + timedelta(days=1))
    meetings.change_details(meeting, as_it_is, meeting.venue, by=by, now=now + timedelta(days=3))


def _family_asks(meeting: Meeting, address: str, key: str, now: datetime) -> None:
    calendars.ask(meeting, address, secret_key=key, now=now)
    row = of_address(meeting, address)
    assert row is not None  # noqa: S101 - it was made just now
    calendars.confirm(row, secret_key=key, now=now)


def _they_arrive(now: datetime) -> None:
    db.session.flush()
    for mail in db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("invitation:"))):
        mail.state, mail.body, mail.ended_at = OutboxState.SENT, None, now


def _they_answer(meeting: Meeting, at: datetime) -> None:
    rows = db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id)).all()
    said = dict(zip(sorted(row.address for row in rows if row.address), FAMILIES, strict=True))
    for row in rows:
        if row.name == CHAIR:
            calendars.answer(row, Answer.ACCEPTED, CHAIRS_NOTE, now=at)
        elif row.name == TOBIAS[0]:
            calendars.answer(row, Answer.TENTATIVE, "", now=at)
        elif row.address and (answer := said[row.address]):
            calendars.answer(row, answer, "", now=at)
