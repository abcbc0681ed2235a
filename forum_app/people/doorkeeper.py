"""Who comes to a guarded page and must first sign in again, or prove that it is them; and their way back.

What they had typed is kept meanwhile, and stands in the form when they come back to it.
"""

from typing import Any

from flask import current_app, flash, g, redirect, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from forum_app.access import READ_RELEASED, SEE_DESK, Permission
from forum_app.clock import now
from forum_app.db import db
from forum_app.people import keeping
from forum_app.people.queries import Lapsed, SignedIn

#: What the browser's signed cookie carries across a sign-in.
CARRIED = ("kept", "back")
LEFT_OUT = {"csrf_token"}
#: The first that somebody may see; the next meeting, on the home page, is for everybody else: the chair.
BEGINS_AT = ((SEE_DESK, "pages.desk"), (READ_RELEASED, "asking.for_officers"))


def turn_away(permission: Permission) -> Any:
    """Where to send whoever asks, or None if the page may decide."""
    if current_user.is_authenticated:
        return _turn_away_signed_in(permission)
    lapsed: Lapsed | None = g.get("lapsed")
    if lapsed is None or not permission.granted_to(lapsed.held):
        return None
    _remember(lapsed.person_id)
    flash("You were signed out because nothing was done for a while. Sign in again to go on where you were.")
    return redirect(url_for("people.sign_in"))


def _turn_away_signed_in(permission: Permission) -> Any:
    if not permission.granted_to(current_user.roles_for(permission)):
        return ask_for_proof() if permission.granted_to(current_user.held) else None
    if permission.step_up and not current_user.is_fresh(now()):
        return ask_for_proof()
    _let_go()
    return None


def ask_for_proof() -> Any:
    """Send to the second factor, and back afterwards."""
    _remember(current_user.person_id)
    return redirect(url_for("people.prove"))


def start(signed: SignedIn) -> None:
    """Begin a session in this browser: nothing of before lives on in it but the way back."""
    carried = {name: session[name] for name in CARRIED if name in session}
    session.clear()
    login_user(signed)
    session.update(carried)


def come_back() -> Any:
    """To where somebody was when they were asked; what they typed stands there again."""
    found = kept_here()
    if found is not None:
        return redirect(found.address if can_be_opened(found.address) else url_for("people.kept"))
    return redirect(session.pop("back", None) or landing())


def landing() -> str:
    """Where somebody begins who has just signed in."""
    may_see = (endpoint for permission, endpoint in BEGINS_AT if permission.granted_to(current_user.held))
    return url_for(next(may_see, "pages.home"))


# What was typed -----------------------------------------------------------------------------------------------


def kept_here() -> keeping.Kept | None:
    """What is kept for whoever is signed in here."""
    number = session.get("kept")
    if number is None or not current_user.is_authenticated:
        return None
    return keeping.find(number, current_user.person_id)


def bring_back() -> None:
    """Before a page is made: if it is the one that something was typed into, hand that to its form."""
    if request.method != "GET" or "kept" not in session:
        return
    found = kept_here()
    if found is not None and found.address == request.full_path.rstrip("?"):
        g.kept_fields = MultiDict((name, text) for name, texts in found.fields.items() for text in texts)


def forget_when_sent(response: Any) -> Any:
    """A form that is sent takes the place of what was kept of it; if it is refused, nothing is let go."""
    sent = g.get("lets_go")
    if sent is not None and response.status_code < 400:
        keeping.forget(*sent)
        session.pop("kept", None)
    return response


def _remember(person_id: int) -> None:
    session.pop("kept", None)
    session.pop("back", None)
    if request.method == "POST":
        db.session.rollback()  # nothing was done yet: let go of the database, so that the form can be kept beside it
        fields = {name: texts for name, texts in request.form.lists() if name not in LEFT_OUT}
        session["kept"] = keeping.keep(person_id, _address(), fields, now=now())
    elif request.method == "GET":
        session["back"] = _address()


def _let_go() -> None:
    if request.method != "POST" or "kept" not in session:
        return
    found = kept_here()
    if found is not None and found.address == _address():
        g.lets_go = (found.id, current_user.person_id)


def _address() -> str:
    return request.full_path.rstrip("?")


def can_be_opened(address: str) -> bool:
    try:
        current_app.url_map.bind("").match(address.partition("?")[0], method="GET")
    except HTTPException:
        return False
    return True
