"""What will go to whom, and when: worked out anew from what is open; only decisions and what went are kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from forum_app import audit
from forum_app.actions.models import (
    CLOSED,
    ActionHolder,
    ActionPoint,
    OwnerKind,
    QuietPeriod,
    Reminder,
    ReminderState,
    TickOff,
    TickOffState,
)
from forum_app.actions.reminder_days import (
    LAPSES_AFTER,
    SEEN_FIRST,
    WEEK,
    DigestDay,
    Quiet,
    Stage,
    digest_days,
    is_good,
    quiet_days,
    stage_days,
)
from forum_app.codes import derive
from forum_app.db import db
from forum_app.mail.stopping import stop_keys_beginning, take_out
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import PUBLIC as PUBLIC_MEETING
from forum_app.people.models import Person

#: How far ahead its page shows what will go: further than the longest holidays.
SHOWN_AHEAD = timedelta(days=45)
#: Far enough on both sides that no quiet period or digest is cut off.
AROUND = timedelta(days=120)


#: The days of the digests to each address, by what stands for it.
Speaks = dict[str, list[date]]


class NoSuchReminder(Exception):
    """It has gone, or it will not go any more."""


@dataclass(frozen=True)
class Item:
    """One action point in a mail, and why it stands in it: one of its own reminders, or the digest."""

    holder: ActionHolder
    stage: Stage | None
    day: date
    lapses_on: date

    @property
    def action(self) -> ActionPoint:
        return self.holder.action

    @property
    def key(self) -> str:
        """The same for as long as neither the day nor the holder changes, so that it goes once."""
        due = self.action.due_on
        return f"action:{self.action.id}:{self.stage or 'digest'}:{due.isoformat() if due else '-'}:{self.holder.id}"


@dataclass(frozen=True)
class Mail:
    """One mail to one holder: a few reminders of the same day, or the digest of everything they have in hand."""

    key: str
    to: str
    name: str
    day: date
    items: tuple[Item, ...]
    digest: str | None = None
    state: str | None = None
    words: str = ""

    @property
    def outbox_key(self) -> str:
        """Begins with one of its action points, so that an answer to the mail finds it."""
        return f"action:{self.items[0].action.id}:{self.key}"

    @property
    def is_skipped(self) -> bool:
        return self.state == ReminderState.SKIPPED


# Working it out -----------------------------------------------------------------------------------------------


def to_go(today: date) -> list[Mail]:
    """What should go today and has not gone; what the coordinator skipped is left out. On a quiet day, nothing.

    Nobody gets two on one day: what is late because something was taken back waits for the next.
    """
    if not is_good(today, quiet_days(own_quiet_periods(), today, today)):
        return []
    due = [mail for mail in _mails(today, today) if mail.day <= today and mail.state in {None, ReminderState.EDITED}]
    first = {mail.to: mail for mail in sorted(due, key=lambda mail: mail.digest is not None)}
    had_one = _reminded_on(today)
    return [mail for mail in due if first[mail.to] is mail and _mark(mail.to) not in had_one]


def _reminded_on(day: date) -> set[str]:
    """What stands for each address to which a mail went on a day."""
    sent = select(Reminder.key).where(Reminder.state == ReminderState.SENT, Reminder.on_day == day)
    return {key.rpartition(":")[2] for key in db.session.scalars(sent) if not key.startswith("action:")}


def coming(today: date) -> list[Mail]:
    """What will go in the next days, unless it is done by then; what was skipped is among it."""
    return [mail for mail in _mails(today, today + SHOWN_AHEAD) if mail.state != ReminderState.SENT]


def find(key: str, today: date) -> Mail:
    """One of those; raises NoSuchReminder."""
    found = next((mail for mail in coming(today) if mail.key == key), None)
    if found is None:
        raise NoSuchReminder
    return found


def _mails(today: date, until: date) -> list[Mail]:
    holders = _in_hand(today)
    quiet = quiet_days(own_quiet_periods(), today - AROUND, until + AROUND)
    digests = digest_days(today - AROUND, until + AROUND, _meetings(today), quiet)
    of_digests = list(_digest_mails(holders, digests))
    mails = [*of_digests, *_single_mails(holders, _days_of_digests(of_digests), quiet)]
    in_time = [mail for mail in mails if mail.day <= until and mail.items]
    return sorted(_decided(_not_lapsed(in_time, today)), key=lambda mail: (mail.day, mail.name, mail.key))


def _in_hand(today: date) -> Sequence[ActionHolder]:
    """Who has something in hand that is open: not what was ticked off, or handed on for others to pass on."""
    waits = exists().where(TickOff.action_id == ActionPoint.id, TickOff.state == TickOffState.WAITING)
    rows = db.session.scalars(
        select(ActionHolder)
        .join(ActionHolder.action)
        .join(ActionPoint.meeting)
        .options(
            contains_eager(ActionHolder.action).contains_eager(ActionPoint.meeting),
            joinedload(ActionHolder.person).selectinload(Person.grants),
            contains_eager(ActionHolder.action).selectinload(ActionPoint.updates),
        )
        .where(
            ActionHolder.until.is_(None),
            ActionPoint.state.not_in(CLOSED),
            ActionPoint.owner_kind != OwnerKind.GROUP,
            ActionPoint.handed_on.is_(None),
            ~waits,
        )
        .order_by(Meeting.day, ActionPoint.position)
    ).all()
    return [row for row in rows if row.mail_to and _still_here(row, today)]


def _still_here(row: ActionHolder, today: date) -> bool:
    """Nobody is reminded whose part in the forum has ended: their duties wait to be passed on."""
    return row.person is None or bool(row.person.roles_on(today))


def _digest_mails(holders: Sequence[ActionHolder], digests: Sequence[DigestDay]) -> Iterable[Mail]:
    for digest in digests:
        by_address: dict[str, list[ActionHolder]] = defaultdict(list)
        for row in holders:
            if _is_in(row, digest):
                by_address[str(row.mail_to)].append(row)
        for address, theirs in by_address.items():
            items = tuple(Item(row, None, digest.day, digest.day + LAPSES_AFTER) for row in theirs)
            key = f"digest:{digest.name}:{_mark(address)}"
            yield Mail(key, address, theirs[0].name, digest.day, items, digest=digest.name)


def _is_in(row: ActionHolder, digest: DigestDay) -> bool:
    """Whoever took something on by themselves gets no digest, only the reminders of that one thing."""
    begun = row.since + SEEN_FIRST <= digest.day
    return begun and not row.is_taker and (row.quiet_until is None or row.quiet_until <= digest.day)


def _single_mails(holders: Sequence[ActionHolder], speaks: Speaks, quiet: Sequence[Quiet]) -> Iterable[Mail]:
    """The reminders of single action points, those of one day to one address in one mail."""
    gone = set(db.session.scalars(select(Reminder.key).where(Reminder.key.startswith("action:"))))
    together: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for row in holders:
        if row.action.due_on is None:
            continue
        for at in stage_days(row.action.due_on, row.since, row.quiet_until, quiet):
            item = Item(row, at.stage, at.day, at.lapses_on)
            if item.key not in gone and not _is_covered(item, speaks):
                together[at.day, str(row.mail_to)].append(item)
    for (day, address), items in together.items():
        yield Mail(f"due:{day.isoformat()}:{_mark(address)}", address, items[0].holder.name, day, tuple(items))


def _days_of_digests(digests: Iterable[Mail]) -> Speaks:
    """On which days each address gets a digest, or got one; what the coordinator skipped speaks of nothing."""
    rows = db.session.scalars(select(Reminder).where(Reminder.key.startswith("digest:"))).all()
    skipped = {row.key for row in rows if row.state == ReminderState.SKIPPED}
    speaks: Speaks = defaultdict(list)
    for mail in digests:
        if mail.key not in skipped:
            speaks[_mark(mail.to)].append(mail.day)
    for row in rows:
        if row.state == ReminderState.SENT:
            speaks[row.key.rpartition(":")[2]].append(row.on_day)
    return speaks


def _is_covered(item: Item, speaks: Speaks) -> bool:
    """Whoever gets a digest in a week gets no other reminder in it."""
    days = speaks.get(_mark(str(item.holder.mail_to)), ())
    return any(abs(day - item.day) < WEEK for day in days)


def _not_lapsed(mails: Iterable[Mail], today: date) -> list[Mail]:
    return [mail for mail in mails if today < mail.items[0].lapses_on]


def _decided(mails: Sequence[Mail]) -> list[Mail]:
    """Each with what the coordinator decided about it, or that it went."""
    rows = db.session.scalars(select(Reminder).where(Reminder.key.in_([mail.key for mail in mails])))
    found = {row.key: row for row in rows}
    return [
        Mail(m.key, m.to, m.name, m.day, m.items, m.digest, found[m.key].state, found[m.key].words)
        if m.key in found
        else m
        for m in mails
    ]


def _meetings(today: date) -> list[tuple[int, date]]:
    """The forum meetings before which a digest goes."""
    soon = select(Meeting.id, Meeting.day, Meeting.state).where(*PUBLIC_MEETING, Meeting.day >= today - AROUND)
    return [(number, day) for number, day, state in db.session.execute(soon) if state != "cancelled"]


def own_quiet_periods() -> list[Quiet]:
    rows = db.session.scalars(select(QuietPeriod).order_by(QuietPeriod.starts_on, QuietPeriod.id))
    return [Quiet(row.starts_on, row.ends_on, row.why) for row in rows]


def _mark(address: str) -> str:
    """Stands for an address in a key, so that none is kept there, and none can be tried out on it."""
    return derive(address.casefold(), key=current_app.config["SECRET_KEY"], purpose="reminded").hex()[:16]


# Deciding -----------------------------------------------------------------------------------------------------


def write_words(mail: Mail, words: str, *, by: int | None, now: datetime) -> None:
    """The coordinator's own words go in it, in place of the usual ones."""
    _decide(mail, ReminderState.EDITED, words.strip(), by=by, now=now, deed="Wrote")


def skip(mail: Mail, *, by: int | None, now: datetime) -> None:
    _decide(mail, ReminderState.SKIPPED, mail.words, by=by, now=now, deed="Left out")


def put_back(mail: Mail, *, by: int | None, now: datetime) -> None:
    """It goes after all."""
    _decide(mail, ReminderState.EDITED, mail.words, by=by, now=now, deed="Put back")


def _decide(mail: Mail, state: ReminderState, words: str, *, by: int | None, now: datetime, deed: str) -> None:
    row = db.session.get(Reminder, mail.key) or Reminder(key=mail.key)
    if row.state == ReminderState.SENT:
        raise NoSuchReminder
    row.state, row.words, row.on_day = state, words, mail.day
    db.session.add(row)
    audit.record(f"{deed} a reminder of what was promised.", by=by, now=now)


def note_sent(mail: Mail, today: date) -> None:
    """From now on neither this mail nor any of its single reminders goes again."""
    row = db.session.get(Reminder, mail.key) or Reminder(key=mail.key, words="")
    row.state, row.on_day = ReminderState.SENT, today
    db.session.add(row)
    if mail.digest is None:
        for item in mail.items:
            db.session.add(Reminder(key=item.key, state=ReminderState.SENT, words="", on_day=today, went_in=mail.key))
    db.session.flush()


def call_back(action: ActionPoint, *, now: datetime) -> None:
    """What waits to remind of this is no longer true: mails about it to its holders do not go.

    What else stood in them goes in a mail written anew, on the next day that reminds.
    """
    holders = db.session.scalars(select(ActionHolder).where(ActionHolder.action_id == action.id)).all()
    marks = {_mark(row.mail_to) for row in holders if row.mail_to}
    for key in take_out("action:", endings=[f":{mark}" for mark in marks]):
        _as_if_not_sent(db.session.get_one(Reminder, key.split(":", 2)[2]))
    stop_keys_beginning(f"action:{action.id}:", now=now)


def _as_if_not_sent(row: Reminder) -> None:
    """What the coordinator wrote in it stays."""
    db.session.execute(delete(Reminder).where(Reminder.went_in == row.key))
    if row.words:
        row.state = ReminderState.EDITED
    else:
        db.session.delete(row)
    db.session.flush()


def add_quiet_period(starts_on: date, ends_on: date, why: str, *, by: int | None, now: datetime) -> None:
    db.session.add(QuietPeriod(starts_on=starts_on, ends_on=ends_on, why=why))
    audit.record("Added days on which nobody is reminded.", by=by, now=now)


def remove_quiet_period(row: QuietPeriod, *, by: int | None, now: datetime) -> None:
    db.session.delete(row)
    audit.record("Took away days on which nobody is reminded.", by=by, now=now)
