"""Who would get what if it went out now: the same for the look before and for the deed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum_app.calendar.invited import answer_now, last_told
from forum_app.calendar.models import Invitation, Method
from forum_app.calendar.queries import (
    candidates,
    coming_with_invitations,
    fates_of,
    invitations_to,
    is_off,
    may_be_told,
    may_invite,
    sent_to,
)
from forum_app.calendar.told import Change, Told, asks_anew, changes, goes_by_itself, told_of
from forum_app.clock import today
from forum_app.mail.models import OutboxState
from forum_app.mail.suppression import suppressed
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.settings.queries import the_forum


@dataclass(frozen=True)
class Planned:
    """One mail: to whom, what it tells a calendar to do, what has changed, whether it asks for an answer (again)."""

    person: Person | None
    #: None for a person who is not invited yet.
    invitation: Invitation | None
    method: Method
    changed: tuple[Change, ...] = ()
    asks_anew: bool = True
    #: Where the entry stands that the mail before put there, if that is another address by now.
    moved_from: str = ""

    @property
    def is_family(self) -> bool:
        return self.person is None

    @property
    def asks(self) -> bool:
        """Whether the words ask for an answer: it is asked anew, or there is none yet."""
        return self.asks_anew or self.invitation is None or answer_now(self.invitation) is None

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""


@dataclass(frozen=True)
class Plan:
    told: Told
    mails: list[Planned]
    #: People to whom no mail goes: no address is known, or mail to it came back.
    not_reached: list[str]

    @property
    def people(self) -> list[Planned]:
        return [mail for mail in self.mails if not mail.is_family]

    @property
    def families(self) -> int:
        return len(self.mails) - len(self.people)

    @property
    def looks(self) -> str:
        """What a person saw before pressing: what is told, and to whom."""
        whom = sorted(
            f"{mail.person.id if mail.person else mail.invitation and mail.invitation.id} {mail.method} {mail.changed}"
            for mail in self.mails
        )
        return hashlib.sha256(f"{sorted(self.told.items())} {whom}".encode()).hexdigest()

    @property
    def kinds(self) -> list[tuple[Planned, list[Planned]]]:
        """The mails that say the same, together: one of them, and all."""
        same: dict[tuple[object, ...], list[Planned]] = {}
        for mail in self.mails:
            same.setdefault((mail.method, mail.changed, mail.asks_anew, mail.asks, bool(mail.moved_from)), []).append(
                mail
            )
        return [(mails[0], mails) for mails in same.values()]


def first_plan(meeting: Meeting, person_ids: Sequence[int], now: datetime) -> Plan:
    """Invitations to people with a part in the forum who are not invited yet."""
    chosen = [c.person for c in candidates(meeting, today(meeting.time_zone, now)) if c.person.id in person_ids]
    spared = suppressed([person.email or "" for person in chosen])
    reached = [person for person in chosen if person.email and person.email not in spared]
    mails = [Planned(person, None, Method.REQUEST) for person in reached]
    return Plan(told_of(meeting, now), mails, [person.name for person in chosen if person not in reached])


def change_plan(meeting: Meeting, now: datetime) -> Plan:
    """What the invited have to be told, so that their calendars are right: exactly those whose are not."""
    told, invited, day = told_of(meeting, now), invitations_to(meeting), today(meeting.time_zone, now)
    if meeting.day < day or not (may_invite(meeting, day) or is_off(meeting)):
        return Plan(told, [], [])
    failed = {key for key, state in fates_of(invited).items() if state == OutboxState.FAILED}
    went_to = sent_to(invited)
    concerned = [mail for row in invited if (mail := _needed(row, told, failed, went_to, day))]
    spared = suppressed([_mailbox(mail) for mail in concerned])
    reached = [mail for mail in concerned if _mailbox(mail) and _mailbox(mail) not in spared]
    return Plan(told, reached, [mail.name for mail in concerned if mail not in reached and mail.person])


def told_by_themselves(meeting: Meeting, now: datetime) -> list[Planned]:
    """Those of the changes that only make a provisional entry certain, or bring the link to join."""
    return [mail for mail in change_plan(meeting, now).mails if goes_by_itself(mail.changed)]


def to_tell(now: datetime) -> list[Meeting]:
    """Meetings to come of which the invited have to be told something."""
    day = today(the_forum().time_zone, now)
    return [meeting for meeting in coming_with_invitations(day) if change_plan(meeting, now).mails]


def _needed(row: Invitation, told: Told, failed: set[str], went_to: dict[str, str], day: date) -> Planned | None:
    """The mail that would make this calendar right; None where it is. A mail that failed has told nothing."""
    last = last_told([notice for notice in row.notices if notice.outbox_key not in failed])
    if is_off(row.meeting) or not may_be_told(row, day):
        return Planned(row.person, row, Method.CANCEL, asks_anew=False) if last else None
    if last is None:
        return Planned(row.person, row, Method.REQUEST)
    before = went_to.get(last.outbox_key, "")
    if before and before != row.mailbox:
        return Planned(row.person, row, Method.REQUEST, moved_from=before)
    changed = changes(last.told, told)
    return Planned(row.person, row, Method.REQUEST, changed, asks_anew(last.told, told)) if changed else None


def _mailbox(mail: Planned) -> str:
    return mail.invitation.mailbox if mail.invitation else ""
