"""Passkeys: what the browser is asked, and whether its answer holds. The address of the forum is part of each."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from forum_app import audit
from forum_app.codes import derive
from forum_app.db import db
from forum_app.people.models import Passkey, Person
from forum_app.people.second_factor import WrongProof

LONGEST_ANSWER = 20_000


@dataclass(frozen=True)
class Place:
    """The site that passkeys are made for, from PUBLIC_URL."""

    host: str
    origin: str

    @classmethod
    def of(cls, public_url: str) -> "Place | None":
        """None where browsers make no passkeys: at a number instead of a name, or without https."""
        parts = urlsplit(public_url)
        host = parts.hostname or ""
        if _is_number(host) or (parts.scheme != "https" and host != "localhost"):
            return None
        return cls(host, f"{parts.scheme}://{parts.netloc}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def challenge_of(token: str, secret_key: str, purpose: str) -> bytes:
    """What is to be signed. It belongs to the session's token, which changes as soon as an answer is taken."""
    return derive(token, key=secret_key, purpose=f"passkey-{purpose}")


def options_to_make(person: Person, place: Place, forum: str, challenge: bytes) -> str:
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=forum,
        user_id=f"person-{person.id}".encode(),
        user_name=person.email or person.name,
        user_display_name=person.name,
        challenge=challenge,
        exclude_credentials=_known(person.id),
    )
    return webauthn.options_to_json(options)


def options_to_prove(person_id: int, place: Place, challenge: bytes) -> str:
    options = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=challenge, allow_credentials=_known(person_id)
    )
    return webauthn.options_to_json(options)


def add_passkey(person: Person, answer: str, place: Place, challenge: bytes, label: str, *, now: datetime) -> None:
    """Keep the public half of a passkey that was just made; raises WrongProof."""
    try:  # a hostile answer may break the reading of it anywhere
        made = webauthn.verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except Exception as error:
        raise WrongProof from error
    if _find(made.credential_id) is not None:
        raise WrongProof
    db.session.add(
        Passkey(
            person_id=person.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            label=label,
            added_on=now.date(),
        )
    )
    audit.record(f"{person.name} added a passkey.", by=person.id, now=now)


def prove_with_passkey(person_id: int, answer: str, place: Place, challenge: bytes) -> None:
    """Take what a passkey signed; raises WrongProof."""
    row = _find(_named_in(answer))
    if row is None or row.person_id != person_id:
        raise WrongProof
    try:
        proved = webauthn.verify_authentication_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )
    except Exception as error:
        raise WrongProof from error
    row.sign_count = proved.new_sign_count


def _named_in(answer: str) -> bytes:
    try:
        return base64url_to_bytes(parse_authentication_credential_json(answer[:LONGEST_ANSWER]).id)
    except Exception as error:
        raise WrongProof from error


def _find(credential_id: bytes) -> Passkey | None:
    return db.session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).first()


def _known(person_id: int) -> list[PublicKeyCredentialDescriptor]:
    rows = db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id))
    return [PublicKeyCredentialDescriptor(id=row.credential_id) for row in rows]
