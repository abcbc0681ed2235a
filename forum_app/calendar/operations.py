"""Verbs that invite, tell and let go. Whatever mails many waits ten minutes, in which it can be stopped."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.calendar import emails, queries
from forum_app.calendar.invited import answer_now, last_told, reminders_of
from forum_app.calendar.models import Answer, CalendarFeed, Invitation, InvitationNotice, InvitationState, Method
from forum_app.calendar.plan import Plan, Planned, change_plan, first_plan, told_by_themselves
from forum_app.calendar.sending import send_cancel, send_request
from forum_app.calendar.tokens import confirm_token, feed_token, kept, private_token, rsvp_token
from forum_app.clock import day_in_words
from forum_app.db import db, draw_key, lock
from forum_app.mail.compose import Letter
from forum_app.mail.outbox import queue
from forum_app.mail.quiet_hours import next_daytime
from forum_app.mail.stopping import stop_keys, stop_keys_beginning
from forum_app.mail.suppression import lift
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum

#: How long mails wait, so that they can still be stopped.
HOLD = timedelta(minutes=10)
#: So many mails a day may be caused by whoever types an address, and so many new addresses be typed.
MAILS_A_DAY, NEW_ADDRESSES_A_DAY = 3, 200
LONGEST_NOTE = 1_000


class ChangedSinceLooked(Exception):
    """What would go out now is not what was on the page when the button was pressed."""


class NobodyToTell(Exception):
    """Everybody's calendar is right already."""


class NothingWaits(Exception):
    """All of it has gone out, so nothing can be stopped."""


class NotOpen(Exception):
    """Nobody can be invited to this meeting as it stands."""


class TooManyToday(Exception):
    """More new addresses were typed today than a forum of this size hears from."""


# Many at once ---------------------------------------------------------------------------------------------------


def invite(
    meeting: Meeting, person_ids: Sequence[int], looked_at: str, *, secret_key: str, by: int | None, now: datetime
) -> int:
    """Invite these people; answers how many. Raises NotOpen, ChangedSinceLooked, NobodyToTell."""
    lock(meeting)
    if not queries.may_invite(meeting, _day(now)):
        raise NotOpen
    plan = _as_looked_at(first_plan(meeting, person_ids, now), looked_at)
    due = due_at(now)
    for mail in plan.mails:
        assert mail.person is not None  # noqa: S101 - only people are invited by somebody else
        row = _row_of_person(meeting, mail.person.id, _day(now), secret_key)
        send_request(row, asks_anew=True, secret_key=secret_key, now=now, due_at=due)
    count = len(plan.mails)
    audit.record(f"Invited {_people(count)} to {_on(meeting)}.", by=by, now=now)
    return count


def tell(meeting: Meeting, looked_at: str, *, secret_key: str, by: int | None, now: datetime) -> None:
    """Tell the invited what has changed, each what they do not know. Raises ChangedSinceLooked, NobodyToTell."""
    lock(meeting)
    plan = _as_looked_at(change_plan(meeting, now), looked_at)
    due = due_at(now)
    for mail in plan.mails:
        _tell_one(mail, secret_key, now, due)
    audit.record(f"Told calendars what changed about {_on(meeting)}.", by=by, now=now)


def tell_by_itself(meeting: Meeting, *, secret_key: str, now: datetime) -> int:
    """Entries become certain and get their link by themselves, once the ten minutes are over; answers how many."""
    lock(meeting)
    if now - meeting.calendar_stamp < HOLD:
        return 0
    told, soon = told_by_themselves(meeting, now), next_daytime(now, the_forum().time_zone)
    for mail in told:
        _tell_one(mail, secret_key, now, soon)
    if told:
        audit.record(f"Calendars were told of room or link for {_on(meeting)}.", by=None, now=now)
    return len(told)


def _tell_one(mail: Planned, secret_key: str, now: datetime, due: datetime) -> None:
    row = mail.invitation
    assert row is not None  # noqa: S101 - whoever is told something is invited already
    if mail.method == Method.CANCEL or mail.asks_anew:
        _stop_reminders(row, now)
    if mail.method == Method.CANCEL and not queries.is_off(row.meeting):
        _take_off(row, by_themselves=False, secret_key=secret_key, now=now, due=due)
    elif mail.method == Method.CANCEL:
        words = emails.called_off(row.meeting, asked_for=mail.is_family)
        send_cancel(row, words, secret_key=secret_key, now=now, due_at=due)
    else:
        if mail.moved_from:
            words = emails.taken_off(row.meeting, by_themselves=False)
            send_cancel(row, words, to=mail.moved_from, secret_key=secret_key, now=now, due_at=due)
        send_request(row, mail.changed, asks_anew=mail.asks_anew, secret_key=secret_key, now=now, due_at=due)


def stop(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Stop what has not gone out yet; what it would have told counts as never told. Raises NothingWaits."""
    lock(meeting)
    waiting = {notice.outbox_key: notice for notice in queries.waiting_notices(meeting)}
    stopped = stop_keys(list(waiting), now=now)
    if not stopped:
        raise NothingWaits
    for key in stopped:
        _untell(waiting[key])
    audit.record(f"Stopped mails to calendars about {_on(meeting)}.", by=by, now=now)


def _untell(notice: InvitationNotice) -> None:
    """As if the mail had not been written: who was dropped is invited again, who was not invited yet is not."""
    row = notice.invitation
    row.notices.remove(notice)
    if row.state == InvitationState.ENDED and notice.method == Method.CANCEL:
        row.state = InvitationState.INVITED
    if not row.notices and row.person_id is not None:
        db.session.delete(row)


def drop(row: Invitation, *, secret_key: str, by: int | None, now: datetime) -> bool:
    """Take one person off; nobody else hears of it. Whether they get a mail: it waits ten minutes like the rest."""
    is_told = _take_off(row, by_themselves=False, secret_key=secret_key, now=now, due=due_at(now))
    audit.record(f"Took {row.name} off the invitations to {_on(row.meeting)}.", by=by, now=now)
    return is_told


def due_at(now: datetime) -> datetime:
    """When the first of many goes out: after the hold, and not at night."""
    return next_daytime(now + HOLD, the_forum().time_zone)


def _as_looked_at(plan: Plan, looked_at: str) -> Plan:
    if plan.looks != looked_at:
        raise ChangedSinceLooked
    if not plan.mails:
        raise NobodyToTell
    return plan


def _row_of_person(meeting: Meeting, person_id: int, day: date, secret_key: str) -> Invitation:
    row = queries.of_person(meeting, person_id)
    if row is None:
        row = _new_row(meeting, day, secret_key, person_id=person_id)
    row.state = InvitationState.INVITED
    return row


def _new_row(
    meeting: Meeting, day: date, secret_key: str, *, person_id: int | None = None, address: str | None = None
) -> Invitation:
    number = draw_key()
    row = Invitation(
        id=number, meeting=meeting, person_id=person_id, address=address, asked_on=day, asked_times=0, note="",
        token_hash=kept(rsvp_token(number, secret_key), secret_key),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


# By themselves --------------------------------------------------------------------------------------------------


def ask(meeting: Meeting, address: str, *, secret_key: str, now: datetime) -> None:
    """Somebody typed this address; a mail to it says what to do next. Raises NotOpen, TooManyToday.

    What happens looks the same for an address that is invited and one that is not.
    """
    if not queries.may_invite(meeting, _day(now)):
        raise NotOpen
    today = _day(now)
    if queries.new_addresses_on(today) >= NEW_ADDRESSES_A_DAY:
        raise TooManyToday
    row = _row_of_address(meeting, address.lower(), today, secret_key)
    if row.asked_on != today:
        row.asked_on, row.asked_times = today, 0
    if row.asked_times < MAILS_A_DAY:
        row.asked_times += 1
        key = f"invitation:{row.id}:asked:{today.isoformat()}:{row.asked_times}"
        _send_soon(row, _next_step(row, secret_key), key, now)


def _row_of_address(meeting: Meeting, address: str, today: date, secret_key: str) -> Invitation:
    row = queries.of_address(meeting, address)
    if row is not None:
        return row
    try:
        with db.session.begin_nested():
            row = _new_row(meeting, today, secret_key, address=address)
            row.state = InvitationState.ASKED
    except IntegrityError:  # the same address was typed twice in this very moment
        row = queries.of_address(meeting, address)
        assert row is not None  # noqa: S101 - it was the other one that made it
    return row


def _next_step(row: Invitation, secret_key: str) -> Letter:
    if row.is_invited:
        return emails.already(private_token(row.id, secret_key), row.meeting)
    return emails.confirm(confirm_token(row.id, secret_key), row.meeting)


def confirm(row: Invitation, *, secret_key: str, now: datetime) -> None:
    """The owner of the address said yes, so the invitation goes out; saying it twice changes nothing more."""
    if row.is_invited:
        return
    if not queries.may_invite(row.meeting, _day(now)):
        raise NotOpen
    lift(row.mailbox)
    row.state = InvitationState.INVITED
    soon = next_daytime(now, the_forum().time_zone)
    send_request(row, asks_anew=True, secret_key=secret_key, now=now, due_at=soon)


def answer(row: Invitation, said: Answer, note: str, *, now: datetime) -> None:
    """What somebody answers on their own page, to the meeting as it stands there."""
    record_answer(row, said, _seen(row), at=now, now=now)
    row.note = note[:LONGEST_NOTE]


def record_answer(row: Invitation, said: Answer, sequence: int, *, at: datetime, now: datetime) -> None:
    """Let it count as written ``at`` that moment; who declines is not reminded any more."""
    row.answer, row.answer_sequence, row.answered_at = said, sequence, at
    if answer_now(row) == Answer.DECLINED:
        _stop_reminders(row, now)


def end(row: Invitation, *, secret_key: str, now: datetime) -> None:
    """Somebody does not want to be invited any more: their calendar is told, an address is forgotten."""
    soon = next_daytime(now, the_forum().time_zone)
    _take_off(row, by_themselves=True, secret_key=secret_key, now=now, due=soon)
    row.answer = row.answer_sequence = row.answered_at = None
    row.note = ""
    if row.address is not None:
        db.session.delete(row)


def _take_off(row: Invitation, *, by_themselves: bool, secret_key: str, now: datetime, due: datetime) -> bool:
    """Take the entry out of their calendar, if one went there at all; answers whether a mail says so."""
    _call_back(row, now)
    _stop_reminders(row, now)
    entry = queries.entry_to_take_out(row)
    if entry is not None:
        words, went_to = emails.taken_off(row.meeting, by_themselves=by_themselves), queries.sent_to([row])
        send_cancel(row, words, to=went_to.get(entry.outbox_key, ""), secret_key=secret_key, now=now, due_at=due)
    row.state = InvitationState.ENDED
    return entry is not None


def _call_back(row: Invitation, now: datetime) -> None:
    """What still waits for this calendar does not go, and counts as never written."""
    stopped = stop_keys([notice.outbox_key for notice in row.notices], now=now)
    row.notices = [notice for notice in row.notices if notice.outbox_key not in stopped]


def _stop_reminders(row: Invitation, now: datetime) -> None:
    """A reminder that waits for the morning must not speak of a meeting that is off, elsewhere or declined."""
    stop_keys_beginning(reminders_of(row), now=now)


def resend(row: Invitation, *, secret_key: str, now: datetime) -> bool:
    """Somebody's calendar asks for the entry anew: once a day it gets what it was told last, if that still holds."""
    last = last_told(row.notices)
    if last is None or not row.is_invited or not queries.may_invite(row.meeting, _day(now)):
        return False
    if now - last.stamp < timedelta(days=1) or any(m.invitation is row for m in change_plan(row.meeting, now).mails):
        return False
    send_request(row, asks_anew=False, secret_key=secret_key, now=now, due_at=now)
    return True


# The private address of a calendar ------------------------------------------------------------------------------


def make_feed(person_id: int, *, leaves_out_invited: bool, secret_key: str, now: datetime) -> CalendarFeed:
    """A new private address; the one before it ends."""
    end_feed(person_id, now=now)
    number = draw_key()
    token_hash = kept(feed_token(number, secret_key), secret_key)
    row = CalendarFeed(
        id=number, person_id=person_id, token_hash=token_hash, made_on=_day(now), leaves_out_invited=leaves_out_invited
    )
    db.session.add(row)
    return row


def end_feed(person_id: int, *, now: datetime) -> None:
    """From now on the address says that it is over."""
    row = queries.feed_of(person_id)
    if row is not None:
        row.ended_on = _day(now)


def _send_soon(row: Invitation, letter: Letter, key: str, now: datetime) -> None:
    queue(letter, to=row.mailbox, key=key, now=now, due_at=next_daytime(now, the_forum().time_zone))


def _seen(row: Invitation) -> int:
    return max((notice.sequence for notice in row.notices), default=0)


def _day(now: datetime) -> date:
    return now.astimezone(ZoneInfo(the_forum().time_zone)).date()


def _on(meeting: Meeting) -> str:
    return f"the meeting on {day_in_words(meeting.day)}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
