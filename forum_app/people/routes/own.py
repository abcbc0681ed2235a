"""What somebody who is signed in sees of themselves."""

from typing import Any

from flask import (
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from forum_app import access
from forum_app.clock import now
from forum_app.db import db
from forum_app.people import (
    doorkeeper,
    keeping,
    operations,
    queries,
    roles,
    second_factor,
)
from forum_app.people.forms import (
    ConfirmForm,
    DetailsForm,
)
from forum_app.people.routes.blueprint import blueprint, change_details, me, signed_out
from forum_app.web import render_form, requires


@blueprint.get("/my-sign-ins")
@requires(access.SIGNED_IN)
def my_sign_ins() -> Any:
    return render_template(
        "people/my_sign_ins.html",
        me=me(),
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
        return signed_out("You are signed out.")
    flash("That sign-in has ended.")
    return redirect(url_for("people.my_sign_ins"))


@blueprint.post("/my-sign-ins/end-all")
@requires(access.SIGNED_IN)
def end_all_sessions() -> Any:
    operations.end_sessions_of(current_user.person_id)
    return signed_out("You are signed out everywhere.")


@blueprint.route("/my-details", methods=["GET", "POST"])
@requires(access.CHANGE_OWN_PROOF)
def my_details() -> Any:
    person = me()
    form = DetailsForm(obj=person)
    if form.validate_on_submit():
        change_details(person, form)
        flash("Your details are saved.")
        return redirect(url_for("people.my_sign_ins"))
    return render_form("people/my_details.html", form)


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
