"""Verbs that propose and choose dates, and ask for a room. No request, no commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, select

from forum_app import audit
from forum_app.arranging import emails
from forum_app.arranging.models import (
    DateAnswer,
    DateInvitee,
    DatePoll,
    DateProposal,
    PollState,
    RequestState,
    RoomRequest,
    SchoolHoliday,
)
from forum_app.arranging.queries import known_venue, open_requests, requests_that_count, running_poll
from forum_app.clock import day_in_words, today
from forum_app.db import db, lock
from forum_app.mail.outbox import queue
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Meeting, MeetingKind, RoomState, Venue
from forum_app.people.models import LinkKind, Person
from forum_app.people.queries import coordinators_on
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links, scoped_links

#: A link goes on saying what was chosen for so long.
LINK_LIVES = timedelta(days=60)
#: Who has not answered is reminded once, so long before the day by which an answer is hoped for.
REMIND_BEFORE = timedelta(days=3)


class PollIsRunning(Exception):
    """Dates are being found for this meeting already."""


class PollIsOver(Exception):
    """One date was chosen, or the proposal was taken back."""


class NothingProposed(Exception):
    """Without two dates and somebody to ask there is nothing to send."""


class MeetingIsOver(Exception):
    """The meeting took place or was cancelled: its date stays."""


class DayHasPassed(Exception):
    """A meeting is not put on a day that is over."""


class RequestIsOver(Exception):
    """The room was confirmed or refused, or the meeting was moved, since the page was opened."""


class NoTimesToAskFor(Exception):
    """A room is asked for from one time to another."""


@dataclass(frozen=True)
class Option:
    day: date
    doors_at: time | None
    starts_at: time
    ends_by: time


@dataclass(frozen=True)
class Proposed:
    """What the coordinator wants to ask, and whom."""

    options: Sequence[Option]
    people: Collection[int]
    reply_by: date
    words: str = ""


@dataclass(frozen=True)
class Room:
    """What an officer says of the room that is booked."""

    name: str
    address: str = ""
    must_know: str = ""


# Dates --------------------------------------------------------------------------------------------------------


def draft_poll(meeting: Meeting, proposed: Proposed, *, now: datetime) -> DatePoll:
    """Keep what is to be asked; nobody gets anything yet. Raises PollIsRunning, MeetingIsOver."""
    lock(meeting)
    if meeting.is_cancelled or meeting.has_minutes:
        raise MeetingIsOver
    if running_poll(meeting.id) is not None:
        raise PollIsRunning
    poll = DatePoll(meeting=meeting, reply_by=proposed.reply_by, words=proposed.words)
    db.session.add(poll)
    _write(poll, proposed)
    return poll


def change_draft(poll: DatePoll, proposed: Proposed) -> None:
    """Put other dates or people into a draft; raises PollIsRunning once it was sent."""
    if not poll.is_draft:
        raise PollIsRunning
    poll.words, poll.reply_by = proposed.words, proposed.reply_by
    poll.proposals.clear()
    poll.invitees.clear()
    db.session.flush()
    _write(poll, proposed)


def _write(poll: DatePoll, proposed: Proposed) -> None:
    poll.proposals = [DateProposal(**vars(option)) for option in proposed.options]
    poll.invitees = [DateInvitee(person_id=person_id) for person_id in sorted(proposed.people)]
    db.session.flush()


def send_poll(poll: DatePoll, *, by: int | None, now: datetime) -> int:
    """Ask everybody, each with a link of their own; how many letters go. Raises PollIsRunning, NothingProposed."""
    lock(poll)
    if not poll.is_draft:
        raise PollIsRunning
    if len(poll.proposals) < 2 or not poll.invitees:
        raise NothingProposed
    poll.state, poll.sent_on = PollState.OPEN, now.date()
    letters = sum(_ask(invitee, now) for invitee in poll.invitees)
    audit.record(f"Proposed dates for the meeting on {day_in_words(poll.meeting.day)}.", by=by, now=now)
    return letters


def _ask(invitee: DateInvitee, now: datetime) -> bool:
    address = invitee.person.email
    if address:
        queue(emails.dates_asked(invitee.poll, link_to(invitee)), to=address, key=f"dates:{invitee.id}", now=now)
    return bool(address)


def link_to(invitee: DateInvitee) -> str:
    """The token of a new link with which this person answers."""
    last = max(proposal.day for proposal in invitee.poll.proposals)
    return make_scoped_link(LinkKind.DATES, invitee.poll_id, invitee.person_id, last + LINK_LIVES)


def answer(invitee: DateInvitee, says: dict[int, str], note: str, *, now: datetime) -> None:
    """Say which dates suit; the last answer counts. Raises PollIsOver."""
    lock(invitee.poll)
    if not invitee.poll.is_open:
        raise PollIsOver
    db.session.execute(delete(DateAnswer).where(DateAnswer.invitee_id == invitee.id))
    db.session.expire(invitee, ["answers"])
    invitee.answers = [DateAnswer(proposal_id=proposal_id, says=word) for proposal_id, word in says.items()]
    invitee.note, invitee.answered_on = note, now.date()
    db.session.flush()


def choose(proposal: DateProposal, *, by: int | None, now: datetime) -> int:
    """Set the meeting's day and times, and tell everybody who was asked; how many letters go.

    Raises PollIsOver, MeetingIsOver, DayHasPassed.
    """
    poll = proposal.poll
    lock(poll)
    if not poll.is_open:
        raise PollIsOver
    if poll.meeting.has_minutes:
        raise MeetingIsOver
    if proposal.day < today(poll.meeting.time_zone, now):
        raise DayHasPassed
    poll.state, proposal.is_chosen = PollState.CHOSEN, True
    meetings.change_details(poll.meeting, chosen_details(proposal), poll.meeting.venue, by=by, now=now)
    return sum(_tell(invitee, proposal, now) for invitee in poll.invitees if invitee.person_id != by)


def chosen_details(proposal: DateProposal) -> meetings.Details:
    """The meeting as it will be on this date."""
    times = {name: getattr(proposal, name) for name in ("day", "doors_at", "starts_at", "ends_by")}
    return replace(meetings.details_of(proposal.poll.meeting), **times)


def _tell(invitee: DateInvitee, proposal: DateProposal, now: datetime) -> bool:
    address = invitee.person.email
    if address:
        letter = emails.date_chosen(proposal, link_to(invitee), _planning_link(invitee, proposal))
        queue(letter, to=address, key=f"date-chosen:{invitee.id}", now=now)
    return bool(address)


def _planning_link(invitee: DateInvitee, proposal: DateProposal) -> str:
    """Where the agenda and notes of a planning meeting stand; a forum meeting has its public page."""
    meeting = proposal.poll.meeting
    if meeting.kind != MeetingKind.PLANNING:
        return ""
    return make_scoped_link(LinkKind.PLANNING, meeting.id, invitee.person_id, proposal.day + LINK_LIVES)


def withdraw_poll(poll: DatePoll, *, by: int | None, now: datetime) -> None:
    """Stop looking for a date this way; whoever opens a link reads that it is settled otherwise."""
    lock(poll)
    if poll.is_draft:
        db.session.delete(poll)
    elif poll.is_open:
        poll.state = PollState.WITHDRAWN
    else:
        raise PollIsOver
    audit.record(f"Took back the dates proposed for {day_in_words(poll.meeting.day)}.", by=by, now=now)


def remind(invitee: DateInvitee, *, now: datetime) -> None:
    """Once, and never somebody who has answered."""
    if invitee.answered_on is not None or invitee.reminded_on is not None or not invitee.person.email:
        return
    if not invitee.poll.is_open:
        return
    invitee.reminded_on = now.date()
    letter = emails.dates_reminder(invitee.poll, link_to(invitee))
    queue(letter, to=invitee.person.email, key=f"dates-reminder:{invitee.id}", now=now)


def set_school_holidays(holidays: Sequence[tuple[str, date, date]]) -> None:
    """Note the school holidays anew; they only warn."""
    db.session.execute(delete(SchoolHoliday))
    db.session.add_all(SchoolHoliday(name=name, first_day=first, last_day=last) for name, first, last in holidays)


def take_back_links(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Before a meeting is thrown away: its numbers may be given anew, and no old link may open what comes then."""
    of_meeting = (
        (LinkKind.PLANNING, [meeting.id]),
        (LinkKind.DATES, db.session.scalars(select(DatePoll.id).where(DatePoll.meeting_id == meeting.id))),
        (LinkKind.ROOM, db.session.scalars(select(RoomRequest.id).where(RoomRequest.meeting_id == meeting.id))),
    )
    for kind, numbers in of_meeting:
        for number in numbers:
            if scoped_links(kind, number):
                revoke_scoped_links(kind, number, by=by, now=now)


# The room -----------------------------------------------------------------------------------------------------


def ask_for_room(
    meeting: Meeting, words: str, officers: Sequence[Person], *, by: int | None, now: datetime
) -> RoomRequest:
    """Ask for a room on the meeting's day, each officer with a link of their own; an earlier request is over.

    The same words go to nobody twice on one day.
    """
    lock(meeting)
    if meeting.starts_at is None or meeting.ends_by is None:
        raise NoTimesToAskFor
    if meeting.is_cancelled or meeting.has_minutes:
        raise MeetingIsOver
    request = _asked_today(meeting, words, now) or _new_request(meeting, words, now)
    asked = {link.person_id for link in scoped_links(LinkKind.ROOM, request.id)}
    officers = [officer for officer in officers if officer.id not in asked]
    for officer in officers:
        token = make_scoped_link(LinkKind.ROOM, request.id, officer.id, meeting.day + LINK_LIVES)
        letter = emails.room_asked(request, token)
        queue(letter, to=str(officer.email), key=f"room:{request.id}:{officer.id}", now=now)
    names = ", ".join(officer.name for officer in officers) or "nobody else"
    audit.record(f"Asked {names} for a room on {day_in_words(meeting.day)}.", by=by, now=now)
    return request


def _asked_today(meeting: Meeting, words: str, now: datetime) -> RoomRequest | None:
    """The request that a button pressed twice, or another officer to ask, is about."""
    return next(
        (
            request
            for request in open_requests(meeting.id)
            if request.words == words and request.asked_on == now.date() and request.is_for_the_meeting_as_it_is
        ),
        None,
    )


def _new_request(meeting: Meeting, words: str, now: datetime) -> RoomRequest:
    assert meeting.starts_at is not None  # noqa: S101 - ask_for_room has looked
    assert meeting.ends_by is not None  # noqa: S101
    for earlier in requests_that_count(meeting.id):
        earlier.state = RequestState.WITHDRAWN
    request = RoomRequest(
        meeting=meeting, words=words, asked_on=now.date(), day=meeting.day, doors_at=meeting.doors_at,
        starts_at=meeting.starts_at, ends_by=meeting.ends_by,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    meetings.set_room(meeting, RoomState.REQUESTED, meeting.venue, now=now)
    return request


def confirm_room(request: RoomRequest, room: Room, *, by: int | None, now: datetime) -> None:
    """The room is booked: page, agenda and calendar entry say so with this. Raises RequestIsOver."""
    meeting = _still_open(request)
    request.venue_before = meeting.venue
    request.state, request.answered_on, request.answer_by = RequestState.CONFIRMED, now.date(), None
    request.room, request.address, request.must_know = room.name, room.address, room.must_know
    venue = known_venue(room.name, room.address)
    if venue is None:
        venue = request.made_venue = Venue(name=room.name, address=room.address)
        db.session.add(venue)
        db.session.flush()
    meetings.set_room(meeting, RoomState.CONFIRMED, venue, room.must_know, now=now)
    _tell_coordinators(request, "confirmed", now)
    audit.record(f"The room for {day_in_words(meeting.day)} was confirmed by the link sent for it.", by=by, now=now)


def room_is_impossible(request: RoomRequest, because: str, *, by: int | None, now: datetime) -> None:
    meeting = _still_open(request)
    request.state, request.because, request.answered_on = RequestState.IMPOSSIBLE, because, now.date()
    request.answer_by = None
    meetings.set_room(meeting, RoomState.NOT_ASKED, meeting.venue, now=now)
    _tell_coordinators(request, "impossible", now)
    audit.record(f"No room could be had for {day_in_words(meeting.day)}.", by=by, now=now)


def answer_later(request: RoomRequest, answer_by: date, *, by: int | None, now: datetime) -> None:
    _still_open(request)
    request.answer_by = answer_by


def take_answer_back(request: RoomRequest, *, by: int | None, now: datetime) -> None:
    """The room is only asked for again; raises RequestIsOver once people plan by the answer, or it counts no more."""
    lock(request)
    lock(request.meeting)
    if not request.may_be_taken_back:
        raise RequestIsOver
    was_confirmed, made = request.is_confirmed, request.made_venue
    request.state, request.because, request.answered_on = RequestState.OPEN, "", None
    request.is_seen, request.made_venue = False, None
    venue = request.venue_before if was_confirmed else request.meeting.venue
    meetings.set_room(request.meeting, RoomState.REQUESTED, venue, now=now)
    db.session.flush()
    if made is not None and not _is_used(made):
        db.session.delete(made)
    _tell_coordinators(request, "taken_back", now)
    audit.record(f"The answer about the room for {day_in_words(request.day)} was taken back.", by=by, now=now)


def withdraw_request(request: RoomRequest, *, by: int | None, now: datetime) -> None:
    """The room is not needed any more, or is asked for some other way."""
    meeting = _still_open(request)
    request.state = RequestState.WITHDRAWN
    meetings.set_room(meeting, RoomState.NOT_ASKED, meeting.venue, now=now)
    audit.record(f"Took back the request for a room on {day_in_words(meeting.day)}.", by=by, now=now)


def note_seen(request: RoomRequest) -> None:
    request.is_seen = True


def _still_open(request: RoomRequest) -> Meeting:
    lock(request)
    lock(request.meeting)
    if not request.is_open or not request.is_for_the_meeting_as_it_is:
        raise RequestIsOver
    return request.meeting


def _is_used(venue: Venue) -> bool:
    there = select(func.count()).select_from(Meeting).where(Meeting.venue_id == venue.id)
    return bool(db.session.scalar(there))


def _tell_coordinators(request: RoomRequest, news: str, now: datetime) -> None:
    """Each answer is news of its own: it may be taken back and given anew."""
    letter = emails.room_answered(request, news)
    for person in coordinators_on(today(request.meeting.time_zone, now)):
        if person.email:
            key = f"room-answered:{request.id}:{request.version}:{news}:{person.id}"
            queue(letter, to=person.email, key=key, now=now)
