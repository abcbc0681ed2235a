"""Pages for when something went wrong: what happened, that nothing is lost, what to do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests

from forum_app.db import db
from forum_app.web.bots import NOT_TYPED
from forum_app.web.forgery import SentFromElsewhere
from forum_app.web.logs import log_without_identities


@dataclass(frozen=True)
class Page:
    heading: str
    happened: str
    do: str


PAGES = {
    400: Page(
        "We could not read that",
        "Your browser sent something this site does not understand. Nothing was changed.",
        "Go back, reload the page and try once more.",
    ),
    404: Page(
        "There is nothing here",
        "The address may be mistyped, the page may have moved, or you may need to sign in to see it.",
        "Start from the home page. If you look after this forum, sign in first.",
    ),
    405: Page(
        "That address is not a page",
        "It only takes what a form sends. Nothing was changed.",
        "Start from the home page.",
    ),
    413: Page(
        "That is too large",
        "A form or file here may have up to 2 MB. Nothing was saved.",
        "If it is a document, save it as plain text, or paste the part that matters.",
    ),
    429: Page(
        "That was a lot at once",
        "To stay up for everybody, the site takes only so much in one go from one place. Others near you count too.",
        "Wait a few minutes, then send it again. What you sent before is safe; what you typed just now stands below.",
    ),
    500: Page(
        "Something went wrong here",
        "It is our fault, not yours. What was saved before is safe.",
        "Try once more. If it happens again, tell the forum and quote the reference below.",
    ),
    503: Page(
        "The forum is busy for a moment",
        "Somebody else was saving at the same time, or the forum is being looked after. Nothing was changed.",
        "Wait a few seconds, then send it again.",
    ),
}
OUT_OF_DATE = Page(
    "This page was open for too long",
    "For safety a form is only taken from the browser session it was opened in. Nothing was saved yet.",
    "Copy what you typed from below, open the page again, and paste it in.",
)
FROM_ELSEWHERE = Page(
    "That was sent from another site",
    "For safety a form is only taken from a page of this forum. Nothing was changed.",
    "Open the page here, and send it from there.",
)
AT_ONCE = "Somebody else saved this in the same moment. Theirs is kept and nothing of it was changed: look again."
SHOWN_AT_MOST = 40


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, lambda error: _answer(400, OUT_OF_DATE))
    app.register_error_handler(SentFromElsewhere, lambda error: _answer(400, FROM_ELSEWHERE))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(StaleDataError, _explanation(AT_ONCE))
    app.register_error_handler(Exception, _our_fault)


def explain(app: Flask, sentences: Mapping[type[Exception], str]) -> None:
    """Answer an error named for a fact with a sentence that says what to do; nothing was changed."""
    for error, sentence in sentences.items():
        app.register_error_handler(error, _explanation(sentence))


def _explanation(sentence: str) -> Callable[[Exception], Response]:
    def explained(error: Exception) -> Response:
        db.session.rollback()
        return make_response(render_template("errors/refused.html", sentence=sentence, typed=_typed()), 409)

    return explained


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect, not an error
    code = 404 if code == 403 else code  # forbidden looks like missing
    page = PAGES.get(code) or PAGES[400 if code < 500 else 500]
    response = _answer(code, page)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or [])
    elif isinstance(error, TooManyRequests) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _database_error(error: OperationalError) -> Response:
    if "locked" not in str(error.orig) and "busy" not in str(error.orig):
        return _our_fault(error)
    response = _answer(503, PAGES[503])
    response.headers["Retry-After"] = "5"
    return response


def _our_fault(error: Exception) -> Response:
    return _answer(500, PAGES[500], log_without_identities(error))


def _answer(code: int, page: Page, reference: str = "") -> Response:
    db.session.rollback()
    typed = _typed() if code != 413 and page is not FROM_ELSEWHERE else []
    return make_response(
        render_template("errors/error.html", page=page, code=code, reference=reference, typed=typed), code
    )


def _typed() -> list[tuple[str, str]]:
    """What was typed into the form that failed, so that it can be copied."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.form.items())
    except HTTPException:
        return []
    return [(name.replace("_", " "), text) for name, text in fields if name not in NOT_TYPED and text][:SHOWN_AT_MOST]
