from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.clock import now
from forum_app.db import db
from forum_app.history import operations, queries
from forum_app.history.forms import LISTS, BringForm, ReviewForm
from forum_app.history.lantern import to_check
from forum_app.history.models import OldMinutes
from forum_app.settings.queries import the_forum
from forum_app.web import accepts_bytes, acting, explain, load_or_404, render_form, requires, save

blueprint = Blueprint("history", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.DateMissing: "A record needs the day of its meeting. Go back and fill in the date."
}
#: All the files of one evening together; each of them is looked at by itself afterwards.
MOST_BYTES = 200 * 1024 * 1024


@blueprint.route("/old-minutes", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
@accepts_bytes(MOST_BYTES)
def bring() -> Any:
    form = BringForm()
    if form.validate_on_submit():
        return redirect(_keep_all(form))
    return render_form("history/bring.html", form, brought=queries.brought())


def _keep_all(form: BringForm) -> str:
    for file in form.chosen():
        operations.keep_file(file.filename or "", file.read(), now=now())
    if form.text.data:
        pasted = operations.keep_text("Pasted minutes", form.text.data, now=now())
        if not form.chosen():
            return url_for("history.review", reading_id=pasted.id)
    return url_for("history.progress")


@blueprint.get("/old-minutes/progress")
@requires(access.KEEP_RECORD)
def progress() -> Any:
    return render_template("history/progress.html", brought=queries.brought())


@blueprint.post("/old-minutes/read-next")
@requires(access.KEEP_RECORD)
def read_next() -> Any:
    """Read one file: its page shows how far it is, and with scripts goes on by itself."""
    row = queries.next_waiting()
    if row is not None:
        operations.read_file(row)
    return redirect(url_for("history.progress"))


@blueprint.route("/old-minutes/<int:reading_id>", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def review(reading_id: int) -> Any:
    row = load_or_404(OldMinutes, reading_id)
    if row.reading is None:
        return redirect(url_for("history.progress"))
    form = ReviewForm(data={**row.reading, "version": row.version})
    form.time_zone = the_forum().time_zone
    if _asked_for_row(form):
        return _review_page(form, row)
    if form.validate_on_submit() and _confirmable(form) and save(form, row, lambda: _keep(row, form)):
        return _confirm(row) if "confirm" in request.form else _put_aside(row)
    return _review_page(form, row)


def _review_page(form: ReviewForm, row: OldMinutes) -> Any:
    spotted = to_check(row.reading, the_forum()) if row.reading else []
    return render_form("history/review.html", form, row=row, spotted=spotted)


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
    row.reading = form.reading(row.reading or {})


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
    flash(f"{row.name} and what was read of it are deleted.")
    return redirect(url_for("history.bring"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
