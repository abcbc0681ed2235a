"""What the browser carries: who is signed in and when it was last seen, what it waits for, and whom it knows."""

import ipaddress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, request, session
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from forum_app.clock import now
from forum_app.people.devices import device_of
from forum_app.people.queries import Lapsed, SignedIn, look_up
from forum_app.settings.models import Forum

PENDING_SECONDS = 30 * 60
KNOWN_SECONDS = 180 * 24 * 3600
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


# Who is signed in ---------------------------------------------------------------------------------------------


def load_user(token: str) -> SignedIn | None:
    found = look_up(token, now=now(), seen=_seen())
    if isinstance(found, Lapsed):
        g.lapsed = found
        return None
    return found


def _seen() -> datetime:
    """When this browser was last here. It stands in the signed cookie, to the minute: reading a page writes no row."""
    return datetime.fromtimestamp(60 * int(session.get("seen", 0)), UTC)


def note_seen(response: Response) -> Response:
    minute = int(now().timestamp()) // 60
    if current_user.is_authenticated and session.get("seen") != minute:
        session["seen"] = minute
    return response


def device() -> str:
    return device_of(request.headers.get("User-Agent", "")[:300])


# What it waits for ----------------------------------------------------------------------------------------------


def verifier() -> str:
    """The secret of a browser that has asked for a sign-in code."""
    return request.cookies.get(_name("pending"), "")


def with_verifier(answer: Any, secret: str) -> Response:
    return _with_cookie(answer, "pending", secret, PENDING_SECONDS)


def _with_cookie(answer: Any, name: str, text: str, seconds: int) -> Response:
    response = make_response(answer)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(_name(name), text, max_age=seconds, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def _name(name: str) -> str:
    """Browsers take a cookie of the long name from this very site only, and only over https."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


# Whom it knows --------------------------------------------------------------------------------------------------


def is_known(person_id: int) -> bool:
    """Whether this person has signed in here before, so that no notice need go out."""
    return person_id in _known()


def known_from_now_on(answer: Any, person_id: int) -> Response:
    """Remember the browser, and end what it waited for."""
    response = _with_cookie(answer, "known", _signer().dumps([*_known(), person_id][-5:]), KNOWN_SECONDS)
    response.delete_cookie(_name("pending"), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True)
    return response


def _known() -> list[int]:
    try:
        return [
            number for number in _signer().loads(request.cookies.get(_name("known"), "")) if isinstance(number, int)
        ]
    except (BadSignature, TypeError):
        return []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-browser")


# Where it is ----------------------------------------------------------------------------------------------------


def is_demo_on_this_computer(forum: Forum | None) -> bool:
    """A demo that is looked at on the computer it runs on: by its address, its name, and no proxy between."""
    if forum is None or not forum.is_demo or any(name in request.headers for name in FORWARDED):
        return False
    hosts = {request.remote_addr, urlsplit(request.host_url).hostname, _public_host()}
    return all(_is_this_computer(host) for host in hosts)


def _public_host() -> str | None:
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname


def _is_this_computer(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
