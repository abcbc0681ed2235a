"""One mail to one calendar: the words, what the calendar reads, and the note of what was told."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from forum_app import ics
from forum_app.calendar import emails
from forum_app.calendar.entries import own_entry, public_entry
from forum_app.calendar.invited import answer_now, next_sequence
from forum_app.calendar.models import Invitation, InvitationNotice, Method
from forum_app.calendar.tokens import private_token, rsvp_token
from forum_app.calendar.told import Change, told_of
from forum_app.clock import local
from forum_app.db import db, draw_key
from forum_app.ics import CalendarEntry, PartStat, Party
from forum_app.mail.compose import CalendarPart, Letter
from forum_app.mail.models import OutboxMessage, OutboxState, Priority
from forum_app.mail.outbox import queue, sender
from forum_app.mail.tagged import Use
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.queries import online_link_now
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

PRODUCT = "-//Positive Dialogue Forum//Forum toolkit//EN"


class MeetingHasNoTimes(Exception):
    """A calendar needs to know when it begins and ends."""


def send_request(
    row: Invitation,
    changed: tuple[Change, ...] = (),
    *,
    asks_anew: bool,
    secret_key: str,
    now: datetime,
    due_at: datetime,
) -> None:
    """Put the invitation, or its update, into the outbox."""
    sequence, answered = next_sequence(row), None if asks_anew else answer_now(row)
    entry = _as_sent(own_entry(row.meeting, the_forum(), page_of(row.meeting), now), sequence, now)
    stands: PartStat = answered.upper() if answered else "NEEDS-ACTION"  # type: ignore[assignment]
    data = ics.invite(entry, **_parties(row, secret_key), answered=stands, product=PRODUCT)
    words = request_letter(row.meeting, private_token(row.id, secret_key), changed, now=now,
                           asks=answered is None, asked_for=row.person_id is None)  # fmt: skip
    _queue(row, Method.REQUEST, sequence, replace(words, calendar=CalendarPart("REQUEST", data)),
           asks_anew=asks_anew, now=now, due_at=due_at)  # fmt: skip


def send_cancel(
    row: Invitation, words: Letter, *, to: str = "", secret_key: str, now: datetime, due_at: datetime
) -> None:
    """Put what takes the entry out of this calendar into the outbox; who is let go gets no link to join with it.

    ``to`` is an address from before, where theirs is another by now.
    """
    sequence = next_sequence(row)
    entry = _as_sent(public_entry(row.meeting, the_forum(), page_of(row.meeting)), sequence, now)
    data = ics.cancel(entry, **_parties(row, secret_key, to), product=PRODUCT)
    _queue(row, Method.CANCEL, sequence, replace(words, calendar=CalendarPart("CANCEL", data)),
           to=to, asks_anew=False, now=now, due_at=due_at)  # fmt: skip


def request_letter(
    meeting: Meeting, token: str, changed: tuple[Change, ...], *, now: datetime, asks: bool, asked_for: bool
) -> Letter:
    join = online_link_now(meeting, now) or ""
    return emails.invitation(token, meeting, changed, join=join, asks=asks, asked_for=asked_for)


def page_of(meeting: Meeting) -> str:
    """A planning meeting has no page that anybody may open."""
    return absolute("pages.meeting", meeting_id=meeting.id) if meeting.kind == MeetingKind.FORUM else ""


def _as_sent(entry: CalendarEntry | None, sequence: int, now: datetime) -> CalendarEntry:
    if entry is None:
        raise MeetingHasNoTimes
    return replace(entry, sequence=sequence, stamp=now)


def _parties(row: Invitation, secret_key: str, to: str = "") -> dict[str, Party]:
    """Who invites, at an address that belongs to this invitation alone, and the one person who is invited."""
    forum = sender()
    back = forum.tagged(Use.RSVP, rsvp_token(row.id, secret_key)) if forum.takes_answers else forum.address
    return {"organizer": Party(forum.name, back), "attendee": Party(row.name, to or row.mailbox)}


def _queue(
    row: Invitation, method: Method, sequence: int, letter: Letter, *, to: str = "", asks_anew: bool, now: datetime,
    due_at: datetime,
) -> None:  # fmt: skip
    notice = InvitationNotice(id=draw_key(), method=method, sequence=sequence, asks_anew=asks_anew, stamp=now)
    notice.outbox_key, notice.told = f"invitation:{row.id}:{notice.id}", told_of(row.meeting, now)
    row.notices.append(notice)
    meeting = row.meeting
    assert meeting.ends_by is not None  # noqa: S101 - the entry could not be made
    over, due_at = local(meeting.day, meeting.ends_by, meeting.time_zone), _in_turn(row, due_at)
    queue(letter, to=to or row.mailbox, key=notice.outbox_key, now=now, due_at=due_at, give_up_at=max(over, due_at),
          priority=Priority.USUAL)  # fmt: skip


def _in_turn(row: Invitation, due_at: datetime) -> datetime:
    """After whatever still waits for the same calendar: of mails due at one moment any may go first."""
    keys = [notice.outbox_key for notice in row.notices]
    waiting = select(func.max(OutboxMessage.due_at)).where(
        OutboxMessage.key.in_(keys), OutboxMessage.state == OutboxState.QUEUED
    )
    last = db.session.scalar(waiting) if len(keys) > 1 else None  # its own is not there yet
    return max(due_at, last + timedelta(seconds=1)) if last else due_at


def the_secret() -> str:
    return str(current_app.config["SECRET_KEY"])
