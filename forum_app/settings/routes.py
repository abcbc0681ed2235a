from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.settings import operations
from forum_app.settings.forms import ForumForm
from forum_app.settings.queries import find_forum, the_forum
from forum_app.web import acting, may, render_form, requires, save

blueprint = Blueprint("settings", __name__)

#: What works before there is a forum.
OPEN_BEFORE_SET_UP = frozenset({"static", "settings.set_up", "people.use_link", "people.sign_out"})


@blueprint.route("/set-up", methods=["GET", "POST"])
@requires(access.CHANGE_SETTINGS)
def set_up() -> Any:
    if find_forum() is not None:
        abort(404)
    form = ForumForm()
    if form.validate_on_submit():
        operations.set_up(form.facts(), **acting())
        flash("Your forum is set up. Next: make the first meeting, or bring in old minutes.")
        return redirect(url_for("pages.desk"))
    return render_form("settings/set_up.html", form)


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(access.CHANGE_SETTINGS)
def settings() -> Any:
    forum = the_forum()
    form = ForumForm(obj=forum)
    if form.validate_on_submit() and save(form, forum, lambda: operations.change(forum, form.facts(), **acting())):
        flash("The settings are saved.")
        return redirect(url_for("settings.settings"))
    return render_form("settings/settings.html", form)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.before_request(_wait_for_set_up)
    app.context_processor(lambda: {"forum": find_forum()})


def _wait_for_set_up() -> Any:
    if request.endpoint in OPEN_BEFORE_SET_UP or find_forum() is not None:
        return None
    if may(access.CHANGE_SETTINGS):
        return redirect(url_for("settings.set_up"))
    return render_template("settings/not_set_up.html")
