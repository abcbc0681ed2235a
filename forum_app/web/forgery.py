"""Posts are taken from pages of this site only: what the browser says of where a post came from, then a token.

The first is asked before anything of the form is read. Browsers that say nothing of it are held to the token alone.
"""

from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from forum_app.web.edge import SAFE_METHODS, View

csrf = CSRFProtect()
Exempted = TypeVar("Exempted", bound=View)


class SentFromElsewhere(CSRFError):
    """The browser says that another site had this form sent."""

    description = "sent from another site"


def taken_from_mail_programs(view: Exempted) -> Exempted:
    """Take this post from anywhere: for unsubscribing with one click (RFC 8058), and for nothing else.

    The mail program sends it without cookies and without a page, so there is no browser whose trust could be
    abused; what the post may do is in its address.
    """
    view.from_anywhere = True  # type: ignore[attr-defined]
    csrf.exempt(view)
    return view


def init_app(app: Flask) -> None:
    app.before_request(_refuse_what_another_site_sent)


def _refuse_what_another_site_sent() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in SAFE_METHODS and not getattr(view, "from_anywhere", False) and not _is_from_here():
        raise SentFromElsewhere


def _is_from_here() -> bool:
    """By what browsers say since about 2020, or else by what most have long said."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin in {_origin_of(request.host_url), _origin_of(current_app.config["PUBLIC_URL"])}


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
