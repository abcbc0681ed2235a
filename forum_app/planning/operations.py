"""Verbs of planning meetings. No request, no commit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.clock import day_in_words, today
from forum_app.db import ChangedMeanwhile, db, lock, same_version
from forum_app.mail.models import OutboxMessage
from forum_app.mail.outbox import queue
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Attending, Meeting, MeetingKind
from forum_app.meetings.operations import Details
from forum_app.meetings.standard_agenda import standard_agenda
from forum_app.people.models import LinkKind, Person
from forum_app.people.queries import coordinators_on
from forum_app.people.scoped_links import make_scoped_link
from forum_app.planning import emails
from forum_app.planning.models import PlanningGuest, PlanningNotes
from forum_app.planning.queries import asked_today

#: Until its date is found a planning meeting stands so long ahead.
SOON = timedelta(days=21)
LINK_LIVES = timedelta(days=60)


class NotAPlanningMeeting(Exception):
    """Only planning meetings have notes and a result of this kind."""


class NotADraft(Exception):
    """The forum meeting is public or over: it is moved on its own page, where that is said beforehand."""


@dataclass(frozen=True)
class NextDate:
    """What a planning meeting fixed."""

    day: date
    doors_at: time | None
    starts_at: time
    ends_by: time


def ask_for_meeting(
    words: str, around: date | None, time_zone: str, *, asker: int | None, by: int | None, now: datetime
) -> Meeting:
    """A planning meeting whose date is still to be found; the coordinators are told, whoever asked sees it."""
    before = asked_today(words, asker, now.date())
    if before is not None:
        return before  # the button was pressed twice
    day = around or today(time_zone, now) + SOON
    details = Details(day, None, None, None, time_zone, attending=Attending.ONLINE)
    agenda = standard_agenda(MeetingKind.PLANNING)
    meeting = meetings.make_meeting(MeetingKind.PLANNING, details, agenda, by=by, now=now)
    row = PlanningNotes(meeting_id=meeting.id, asked_by_id=asker, asked_on=now.date(), words=words)
    db.session.add(row)
    if asker is not None:
        db.session.add(PlanningGuest(meeting_id=meeting.id, person_id=asker))
    db.session.flush()
    _tell_coordinators(row, asker, now)
    audit.record("Asked for a planning meeting.", by=by, now=now)
    return meeting


def _tell_coordinators(row: PlanningNotes, asker: int | None, now: datetime) -> None:
    name = db.session.get_one(Person, asker).name if asker is not None else ""
    for person in coordinators_on(now.date()):
        if person.email and person.id != asker:
            queue(emails.asked_for(row, name), to=person.email, key=f"planning:{row.meeting_id}:{person.id}", now=now)


def invite(meeting: Meeting, people: Sequence[Person], words: str, *, by: int | None, now: datetime) -> int:
    """Let these people see a planning meeting, each by a link of their own; how many letters go.

    The same words go to nobody twice on one day.
    """
    if meeting.kind != MeetingKind.PLANNING:
        raise NotAPlanningMeeting
    letters = sum(_invite(meeting, person, words, now) for person in people)
    names = ", ".join(person.name for person in people)
    audit.record(f"Invited {names} to the planning meeting on {day_in_words(meeting.day)}.", by=by, now=now)
    return letters


def _invite(meeting: Meeting, person: Person, words: str, now: datetime) -> bool:
    if db.session.get(PlanningGuest, (meeting.id, person.id)) is None:
        db.session.add(PlanningGuest(meeting_id=meeting.id, person_id=person.id))
    said = hashlib.sha256(words.encode()).hexdigest()[:12]
    key = f"planning-invited:{meeting.id}:{person.id}:{now.date()}:{said}"
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None:
        return False
    token = make_scoped_link(LinkKind.PLANNING, meeting.id, person.id, meeting.day + LINK_LIVES)
    queue(emails.invited(meeting, words, token), to=str(person.email), key=key, now=now)
    return True


def write_notes(meeting: Meeting, text: str, opened_version: int) -> PlanningNotes:
    """Save the notes; raises ChangedMeanwhile if somebody else saved since they were opened.

    ``opened_version`` is 0 where nothing had been written.
    """
    if meeting.kind != MeetingKind.PLANNING:
        raise NotAPlanningMeeting
    row = db.session.get(PlanningNotes, meeting.id)
    if row is None:
        return _first_notes(meeting, text, opened_version)
    same_version(row, opened_version)
    row.notes = text
    return row


def _first_notes(meeting: Meeting, text: str, opened_version: int) -> PlanningNotes:
    if opened_version:
        raise ChangedMeanwhile
    row = PlanningNotes(meeting_id=meeting.id, notes=text)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else wrote the first notes in this very moment
        db.session.rollback()
        raise ChangedMeanwhile from error
    return row


def set_result(
    meeting: Meeting, fixed: NextDate, forum_meeting: Meeting | None, *, by: int | None, now: datetime
) -> Meeting:
    """The next forum meeting, made or moved as a draft, as what came out of a planning meeting. Raises NotADraft."""
    if meeting.kind != MeetingKind.PLANNING:
        raise NotAPlanningMeeting
    row = db.session.get(PlanningNotes, meeting.id) or _first_notes(meeting, "", 0)
    lock(row)
    forum_meeting = _made(meeting, fixed, by, now) if forum_meeting is None else _moved(forum_meeting, fixed, by, now)
    row.result_id = forum_meeting.id
    audit.record(f"Planned the next forum meeting for {day_in_words(fixed.day)}.", by=by, now=now)
    return forum_meeting


def _made(planning: Meeting, fixed: NextDate, by: int | None, now: datetime) -> Meeting:
    details = Details(time_zone=planning.time_zone, **vars(fixed))
    return meetings.make_meeting(MeetingKind.FORUM, details, standard_agenda(MeetingKind.FORUM), by=by, now=now)


def _moved(forum_meeting: Meeting, fixed: NextDate, by: int | None, now: datetime) -> Meeting:
    if forum_meeting.kind != MeetingKind.FORUM or forum_meeting.is_public:
        raise NotADraft
    details = Details(**vars(meetings.details_of(forum_meeting)) | vars(fixed))
    meetings.change_details(forum_meeting, details, forum_meeting.venue, by=by, now=now)
    return forum_meeting
