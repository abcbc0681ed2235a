from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, url_for

from forum_app import access
from forum_app.asking import emails
from forum_app.asking.forms import new_ticket
from forum_app.asking.operations import AlreadyLeft
from forum_app.clock import now, today
from forum_app.codes import derive_code, hash_of, read_back, shown
from forum_app.db import db
from forum_app.mail.outbox import queue
from forum_app.meetings.models import Meeting
from forum_app.receipts.models import ReceiptKind
from forum_app.receipts.queries import own_receipt
from forum_app.receipts.routes import show_receipts
from forum_app.settings.queries import the_forum
from forum_app.support import operations, queries
from forum_app.support.forms import SupportForm
from forum_app.web import (
    limit_address,
    limited,
    once_more,
    pressed_unread,
    public,
    render_form,
    requires,
    step_beyond_the_wall,
)

blueprint = Blueprint("support", __name__)


@blueprint.route("/questions/<int:question_id>/ask-too", methods=["GET", "POST"])
@public
@limited("ask-too", per_minute=20, per_hour=120)
def ask_too(question_id: int) -> Any:
    found = queries.public_question(question_id)
    if found is None:
        abort(404)
    question, meeting = found
    form = SupportForm(ticket=new_ticket())
    if _is_over(meeting):
        return render_template("support/over.html", question=question, meeting=meeting)
    if form.validate_on_submit() and not form.seems_to_be_a_program():
        return _leave(form, question.id)
    return render_form("support/ask_too.html", form, question=question, meeting=meeting)


def _is_over(meeting: Meeting) -> bool:
    return meeting.has_minutes or meeting.day < today(meeting.time_zone)


def _leave(form: SupportForm, question_id: int) -> Any:
    key = current_app.config["SECRET_KEY"]
    code = derive_code(str(form.ticket.data), str(question_id), key=key, purpose="support")
    contact, follows = form.contact.data or None, bool(form.follows.data)
    if contact:
        limit_address("receipt", contact, per_hour=6, per_day=20)
    day = today(the_forum().time_zone)
    try:
        operations.support(question_id, contact=contact, follows=follows, code=code, key=key, today=day)
        if contact:
            letter = emails.receipt(code, follows=follows)
            queue(letter, to=contact, key=f"receipt:{hash_of(code, key=key)}", now=now())
        db.session.flush()
    except AlreadyLeft:
        pass  # the same page, pressed twice
    return redirect(url_for("support.receipt", code=shown(code)))


@blueprint.get("/receipt/<string(maxlength=60):code>/support")
@requires(access.HOLD_RECEIPT)
def receipt(code: str) -> Any:
    held, own = own_receipt(), queries.own_support()
    if held is None or held.kind != ReceiptKind.SUPPORT:
        abort(404)
    question = queries.public_question(own.question_id) if own else None
    return render_template("support/receipt.html", code=_shown(code), own=own, receipt=held, found=question)


@blueprint.post("/receipt/<string(maxlength=60):code>/support/take-back")
@requires(access.HOLD_RECEIPT)
def take_back(code: str) -> Any:
    held, own = own_receipt(), queries.own_support()
    if held is None or own is None:
        abort(404)
    if pressed_unread():
        return once_more(url_for("support.receipt", code=_shown(code)))
    step_beyond_the_wall()
    operations.take_back(own.id, held.id, now=now())
    return redirect(url_for("support.receipt", code=_shown(code)))


def _shown(code: str) -> str:
    return shown(read_back(code) or "")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    show_receipts(ReceiptKind.SUPPORT, "support.receipt")
