"""Reminders, and letting go of what is no longer needed. Each is a function of now, for the timetable."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import and_, delete, or_, select

from forum_app.calendar import emails, operations
from forum_app.calendar.invited import answer_now, last_told, reminders_of
from forum_app.calendar.models import Answer, CalendarFeed, Invitation, InvitationState
from forum_app.calendar.plan import told_by_themselves
from forum_app.calendar.queries import coming_with_invitations, invitations_to, may_be_told, may_invite
from forum_app.calendar.tokens import CONFIRM_WITHIN, private_token
from forum_app.clock import local, today
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, Priority
from forum_app.mail.outbox import queue
from forum_app.mail.quiet_hours import QUIET_UNTIL, next_daytime
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import online_link_now
from forum_app.retention import INVITATIONS, PRIVATE_CALENDARS
from forum_app.settings.queries import find_forum
from forum_app.web.filters import plural

#: So many days before the meeting, as it stands now: a reminder is never stored, so it follows a meeting that moves.
REMIND = (7, 1)


def remind(now: datetime) -> str | None:
    """Write to who is invited, has been told and has not declined; run daily."""
    forum = find_forum()
    if forum is None:
        return None
    day, due = today(forum.time_zone, now), next_daytime(now, forum.time_zone)
    sent = 0
    for meeting in coming_with_invitations(day):
        for row, days in _to_remind(meeting, day, due):
            join = online_link_now(meeting, due) or ""
            token = private_token(row.id, current_app.config["SECRET_KEY"])
            left = (meeting.day - today(forum.time_zone, due)).days
            words = emails.reminder(token, meeting, left, join=join, asked_for=row.address is not None)
            queue(words, to=row.mailbox, key=_key(row, meeting, days), now=now, due_at=due,
                  give_up_at=_until(meeting, days), priority=Priority.USUAL)  # fmt: skip
            sent += 1
    return f"{plural(sent, 'reminder')} sent" if sent else None


def _to_remind(meeting: Meeting, day: date, due: datetime) -> Iterator[tuple[Invitation, int]]:
    """Whoever is due the reminder of today; where a day was missed, the one of that day."""
    days = next((days for days in reversed(REMIND) if meeting.day - timedelta(days=days) <= day < meeting.day), None)
    if days is None or not may_invite(meeting, day) or due >= _until(meeting, days):
        return
    since = meeting.day - timedelta(days=days)
    rows = [row for row in invitations_to(meeting) if _wants(row, meeting, since) and may_be_told(row, day)]
    keys = [_key(row, meeting, days) for row in rows]
    sent = set(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))))
    yield from ((row, days) for row, key in zip(rows, keys, strict=True) if key not in sent)


def _until(meeting: Meeting, days: int) -> datetime:
    """When a reminder is of no use any more: at the start, and before that once the next one has its day."""
    assert meeting.starts_at is not None  # noqa: S101 - nobody is invited to what has no times
    starts = local(meeting.day, meeting.starts_at, meeting.time_zone)
    later = [local(meeting.day - timedelta(days=other), QUIET_UNTIL, meeting.time_zone)
             for other in REMIND if other < days]  # fmt: skip
    return min([starts, *later])


def _wants(row: Invitation, meeting: Meeting, since: date) -> bool:
    """Who declined is left in peace; who was told only now needs no reminder."""
    told = last_told(row.notices)
    known = told is not None and today(meeting.time_zone, told.stamp) < since
    return known and bool(row.mailbox) and answer_now(row) != Answer.DECLINED


def _key(row: Invitation, meeting: Meeting, days: int) -> str:
    return f"{reminders_of(row)}{days}:{meeting.day.isoformat()}"


def calendars_to_tell(now: datetime) -> bool:
    """Whether a room was confirmed, or a link may be shared, of which calendars do not know yet."""
    forum = find_forum()
    return forum is not None and any(
        told_by_themselves(meeting, now) for meeting in coming_with_invitations(today(forum.time_zone, now))
    )


def tell_calendars(now: datetime) -> str | None:
    """Tell the invited that the room is confirmed, or how to join now that it may be told."""
    forum = find_forum()
    if forum is None:
        return None
    key = current_app.config["SECRET_KEY"]
    told = sum(
        operations.tell_by_itself(meeting, secret_key=key, now=now)
        for meeting in coming_with_invitations(today(forum.time_zone, now))
    )
    return f"{plural(told, 'calendar')} told" if told else None


def forget(now: datetime) -> None:
    """Let go of addresses of families the day after, of the rest a month after, and of what nobody confirmed."""
    forum = find_forum()
    if forum is None:
        return
    day = today(forum.time_zone, now)
    assert INVITATIONS.keep is not None  # noqa: S101 - a constant of ours
    assert PRIVATE_CALENDARS.keep is not None  # noqa: S101
    over = select(Meeting.id).where(Meeting.day < day)
    long_over = select(Meeting.id).where(Meeting.day < day - INVITATIONS.keep)
    unconfirmed = and_(Invitation.state == InvitationState.ASKED, Invitation.asked_on < day - CONFIRM_WITHIN)
    of_families = and_(Invitation.address.is_not(None), Invitation.meeting_id.in_(over))
    gone = or_(unconfirmed, of_families, Invitation.meeting_id.in_(long_over))
    db.session.execute(delete(Invitation).where(gone))
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.ended_on < day - PRIVATE_CALENDARS.keep))
