"""Proving that it is you: a code from an app, a passkey, or one of ten codes on paper."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyotp
from sqlalchemy import CursorResult, Delete, Update, delete, func, select, update

from forum_app import audit
from forum_app.codes import derive, new_code, read_back
from forum_app.db import db
from forum_app.people.models import AuthenticatorApp, Passkey, Person, RecoveryCode
from forum_app.people.queries import coordinators_on, to_confirm

RECOVERY_CODES, RECOVERY_LETTERS = 10, 12
APP_LETTERS = 6
#: A phone's clock may be half a minute wrong.
STEPS = (0, -1, 1)
STEP_SECONDS = 30


class WrongProof(Exception):
    """The code or passkey does not fit, or was used before."""


class LastFactor(Exception):
    """The only second factor cannot be taken away: another comes first."""


@dataclass(frozen=True)
class Factors:
    """What somebody can prove themselves with."""

    app: AuthenticatorApp | None
    passkeys: Sequence[Passkey]
    recovery_codes: int

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def factors_of(person_id: int) -> Factors:
    return Factors(
        db.session.get(AuthenticatorApp, person_id),
        db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all(),
        db.session.scalar(select(func.count()).where(RecoveryCode.person_id == person_id)) or 0,
    )


@dataclass(frozen=True)
class Unfinished:
    """What somebody still lacks to get in whatever happens."""

    address: bool
    factor: bool
    second_coordinator: bool
    to_confirm: int

    def __bool__(self) -> bool:
        return self.address or self.factor or self.second_coordinator or self.to_confirm > 0


def unfinished(person_id: int, day: date) -> Unfinished:
    return Unfinished(
        address=db.session.get_one(Person, person_id).email is None,
        factor=not factors_of(person_id),
        second_coordinator=len(coordinators_on(day)) < 2,
        to_confirm=len(to_confirm(day)),
    )


def somebody_gets_in(day: date) -> bool:
    """Whether a coordinator can sign in without help from the forum's computer."""
    return any(person.email and factors_of(person.id) for person in coordinators_on(day))


# The app ------------------------------------------------------------------------------------------------------


def salt_of(token: str, secret_key: str) -> str:
    """Where the secret offered to this session comes from; the next session is offered another."""
    return derive(token, key=secret_key, purpose="app-salt").hex()


def app_secret(salt: str, secret_key: str) -> str:
    """What the app is told. The database alone does not give it."""
    return base64.b32encode(derive(salt, key=secret_key, purpose="app-secret")[:20]).decode()


def add_app(person: Person, salt: str, typed: str, secret_key: str, *, now: datetime) -> None:
    """Take an app that has shown a right code; it replaces the one before. Raises WrongProof."""
    step = _step_of(typed, app_secret(salt, secret_key), now)
    _run(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    db.session.add(AuthenticatorApp(person_id=person.id, salt=salt, last_step=step, added_on=now.date()))
    audit.record(f"{person.name} set up an authenticator app.", by=person.id, now=now)


def prove_with_code(person_id: int, typed: str, secret_key: str, *, now: datetime) -> None:
    """Take the app's code or a recovery code, each once; raises WrongProof."""
    on_paper = read_back(typed, RECOVERY_LETTERS)
    if on_paper is not None:
        return _use_recovery_code(person_id, on_paper, secret_key)
    app = db.session.get(AuthenticatorApp, person_id)
    if app is None:
        raise WrongProof
    step = _step_of(typed, app_secret(app.salt, secret_key), now)
    newer = AuthenticatorApp.person_id == person_id, AuthenticatorApp.last_step < step
    if _run(update(AuthenticatorApp).where(*newer).values(last_step=step)) != 1:
        raise WrongProof
    return None


def remove_app(person: Person, *, now: datetime) -> None:
    found = factors_of(person.id)
    if not found.passkeys:
        raise LastFactor
    _run(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    audit.record(f"{person.name} took away their authenticator app.", by=person.id, now=now)


def remove_passkey(person: Person, passkey_id: int, *, now: datetime) -> None:
    found = factors_of(person.id)
    if found.app is None and len(found.passkeys) < 2:
        raise LastFactor
    _run(delete(Passkey).where(Passkey.person_id == person.id, Passkey.id == passkey_id))
    audit.record(f"{person.name} took away a passkey.", by=person.id, now=now)


def _step_of(typed: str, secret: str, now: datetime) -> int:
    """The half minute that a code belongs to."""
    app, code = pyotp.TOTP(secret), read_back(typed, APP_LETTERS) or ""
    here = int(now.timestamp()) // STEP_SECONDS
    for step in (here + around for around in STEPS):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()):
            return step
    raise WrongProof


# Codes on paper -----------------------------------------------------------------------------------------------


def make_recovery_codes(person: Person, secret_key: str, *, now: datetime) -> list[str]:
    """Ten new codes, to be shown once; those from before are worth nothing any more."""
    _run(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [new_code(RECOVERY_LETTERS) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_recovery_hash(person.id, code, secret_key)) for code in codes
    )
    audit.record(f"{person.name} made new recovery codes.", by=person.id, now=now)
    return codes


def _use_recovery_code(person_id: int, code: str, secret_key: str) -> None:
    code_hash = _recovery_hash(person_id, code, secret_key)
    if _run(delete(RecoveryCode).where(RecoveryCode.code_hash == code_hash)) != 1:
        raise WrongProof


def _recovery_hash(person_id: int, code: str, secret_key: str) -> str:
    return derive(str(person_id), code, key=secret_key, purpose="recovery-code").hex()


def reset(person: Person, *, by: int | None, now: datetime) -> None:
    """Take everything away from somebody who lost it: they set up a new one when they sign in next."""
    for table in (AuthenticatorApp, Passkey, RecoveryCode):
        _run(delete(table).where(table.person_id == person.id))
    audit.record(f"Reset the second factor of {person.name}.", by=by, now=now)


def _run(statement: Delete | Update) -> int:
    result = db.session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - for the type alone
    return result.rowcount
