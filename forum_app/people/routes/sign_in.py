"""Signing in: by mail, and with the link that the forum's computer prints."""

from typing import Any

from flask import (
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from forum_app import access
from forum_app.clock import now
from forum_app.codes import shown
from forum_app.people import (
    browsers,
    doorkeeper,
    notices,
    operations,
    queries,
    signing_in,
)
from forum_app.people.forms import (
    CodeForm,
    SignInForm,
)
from forum_app.people.operations import WRONG_CODES, LinkNotValid
from forum_app.people.routes.blueprint import blueprint, secret_key, signed_out
from forum_app.settings.queries import find_forum
from forum_app.web import limited, render_form, requires

#: Requests for a code from one network, within an hour.
CODES_AN_HOUR = 20

# Signing in by mail -------------------------------------------------------------------------------------------


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(access.AT_THE_DOOR)
@limited("ask-for-code", per_hour=CODES_AN_HOUR)
def sign_in() -> Any:
    """The answer is the same for every address."""
    form = SignInForm()
    if form.validate_on_submit():
        moment, email = now(), form.email.data or ""
        asked = signing_in.ask(email, browsers.verifier(), secret_key(), now=moment)
        notices.send_code(asked, email, now=moment)
        return browsers.with_verifier(redirect(url_for("people.enter_code")), asked.verifier)
    return render_form("people/sign_in.html", form)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@requires(access.AT_THE_DOOR)
@limited("type-code", per_hour=CODES_AN_HOUR * WRONG_CODES)
def enter_code() -> Any:
    """As many tries from one network as the requests that it may make allow together."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            typed, device = form.code.data or "", browsers.device()
            token = signing_in.sign_in_with_code(typed, browsers.verifier(), device, now=now())
        except LinkNotValid:  # answered with a redirect, so that the wrong try is counted
            flash("That code does not fit. Look at the newest message, or ask for another code.")
            return redirect(url_for("people.enter_code"))
        return _begin(token)
    return render_form("people/enter_code.html", form, has_asked=bool(browsers.verifier()))


@blueprint.route("/sign-in/link/<string(maxlength=60):link_token>", methods=["GET", "POST"])
@requires(access.AT_THE_DOOR)
def open_link(link_token: str) -> Any:
    """Opening changes nothing, wherever; the button is only in the browser that asked, and only there it signs in."""
    try:
        row = signing_in.find_by_link(link_token, now=now())
        here = signing_in.is_of_browser(row, browsers.verifier())
        if here and request.method == "POST":
            return _begin(
                signing_in.sign_in_with_mailed_link(link_token, browsers.verifier(), browsers.device(), now=now())
            )
    except LinkNotValid:
        return render_template("people/link_not_valid.html"), 410
    code = shown(signing_in.code_of(link_token, secret_key()))
    return render_template("people/open_link.html", here=here, code=code, link_token=link_token)


def _begin(token: str) -> Any:
    """A session by mail has begun; the second factor may be still to come."""
    moment = now()
    signed = queries.session_of(token, now=moment)
    if not browsers.is_known(signed.person_id):
        notices.tell_new_sign_in(signed.person_id, browsers.device(), now=moment)
    doorkeeper.start(signed)
    flash("You are signed in." if signed.is_proven else "One more step: show that it is you.")
    way = doorkeeper.come_back() if signed.is_proven else redirect(url_for("people.prove"))
    return browsers.known_from_now_on(way, signed.person_id)


# The link that the forum's computer prints --------------------------------------------------------------------


@blueprint.route("/sign-in/<string(maxlength=200):token>", methods=["GET", "POST"])
@requires(access.AT_THE_DOOR)
@limited("sign-in", per_minute=60, per_hour=600)
def use_link(token: str) -> Any:
    """Opening the link shows a button; only pressing it signs in (mail scanners open links)."""
    moment, forum = now(), find_forum()
    try:
        link = operations.check_link_token(token, secret_key())
        if link.demo_role and not browsers.is_demo_on_this_computer(forum):
            raise LinkNotValid
        if request.method != "POST":
            return render_template("people/use_link.html", token=token, role=link.demo_role)
        on_demo = forum is not None and forum.is_demo
        session_token = operations.sign_in_with_link(
            token, secret_key(), now=moment, device=browsers.device(), on_demo=on_demo
        )
    except LinkNotValid:
        return render_template("people/link_not_valid.html"), 410
    signed = queries.session_of(session_token, now=moment)
    if forum is not None and not on_demo:
        notices.tell_host_link_used(signed.person_id, now=moment)
    doorkeeper.start(signed)
    flash("You are signed in.")
    return doorkeeper.come_back()


@blueprint.post("/sign-out")
@requires(access.FINISH_SIGN_IN)
def sign_out() -> Any:
    operations.sign_out(current_user.token)
    return signed_out("You are signed out.")
