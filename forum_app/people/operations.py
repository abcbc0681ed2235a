import hashlib
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.access import Role
from forum_app.db import db
from forum_app.people.models import Grant, Person, SignedInSession, UsedSignInLink

LINK_LIVES = timedelta(hours=12)
SESSION_LIVES = timedelta(hours=12)


class LinkNotValid(Exception):
    """The sign-in link was altered, is too old, or has been used."""


def make_link_token(secret_key: str) -> str:
    """A one-time sign-in token. Signed rather than stored: printing one changes nothing."""
    return _signer(secret_key).dumps(secrets.token_urlsafe(16))


def check_link_token(token: str, secret_key: str) -> str:
    """The nonce inside a token; raises LinkNotValid."""
    try:
        nonce = _signer(secret_key).loads(token, max_age=int(LINK_LIVES.total_seconds()))
    except (BadSignature, SignatureExpired) as error:
        raise LinkNotValid from error
    if db.session.get(UsedSignInLink, _hash(nonce)) is not None:
        raise LinkNotValid
    return str(nonce)


def sign_in_with_link(token: str, secret_key: str, *, now: datetime) -> str:
    """Use up the link and open a session for the coordinator; returns the session's token."""
    nonce = check_link_token(token, secret_key)
    try:
        db.session.add(UsedSignInLink(nonce_hash=_hash(nonce), used_at=now))
        db.session.flush()
    except IntegrityError as error:  # two browsers pressed at once: one of them wins
        db.session.rollback()
        raise LinkNotValid from error
    return _open_session(_coordinator(now), now=now)


def sign_out(token: str) -> None:
    db.session.execute(delete(SignedInSession).where(SignedInSession.token_hash == _hash(token)))


def add_person(name: str, role: Role, *, now: datetime) -> Person:
    """Somebody who looks after the forum, with one role from today on."""
    person = Person(name=name, grants=[Grant(role=role, starts_on=now.date())])
    db.session.add(person)
    return person


def _open_session(person: Person, *, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(SignedInSession).where(SignedInSession.ends_at < now))
    db.session.add(SignedInSession(token_hash=_hash(token), person=person, started_at=now, ends_at=now + SESSION_LIVES))
    audit.record(f"{person.name} signed in with a one-time link.", by=person.id, now=now)
    return token


def _coordinator(now: datetime) -> Person:
    granted = select(Person).join(Grant).where(Grant.role == Role.COORDINATOR, Grant.ends_on.is_(None))
    person = db.session.scalars(granted.order_by(Person.id)).first()
    if person is None:
        person = add_person("The coordinator", Role.COORDINATOR, now=now)
        db.session.flush()
    return person


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="sign-in-link")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
