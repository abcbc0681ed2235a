from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from forum_app.access import Role
from forum_app.calendar.invited import answer_now, answer_to_earlier_time, last_told
from forum_app.calendar.models import Answer, CalendarFeed, Invitation, InvitationNotice, InvitationState
from forum_app.circulation.labels import ROLES
from forum_app.db import beyond_the_wall, db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState
from forum_app.people.models import Grant, Person
from forum_app.planning.queries import SEE_ALL, is_invited


@dataclass(frozen=True)
class Candidate:
    """Somebody with a part in the forum, who may be invited."""

    person: Person
    part: str


@dataclass(frozen=True)
class Guest:
    """A person with a part in the forum, as the coordinator sees their invitation."""

    invitation: Invitation
    #: What became of the last mail to them, in the outbox's word; None where there was none yet.
    fate: str | None

    @property
    def answer(self) -> Answer | None:
        return answer_now(self.invitation)

    @property
    def earlier(self) -> Answer | None:
        return answer_to_earlier_time(self.invitation)


@dataclass(frozen=True)
class Families:
    """Those who asked for an invitation: never who, only how many, and what was noted with an answer."""

    count: int
    answers: Counter[Answer]
    notes: list[str]


@dataclass(frozen=True)
class Opened:
    """What the holder of a private link sees of their own invitation: plain values, as its page may read no more."""

    meeting_id: int
    is_invited: bool
    is_family: bool
    said: Answer | None
    #: What was answered to a time that holds no more.
    earlier: Answer | None
    note: str


def opened(number: int) -> Opened | None:
    """The invitation of a link that has proved to be ours, looked up beside the page, which sees none of its table."""
    with beyond_the_wall(reading=True) as session:
        row = session.get(Invitation, number)
        if row is None:
            return None
        said, earlier = answer_now(row), answer_to_earlier_time(row)
        return Opened(row.meeting_id, row.is_invited, row.address is not None, said, earlier, row.note)


#: Mails of which a calendar knows nothing.
NOT_GONE = frozenset({OutboxState.QUEUED, OutboxState.FAILED, OutboxState.STOPPED})


def may_invite(meeting: Meeting, day: date) -> bool:
    """Whether calendars may be told of it on a day: it is not over, has its times, is public or a planning meeting."""
    has_times = meeting.starts_at is not None and meeting.ends_by is not None
    shown = meeting.is_public or meeting.kind == MeetingKind.PLANNING
    return meeting.day >= day and has_times and shown and not meeting.is_cancelled and not meeting.has_minutes


def is_off(meeting: Meeting) -> bool:
    """Whether it should stand in nobody's calendar: it is cancelled, or its announcement was taken back."""
    has_times = meeting.starts_at is not None and meeting.ends_by is not None
    taken_back = meeting.kind == MeetingKind.FORUM and not meeting.is_public
    return has_times and (meeting.is_cancelled or taken_back)


def told_calendars(meeting: Meeting) -> int:
    """How many calendars hold an entry that mail from here put there."""
    return sum(last_told(row.notices) is not None for row in invitations_to(meeting))


def candidates(meeting: Meeting, today: date) -> list[Candidate]:
    """Everybody who holds a role today, may see the meeting and is not invited to it, by name."""
    invited = select(Invitation.person_id).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id.is_not(None),
        Invitation.state == InvitationState.INVITED,
    )
    held = Grant.starts_on <= today, or_(Grant.ends_on.is_(None), Grant.ends_on >= today)
    rows = select(Person, Grant.role).join(Grant).where(*held, Person.id.not_in(invited))
    roles: dict[Person, list[Role]] = {}
    for person, role in db.session.execute(rows.order_by(Person.name, Person.id)):
        roles.setdefault(person, []).append(Role(role))
    may_see = [person for person in roles if _may_see(meeting, person, roles[person])]
    return [
        Candidate(person, ", ".join(ROLES.get(role, role.replace("_", " ")) for role in sorted(set(roles[person]))))
        for person in may_see
    ]


def may_be_told(invitation: Invitation, day: date) -> bool:
    """Whether somebody who was invited may still see the meeting: a planning meeting is for those in office."""
    if invitation.person is None or invitation.meeting.kind != MeetingKind.PLANNING:
        return True
    roles = invitation.person.roles_on(day)
    return bool(roles) and _may_see(invitation.meeting, invitation.person, roles)


def _may_see(meeting: Meeting, person: Person, roles: Collection[Role]) -> bool:
    """A planning meeting is for the organisers and the chair, and for officers who were invited to it."""
    if meeting.kind != MeetingKind.PLANNING or not SEE_ALL.isdisjoint(roles):
        return True
    return is_invited(meeting.id, person.id)


def invitations_to(meeting: Meeting) -> Sequence[Invitation]:
    """Everybody who is invited now, people by name first; a failed mail counts as one that never went."""
    found = (
        select(Invitation)
        .options(selectinload(Invitation.notices), joinedload(Invitation.person))
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(Invitation.meeting_id == meeting.id, Invitation.state == InvitationState.INVITED)
        .order_by(Person.name.is_(None), Person.name, Invitation.id)
    )
    return db.session.scalars(found).all()


def fates_of(invitations: Sequence[Invitation]) -> dict[str, str]:
    """What became of each of their mails, by its key."""
    return dict(_of_their_mails(invitations, OutboxMessage.state))


def sent_to(invitations: Sequence[Invitation]) -> dict[str, str]:
    """Where each of their mails went, by its key; empty where that is forgotten by now."""
    return dict(_of_their_mails(invitations, OutboxMessage.recipient))


def _of_their_mails(invitations: Sequence[Invitation], what: InstrumentedAttribute[str]) -> list[tuple[str, str]]:
    keys = [notice.outbox_key for invitation in invitations for notice in invitation.notices]
    rows = select(OutboxMessage.key, what).where(OutboxMessage.key.in_(keys))
    return [(key, said) for key, said in db.session.execute(rows)] if keys else []


def entry_to_take_out(invitation: Invitation) -> InvitationNotice | None:
    """The mail that put an entry into a calendar, where it has gone, none took it out, and another can be sent."""
    fates = fates_of([invitation])
    gone = [notice for notice in invitation.notices if fates.get(notice.outbox_key) not in NOT_GONE]
    return last_told(gone) if invitation.mailbox else None


def guests_of(invitations: Sequence[Invitation], fates: dict[str, str]) -> list[Guest]:
    people = [invitation for invitation in invitations if invitation.person_id is not None]
    return [Guest(row, fates.get(row.notices[-1].outbox_key) if row.notices else None) for row in people]


def families_of(invitations: Sequence[Invitation]) -> Families:
    rows = [invitation for invitation in invitations if invitation.address is not None]
    answers = [answer for answer in map(answer_now, rows) if answer]
    return Families(len(rows), Counter(answers), sorted(row.note for row in rows if row.note))


def waiting_notices(meeting: Meeting) -> Sequence[InvitationNotice]:
    """Mails about this meeting that have not gone out yet."""
    rows = (
        select(InvitationNotice)
        .join(InvitationNotice.invitation)
        .join(OutboxMessage, OutboxMessage.key == InvitationNotice.outbox_key)
        .options(contains_eager(InvitationNotice.invitation))
        .where(Invitation.meeting_id == meeting.id, OutboxMessage.state == OutboxState.QUEUED)
    )
    return db.session.scalars(rows).all()


def coming_with_invitations(today: date) -> Sequence[Meeting]:
    """Meetings from today on to which somebody is invited, the soonest first."""
    invited = select(Invitation.meeting_id).where(Invitation.state == InvitationState.INVITED)
    rows = select(Meeting).options(joinedload(Meeting.venue)).where(Meeting.day >= today, Meeting.id.in_(invited))
    return db.session.scalars(rows.order_by(Meeting.day, Meeting.id)).all()


def of_address(meeting: Meeting, address: str) -> Invitation | None:
    """The invitation of an address; who changes it at the same time waits."""
    found = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.address == address)
    return db.session.scalars(found.with_for_update().execution_options(populate_existing=True)).first()


def of_person(meeting: Meeting, person_id: int) -> Invitation | None:
    found = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person_id)
    return db.session.scalars(found).first()


def of_token_hash(token_hash: str) -> Invitation | None:
    return db.session.scalars(select(Invitation).where(Invitation.token_hash == token_hash)).first()


def own_invitations(person_id: int, today: date) -> Sequence[Invitation]:
    """What one person is invited to from today on."""
    rows = (
        select(Invitation)
        .join(Invitation.meeting)
        .options(contains_eager(Invitation.meeting), selectinload(Invitation.notices))
        .where(
            Invitation.person_id == person_id,
            Invitation.state == InvitationState.INVITED,
            Meeting.day >= today,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.day, Meeting.id)
    )
    return db.session.scalars(rows).all()


def new_addresses_on(day: date) -> int:
    """How many addresses were typed on a day and wait to be confirmed."""
    waiting = select(func.count(Invitation.id)).where(
        Invitation.asked_on == day, Invitation.state == InvitationState.ASKED
    )
    return db.session.scalar(waiting) or 0


def feed_of(person_id: int) -> CalendarFeed | None:
    """The address that is good now."""
    rows = select(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.ended_on.is_(None))
    return db.session.scalars(rows.order_by(CalendarFeed.id)).first()


def family_addresses() -> Iterator[tuple[str, str]]:
    """Addresses for which an invitation was asked, each with a mark; for what holds back what goes out."""
    rows = select(Invitation.id, Invitation.address).where(Invitation.address.is_not(None))
    yield from ((f"invitation {number}", address) for number, address in db.session.execute(rows) if address)
