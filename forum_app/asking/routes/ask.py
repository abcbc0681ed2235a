"""The form with which anybody asks."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from forum_app.asking import emails, operations, queries
from forum_app.asking.asked_before import Before, asked_before
from forum_app.asking.forms import (
    LONG,
    AskForm,
    new_ticket,
)
from forum_app.asking.guard import could_identify
from forum_app.asking.routes.blueprint import blueprint, deadline
from forum_app.clock import now, today
from forum_app.codes import derive_code, hash_of, shown
from forum_app.db import db
from forum_app.mail.outbox import queue
from forum_app.meetings.deadline import are_late
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum
from forum_app.web import (
    limit_address,
    limited,
    public,
    render_form,
)
from forum_app.web.forms import clean_text


@blueprint.route("/ask", methods=["GET", "POST"])
@public
@limited("ask", per_minute=20, per_hour=120)
def ask() -> Any:
    form = AskForm(ticket=new_ticket(), words=request.args.get("words", "")[:LONG])  # a draft, for “Please clarify”
    meeting = queries.meeting_to_ask_for(today(the_forum().time_zone))
    spotted: list[Any] = []
    before = Before()
    if form.validate_on_submit() and not form.seems_to_be_a_program():
        spotted, before = could_identify(form.words.data, the_forum()), asked_before(form.words.data, meeting)
        has_looked = form.looked_at.data == form.words.data and "how" in request.form
        if has_looked or not (spotted or before):
            return _leave(form, meeting)
        form.looked_at.data = form.words.data
    return render_form("asking/ask.html", form, meeting=meeting, spotted=spotted, before=before, **deadline(meeting))


@blueprint.post("/ask/asked-before")
@public
@limited("asked-before", per_minute=60, per_hour=900)
def look_before() -> Any:
    """For the script of the page above: what was asked before, while somebody types. Nothing of it is kept."""
    meeting = queries.meeting_to_ask_for(today(the_forum().time_zone))
    before = asked_before(clean_text(request.form.get("words", ""))[:LONG], meeting)
    return {"html": render_template("asking/_asked_before.html", before=before)}


def _leave(form: AskForm, meeting: Meeting | None) -> Any:
    key = current_app.config["SECRET_KEY"]
    code = derive_code(str(form.ticket.data), form.words.data, key=key, purpose="question")
    late = are_late(meeting, the_forum().question_days, now())
    asked = form.asked(please_reword=request.form.get("how") == "reword", late=late)
    if asked.contact:
        limit_address("receipt", asked.contact, per_hour=6, per_day=20)
    meeting_id = meeting.id if meeting else None
    try:
        operations.ask(asked, meeting_id=meeting_id, code=code, key=key, today=today(the_forum().time_zone))
        if asked.contact:
            queue(
                emails.receipt(code, follows=asked.follows),
                to=asked.contact,
                key=f"receipt:{hash_of(code, key=key)}",
                now=now(),
            )
        db.session.flush()
    except operations.AlreadyLeft:
        pass  # the same page of the same question, whichever press came first
    return redirect(url_for("asking.receipt", code=shown(code)))
