"""The door of every route: may you, do it, commit once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, make_response, request
from flask_login import current_user
from werkzeug.routing import IntegerConverter

from forum_app.access import EVERYONE, Permission
from forum_app.clock import now
from forum_app.codes import hash_of, read_back
from forum_app.db import db, set_reading
from forum_app.wall import Reach, set_reach

View = Callable[..., Any]
Row = TypeVar("Row")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class RowNumber(IntegerConverter):
    """A row's number: nothing larger than what both engines can hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", 2**31 - 1)
        super().__init__(*args, **kwargs)


class DrawnNumber(IntegerConverter):
    """A key that was drawn, see `db.draw_key`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", 2**62 - 1)
        super().__init__(*args, **kwargs)


def may(permission: Permission) -> bool:
    """Whether whoever asks holds this permission."""
    roles = current_user.roles_for(permission) if current_user.is_authenticated else frozenset()
    return permission.granted_to(roles)


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only holders of the permission in; to everybody else the page is not there."""

    def at_the_door(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response:
            away = _turn_away(permission)
            if away is None and not may(permission):
                abort(404)
            response = make_response(view(*args, **kwargs) if away is None else away)
            _commit_unless_refused(response)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return at_the_door


def _turn_away(permission: Permission) -> Any:
    """Where somebody goes who must first sign in again, or prove that it is them; mostly None.

    Signing in is a slice's business, so that slice leaves its doorkeeper here.
    """
    doorkeeper = current_app.extensions.get("doorkeeper")
    return doorkeeper(permission) if doorkeeper and permission.roles is not None else None


#: For pages that anybody may open.
public = requires(EVERYONE)


def accepts_bytes(most: int) -> Callable[[View], View]:
    """Let a route take a larger request than the others; stands below the permission."""

    def larger(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return larger


def _allow_larger_request() -> None:
    """Before anything reads the form: afterwards it would be too late."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", None) or current_app.config["MAX_CONTENT_LENGTH"]


def _commit_unless_refused(response: Response) -> None:
    if request.method in SAFE_METHODS:
        return
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()


def load_or_404(model: type[Row], key: Any, *, where: bool = True) -> Row:
    """The row, or the page for something that is not there."""
    row = db.session.get(model, key)
    if row is None or not where:
        abort(404)
    return row


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": RowNumber, "drawn": DrawnNumber}
    app.before_request(_allow_larger_request)
    app.before_request(_say_what_may_be_reached)
    app.teardown_request(_forget_what_may_be_reached)


def _say_what_may_be_reached() -> None:
    """Before anything asks the database; an address that leads nowhere reaches what everybody may."""
    set_reading(request.method in SAFE_METHODS)
    view = current_app.view_functions.get(request.endpoint or "")
    reach = getattr(view, "permission", EVERYONE).reach
    set_reach(reach, _receipt_named() if reach is Reach.RECEIPT else "")


def _receipt_named() -> str:
    """The hash of the code in the address; of none where it is no code."""
    code = read_back(str((request.view_args or {}).get("code", "")))
    return hash_of(code, key=current_app.config["SECRET_KEY"]) if code else ""


def step_beyond_the_wall() -> None:
    """Let the rest of a request reach everything, once it is proved which rows it is about.

    What the holder of a receipt changes, and what an officer answers, is written by an operation on those rows; a
    link in the news opens one subscription.
    """
    db.session.rollback()
    set_reach(Reach.EVERYTHING)


def _forget_what_may_be_reached(error: BaseException | None) -> None:
    set_reading(False)
    set_reach(Reach.EVERYTHING)


def acting() -> dict[str, Any]:
    """Who does what follows, and when: the two things every operation is told."""
    return {"by": current_user.person_id, "now": now()}
