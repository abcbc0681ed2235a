"""Who looks after the forum, and with which role."""

from typing import Any

from flask import (
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_login import current_user

from forum_app import access
from forum_app.access import Role
from forum_app.clock import now
from forum_app.people import (
    notices,
    operations,
    queries,
    roles,
    second_factor,
)
from forum_app.people.forms import (
    ConfirmForm,
    DetailsForm,
    EndForm,
    HandOverForm,
    RoleForm,
)
from forum_app.people.models import Grant, Person
from forum_app.people.routes.blueprint import blueprint, change_details, signed_out
from forum_app.web import acting, load_or_404, render_form, requires

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
        return signed_out("That is done. Your own role changed, so you are signed out: sign in again to go on.")
    return redirect(url_for("people.people"))


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(access.CHANGE_ROLES)
def person(person_id: int) -> Any:
    row = load_or_404(Person, person_id)
    form = DetailsForm(obj=row)
    if form.validate_on_submit():
        change_details(row, form)
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
