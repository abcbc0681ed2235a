"""Private links: signed, not stored, so that whoever steals the database holds none of them."""

from collections.abc import Callable
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

CONFIRM_WITHIN = timedelta(days=7)


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


def _number(load: Callable[[], object]) -> int:
    try:
        found = load()
    except BadSignature as error:
        raise LinkNotValid from error
    if not isinstance(found, int):
        raise LinkNotValid
    return found
