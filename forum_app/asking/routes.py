from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for

from forum_app import access, audit
from forum_app.asking import emails, labels, operations, queries
from forum_app.asking.forms import (
    AskForm,
    ConsentForm,
    LinkForm,
    ReleaseForm,
    SetAsideForm,
    TakeUpForm,
    WithdrawForm,
    WordingForm,
    WordsForm,
    new_ticket,
)
from forum_app.asking.guard import Checked, check_wording, could_identify, held_in
from forum_app.asking.models import Consent, Submission, SubmissionState
from forum_app.clock import day_in_words, now, today
from forum_app.codes import derive_code, hash_of, read_back, shown
from forum_app.db import db
from forum_app.mail.outbox import queue
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import next_meetings
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import make_scoped_link, open_scoped_link, revoke_scoped_links, scoped_links
from forum_app.questions.models import Question
from forum_app.receipts import operations as receipts
from forum_app.receipts.models import ReceiptKind
from forum_app.receipts.queries import own_receipt
from forum_app.receipts.routes import show_receipts
from forum_app.settings.queries import the_forum
from forum_app.web import (
    acting,
    explain,
    limit_address,
    limited,
    load_or_404,
    once_more,
    pressed_unread,
    public,
    render_form,
    requires,
    save,
    step_beyond_the_wall,
)
from forum_app.web.addresses import absolute
from forum_app.web.egress import keep_guard
from forum_app.web.filters import plural
from forum_app.web.forms import offered

blueprint = Blueprint("asking", __name__)

REFUSED = {
    operations.OutOfTheAskersHands: "This question is out of your hands by now: its page says where it stands.",
    operations.OnlyUpwards: "You have let more be said already, and that cannot be taken back.",
    operations.NothingToRelease: "No question is worded and waiting. Word one first.",
    operations.NotOnTheDesk: "This question was withdrawn or released meanwhile. Nothing was changed.",
}
#: With fewer than these in one release, somebody could guess.
FEW = 5
#: How many days a link to a pack works unless something else is chosen.
PACK_DAYS = 60


# Asking -------------------------------------------------------------------------------------------------------


@blueprint.route("/ask", methods=["GET", "POST"])
@public
@limited("ask", per_minute=20, per_hour=120)
def ask() -> Any:
    form = AskForm(ticket=new_ticket())
    meeting = queries.meeting_to_ask_for(today(the_forum().time_zone))
    spotted: list[Any] = []
    if form.validate_on_submit() and not form.seems_to_be_a_program():
        spotted = could_identify(form.words.data, the_forum())
        if not spotted or (form.looked_at.data == form.words.data and "how" in request.form):
            return _leave(form, meeting)
        form.looked_at.data = form.words.data
    return render_form("asking/ask.html", form, meeting=meeting, spotted=spotted)


def _leave(form: AskForm, meeting: Meeting | None) -> Any:
    key = current_app.config["SECRET_KEY"]
    code = derive_code(str(form.ticket.data), form.words.data, key=key, purpose="question")
    asked = form.asked(please_reword=request.form.get("how") == "reword")
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


# The page of a receipt ----------------------------------------------------------------------------------------


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
        labels=labels,
    )


@blueprint.route("/receipt/<string(maxlength=60):code>/question/change", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def change(code: str) -> Any:
    question = _own_or_404()
    form = WordsForm(obj=question)
    if form.validate_on_submit():
        row = _row_of(question)
        if save(form, row, lambda: operations.change_words(row, form.words.data)):
            return _back_to_receipt(code)
    spotted = could_identify(form.words.data or "", the_forum())
    return render_form("asking/change.html", form, code=shown(_plain(code)), question=question, spotted=spotted)


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
    if pressed_unread():
        return once_more(url_for("asking.receipt", code=shown(_plain(code))))
    step_beyond_the_wall()
    receipts.forget_contact(found.id, now=now())
    return _back_to_receipt(code)


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


# The coordinator's desk ---------------------------------------------------------------------------------------


@blueprint.get("/questions-left")
@requires(access.READ_QUESTIONS_LEFT)
def left() -> Any:
    """Every meeting for which something waits; what was left without one comes first."""
    waiting = queries.waiting_by_meeting()
    meetings = {number: db.session.get(Meeting, number) for number in waiting if number is not None}
    without = queries.submissions_for(None)
    return render_template(
        "asking/left.html", waiting=waiting, meetings=meetings, without=without, labels=labels, forum=the_forum()
    )


@blueprint.get("/meetings/<int:meeting_id>/questions-left")
@requires(access.READ_QUESTIONS_LEFT)
def left_for(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    return render_template(
        "asking/left_for.html",
        meeting=meeting,
        submissions=queries.submissions_for(meeting_id),
        withdrawn=queries.withdrawn_on_record(meeting_id),
        labels=labels,
    )


@blueprint.route("/questions-left/<drawn:submission_id>", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def word(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    form = WordingForm(version=submission.version, wording=submission.wording or submission.words)
    checked = check_wording(form.wording.data or "", the_forum())
    clear = not checked.holds and (form.looked.data or not checked.to_look_at)
    if form.validate_on_submit() and clear and save(form, submission, lambda: _word(submission, form, checked)):
        flash("The question is worded. It waits for its release; whoever asked can read the wording now.")
        return _back_to_desk(submission)
    return render_form(
        "asking/word.html", form, submission=submission, checked=checked, meeting=_meeting_of(submission),
        labels=labels, held=form.is_submitted() and not clear, notes=queries.notes_on(submission),
    )  # fmt: skip


def _word(submission: Submission, form: WordingForm, checked: Checked) -> None:
    operations.word(submission, form.wording.data, looked_at=checked.to_look_at, **acting())


@blueprint.route("/questions-left/<drawn:submission_id>/set-aside", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def set_aside(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    form = SetAsideForm(version=submission.version)
    if form.validate_on_submit() and save(
        form,
        submission,
        lambda: operations.set_aside(submission, SubmissionState(form.state.data), form.because.data, **acting()),
    ):
        flash("Set aside. Whoever asked can read why on the page of their receipt.")
        return _back_to_desk(submission)
    return render_form("asking/set_aside.html", form, submission=submission, meeting=_meeting_of(submission))


@blueprint.route("/questions-left/<drawn:submission_id>/take-up", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def take_up(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    form = TakeUpForm(version=submission.version, meeting_id=submission.meeting_id)
    coming = next_meetings(today(the_forum().time_zone))
    form.meeting_id.choices = offered({meeting.id: day_in_words(meeting.day) for meeting in coming})
    if form.validate_on_submit() and save(
        form,
        submission,
        lambda: operations.take_up(submission, db.session.get(Meeting, form.meeting_id.data), **acting()),
    ):
        flash("The question is back on the desk.")
        return _back_to_desk(submission)
    return render_form("asking/take_up.html", form, submission=submission, meeting=_meeting_of(submission))


@blueprint.route("/meetings/<int:meeting_id>/release-questions", methods=["GET", "POST"])
@requires(access.RELEASE_QUESTIONS)
def release(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = ReleaseForm()
    waiting, agreed = queries.worded_for(meeting_id), queries.agreed_since(meeting_id)
    few = 0 < len(waiting) < FEW
    if form.validate_on_submit() and (form.few.data or not few):
        questions = operations.release(meeting, **acting())
        _tell_followers(questions)
        flash(f"{plural(len(questions), 'question')} released. Number them for the agenda next.")
        return redirect(url_for("questions.questions", meeting_id=meeting_id))
    return render_form("asking/release.html", form, meeting=meeting, waiting=waiting, agreed=agreed, few=few)


def _tell_followers(questions: Sequence[Question]) -> None:
    for receipt_id, contact in queries.followers_of(questions):
        queue(emails.released(), to=contact, key=f"released:{receipt_id}", now=now())


def _on_the_desk(submission_id: int) -> Submission:
    submission = load_or_404(Submission, submission_id)
    if submission.state == SubmissionState.WITHDRAWN:
        abort(404)
    return submission


def _meeting_of(submission: Submission) -> Meeting | None:
    return db.session.get(Meeting, submission.meeting_id) if submission.meeting_id else None


def _back_to_desk(submission: Submission) -> Any:
    if submission.meeting_id is None:
        return redirect(url_for("asking.left"))
    return redirect(url_for("asking.left_for", meeting_id=submission.meeting_id))


# The officers -------------------------------------------------------------------------------------------------


@blueprint.get("/for-officers")
@requires(access.READ_RELEASED)
def for_officers() -> Any:
    return render_template("asking/for_officers.html", meetings=queries.meetings_with_released())


@blueprint.get("/meetings/<int:meeting_id>/pack")
@requires(access.READ_RELEASED)
def pack(meeting_id: int) -> Any:
    return _pack(meeting_id)


@blueprint.get("/packs/<string(maxlength=60):pack_token>")
@requires(access.FOLLOW_LINK)
def linked_pack(pack_token: str) -> Any:
    """The same pack for an officer who does not sign in."""
    try:
        opened = open_scoped_link(pack_token, today=now().date())
    except LinkNotValid:
        abort(404)
    if opened.kind != LinkKind.PACK:
        abort(404)
    return _pack(opened.thing_id)


def _pack(meeting_id: int) -> Any:
    """The released questions, as the local authority reads them."""
    meeting = load_or_404(Meeting, meeting_id)
    released = queries.released_to_officers(meeting_id)
    if not released:
        abort(404)
    return render_template("asking/pack.html", meeting=meeting, released=released)


@blueprint.route("/meetings/<int:meeting_id>/pack-links", methods=["GET", "POST"])
@requires(access.RELEASE_QUESTIONS)
def pack_links(meeting_id: int) -> Any:
    """Links to the pack; a new one is shown once, because only its hash is kept."""
    meeting = load_or_404(Meeting, meeting_id)
    form, made = LinkForm(days=PACK_DAYS), None
    if form.validate_on_submit():
        last_day = now().date() + timedelta(days=form.days.data or PACK_DAYS)
        made = absolute("asking.linked_pack", pack_token=make_scoped_link(LinkKind.PACK, meeting_id, None, last_day))
        audit.record(f"Made a link to the questions for {day_in_words(meeting.day)}.", **acting())
    links = scoped_links(LinkKind.PACK, meeting_id)
    return render_form("asking/pack_links.html", form, meeting=meeting, made=made, links=links)


@blueprint.post("/meetings/<int:meeting_id>/pack-links/take-back")
@requires(access.RELEASE_QUESTIONS)
def take_back_pack_links(meeting_id: int) -> Any:
    count = revoke_scoped_links(LinkKind.PACK, meeting_id, **acting())
    flash(f"{plural(count, 'link')} taken back: whoever opens one sees that there is nothing.")
    return redirect(url_for("asking.pack_links", meeting_id=meeting_id))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    show_receipts(ReceiptKind.QUESTION, "asking.receipt")
    explain(app, REFUSED)
    keep_guard(app, held_in)
