"""Roles are granted from a day, end on a day, and are handed over; the last coordinator stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from forum_app import audit
from forum_app.access import Role
from forum_app.clock import day_in_words
from forum_app.db import db
from forum_app.people.models import Grant, Person, SignInRequest
from forum_app.people.operations import end_sessions_of
from forum_app.people.queries import find_by_email

#: The roles in words.
NAMES = {
    Role.COORDINATOR: "coordinator",
    Role.DEPUTY: "deputy coordinator",
    Role.CHAIR: "chair",
    Role.REPRESENTATIVE: "representative of the local authority",
}


class LastCoordinator(Exception):
    """Nobody else would be coordinator the day after: somebody else comes first."""


class AddressTaken(Exception):
    """Another person has this address already."""


class RoleIsOver(Exception):
    """The role has ended already."""


@dataclass(frozen=True)
class Holder:
    """Whom a role is given to: somebody new, or whoever has this address."""

    name: str
    email: str


def grant_role(
    holder: Holder, role: Role, starts_on: date, ends_on: date | None = None, *, by: int | None, now: datetime
) -> Grant:
    """Give a role. Whoever is known by the address keeps the name they have."""
    person = find_by_email(holder.email)
    if person is None:
        person = Person(name=holder.name, email=holder.email)
        db.session.add(person)
        db.session.flush()
    grant = Grant(person=person, role=role, starts_on=starts_on, ends_on=ends_on, confirmed_on=now.date())
    db.session.add(grant)
    db.session.flush()
    end_sessions_of(person.id)
    until = f" until {day_in_words(ends_on)}" if ends_on else ""
    audit.record(f"Made {person.name} {NAMES[role]} from {day_in_words(starts_on)}{until}.", by=by, now=now)
    return grant


def end_role(grant: Grant, last_day: date | None, *, by: int | None, now: datetime) -> None:
    """End a role after its last day, or at once if none is said; raises LastCoordinator."""
    person, role = grant.person, Role(grant.role)
    day_before = now.date() - timedelta(days=1)
    _refuse_if_over(grant, now.date())
    if role == Role.COORDINATOR:
        _keep_one_coordinator(grant, last_day or day_before)
    if last_day is None and grant.starts_on > day_before:
        db.session.delete(grant)  # it never counted for a whole day
    else:
        grant.ends_on = last_day or day_before
    db.session.flush()
    end_sessions_of(person.id)
    when = f"on {day_in_words(last_day)}" if last_day else "at once"
    audit.record(f"Ended {person.name}’s role as {NAMES[role]} {when}.", by=by, now=now)


def hand_over(grant: Grant, successor: Holder, last_day: date | None, *, by: int | None, now: datetime) -> Grant:
    """The successor has the role from today, and the one before through their last day."""
    _refuse_if_over(grant, now.date())
    begun = grant_role(successor, Role(grant.role), now.date(), by=by, now=now)
    end_role(grant, last_day, by=by, now=now)
    return begun


def confirm_role(grant: Grant, *, by: int | None, now: datetime) -> None:
    """Somebody looked, and the role is still right."""
    _refuse_if_over(grant, now.date())
    grant.confirmed_on = now.date()
    audit.record(f"Confirmed {grant.person.name} as {NAMES[Role(grant.role)]}.", by=by, now=now)


def change_person(person: Person, name: str, email: str | None, *, by: int | None, now: datetime) -> None:
    """Change what somebody is called, or where their mail goes; raises AddressTaken."""
    other = find_by_email(email) if email else None
    if other is not None and other.id != person.id:
        raise AddressTaken
    if person.email != email:
        _spend_what_was_mailed(person, now)
        audit.record(f"Changed the address of {name}.", by=by, now=now)
    person.name, person.email = name, email
    db.session.flush()


def _spend_what_was_mailed(person: Person, now: datetime) -> None:
    """Codes and links on their way to an address are worth nothing once it no longer counts."""
    waiting = SignInRequest.person_id == person.id, SignInRequest.used_at.is_(None)
    db.session.execute(update(SignInRequest).where(*waiting).values(used_at=now))


def _refuse_if_over(grant: Grant, today: date) -> None:
    if grant.is_over(today):
        raise RoleIsOver


def _keep_one_coordinator(leaving: Grant, last_day: date) -> None:
    """Somebody else must be coordinator the day after, and with no end in sight.

    Every coordinator's grant is held until this is committed: of two who take each other away, the second waits
    and then finds nobody left. On SQLite writers wait for each other anyway.
    """
    granted = select(Grant).where(Grant.role == Role.COORDINATOR).order_by(Grant.id).with_for_update(of=Grant)
    rows = db.session.scalars(granted.execution_options(populate_existing=True)).all()
    day_after = last_day + timedelta(days=1)
    others = (row for row in rows if row.person_id != leaving.person_id and row.ends_on is None)
    if leaving not in rows or not any(row.holds_on(day_after) for row in others):
        raise LastCoordinator
