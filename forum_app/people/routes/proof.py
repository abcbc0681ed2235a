"""The second factor."""

from io import BytesIO
from typing import Any

import pyotp
import segno
from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_login import current_user, logout_user

from forum_app import access
from forum_app.clock import now
from forum_app.codes import shown
from forum_app.people import (
    browsers,
    doorkeeper,
    operations,
    passkeys,
    queries,
    second_factor,
)
from forum_app.people.forms import (
    AppForm,
    ConfirmForm,
    ProofForm,
)
from forum_app.people.models import Person
from forum_app.people.routes.blueprint import blueprint, me, secret_key
from forum_app.people.second_factor import WrongProof
from forum_app.settings.queries import the_forum
from forum_app.web import render_form, requires


@blueprint.route("/second-factor", methods=["GET", "POST"])
@requires(access.FINISH_SIGN_IN)
def prove() -> Any:
    """Is it you? A code or a passkey; then back to where somebody was."""
    factors = second_factor.factors_of(current_user.person_id)
    if not factors:
        return redirect(url_for("people.set_up_proof"))
    form = ProofForm()
    if form.validate_on_submit():
        try:
            _check_proof(form)
        except WrongProof:
            return _after_wrong_proof()
        _renew()
        return doorkeeper.come_back()
    return render_form("people/prove.html", form, factors=factors, asks_passkey=_passkey_options(factors))


def _check_proof(form: ProofForm) -> None:
    person_id = current_user.person_id
    place = _place()
    if form.credential.data and place is not None:
        challenge = passkeys.challenge_of(current_user.token, secret_key(), "prove")
        passkeys.prove_with_passkey(person_id, form.credential.data, place, challenge)
    else:
        second_factor.prove_with_code(person_id, form.code.data or "", secret_key(), now=now())


def _after_wrong_proof() -> Any:
    """Answered with a redirect, so that the wrong try is counted."""
    if operations.count_wrong_code(current_user.token):
        flash("That does not fit. A code of the app works once, and only while it is shown.")
        return redirect(url_for("people.prove"))
    logout_user()
    flash("That did not fit five times, so this sign-in has ended. Begin again. What you typed before is kept.")
    return redirect(url_for("people.sign_in"))


def _renew() -> None:
    """Whoever has proved themselves goes on under a new session token."""
    moment = now()
    doorkeeper.start(queries.session_of(operations.prove(current_user.token, now=moment), now=moment))


def _place() -> passkeys.Place | None:
    return passkeys.Place.of(current_app.config["PUBLIC_URL"])


def _passkey_options(factors: second_factor.Factors) -> str | None:
    place = _place()
    if place is None or not factors.passkeys:
        return None
    challenge = passkeys.challenge_of(current_user.token, secret_key(), "prove")
    return passkeys.options_to_prove(current_user.person_id, place, challenge)


@blueprint.route("/second-factor/set-up", methods=["GET", "POST"])
@requires(access.FINISH_SIGN_IN)
def set_up_proof() -> Any:
    """The first one may be set up after the mail's code; each further one only by who has just proved themselves."""
    person = me()
    factors = second_factor.factors_of(person.id)
    if factors and not current_user.is_fresh(now()):
        return doorkeeper.ask_for_proof()
    form = AppForm()
    if form.validate_on_submit():
        try:
            _take_new_proof(person, form)
        except WrongProof:
            flash("That does not fit. Wait for the next code of the app and type that one.")
            return redirect(url_for("people.set_up_proof"))
        _renew()
        return redirect(url_for("people.recovery_codes")) if not factors.recovery_codes else doorkeeper.come_back()
    return render_form(
        "people/set_up_proof.html", form, factors=factors, secret=_offered_secret(), makes_passkey=_new_passkey(person)
    )


def _take_new_proof(person: Person, form: AppForm) -> None:
    place = _place()
    if form.credential.data and place is not None:
        challenge = passkeys.challenge_of(current_user.token, secret_key(), "make")
        passkeys.add_passkey(person, form.credential.data, place, challenge, browsers.device(), now=now())
    else:
        salt = second_factor.salt_of(current_user.token, secret_key())
        second_factor.add_app(person, salt, form.code.data or "", secret_key(), now=now())


def _offered_secret() -> str:
    return second_factor.app_secret(second_factor.salt_of(current_user.token, secret_key()), secret_key())


def _new_passkey(person: Person) -> str | None:
    place = _place()
    if place is None:
        return None
    challenge = passkeys.challenge_of(current_user.token, secret_key(), "make")
    return passkeys.options_to_make(person, place, the_forum().name, challenge)


@blueprint.get("/second-factor/picture.svg")
@requires(access.FINISH_SIGN_IN)
def app_picture() -> Any:
    """What an app reads with its camera; only for the one secret that this session is offered."""
    app = pyotp.TOTP(_offered_secret())
    address = app.provisioning_uri(name=current_user.name, issuer_name=the_forum().name)
    picture = BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=5, border=4, light="#fff", dark="#000")
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@blueprint.route("/second-factor/recovery-codes", methods=["GET", "POST"])
@requires(access.CHANGE_OWN_PROOF)
def recovery_codes() -> Any:
    """They are shown once, on the answer to the button; only their hashes are kept."""
    form, codes = ConfirmForm(), []
    if form.validate_on_submit():
        codes = second_factor.make_recovery_codes(me(), secret_key(), now=now())
    left = second_factor.factors_of(current_user.person_id).recovery_codes
    return render_template(
        "people/recovery_codes.html", form=form, codes=[shown(code) for code in codes], left=left, go_on=_go_on()
    )


def _go_on() -> str:
    return url_for("people.kept") if "kept" in session else session.get("back") or doorkeeper.landing()


@blueprint.post("/second-factor/app/remove")
@requires(access.CHANGE_OWN_PROOF)
def remove_app() -> Any:
    second_factor.remove_app(me(), now=now())
    flash("The app is taken away.")
    return redirect(url_for("people.my_sign_ins"))


@blueprint.post("/second-factor/passkeys/<int:passkey_id>/remove")
@requires(access.CHANGE_OWN_PROOF)
def remove_passkey(passkey_id: int) -> Any:
    second_factor.remove_passkey(me(), passkey_id, now=now())
    flash("The passkey is taken away.")
    return redirect(url_for("people.my_sign_ins"))
