"""Private links: signed, not stored, so that whoever steals the database holds none of them."""

import base64
import binascii
import hmac
from collections.abc import Callable
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

CONFIRM_WITHIN = timedelta(days=7)
#: Bytes of the number and of the signature in a mailbox's token: 29 letters together.
NUMBER, SIGNATURE = 8, 10


class LinkNotValid(Exception):
    """The link was altered or cut off, or it is too old."""


def private_token(subscription_id: int, secret_key: str) -> str:
    """For the page behind which topics are changed and everything is stopped. It does not grow old."""
    return str(URLSafeSerializer(secret_key, salt="subscription").dumps(subscription_id))


def read_private_token(token: str, secret_key: str) -> int:
    return _number(lambda: URLSafeSerializer(secret_key, salt="subscription").loads(token))


def confirm_token(subscription_id: int, secret_key: str) -> str:
    """For the first mail to an address; good for a week."""
    return str(URLSafeTimedSerializer(secret_key, salt="confirm-subscription").dumps(subscription_id))


def read_confirm_token(token: str, secret_key: str) -> int:
    signer = URLSafeTimedSerializer(secret_key, salt="confirm-subscription")
    return _number(lambda: signer.loads(token, max_age=int(CONFIRM_WITHIN.total_seconds())))


def unsubscribe_token(subscription_id: int, secret_key: str) -> str:
    """For a mailbox that stops everything: small letters and figures, and short, as in an address they must be."""
    number = subscription_id.to_bytes(NUMBER)
    return base64.b32encode(number + _signature(number, secret_key)).decode().rstrip("=").lower()


def read_unsubscribe_token(token: str, secret_key: str) -> int:
    try:
        read = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error as error:
        raise LinkNotValid from error
    number, signature = read[:NUMBER], read[NUMBER:]
    if not hmac.compare_digest(signature, _signature(number, secret_key)):
        raise LinkNotValid
    return int.from_bytes(number)


def _signature(number: bytes, secret_key: str) -> bytes:
    return hmac.digest(secret_key.encode(), b"unsubscribe-by-mail:" + number, "sha256")[:SIGNATURE]


def _number(load: Callable[[], object]) -> int:
    try:
        found = load()
    except BadSignature as error:
        raise LinkNotValid from error
    if not isinstance(found, int):
        raise LinkNotValid
    return found
