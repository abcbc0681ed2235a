import json
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access
from forum_app.accounts import operations, queries
from forum_app.clock import now, today
from forum_app.people.models import Person
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, load_or_404, requires
from forum_app.web.forms import in_words

blueprint = Blueprint("accounts", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.StillHelps: "This person still has a role. End their roles first, then erase the account."
}


@blueprint.get("/what-was-done")
@requires(access.SEE_AUDIT)
def what_was_done() -> Any:
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    rows, count = queries.deeds(page)
    return render_template("accounts/what_was_done.html", deeds=rows, count=count, page=page, per_page=queries.A_PAGE)


@blueprint.get("/my-data")
@requires(access.SEE_OWN_DATA)
def my_data() -> Any:
    kept = queries.everything_about(current_user.person_id)
    return render_template("accounts/my_data.html", kept=kept, in_words=in_words)


@blueprint.get("/my-data/everything.json")
@requires(access.TAKE_OWN_DATA)
def my_data_file() -> Any:
    kept = queries.everything_about(current_user.person_id)
    told = json.dumps({"told_on": now().date(), "kept": kept}, indent=2, ensure_ascii=False, default=str)
    response = Response(told + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="kept-about-me.json"'
    return response


@blueprint.get("/former-helpers")
@requires(access.FORGET_PEOPLE)
def former_helpers() -> Any:
    people = queries.former_helpers(today(the_forum().time_zone))
    return render_template("accounts/former_helpers.html", people=people)


@blueprint.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@requires(access.FORGET_PEOPLE)
def erase(person_id: int) -> Any:
    person = load_or_404(Person, person_id)
    if request.method != "POST":
        kept = queries.everything_about(person_id)
        return render_template("accounts/erase.html", person=person, kept=kept)
    operations.erase_person(person, **acting())
    flash("The account is erased. The record reads as before.")
    return redirect(url_for("accounts.former_helpers"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
