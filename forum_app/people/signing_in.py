"""Signing in by mail: a code and a link, both good only in the browser that asked for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import joinedload

from forum_app import audit
from forum_app.access import STRICT, Limits
from forum_app.codes import derive, derive_code, fits_slow_hash, hash_token, new_token, read_back, slow_hash_of
from forum_app.db import db
from forum_app.people.models import Person, Proof, SignInRequest
from forum_app.people.operations import WRONG_CODES, LinkNotValid, open_session
from forum_app.people.queries import CLOCK_SLACK

#: A code of 40 bits: five guesses in ten minutes is all anybody gets.
CODE_LETTERS = 8
#: Mails to one address.
AN_HOUR, A_DAY = 5, 10
#: Within an hour and in all: more than any forum needs, far less than whoever guesses at many addresses does.
MAILS_IN_ALL, WRONG_CODES_IN_ALL = 300, 500


@dataclass(frozen=True)
class Asked:
    """A request to sign in, with the secrets that are nowhere kept."""

    token: str
    verifier: str
    lives: timedelta
    expires_at: datetime
    #: Nobody, where the address is not on the list or has had its share of mails: then no mail goes out.
    person: Person | None


def ask(email: str, verifier: str, secret_key: str, *, now: datetime) -> Asked:
    """Note that a browser asks to sign in. The work is the same whoever asks, and for whom."""
    address_hash = derive(email, key=secret_key, purpose="sign-in-address").hex()
    db.session.execute(delete(SignInRequest).where(SignInRequest.expires_at < now - timedelta(days=1)))
    person = _who_may_sign_in(email, now)
    enough = _has_had_enough(address_hash, now), _mails_in_all(now) >= MAILS_IN_ALL  # both asked, whatever they say
    if any(enough):
        person = None
    verifier = verifier if _is_waiting(verifier, now) else new_token(32)
    token = new_token()
    lives = Limits.of(person.roles_on(now.date())).code_lives if person else STRICT.code_lives
    row = SignInRequest(
        link_hash=hash_token(token),
        code_hash=slow_hash_of(code_of(token, secret_key)),
        verifier_hash=hash_token(verifier),
        address_hash=address_hash,
        person_id=person.id if person else None,
        asked_at=now,
        expires_at=now + lives,
    )
    db.session.add(row)
    db.session.flush()
    return Asked(token, verifier, lives, row.expires_at, person)


def code_of(token: str, secret_key: str) -> str:
    """The short code that stands for a link: its page can show it, and no row holds it."""
    return derive_code(token, key=secret_key, purpose="sign-in-code", letters=CODE_LETTERS)


def _who_may_sign_in(email: str, now: datetime) -> Person | None:
    found = select(Person).options(joinedload(Person.grants)).where(Person.email == email)
    person = db.session.scalars(found).unique().first()
    return person if person and person.roles_on(now.date()) else None


def _has_had_enough(address_hash: str, now: datetime) -> bool:
    sent = select(SignInRequest.asked_at).where(
        SignInRequest.address_hash == address_hash,
        SignInRequest.person_id.is_not(None),
        SignInRequest.asked_at > now - timedelta(days=1),
    )
    moments = db.session.scalars(sent).all()
    return len(moments) >= A_DAY or sum(moment > now - timedelta(hours=1) for moment in moments) >= AN_HOUR


def _mails_in_all(now: datetime) -> int:
    """How many sign-in mails went out within the hour, to whomever."""
    sent = SignInRequest.person_id.is_not(None), SignInRequest.asked_at > now - timedelta(hours=1)
    return db.session.scalar(select(func.count()).where(*sent)) or 0


def _guessed_too_often(now: datetime) -> bool:
    """Whether so many wrong codes were typed within the hour that for now only links sign in: nobody guesses those."""
    lately = SignInRequest.asked_at > now - timedelta(hours=1)
    wrong = db.session.scalar(select(func.sum(SignInRequest.wrong_codes)).where(lately))
    return (wrong or 0) >= WRONG_CODES_IN_ALL


def _is_waiting(verifier: str, now: datetime) -> bool:
    """Whether this browser has asked before: then both mails are good there."""
    return db.session.scalars(_waiting(now).where(_of(verifier))).first() is not None


# Coming back with the code or the link ------------------------------------------------------------------------


def find_by_link(token: str, *, now: datetime) -> SignInRequest:
    """The request that a link belongs to; raises LinkNotValid. Changes nothing."""
    row = db.session.scalars(_waiting(now).where(SignInRequest.link_hash == hash_token(token))).first()
    if row is None:
        raise LinkNotValid
    return row


def is_of_browser(row: SignInRequest, verifier: str) -> bool:
    return bool(verifier) and row.verifier_hash == hash_token(verifier)


def sign_in_with_mailed_link(token: str, verifier: str, device: str, *, now: datetime) -> str:
    """Open a session in the browser that asked; raises LinkNotValid in any other. Returns the session's token."""
    row = find_by_link(token, now=now)
    if not is_of_browser(row, verifier):
        raise LinkNotValid
    return _use(row, device, now=now)


def sign_in_with_code(typed: str, verifier: str, device: str, *, now: datetime) -> str:
    """Open a session with the code that was typed into the browser that asked.

    A wrong code raises LinkNotValid and counts, when the caller commits.
    """
    rows = db.session.scalars(_waiting(now).where(_of(verifier)).with_for_update()).all()
    code = read_back(typed, CODE_LETTERS) or ""
    right = [row for row in rows if fits_slow_hash(code, row.code_hash)]
    if _guessed_too_often(now) or not right:
        for row in rows:
            row.wrong_codes += 1
        raise LinkNotValid
    return _use(right[0], device, now=now)


def _use(row: SignInRequest, device: str, *, now: datetime) -> str:
    """One statement decides who was first; whatever else was asked for this person is spent with it."""
    first = _good(now), SignInRequest.id == row.id
    used = update(SignInRequest).where(*first).values(used_at=now).execution_options(synchronize_session=False)
    if db.session.execute(used).rowcount != 1 or row.person_id is None:  # type: ignore[attr-defined]
        raise LinkNotValid
    others = update(SignInRequest).where(SignInRequest.person_id == row.person_id, SignInRequest.used_at.is_(None))
    db.session.execute(others.values(used_at=now).execution_options(synchronize_session=False))
    person = db.session.get_one(Person, row.person_id)
    if not person.roles_on(now.date()):
        raise LinkNotValid
    audit.record(f"{person.name} signed in with a code sent by mail.", by=person.id, now=now)
    return open_session(person, Proof.MAIL, device, now=now)


def _waiting(now: datetime) -> Select[SignInRequest]:
    return select(SignInRequest).where(_good(now))


def _good(now: datetime) -> ColumnElement[bool]:
    """Asked before now and not yet over, in a clock that was not set back; not used, and not guessed at too often."""
    return (
        (SignInRequest.asked_at <= now + CLOCK_SLACK)
        & (SignInRequest.expires_at > now)
        & SignInRequest.used_at.is_(None)
        & (SignInRequest.wrong_codes < WRONG_CODES)
    )


def _of(verifier: str) -> ColumnElement[bool]:
    return SignInRequest.verifier_hash == hash_token(verifier)
