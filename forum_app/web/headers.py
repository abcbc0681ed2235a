"""What goes with every response: what a browser may do, how long it may keep it, how small it is."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from flask_login import current_user

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # no-referrer would make browsers send "Origin: null", which the check against forged posts refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
COMPRESSED_TYPES = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
SMALL = 1024
A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    # Flask runs these in reverse order: compress last, when the validator is known.
    app.after_request(_compress)
    app.after_request(_validate)
    app.after_request(_describe)
    app.jinja_env.globals["static_url"] = static_url


def _describe(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    elif current_user.is_authenticated or request.method == "POST" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.update(("Cookie", "Accept-Encoding"))
    return response


def _validate(response: Response) -> Response:
    """An unchanged public page is answered with 304 and no body."""
    if request.method in {"GET", "HEAD"} and response.status_code == 200 and _may_be_kept(response):
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
        or not _may_be_kept(response)
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


def _may_be_kept(response: Response) -> bool:
    return "no-store" not in response.headers.get("Cache-Control", "")


def static_url(name: str) -> str:
    """The address of a file of ours, which changes when the file does."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache
def _digest(name: str) -> str:
    path = Path(__file__).resolve().parents[1] / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
