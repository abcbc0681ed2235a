"""What the local authority has said, pinned by the coordinator."""

from typing import Any

from flask import abort, flash, redirect, url_for

from forum_app import access
from forum_app.db import db
from forum_app.threads import operations, queries
from forum_app.threads.forms import PinForm, PositionForm
from forum_app.threads.models import Position
from forum_app.threads.routes.blueprint import blueprint
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
    save,
)
from forum_app.web.forms import offered


@blueprint.route("/questions/<int:question_id>/pin", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def pin(question_id: int) -> Any:
    told = queries.thread(question_id)
    if told is None or told.response is None:
        abort(404)
    form, sentences = PinForm(subject=told.topic.name if told.topic else ""), queries.sentences_to_pin(question_id)
    form.sentence.choices = offered(dict(enumerate(sentences)))
    if form.validate_on_submit():
        operations.pin(
            told.question, sentences[form.sentence.data], form.subject.data,
            said_on=told.meeting.day, officer_title=told.response.officer_title, **acting(),
        )  # fmt: skip
        flash("Pinned. Families find it under its subject.")
        return redirect(url_for("threads.said", about=form.subject.data))
    return render_form("threads/pin.html", form, told=told, subjects=queries.subjects())


@blueprint.route("/what-was-said/<int:position_id>", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def position(position_id: int) -> Any:
    row = load_or_404(Position, position_id)
    form, later = PositionForm(obj=row), queries.could_replace(row)
    form.replaced_by_id.choices = offered({0: "Nothing: it stands"} | {other.id: _shown(other) for other in later})
    if form.validate_on_submit() and save(form, row, lambda: _change(row, form)):
        flash("Saved.")
        return redirect(url_for("threads.said", about=row.subject))
    return render_form("threads/position.html", form, position=row, subjects=queries.subjects())


def _change(row: Position, form: PositionForm) -> None:
    later = db.session.get(Position, form.replaced_by_id.data) if form.replaced_by_id.data else None
    operations.change_position(row, form.subject.data, later, **acting())


def _shown(position: Position) -> str:
    return f"{position.subject}, {position.said_on:%B %Y}: {position.sentence}"[:140]


@blueprint.post("/what-was-said/<int:position_id>/take-off")
@requires(access.KEEP_RECORD)
def unpin(position_id: int) -> Any:
    row = load_or_404(Position, position_id)
    subject = row.subject
    operations.unpin(row, **acting())
    flash("Taken off. The response itself stays on record; you can pin the sentence again.")
    return redirect(url_for("threads.said", about=subject))
