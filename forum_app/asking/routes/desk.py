"""The coordinator's desk."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.arranging.queries import officers_with_address
from forum_app.asking import emails, labels, operations, queries
from forum_app.asking.forms import (
    AskBackForm,
    PutTogetherForm,
    ReleaseForm,
    SetAsideForm,
    TakeUpForm,
    WordingForm,
)
from forum_app.asking.guard import Checked, check_wording
from forum_app.asking.models import Submission, SubmissionState
from forum_app.asking.routes.blueprint import PACK_DAYS, blueprint
from forum_app.clock import day_in_words, now, today
from forum_app.db import db
from forum_app.mail.outbox import queue, was_queued
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import next_meetings
from forum_app.people.models import LinkKind, Person
from forum_app.people.scoped_links import make_scoped_link
from forum_app.questions.labels import FOI_STATES
from forum_app.questions.models import Question
from forum_app.questions.queries import topics
from forum_app.settings.queries import the_forum
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
    save,
)
from forum_app.web.filters import plural
from forum_app.web.forms import offered
from forum_app.working_days import after_working_days

#: How long the council is asked to take, unless somebody sets another day.
WORKING_DAYS = 10


#: With fewer than these in one release, somebody could guess.
FEW = 5


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
        agreed=queries.agreed_since(meeting_id),
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
            if was_queued(key):  # pressed again, and nothing changed
                continue
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
    _tell_askers(submission, emails.APART)
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
        lambda: operations.set_aside(submission, SubmissionState(form.state.data), form.because.data or "", **acting()),
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
        _tell_askers(submission, emails.TAKEN_UP)
        flash("The question is back on the desk. Whoever asked to hear of it is told.")
        return _back_to_desk(submission)
    return render_form("asking/take_up.html", form, submission=submission, meeting=_meeting_of(submission))


@blueprint.route("/meetings/<int:meeting_id>/release-questions", methods=["GET", "POST"])
@requires(access.RELEASE_QUESTIONS)
def release(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    day = today(meeting.time_zone)
    form = ReleaseForm(reply_by=after_working_days(day, WORKING_DAYS))
    officers = officers_with_address(day)
    form.offer_officers(officers)
    waiting, agreed = queries.worded_for(meeting_id), queries.agreed_since(meeting_id)
    few = 0 < len(waiting) < FEW
    if form.validate_on_submit() and (form.few.data or not few):
        questions = operations.release(meeting, reply_by=form.reply_by.data, **acting())
        _tell_followers(questions)
        _tell_officers(
            meeting, questions, [one for one in officers if one.id in form.officers.data], form.reply_by.data
        )
        flash(f"{plural(len(questions), 'question')} released. Number them for the agenda next.")
        return redirect(url_for("questions.questions", meeting_id=meeting_id))
    return render_form(
        "asking/release.html", form, meeting=meeting, waiting=waiting, agreed=agreed, few=few, officers=officers,
        groups={one.id: len(queries.merged_into(one.id)) + 1 for one in waiting},
        now_said={question.id: queries.what_may_be_said(question.id) for question in agreed},
    )  # fmt: skip


def _tell_followers(questions: Sequence[Question]) -> None:
    for receipt_id, question_id, contact in queries.followers_of(questions):
        queue(emails.released(), to=contact, key=f"released:{receipt_id}:{question_id}", now=now())


def _tell_officers(
    meeting: Meeting, questions: Sequence[Question], officers: Sequence[Person], reply_by: date | None
) -> None:
    """A link each; whoever it was made for is known, so that it can be taken back."""
    for officer in officers if questions else ():
        token = make_scoped_link(LinkKind.PACK, meeting.id, officer.id, now().date() + timedelta(days=PACK_DAYS))
        letter = emails.questions_released(meeting, len(questions), reply_by, token)
        first = min(question.id for question in questions)
        queue(letter, to=str(officer.email), key=f"pack:{meeting.id}:{officer.id}:{first}", now=now())


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
