from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.clock import now
from forum_app.db import db
from forum_app.history import operations, queries
from forum_app.history.forms import LISTS, BringForm, ReviewForm
from forum_app.history.models import OldMinutes
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, load_or_404, render_form, requires, save

blueprint = Blueprint("history", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.DateMissing: "A record needs the day of its meeting. Go back and fill in the date."
}


@blueprint.route("/old-minutes", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def bring() -> Any:
    form = BringForm()
    if form.validate_on_submit():
        row = operations.keep_reading(*form.name_and_source(), now=now())
        db.session.flush()
        return redirect(url_for("history.review", reading_id=row.id))
    return render_form("history/bring.html", form, readings=queries.waiting_readings())


@blueprint.route("/old-minutes/<int:reading_id>", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def review(reading_id: int) -> Any:
    row = load_or_404(OldMinutes, reading_id)
    form = ReviewForm(data={**row.reading, "version": row.version})
    form.time_zone = the_forum().time_zone
    if _asked_for_row(form):
        return render_form("history/review.html", form, row=row)
    if form.validate_on_submit() and _confirmable(form) and save(form, row, lambda: _keep(row, form)):
        return _confirm(row) if "confirm" in request.form else _put_aside(row)
    return render_form("history/review.html", form, row=row)


def _asked_for_row(form: ReviewForm) -> bool:
    for name in LISTS:
        if f"add-{name}" in request.form and len(form[name]) < form[name].max_entries:
            form[name].append_entry()
            return True
    return False


def _confirmable(form: ReviewForm) -> bool:
    if "confirm" in request.form and not form.day.data:
        form.day.errors = ["Give the date of the meeting, for example 9 April 2025."]
        return False
    return True


def _keep(row: OldMinutes, form: ReviewForm) -> None:
    row.reading = form.reading(row.reading["warnings"])


def _put_aside(row: OldMinutes) -> Any:
    flash("Your corrections are saved. Go on whenever you like.")
    return redirect(url_for("history.review", reading_id=row.id))


def _confirm(row: OldMinutes) -> Any:
    made = operations.make_record(row, **acting())
    also = " The next meeting is drafted too." if made.following else ""
    flash(f"The draft record is made and the text you brought in is deleted.{also} Nothing is public yet.")
    return redirect(url_for("pages.prepare", meeting_id=made.meeting.id))


@blueprint.route("/old-minutes/<int:reading_id>/discard", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def discard(reading_id: int) -> Any:
    row = load_or_404(OldMinutes, reading_id)
    if request.method != "POST":
        return render_template("history/discard.html", row=row)
    db.session.delete(row)
    flash("The text and what was read of it are deleted.")
    return redirect(url_for("history.bring"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
