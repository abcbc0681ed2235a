from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for

from forum_app import access, audit
from forum_app.asking import emails, labels, operations, queries
from forum_app.asking.asked_before import Before, asked_before
from forum_app.asking.forms import (
    LONG,
    AnswerForm,
    AskBackForm,
    AskForm,
    ConsentForm,
    LinkForm,
    ObjectionForm,
    PutTogetherForm,
    ReleaseForm,
    RequestForm,
    SetAsideForm,
    TakeUpForm,
    WithdrawForm,
    WordingForm,
    WordsForm,
    new_ticket,
)
from forum_app.asking.guard import Checked, check_wording, could_identify, held_in
from forum_app.asking.models import AskerQuery, Consent, Submission, SubmissionState
from forum_app.clock import day_in_words, now, today
from forum_app.codes import derive_code, hash_of, read_back, shown
from forum_app.db import db
from forum_app.mail.outbox import queue
from forum_app.meetings.deadline import are_late, questions_close
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import next_meetings
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import make_scoped_link, open_scoped_link, revoke_scoped_links, scoped_links
from forum_app.questions.labels import FOI_STATES
from forum_app.questions.models import Question
from forum_app.questions.operations import before_one_is_removed
from forum_app.questions.queries import topics
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
from forum_app.web.forms import clean_text, offered
from forum_app.working_days import after_working_days

blueprint = Blueprint("asking", __name__)

REFUSED = {
    operations.OutOfTheAskersHands: "This question is out of your hands by now: its page says where it stands.",
    operations.OnlyUpwards: "You have let more be said already, and that cannot be taken back.",
    operations.NothingToRelease: "No question is worded and waiting. Word one first.",
    operations.DeadlinePassed: "Questions for this meeting are closed, so it stays as it is. You can take it back.",
    operations.NotPutTogether: "These two cannot be put together, or stand apart already. Nothing was changed.",
    operations.QueryStillOpen: "You have asked something already that is not answered yet. Nothing was sent.",
    operations.NotOnTheDesk: "It was withdrawn, released or put together with another meanwhile. Nothing was changed.",
}
#: With fewer than these in one release, somebody could guess.
FEW = 5
#: How long the council is asked to take, unless somebody sets another day.
WORKING_DAYS = 10
#: How many days a link to a pack works unless something else is chosen.
PACK_DAYS = 60


# Asking -------------------------------------------------------------------------------------------------------


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
    return render_form("asking/ask.html", form, meeting=meeting, spotted=spotted, before=before, **_deadline(meeting))


@blueprint.post("/ask/asked-before")
@public
@limited("asked-before", per_minute=60, per_hour=900)
def look_before() -> Any:
    """For the script of the page above: what was asked before, while somebody types. Nothing of it is kept."""
    meeting = queries.meeting_to_ask_for(today(the_forum().time_zone))
    before = asked_before(clean_text(request.form.get("words", ""))[:LONG], meeting)
    return {"html": render_template("asking/_asked_before.html", before=before)}


def _deadline(meeting: Meeting | None) -> dict[str, Any]:
    """Until when questions are taken, and whether that is over, for the templates that say so."""
    if meeting is None:
        return {"closes_at": None, "is_late": False}
    usual_days = the_forum().question_days
    return {"closes_at": questions_close(meeting, usual_days), "is_late": are_late(meeting, usual_days, now())}


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
        asked_back=queries.own_queries(),
        may_change=_may_change(question, meeting),
        labels=labels,
        foi_states=FOI_STATES,
        **_deadline(meeting),
    )


def _may_change(question: queries.OwnSubmission, meeting: Meeting | None) -> bool:
    """Whether the words may still be put otherwise: until the deadline, or while one that came late is not worded."""
    return question.state in operations.IN_THE_ASKERS_HANDS and (question.late or not _deadline(meeting)["is_late"])


@blueprint.route("/receipt/<string(maxlength=60):code>/question/change", methods=["GET", "POST"])
@requires(access.HOLD_RECEIPT)
def change(code: str) -> Any:
    question = _own_or_404()
    form = WordsForm(obj=question)
    if form.validate_on_submit():
        row = _row_of(question)
        closed = _deadline(db.session.get(Meeting, row.meeting_id) if row.meeting_id else None)["is_late"]
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
        desk=queries.desk_of(meeting_id),
        withdrawn=queries.withdrawn_on_record(meeting_id),
        labels=labels,
    )


@blueprint.route("/questions-left/<drawn:submission_id>", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def word(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    words = submission.wording or submission.words
    form = WordingForm(version=submission.version, wording=words, topic_name=submission.topic_name)
    checked = check_wording(form.wording.data or "", the_forum())
    clear = not checked.holds and (form.looked.data or not checked.to_look_at)
    if form.validate_on_submit() and clear and save(form, submission, lambda: _word(submission, form, checked)):
        flash("The question is worded. It waits for its release; whoever asked can read the wording now.")
        return _back_to_desk(submission)
    return render_form(
        "asking/word.html", form, submission=submission, checked=checked, meeting=_meeting_of(submission),
        labels=labels, held=form.is_submitted() and not clear, notes=queries.notes_on(submission), topics=topics(),
        likely=queries.likely_same(submission), group=queries.merged_into(submission.id),
        asked_back=queries.queries_on(submission.id), foi_states=FOI_STATES,
    )  # fmt: skip


def _word(submission: Submission, form: WordingForm, checked: Checked) -> None:
    told = {"topic": form.topic_name.data, "looked_at": checked.to_look_at}
    operations.word(submission, form.wording.data, **told, **acting())
    _tell_askers(submission, emails.WORDED)


def _tell_askers(submission: Submission, what: str, with_it: Sequence[Submission] | None = None) -> None:
    """Whoever asked to be told, of this question and of those put together with it."""
    db.session.flush()
    for one in [submission, *(queries.merged_into(submission.id) if with_it is None else with_it)]:
        to = queries.contact_of(one)
        if to:
            receipt_id, contact = to
            key = f"asked:{receipt_id}:{submission.id}:{submission.version}"
            queue(emails.news(what), to=contact, key=key, now=now())


@blueprint.route("/questions-left/<drawn:submission_id>/put-together", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def put_together(submission_id: int) -> Any:
    """Likely duplicates first, then all others of the meeting: only a person decides."""
    submission = _on_the_desk(submission_id)
    form = PutTogetherForm(version=submission.version)
    likely, others = queries.likely_same(submission), queries.others_of(submission)
    form.into.choices = offered({one.id: one.wording or one.words for one in [*likely, *others]})
    if form.validate_on_submit():
        into, with_it = load_or_404(Submission, form.into.data), queries.merged_into(submission.id)
        if save(form, submission, lambda: operations.put_together(submission, into, **acting())):
            _tell_askers(submission, emails.TOGETHER, with_it)
            flash("They are one question now. Whoever asked sees it, and can say that theirs was different.")
            return _back_to_desk(submission)
    return render_form(
        "asking/put_together.html", form, submission=submission, likely=len(likely), meeting=_meeting_of(submission)
    )


@blueprint.post("/questions-left/<drawn:submission_id>/take-apart")
@requires(access.READ_QUESTIONS_LEFT)
def take_apart(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    operations.take_apart(submission, **acting())
    flash("It is a question of its own again, and waits on the desk.")
    return _back_to_desk(submission)


@blueprint.route("/questions-left/<drawn:submission_id>/ask-back", methods=["GET", "POST"])
@requires(access.READ_QUESTIONS_LEFT)
def ask_back(submission_id: int) -> Any:
    submission = _on_the_desk(submission_id)
    form, asked = AskBackForm(version=submission.version), queries.queries_on(submission_id)
    if form.validate_on_submit() and save(
        form, submission, lambda: operations.ask_back(submission, form.question.data, **acting())
    ):
        to = queries.contact_of(submission)
        if to:
            letter = emails.news(emails.ASKED_BACK)
            queue(letter, to=to[1], key=f"query:{to[0]}:{len(asked) + 1}", now=now())
        flash("It stands on the page of their receipt" + (", and we write to them." if to else "."))
        return redirect(url_for("asking.word", submission_id=submission.id))
    return render_form(
        "asking/ask_back.html", form, submission=submission, asked=asked, meeting=_meeting_of(submission),
        has_contact=queries.contact_of(submission) is not None,
    )  # fmt: skip


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
        _tell_askers(submission, emails.SET_ASIDE)
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
    day = today(meeting.time_zone)
    form = ReleaseForm(reply_by=after_working_days(day, WORKING_DAYS))
    waiting, agreed = queries.worded_for(meeting_id), queries.agreed_since(meeting_id)
    few = 0 < len(waiting) < FEW
    if form.validate_on_submit() and (form.few.data or not few):
        questions = operations.release(meeting, reply_by=form.reply_by.data, **acting())
        _tell_followers(questions)
        flash(f"{plural(len(questions), 'question')} released. Number them for the agenda next.")
        return redirect(url_for("questions.questions", meeting_id=meeting_id))
    return render_form(
        "asking/release.html", form, meeting=meeting, waiting=waiting, agreed=agreed, few=few,
        groups={one.id: len(queries.merged_into(one.id)) + 1 for one in waiting},
        now_said={question.id: queries.what_may_be_said(question.id) for question in agreed},
    )  # fmt: skip


def _tell_followers(questions: Sequence[Question]) -> None:
    for receipt_id, question_id, contact in queries.followers_of(questions):
        queue(emails.released(), to=contact, key=f"released:{receipt_id}:{question_id}", now=now())


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
    return render_template("asking/pack.html", meeting=meeting, released=released, foi_states=FOI_STATES)


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
    before_one_is_removed(operations.back_on_the_desk)
