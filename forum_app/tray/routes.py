"""The coordinator's tray. Its words may name families, so nobody but the organisers ever sees it."""

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.mail.inbound import handlers, outbox
from forum_app.mail.inbound.handlers import handlers_of
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.queries import in_state
from forum_app.tray import labels, operations
from forum_app.tray.forms import AttachForm
from forum_app.web import acting, explain, load_or_404, render_form, requires

blueprint = Blueprint("tray", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.HandledAlready: "Somebody else has dealt with this mail meanwhile. Look into the tray again.",
    operations.NoQuestionsTaken: (
        "This cannot be made a question: it has no words, or more than 8,000 letters. Attach it or note elsewhere what "
        "you need of it. Nothing was changed."
    ),
}
#: What the tray shows.
FOR_A_PERSON = {InboundState.TRAY, InboundState.NOTE}


@blueprint.get("/tray")
@requires(access.READ_TRAY)
def tray() -> Any:
    return render_template(
        "tray/tray.html",
        letters=in_state(InboundState.TRAY),
        notes=in_state(InboundState.NOTE),
        labels=labels,
        shown=handlers.shown,
    )


@blueprint.get("/tray/<drawn:message_id>")
@requires(access.READ_TRAY)
def message(message_id: int) -> Any:
    row = _row(message_id)
    if row.state not in FOR_A_PERSON:
        abort(404)
    return _page(row, _attach_form())


@blueprint.post("/tray/<drawn:message_id>/question")
@requires(access.READ_TRAY)
def make_question(message_id: int) -> Any:
    operations.make_question(_row(message_id), **acting())
    flash("It is a question now. You find it with the others that were left for the next meeting.")
    return redirect(url_for("tray.tray"))


@blueprint.post("/tray/<drawn:message_id>/attach")
@requires(access.READ_TRAY)
def attach(message_id: int) -> Any:
    row, form = _row(message_id), _attach_form()
    if not form.validate_on_submit():
        return _page(row, form)
    operations.attach_to(row, form.about.data, **acting())
    flash("It is attached. It stands among the replies until you put it away.")
    return redirect(url_for("tray.tray"))


@blueprint.post("/tray/<drawn:message_id>/discard")
@requires(access.READ_TRAY)
def discard(message_id: int) -> Any:
    operations.discard(_row(message_id), **acting())
    flash("It is discarded, and what it said is deleted.")
    return redirect(url_for("tray.tray"))


@blueprint.post("/tray/<drawn:message_id>/put-away")
@requires(access.READ_TRAY)
def put_away(message_id: int) -> Any:
    operations.put_away(_row(message_id), **acting())
    flash("The reply is put away, and its words are deleted.")
    return redirect(url_for("tray.tray"))


def _row(message_id: int) -> InboundMessage:
    return load_or_404(InboundMessage, message_id)


def _attach_form() -> AttachForm:
    form = AttachForm()
    form.offer(handlers.targets())
    return form


def _page(row: InboundMessage, form: AttachForm) -> Any:
    about = handlers.shown(row.about) if row.about else None
    return render_form("tray/message.html", form, row=row, labels=labels, about=about)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
    taking = handlers_of(app)
    taking.find_tag.append(outbox.find_tag)
    taking.find_message.append(outbox.find_message)
    taking.take_bounce.append(outbox.suspend_bounced)
