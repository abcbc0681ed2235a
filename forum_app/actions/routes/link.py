"""What opens from the link in a mail to whoever has something in hand."""

from typing import Any

from flask import abort, flash, redirect, request, url_for

from forum_app import access
from forum_app.actions import labels, ticking_off
from forum_app.actions.forms import (
    TickOffForm,
)
from forum_app.actions.models import (
    ActionPoint,
    Said,
)
from forum_app.actions.part import Part, part_behind
from forum_app.actions.routes.blueprint import blueprint, this_day
from forum_app.actions.ticking_off import Told
from forum_app.clock import now
from forum_app.db import db
from forum_app.documents.uploads import LARGEST
from forum_app.web import (
    accepts_bytes,
    limited,
    once_more,
    pressed_unread,
    render_form,
    requires,
    step_beyond_the_wall,
)

#: Three files of the largest size, and what a browser wraps around them.
MOST_BYTES = 3 * LARGEST + 1024 * 1024


@blueprint.route("/your-part/<string(maxlength=60):part_token>", methods=["GET", "POST"])
@requires(access.FOLLOW_LINK)
@accepts_bytes(MOST_BYTES)
@limited("tick-off", per_minute=30, per_hour=200)
def your_part(part_token: str) -> Any:
    """One action point and four things to say of it: a choice, a sentence, one press."""
    part = _part_or_404(part_token)
    if part.waiting and request.method == "POST":  # the button was pressed twice
        return redirect(url_for("actions.your_part", part_token=part_token))
    form = TickOffForm()
    form.today = this_day()
    form.offer(labels.choices_for(part.action.via, is_taker=part.is_taker))
    if form.validate_on_submit():
        files = form.clean_files()
        if files is not None:
            return _tick_off(part, form, files, part_token)
    form.draw_key()
    return render_form("actions/your_part.html", form, part=part, part_token=part_token, labels=labels)


def _part_or_404(part_token: str) -> Part:
    part = part_behind(part_token, this_day())
    if part is None:
        abort(404)
    return part


def _tick_off(part: Part, form: TickOffForm, files: Any, part_token: str) -> Any:
    action_id, day = part.action.id, this_day()
    told = Told(Said(form.said.data), form.words.data, form.form_key.data, form.new_due_on.data, files)
    step_beyond_the_wall()
    ticking_off.tick_off(db.session.get_one(ActionPoint, action_id), told, now=now(), day=day)
    return redirect(url_for("actions.your_part", part_token=part_token))


@blueprint.post("/your-part/<string(maxlength=60):part_token>/take-back")
@requires(access.FOLLOW_LINK)
def take_back(part_token: str) -> Any:
    action_id = _part_or_404(part_token).action.id
    if pressed_unread():  # a program that opens the mail once more must not undo what was said
        return once_more(url_for("actions.your_part", part_token=part_token))
    step_beyond_the_wall()
    ticking_off.take_back(db.session.get_one(ActionPoint, action_id))
    flash("Taken back. Nobody has read it on a public page.")
    return redirect(url_for("actions.your_part", part_token=part_token))
