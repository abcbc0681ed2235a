from io import BytesIO
from typing import Any

import pyotp
import segno
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, current_user, logout_user

from forum_app import access
from forum_app.access import Role
from forum_app.clock import now
from forum_app.codes import shown
from forum_app.db import db
from forum_app.people import (
    browsers,
    doorkeeper,
    keeping,
    notices,
    operations,
    passkeys,
    queries,
    roles,
    second_factor,
    signing_in,
)
from forum_app.people.forms import (
    AppForm,
    CodeForm,
    ConfirmForm,
    DetailsForm,
    EndForm,
    HandOverForm,
    ProofForm,
    RoleForm,
    SignInForm,
)
from forum_app.people.models import Grant, Person
from forum_app.people.operations import LinkNotValid
from forum_app.people.second_factor import WrongProof
from forum_app.settings.queries import find_forum, the_forum
from forum_app.web import acting, explain, limited, load_or_404, render_form, requires

blueprint = Blueprint("people", __name__)


def secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


# Signing in by mail -------------------------------------------------------------------------------------------


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(access.AT_THE_DOOR)
@limited("ask-for-code", per_minute=30, per_hour=300)
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
def enter_code() -> Any:
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
    return _signed_out("You are signed out.")


def _signed_out(sentence: str) -> Response:
    logout_user()
    told = session.get("_flashes", [])
    session.clear()
    session["_flashes"] = told
    flash(sentence)
    response = current_app.make_response(redirect(url_for("pages.home")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


# The second factor --------------------------------------------------------------------------------------------


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
    person = _me()
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
        codes = second_factor.make_recovery_codes(_me(), secret_key(), now=now())
    left = second_factor.factors_of(current_user.person_id).recovery_codes
    return render_template(
        "people/recovery_codes.html", form=form, codes=[shown(code) for code in codes], left=left, go_on=_go_on()
    )


def _go_on() -> str:
    return url_for("people.kept") if "kept" in session else session.get("back") or doorkeeper.landing()


@blueprint.post("/second-factor/app/remove")
@requires(access.CHANGE_OWN_PROOF)
def remove_app() -> Any:
    second_factor.remove_app(_me(), now=now())
    flash("The app is taken away.")
    return redirect(url_for("people.my_sign_ins"))


@blueprint.post("/second-factor/passkeys/<int:passkey_id>/remove")
@requires(access.CHANGE_OWN_PROOF)
def remove_passkey(passkey_id: int) -> Any:
    second_factor.remove_passkey(_me(), passkey_id, now=now())
    flash("The passkey is taken away.")
    return redirect(url_for("people.my_sign_ins"))


# One's own --------------------------------------------------------------------------------------------------


def _me() -> Person:
    return db.session.get_one(Person, current_user.person_id)


@blueprint.get("/my-sign-ins")
@requires(access.SIGNED_IN)
def my_sign_ins() -> Any:
    return render_template(
        "people/my_sign_ins.html",
        me=_me(),
        sessions=queries.sessions_of(current_user.person_id, now=now()),
        factors=second_factor.factors_of(current_user.person_id),
        limits=access.Limits.of(current_user.held),
        names=roles.NAMES,
    )


@blueprint.post("/my-sign-ins/<int:session_id>/end")
@requires(access.SIGNED_IN)
def end_session(session_id: int) -> Any:
    operations.end_session(session_id, current_user.person_id)
    if session_id == current_user.session_id:
        return _signed_out("You are signed out.")
    flash("That sign-in has ended.")
    return redirect(url_for("people.my_sign_ins"))


@blueprint.post("/my-sign-ins/end-all")
@requires(access.SIGNED_IN)
def end_all_sessions() -> Any:
    operations.end_sessions_of(current_user.person_id)
    return _signed_out("You are signed out everywhere.")


@blueprint.route("/my-details", methods=["GET", "POST"])
@requires(access.CHANGE_OWN_PROOF)
def my_details() -> Any:
    person = _me()
    form = DetailsForm(obj=person)
    if form.validate_on_submit():
        _change_details(person, form)
        flash("Your details are saved.")
        return redirect(url_for("people.my_sign_ins"))
    return render_form("people/my_details.html", form)


def _change_details(row: Person, form: DetailsForm) -> None:
    before = row.email
    roles.change_person(row, form.name.data or "", form.email.data, **acting())
    notices.tell_address_changed(row, before, now=now())


@blueprint.route("/what-you-typed", methods=["GET", "POST"])
@requires(access.SIGNED_IN)
def kept() -> Any:
    """What was typed into a form that is only a button's, or that one would rather throw away."""
    found, form = doorkeeper.kept_here(), ConfirmForm(formdata=None)
    if request.method == "POST":
        if found is not None:
            db.session.rollback()
            keeping.forget(found.id, current_user.person_id)
        session.pop("kept", None)
        flash("It is thrown away.")
        return redirect(doorkeeper.landing())
    opens = found is not None and doorkeeper.can_be_opened(found.address)
    return render_template("people/kept.html", found=found, form=form, opens=opens)


# Roles and people -------------------------------------------------------------------------------------------


@blueprint.get("/people")
@requires(access.SEE_PEOPLE)
def people() -> Any:
    today = now().date()
    return render_template(
        "people/people.html",
        people=queries.people(),
        today=today,
        names=roles.NAMES,
        coordinators=len(queries.coordinators_on(today)),
        to_confirm={grant.id for grant in queries.to_confirm(today)},
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def grant_role() -> Any:
    form = RoleForm(starts_on=now().date(), role=Role.DEPUTY)
    if form.validate_on_submit():
        grant = roles.grant_role(form.holder, Role(form.role.data), form.starts_on.data, form.ends_on.data, **acting())
        notices.tell_role_granted(grant, now=now())
        flash(f"{grant.person.name} is {roles.NAMES[Role(grant.role)]}. A message tells them how to sign in.")
        return _after_role_change(grant.person_id)
    return render_form("people/grant_role.html", form)


def _after_role_change(*person_ids: int) -> Any:
    """Whoever's role was changed is signed out everywhere, oneself included."""
    if current_user.person_id in person_ids:
        return _signed_out("That is done. Your own role changed, so you are signed out: sign in again to go on.")
    return redirect(url_for("people.people"))


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def person(person_id: int) -> Any:
    row = load_or_404(Person, person_id)
    form = DetailsForm(obj=row)
    if form.validate_on_submit():
        _change_details(row, form)
        flash("The details are saved.")
        return redirect(url_for("people.people"))
    return render_form("people/person.html", form, person=row)


@blueprint.route("/people/<int:person_id>/lost-second-factor", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def lost_proof(person_id: int) -> Any:
    """Nobody does this for themselves: it takes a second person."""
    row = load_or_404(Person, person_id, where=person_id != current_user.person_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        second_factor.reset(row, **acting())
        operations.end_sessions_of(row.id)
        notices.tell_proof_reset(row, now=now())
        flash(f"{row.name} sets up a new second factor when they sign in next.")
        return redirect(url_for("people.people"))
    return render_form("people/lost_proof.html", form, person=row)


@blueprint.route("/roles/<int:grant_id>/end", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def end_role(grant_id: int) -> Any:
    grant = load_or_404(Grant, grant_id)
    form = EndForm(last_day=now().date())
    form.first_allowed = max(now().date(), grant.starts_on)
    if form.validate_on_submit():
        holder, role = grant.person, Role(grant.role)
        roles.end_role(grant, form.last_day.data, **acting())
        notices.tell_role_ended(holder, role, form.last_day.data, now=now())
        flash(f"{holder.name} is told.")
        return _after_role_change(holder.id)
    return render_form("people/end_role.html", form, grant=grant, names=roles.NAMES)


@blueprint.route("/roles/<int:grant_id>/hand-over", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def hand_over(grant_id: int) -> Any:
    grant = load_or_404(Grant, grant_id)
    form = HandOverForm(last_day=now().date())
    form.first_allowed = max(now().date(), grant.starts_on)
    if form.validate_on_submit():
        begun = roles.hand_over(grant, form.holder, form.last_day.data, **acting())
        notices.tell_role_granted(begun, now=now())
        for words in form.still_to_do:
            flash(f"Still to do: {words[0].lower()}{words[1:]}.")
        return _after_role_change(grant.person_id, begun.person_id)
    return render_form("people/hand_over.html", form, grant=grant, names=roles.NAMES)


@blueprint.post("/roles/<int:grant_id>/confirm")
@requires(access.CHANGE_ROLES)
def confirm_role(grant_id: int) -> Any:
    roles.confirm_role(load_or_404(Grant, grant_id), **acting())
    flash("Confirmed for another year.")
    return redirect(url_for("people.people"))


def unfinished() -> second_factor.Unfinished | None:
    """For the desk: what its coordinator still lacks; a demo lacks nothing."""
    if the_forum().is_demo:
        return None
    return second_factor.unfinished(current_user.person_id, now().date())


# Setting up ---------------------------------------------------------------------------------------------------

SENTENCES = {
    roles.LastCoordinator: "Somebody else must be coordinator first, without a last day: grant the role, or hand over.",
    roles.AddressTaken: "Somebody else here has that address. Each person needs an address of their own.",
    roles.RoleIsOver: "That role has ended already. Nothing was changed.",
    second_factor.LastFactor: "It is the only thing you can prove yourself with. Set up another one first.",
}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["doorkeeper"] = doorkeeper.turn_away
    explain(app, SENTENCES)
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows of ours, ended there
    manager.user_loader(browsers.load_user)
    app.jinja_env.globals["unfinished"] = unfinished
    app.before_request(doorkeeper.bring_back)
    app.after_request(browsers.note_seen)
    app.after_request(doorkeeper.forget_when_sent)
