"""What goes with every response: what a browser may do, how long it may keep it, how small it is."""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, url_for
from flask_login import current_user

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Everything a page might ask a browser for is off; passkeys and copying a receipt are for our own pages alone.
OFF = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
OURS = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # The server would put its own name there.
    "Server": "",
    # no-referrer would make browsers send "Origin: null", which the check against forged posts refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join([f"{name}=()" for name in OFF] + [f"{name}=(self)" for name in OURS]),
}
COMPRESSED_TYPES = frozenset({"text/html", "text/css", "text/javascript", "text/calendar", "image/svg+xml"})
SMALL = 1024
A_YEAR = 365 * 24 * 3600
#: Without includeSubDomains: what else its neighbours' names serve is not the forum's to decide.
HTTPS_ONLY = f"max-age={A_YEAR}"

View = TypeVar("View", bound=Callable[..., Any])


def on_record(view: View) -> View:
    """Search engines may find this page, once anybody may open it: the approved public record, and nothing else."""
    view.on_record = True  # type: ignore[attr-defined]
    return view


def carries_no_secret(view: View) -> View:
    """The words in this page's address may be known to anybody, so browsers may keep the page."""
    view.carries_no_secret = True  # type: ignore[attr-defined]
    return view


def fetched_by_programs(view: View) -> View:
    """A program fetches this again and again by its secret address; the view itself says how long it may be kept."""
    view.fetched_by_programs = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    # Flask runs these in reverse order: compress last, when the validator is known.
    app.after_request(_compress)
    app.after_request(_validate)
    app.after_request(_describe)
    app.jinja_env.globals["static_url"] = static_url


def _describe(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["PUBLIC_URL"].startswith("https://"):
        response.headers["Strict-Transport-Security"] = HTTPS_ONLY
    if response.status_code >= 400 or not _says(request.endpoint, "on_record"):
        response.headers["X-Robots-Tag"] = "noindex"
    _say_how_long_it_may_be_kept(response)
    response.vary.update(("Cookie", "Accept-Encoding"))
    return response


def _say_how_long_it_may_be_kept(response: Response) -> None:
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    elif response.status_code >= 400 or request.method == "POST" or _may_carry_a_secret() or _is_signed_in():
        response.headers["Cache-Control"] = "no-store"
    elif "csrf_token" in g:
        # A form with this browser's own token in it. The browser may keep it: going back finds what was typed.
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")


def _may_carry_a_secret() -> bool:
    """Numbers of rows are no secret; any other word in an address is taken for one until its route says otherwise."""
    words = [value for value in (request.view_args or {}).values() if not isinstance(value, int)]
    if _says(request.endpoint, "carries_no_secret") or _says(request.endpoint, "fetched_by_programs"):
        return False
    return bool(words) and request.endpoint != "static"


def _is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def _says(endpoint: str | None, fact: str) -> bool:
    return getattr(current_app.view_functions.get(endpoint or ""), fact, False) is True


def _validate(response: Response) -> Response:
    """An unchanged public page is answered with 304 and no body."""
    if request.method in {"GET", "HEAD"} and response.status_code == 200 and _is_for_everybody(response):
        if not response.direct_passthrough:
            # Weak where the bytes may be compressed on their way (RFC 9110, 8.8.1).
            digest = hashlib.sha256(response.get_data()).hexdigest()[:24]
            response.set_etag(digest, weak=response.mimetype in COMPRESSED_TYPES)
        response.make_conditional(request)
    return response


def _compress(response: Response) -> Response:
    """Compress what everybody may see; a page with somebody's own token in it stays as it is."""
    if (
        response.status_code != 200
        or not _is_for_everybody(response)
        or response.mimetype not in COMPRESSED_TYPES
        or "gzip" not in request.accept_encodings
    ):
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) >= SMALL:
        response.set_data(gzip.compress(plain, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_for_everybody(response: Response) -> bool:
    kept = response.headers.get("Cache-Control", "")
    return "no-store" not in kept and "private" not in kept


def static_url(name: str) -> str:
    """The address of a file of ours, which changes when the file does."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache
def _digest(name: str) -> str:
    path = Path(__file__).resolve().parents[1] / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
