"""What stands in private addresses of the calendar. All of it is made of a row's key and the forum's own secret, so
that whoever steals the database holds none; the rows of what arrives from outside keep a hash to be found by."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from forum_app.codes import hash_of

CONFIRM_WITHIN = timedelta(days=7)
_PRIVATE, _CONFIRM = "invitation", "confirm-invitation"


class LinkNotValid(Exception):
    """The link was altered or cut off, or it is too old."""


def rsvp_token(invitation_id: int, secret_key: str) -> str:
    """What a calendar's answer is addressed to: small letters and figures, which every mail server keeps."""
    return _drawn_from(f"rsvp {invitation_id}", secret_key)


def feed_token(feed_id: int, secret_key: str) -> str:
    """What stands in the private address of somebody's calendar."""
    return _drawn_from(f"feed {feed_id}", secret_key)


def kept(token: str, secret_key: str) -> str:
    """What is kept of a token, to find its row by."""
    return hash_of(token, key=secret_key)


def private_token(invitation_id: int, secret_key: str) -> str:
    """For the page on which somebody answers an invitation or ends it."""
    return str(URLSafeSerializer(secret_key, salt=_PRIVATE).dumps(invitation_id))


def read_private_token(token: str, secret_key: str) -> int:
    return _number(lambda: URLSafeSerializer(secret_key, salt=_PRIVATE).loads(token))


def confirm_token(invitation_id: int, secret_key: str) -> str:
    """For the mail that asks whether the owner of an address wants to be invited; good for a week."""
    return str(URLSafeTimedSerializer(secret_key, salt=_CONFIRM).dumps(invitation_id))


def read_confirm_token(token: str, secret_key: str) -> int:
    signer = URLSafeTimedSerializer(secret_key, salt=_CONFIRM)
    return _number(lambda: signer.loads(token, max_age=int(CONFIRM_WITHIN.total_seconds())))


def _drawn_from(what: str, secret_key: str) -> str:
    digest = hmac.digest(secret_key.encode(), f"calendar {what}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def _number(load: Callable[[], object]) -> int:
    try:
        found = load()
    except BadSignature as error:
        raise LinkNotValid from error
    if not isinstance(found, int):
        raise LinkNotValid
    return found
