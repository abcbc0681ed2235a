"""The names this forum answers to, and where a request came from.

A request that calls the site anything but its own name is refused before anything is made of that name: else
somebody could have a mail, a kept page or a redirect lead to a place of theirs.
"""

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

NOT_OUR_NAME = (
    "This forum does not answer to that name. If you look after it: set PUBLIC_URL to the address people use.\n"
)


def init_app(app: Flask) -> None:
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:  # what a visitor writes in these headers is believed from nobody else
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.before_request(_answer_to_our_name)


def _answer_to_our_name() -> Response | None:
    if _is_known():
        return None
    return Response(NOT_OUR_NAME, 400, mimetype="text/plain")


def _is_known() -> bool:
    if isinstance(request.routing_exception, SecurityError):  # no name that could be one
        return False
    name, _, port = request.host.rpartition(":")
    host = name if port.isdigit() else request.host
    return host.lower() in current_app.config["KNOWN_HOSTS"]
