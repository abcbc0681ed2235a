"""Which letters go out when something about signing in has happened; each is queued with its cause."""

import secrets
from datetime import date, datetime

from flask import current_app

from forum_app.access import Role
from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.outbox import queue
from forum_app.people import emails
from forum_app.people.models import Grant, Person
from forum_app.people.queries import coordinators_on
from forum_app.people.signing_in import Asked, code_of


def send_code(asked: Asked, typed: str, *, now: datetime) -> None:
    """Queue the sign-in mail. For an address nobody here has, the same work is done and then taken back."""
    code = code_of(asked.token, current_app.config["SECRET_KEY"])
    letter = emails.sign_in_code(code, asked.token, asked.lives)
    tentative = db.session.begin_nested()
    queue(letter, to=typed, key=_key("sign-in"), now=now, give_up_at=asked.expires_at)
    db.session.flush()
    if asked.person is None:
        tentative.rollback()
    else:
        tentative.commit()


def tell_new_sign_in(person_id: int, device: str, *, now: datetime) -> None:
    _send(db.session.get_one(Person, person_id), emails.new_sign_in(device, now), "new-sign-in", now)


def tell_host_link_used(person_id: int, *, now: datetime) -> None:
    """Every coordinator hears that somebody came in through the computer itself."""
    person = db.session.get_one(Person, person_id)
    for coordinator in coordinators_on(now.date()):
        _send(coordinator, emails.host_link_used(person, now), "host-link", now)


def tell_role_granted(grant: Grant, *, now: datetime) -> None:
    _send(grant.person, emails.role_granted(Role(grant.role), grant.starts_on), "role", now)


def tell_role_ended(person: Person, role: Role, last_day: date | None, *, now: datetime) -> None:
    _send(person, emails.role_ended(role, last_day), "role-ended", now)


def tell_address_changed(person: Person, before: str | None, *, now: datetime) -> None:
    """Whoever reads the address of before hears that it no longer counts."""
    if before and before != person.email:
        queue(emails.address_changed(), to=before, key=_key("address-changed"), now=now)


def tell_proof_reset(person: Person, *, now: datetime) -> None:
    _send(person, emails.proof_reset(), "proof-reset", now)


def _send(person: Person, letter: Letter, event: str, now: datetime) -> None:
    if person.email:
        queue(letter, to=person.email, key=_key(event), now=now)


def _key(event: str) -> str:
    """Each of these happens once by itself; no number of a row stands in it."""
    return f"{event}:{secrets.token_hex(16)}"
