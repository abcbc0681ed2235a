import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from forum_app import audit
from forum_app.circulation.announcements import short_text
from forum_app.circulation.contents import contents_of, one_line
from forum_app.circulation.emails import own_link
from forum_app.circulation.lantern import outgoing
from forum_app.circulation.models import (
    Audience,
    Circulation,
    CirculationRecipient,
    CirculationState,
    Kind,
    Outcome,
)
from forum_app.circulation.plan import NEVER_WENT, Plan, plan_of, shown
from forum_app.circulation.queries import with_form_key
from forum_app.circulation.recipients import Addressee
from forum_app.clock import today
from forum_app.db import db, lock
from forum_app.mail.models import OutboxMessage
from forum_app.mail.mould import Recipient
from forum_app.mail.outbox import queue, queue_many
from forum_app.mail.quiet_hours import next_daytime
from forum_app.mail.stopping import stop_keys_beginning
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum

#: How long a released circulation waits, so that it can still be stopped.
HOLD = timedelta(minutes=10)


class AlreadyReleased(Exception):
    """It was released before: nothing goes out twice."""


class NotReleased(Exception):
    """There is nothing to stop: it was never released, or it was stopped before."""


class NobodyToSendTo(Exception):
    """Nobody in the audience is without this text."""


class ChangedSinceLooked(Exception):
    """What would go out now is not what was on the page when the button was pressed."""


@dataclass(frozen=True)
class Facts:
    """What the coordinator decides about a circulation."""

    audiences: Collection[Audience]
    words: str = ""
    subject: str = ""
    questions_by: date | None = None
    urgent: bool = False


def make_draft(
    kind: Kind, meeting: Meeting | None, facts: Facts, form_key: str, *, by: int | None, now: datetime
) -> Circulation:
    """A circulation that goes nowhere yet. The same form sent twice makes one."""
    row = with_form_key(form_key)
    if row is not None:
        return row
    row = Circulation(kind=kind, meeting=meeting, form_key=form_key, by_id=by, made_at=now)
    _fill(row, facts)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the button was pressed twice in this very moment
        return with_form_key(form_key) or row
    return row


def change_draft(row: Circulation, facts: Facts) -> None:
    """Raises AlreadyReleased: words that went out stay as they are."""
    if not row.is_draft:
        raise AlreadyReleased
    _fill(row, facts)
    flag_modified(row, "words")  # another audience alone is a change too


def _fill(row: Circulation, facts: Facts) -> None:
    row.subject, row.words, row.questions_by = one_line(facts.subject), facts.words, facts.questions_by
    row.urgent, row.audiences = facts.urgent, set(facts.audiences)


def throw_away(row: Circulation) -> None:
    """Delete a draft; raises AlreadyReleased."""
    if not row.is_draft:
        raise AlreadyReleased
    db.session.delete(row)


def draft_again(row: Circulation, *, by: int | None, now: datetime) -> Circulation:
    """A new draft with the same choices, for whoever did not get it."""
    facts = Facts(row.audiences, row.words, row.subject, row.questions_by, row.urgent)
    again = Circulation(kind=row.kind, meeting=row.meeting, form_key=secrets.token_urlsafe(24), by_id=by, made_at=now)
    _fill(again, facts)
    db.session.add(again)
    db.session.flush()
    return again


def send_test(row: Circulation, to: str, form_key: str, *, secret_key: str, now: datetime) -> None:
    """Send what families would get to one address, at once; the same button pressed twice sends one."""
    key = f"circulation-test:{row.id}:{form_key}"
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is None:
        queue(shown(plan_of(row, secret_key=secret_key, now=now).to_families), to=to, key=key, now=now)


def release(
    row: Circulation,
    looked_at: str,
    *,
    names_looked_at: bool = False,
    secret_key: str,
    by: int | None,
    now: datetime,
) -> None:
    """Put one letter for each recipient into the outbox, due in ten minutes or, at night, in the morning.

    ``looked_at`` says what stood on the page when the button was pressed. Circulations are released one
    after the other, so that two cannot send the same text to the same address. Raises AlreadyReleased,
    MeetingNotReady, ChangedSinceLooked, NobodyToSendTo, HeldBack, NamesToLookAt.
    """
    lock(the_forum())
    lock(row)
    if not row.is_draft:
        raise AlreadyReleased
    _free_what_never_went(row.event)
    plan = plan_of(row, secret_key=secret_key, now=now)
    if plan.looks != looked_at:
        raise ChangedSinceLooked
    if not plan.to_go:
        raise NobodyToSendTo
    outgoing(row, plan, the_forum()).let_out(the_forum(), looked=names_looked_at, by=by, now=now)
    _keep_words(row, plan, now)
    recipients = [(to, _recipient(row, plan, to, secret_key)) for to in plan.to_go]
    db.session.add_all(recipient for _, recipient in recipients)
    _put_in_outbox(row, plan, recipients, secret_key, now)
    audit.record(f"Sent “{row.sent_subject}” to {len(plan.people)} named people and to families.", by=by, now=now)


def _keep_words(row: Circulation, plan: Plan, now: datetime) -> None:
    forum, due = the_forum(), now + HOLD
    row.state = CirculationState.RELEASED
    row.due_at = due if row.urgent else next_daytime(due, forum.time_zone)
    row.sent_subject, row.sent_text = plan.to_families.subject, shown(plan.to_families).text
    row.short_text = short_text(row, contents_of(row, today(forum.time_zone, now)), forum)


def _recipient(row: Circulation, plan: Plan, to: Addressee, secret_key: str) -> CirculationRecipient:
    key = to.key(secret_key)
    return CirculationRecipient(
        circulation_id=row.id,
        outbox_key=f"circulation:{row.id}:{key}",
        recipient_key=key,
        event=row.event,
        fingerprint=plan.fingerprint,
        audience_group=to.group,
        person_id=to.person_id,
        subscription_id=to.subscription_id if to.weekly else None,
    )


def _put_in_outbox(
    row: Circulation,
    plan: Plan,
    recipients: Collection[tuple[Addressee, CirculationRecipient]],
    secret_key: str,
    now: datetime,
) -> None:
    """A letter for everybody but the weekly readers, whose mail is gathered later."""
    families, people = [], []
    for to, recipient in recipients:
        if to.subscription_id is None:
            people.append(Recipient(to.address, recipient.outbox_key))
        elif not to.weekly:
            families.append(Recipient(to.address, recipient.outbox_key, own_link(to.subscription_id, secret_key)))
    queue_many(plan.to_families, families, now=now, due_at=row.due_at)
    queue_many(plan.to_people, people, now=now, due_at=row.due_at)


def _free_what_never_went(event: str) -> None:
    """Who was stopped or could not be reached may get the text after all."""
    never = select(OutboxMessage.key).where(OutboxMessage.state.in_(NEVER_WENT))
    freed = update(CirculationRecipient).where(
        CirculationRecipient.event == event, CirculationRecipient.outbox_key.in_(never)
    )
    db.session.execute(freed.values(fingerprint=None))


def stop(row: Circulation, *, by: int | None, now: datetime) -> None:
    """Stop whatever has not gone out yet, before or during delivery; raises NotReleased."""
    lock(row)
    if row.state != CirculationState.RELEASED:
        raise NotReleased
    row.state, row.stopped_at = CirculationState.STOPPED, now
    stop_keys_beginning(f"circulation:{row.id}:", now=now)
    waiting = update(CirculationRecipient).where(
        CirculationRecipient.circulation_id == row.id, CirculationRecipient.subscription_id.is_not(None)
    )
    db.session.execute(waiting.values(fingerprint=None, subscription_id=None, outcome=Outcome.STOPPED))
    audit.record(f"Stopped “{row.sent_subject}”.", by=by, now=now)
