"""What the pages about people have in common."""

from flask import Blueprint, Response, current_app, flash, redirect, session, url_for
from flask_login import current_user, logout_user

from forum_app.clock import now
from forum_app.db import db
from forum_app.people import notices, roles
from forum_app.people.forms import DetailsForm
from forum_app.people.models import Person
from forum_app.web import acting

blueprint = Blueprint("people", __name__)


def secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


def me() -> Person:
    return db.session.get_one(Person, current_user.person_id)


def change_details(row: Person, form: DetailsForm) -> None:
    before = row.email
    roles.change_person(row, form.name.data or "", form.email.data, **acting())
    notices.tell_address_changed(row, before, now=now())


def signed_out(sentence: str) -> Response:
    logout_user()
    told = session.get("_flashes", [])
    session.clear()
    session["_flashes"] = told
    flash(sentence)
    response = current_app.make_response(redirect(url_for("pages.home")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
