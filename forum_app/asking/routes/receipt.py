"""The page of a receipt: what whoever asked sees and does."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from forum_app import access
from forum_app.asking import labels, operations, queries
from forum_app.asking.forms import (
    AnswerForm,
    ConsentForm,
    ObjectionForm,
    RequestForm,
    WithdrawForm,
    WordsForm,
)
from forum_app.asking.guard import could_identify
from forum_app.asking.models import AskerQuery, Consent, Submission
from forum_app.asking.routes.blueprint import blueprint, deadline
from forum_app.clock import now, today
from forum_app.codes import read_back, shown
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.questions.labels import FOI_STATES
from forum_app.receipts import operations as receipts
from forum_app.receipts.queries import own_receipt
from forum_app.settings.queries import the_forum
from forum_app.web import (
    once_more,
    pressed_unread,
    render_form,
    requires,
    save,
    step_beyond_the_wall,
)


@blueprint.get("/receipt/<string(maxlength=60):code>/question")
@requires(access.HOLD_RECEIPT)
def receipt(code: str) -> Any:
    question = _own_or_404()
    meeting = db.session.get(Meeting, question.meeting_id) if question.meeting_id else None
    return render_template(
        "asking/receipt.html",
        code=shown(_plain(code)),
        question=question,
        meeting=meeting if meeting and meeting.is_public else None,
        receipt=own_receipt(),
        asked_back=queries.own_queries(),
        may_change=_may_change(question, meeting),
        labels=labels,
        foi_states=FOI_STATES,
        **deadline(meeting),
    )


def _may_change(question: queries.OwnSubmission, meeting: Meeting | None) -> bool:
    """Whether the words may still be put otherwise: until the deadline, or while one that came late is not worded."""
    return question.state in operations.IN_THE_ASKERS_HANDS and (question.late or not deadline(meeting)["is_late"])


@blueprint.route("/receipt/<string(maxlength=60):code>/question/change", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def change(code: str) -> Any:
    question = _own_or_404()
    form = WordsForm(obj=question)
    if form.validate_on_submit():
        row = _row_of(question)
        closed = deadline(db.session.get(Meeting, row.meeting_id) if row.meeting_id else None)["is_late"]
        if save(form, row, lambda: operations.change_words(row, form.words.data, closed=closed)):
            return _back_to_receipt(code)
    spotted = could_identify(form.words.data or "", the_forum())
    return render_form("asking/change.html", form, code=shown(_plain(code)), question=question, spotted=spotted)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/object", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def object_to(code: str) -> Any:
    question = _own_or_404()
    form = ObjectionForm(version=question.version)
    if form.validate_on_submit():
        row = _row_of(question)
        if save(form, row, lambda: operations.object_to(row, form.objection.data)):
            return _back_to_receipt(code)
    return render_form("asking/object_to.html", form, code=shown(_plain(code)), question=question)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/answer", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def answer(code: str) -> Any:
    """What the coordinator asked back; nothing is lost where there is nothing to answer any more."""
    _own_or_404()
    asked = next((query for query in queries.own_queries() if not query.answer), None)
    form = AnswerForm()
    if asked and form.validate_on_submit():
        step_beyond_the_wall()
        operations.answer(db.session.get_one(AskerQuery, asked.id), form.answer.data)
        return _back_to_receipt(code)
    return render_form("asking/answer.html", form, code=shown(_plain(code)), asked=asked)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/mine-is-different", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def stand_apart(code: str) -> Any:
    question = _own_or_404()
    if request.method != "POST":
        return render_template("asking/stand_apart.html", code=shown(_plain(code)), question=question)
    if pressed_unread():
        return once_more(url_for("asking.stand_apart", code=shown(_plain(code))))
    operations.stand_apart(_row_of(question))
    return _back_to_receipt(code)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/request", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def mention_request(code: str) -> Any:
    """“Also asked by FOI.”"""
    question = _own_or_404()
    form = RequestForm(obj=question)
    if form.validate_on_submit():
        row = _row_of(question)
        given = form.foi_link.data, form.foi_state.data
        if save(form, row, lambda: operations.mention_request(row, *given, shown=form.foi_shown.data)):
            return _back_to_receipt(code)
    return render_form("asking/request.html", form, code=shown(_plain(code)), question=question)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/withdraw", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def withdraw(code: str) -> Any:
    question, form = _own_or_404(), WithdrawForm()
    if form.validate_on_submit():
        operations.withdraw(_row_of(question), now=now())
        return _back_to_receipt(code)
    return render_form("asking/withdraw.html", form, code=shown(_plain(code)), question=question)


@blueprint.route("/receipt/<string(maxlength=60):code>/question/say", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def say(code: str) -> Any:
    """The ladder: choose, see the very words, agree."""
    question = _own_or_404()
    form = ConsentForm(version=question.version)
    form.offer_above(question.consent)
    if not form.level.choices:
        return _back_to_receipt(code)
    if form.validate_on_submit() and "agree" in request.form and form.agrees_to_what_was_shown():
        row = _row_of(question)
        level, said = Consent(form.level.data), form.said()
        if save(form, row, lambda: operations.climb(row, level, said, today=today(the_forum().time_zone))):
            return _back_to_receipt(code)
    preview = form.show() if form.is_submitted() and not form.errors else None
    return render_form(
        "asking/say.html", form, code=shown(_plain(code)), question=question, preview=preview,
        level=form.level.data, Consent=Consent, labels=labels,
    )  # fmt: skip


@blueprint.post("/receipt/<string(maxlength=60):code>/question/stop-news")
@requires(access.HOLD_RECEIPT)
def stop_news(code: str) -> Any:
    found = own_receipt()
    if found is None:
        abort(404)
    page = url_for("receipts.receipt", code=shown(_plain(code)))  # of whatever kind it is
    if pressed_unread():
        return once_more(page)
    step_beyond_the_wall()
    receipts.forget_contact(found.id, now=now())
    return redirect(page)


def _plain(code: str) -> str:
    return read_back(code) or ""


def _own_or_404() -> queries.OwnSubmission:
    question = queries.own_submission()
    if question is None:
        abort(404)
    return question


def _row_of(question: queries.OwnSubmission) -> Submission:
    """The row to change, now that the receipt has shown which one it is."""
    step_beyond_the_wall()
    return db.session.get_one(Submission, question.id)


def _back_to_receipt(code: str) -> Any:
    return redirect(url_for("asking.receipt", code=shown(_plain(code))))
