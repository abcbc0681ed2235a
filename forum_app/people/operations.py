"""Sessions, and the link that the computer which runs the forum prints."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.access import Limits, Role
from forum_app.codes import hash_token, new_token
from forum_app.db import db
from forum_app.people.models import Grant, Person, Proof, SignedInSession, UsedSignInLink

LINK_LIVES = timedelta(hours=12)
#: Sessions that ran out are remembered for so long: whoever comes back to one is asked to sign in again.
REMEMBERED = timedelta(days=7)
#: So many wrong answers end a session or a request.
WRONG_CODES = 5


class LinkNotValid(Exception):
    """The link was altered, is too old, has been used, or belongs to another browser."""


@dataclass(frozen=True)
class PrintedLink:
    """What a printed link says: a number used once, and on a demo whom it signs in."""

    nonce: str
    demo_role: Role | None = None


# The printed link ---------------------------------------------------------------------------------------------


def make_link_token(secret_key: str, demo_role: Role | None = None) -> str:
    """A one-time sign-in token. Signed rather than stored: printing one changes nothing."""
    return _signer(secret_key).dumps([new_token(), demo_role])


def check_link_token(token: str, secret_key: str) -> PrintedLink:
    """What stands in a token that may still be used; raises LinkNotValid."""
    try:
        nonce, role = _signer(secret_key).loads(token, max_age=int(LINK_LIVES.total_seconds()))
    except (BadSignature, SignatureExpired) as error:
        raise LinkNotValid from error
    if db.session.get(UsedSignInLink, hash_token(nonce)) is not None:
        raise LinkNotValid
    return PrintedLink(nonce, Role(role) if role else None)


def sign_in_with_link(token: str, secret_key: str, *, now: datetime, device: str = "", on_demo: bool = False) -> str:
    """Use up the printed link and open a session; returns the session's token.

    It signs in the coordinator. On a demo it may name another of its made-up people.
    """
    link = check_link_token(token, secret_key)
    if link.demo_role and not on_demo:
        raise LinkNotValid
    try:
        db.session.add(UsedSignInLink(nonce_hash=hash_token(link.nonce), used_at=now))
        db.session.flush()
    except IntegrityError as error:  # two browsers pressed at once: one of them wins
        db.session.rollback()
        raise LinkNotValid from error
    person = _holder(link.demo_role or Role.COORDINATOR, now)
    audit.record(f"{person.name} signed in with a link from the forum's computer.", by=person.id, now=now)
    return open_session(person, Proof.DEMO if on_demo else Proof.HOST, device, now=now)


def _holder(role: Role, now: datetime) -> Person:
    """Whoever holds the role; where nobody is coordinator, a person who has yet to say their name."""
    granted = select(Grant).where(Grant.role == role).order_by(Grant.person_id)
    person = next((grant.person for grant in db.session.scalars(granted) if grant.holds_on(now.date())), None)
    if person is None and role != Role.COORDINATOR:
        raise LinkNotValid
    if person is None:
        person = add_person("The coordinator", Role.COORDINATOR, now=now)
        db.session.flush()
    return person


def add_person(name: str, role: Role, *, now: datetime, email: str | None = None) -> Person:
    """Somebody who looks after the forum, with one role from today on."""
    person = Person(name=name, email=email, grants=[Grant(role=role, starts_on=now.date())])
    db.session.add(person)
    return person


# Sessions -----------------------------------------------------------------------------------------------------


def open_session(person: Person, proof: Proof, device: str = "", *, now: datetime) -> str:
    """A session in one browser; returns its token. A link from the forum's own computer counts as second factor."""
    token = new_token(32)
    db.session.execute(delete(SignedInSession).where(SignedInSession.ends_at < now - REMEMBERED))
    row = SignedInSession(
        token_hash=hash_token(token),
        person=person,
        started_at=now,
        ends_at=now + Limits.of(person.roles_on(now.date())).at_most,
        proof=proof,
        second_factor_at=None if proof == Proof.MAIL else now,
        device=device,
    )
    db.session.add(row)
    db.session.flush()
    return token


def prove(token: str, *, now: datetime) -> str:
    """The second factor was given: the session goes on under a new token, and the old one is dead."""
    renewed = new_token(32)
    changed = {"token_hash": hash_token(renewed), "second_factor_at": now, "wrong_codes": 0}
    if _change_session(token, changed) != 1:
        raise LinkNotValid
    return renewed


def count_wrong_code(token: str) -> bool:
    """Note a wrong answer; a few of them end the session, and False says so."""
    _change_session(token, {"wrong_codes": SignedInSession.wrong_codes + 1})
    many = SignedInSession.token_hash == hash_token(token), SignedInSession.wrong_codes >= WRONG_CODES
    return not db.session.execute(delete(SignedInSession).where(*many)).rowcount  # type: ignore[attr-defined]


def sign_out(token: str) -> None:
    db.session.execute(delete(SignedInSession).where(SignedInSession.token_hash == hash_token(token)))


def end_session(session_id: int, person_id: int) -> None:
    """End one of a person's own sessions; what is not theirs, or over, is left alone."""
    theirs = SignedInSession.id == session_id, SignedInSession.person_id == person_id
    db.session.execute(delete(SignedInSession).where(*theirs))


def end_sessions_of(person_id: int) -> None:
    db.session.execute(delete(SignedInSession).where(SignedInSession.person_id == person_id))


def _change_session(token: str, values: dict[str, Any]) -> int:
    this = update(SignedInSession).where(SignedInSession.token_hash == hash_token(token))
    return int(db.session.execute(this.values(**values)).rowcount)  # type: ignore[attr-defined]


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="sign-in-link")
