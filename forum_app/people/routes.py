from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user

from forum_app import access
from forum_app.clock import now
from forum_app.people import operations
from forum_app.people.operations import LinkNotValid
from forum_app.people.queries import signed_in
from forum_app.web import limited, public, requires

blueprint = Blueprint("people", __name__)


@blueprint.get("/sign-in")
@public
def sign_in() -> Any:
    return render_template("people/sign_in.html")


@blueprint.route("/sign-in/<string(maxlength=200):token>", methods=["GET", "POST"])
@public
@limited("sign-in", per_minute=60, per_hour=600)
def use_link(token: str) -> Any:
    """Opening the link shows a button; only pressing it signs in (mail scanners open links)."""
    try:
        if request.method != "POST":
            operations.check_link_token(token, current_app.config["SECRET_KEY"])
            return render_template("people/use_link.html", token=token)
        session_token = operations.sign_in_with_link(token, current_app.config["SECRET_KEY"], now=now())
    except LinkNotValid:
        return render_template("people/link_not_valid.html"), 410
    session.clear()  # nothing from before the sign-in lives on in it
    login_user(signed_in(session_token, now=now()))
    flash("You are signed in.")
    return redirect(url_for("pages.desk"))


@blueprint.post("/sign-out")
@requires(access.SIGNED_IN)
def sign_out() -> Any:
    operations.sign_out(current_user.token)
    logout_user()
    session.clear()
    flash("You are signed out.")
    response = redirect(url_for("pages.home"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows of ours, ended there
    manager.user_loader(lambda token: signed_in(token, now=now()))
