"""A date that is being found for the planning meeting, its notes so far, and a room that was asked for."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from forum_app.arranging.models import DateAnswer, DateInvitee, DatePoll, DateProposal, PollState, RoomRequest, Says
from forum_app.arranging.words import first_letter
from forum_app.db import db
from forum_app.demo.shapes import prose
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.planning.models import PlanningGuest, PlanningNotes

NOTES = prose(
    """
    **Before we meet**, what each of us brings:

    - Marian: the questions families have left so far, in the forum’s words.
    - Gwen: how long each part may take, so that the questions keep their forty minutes.
    - Tobias: which officers can come, and whether the Larkfield Centre has a second microphone.

    **To settle**: who speaks after the break, and whether the doors can open at a quarter to four.
    """
)
WHY = "Could we talk about the speakers before the summer, and about the second microphone?"
WORDS = "The date in the calendar no longer suits everybody. Would one of these be better? It takes an hour."


def is_being_planned(planning: Meeting, coming: Meeting, chair: Person, officer: Person, today: date) -> None:
    """No letter goes out with this: it is as if they had gone some days ago."""
    _notes(planning, officer, today)
    _dates(planning, chair, officer, today)
    _room(coming, today)
    db.session.flush()


def _notes(planning: Meeting, officer: Person, today: date) -> None:
    asked_on = today - timedelta(days=6)
    row = PlanningNotes(meeting_id=planning.id, asked_by_id=officer.id, asked_on=asked_on, words=WHY, notes=NOTES)
    db.session.add_all([row, PlanningGuest(meeting_id=planning.id, person_id=officer.id)])


def _dates(planning: Meeting, chair: Person, officer: Person, today: date) -> None:
    days = [planning.day + timedelta(days=later) for later in (-7, -1, 0, 7)]
    poll = DatePoll(
        meeting=planning, state=PollState.OPEN, words=WORDS, reply_by=today + timedelta(days=6),
        sent_on=today - timedelta(days=2), invitees=[DateInvitee(person=chair), DateInvitee(person=officer)],
    )  # fmt: skip
    poll.proposals = [DateProposal(day=day, starts_at=time(10), ends_by=time(11)) for day in days]
    db.session.add(poll)
    db.session.flush()
    answered = next(invitee for invitee in poll.invitees if invitee.person is officer)
    answered.note = "On the second of these only until 10.45am."
    answered.answered_on = today - timedelta(days=1)
    answered.answers = _answers(poll.proposals, (Says.NO, Says.IF_NEED_BE, Says.YES, Says.YES))


def _answers(proposals: Sequence[DateProposal], says: Sequence[Says]) -> list[DateAnswer]:
    return [DateAnswer(proposal_id=one.id, says=word) for one, word in zip(proposals, says, strict=True)]


def _room(coming: Meeting, today: date) -> None:
    assert coming.starts_at is not None  # noqa: S101 - the demo's meetings have their times
    assert coming.ends_by is not None  # noqa: S101
    db.session.add(
        RoomRequest(
            meeting=coming, words=first_letter(coming), asked_on=today - timedelta(days=8), day=coming.day,
            doors_at=coming.doors_at, starts_at=coming.starts_at, ends_by=coming.ends_by,
            answer_by=today + timedelta(days=12),
        )
    )  # fmt: skip
