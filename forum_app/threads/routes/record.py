"""The coordinator takes responses into the record."""

from datetime import timedelta
from textwrap import shorten
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.actions.forms import ActionForm
from forum_app.actions.models import ActionPoint, OwnerKind
from forum_app.clock import now, today
from forum_app.meetings.models import Meeting
from forum_app.questions.labels import OUTCOME_TAGS
from forum_app.questions.models import Question
from forum_app.settings.queries import the_forum
from forum_app.threads import operations, queries
from forum_app.threads.forms import JoinForm, PassOnForm, TakeForm
from forum_app.threads.models import Duty, ResponseDraft
from forum_app.threads.routes.blueprint import blueprint
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
    save,
)
from forum_app.web.addresses import absolute
from forum_app.web.filters import plural
from forum_app.web.forms import offered

#: How long what was taken back to the team has, unless somebody says otherwise.
TAKEN_BACK_DAYS = 30
#: How many days the link of a successor works.
LINK_DAYS = 60


@blueprint.get("/meetings/<int:meeting_id>/drafted-responses")
@requires(access.KEEP_RECORD)
def drafted(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    return render_template(
        "threads/drafted.html",
        meeting=meeting, rows=queries.to_take(meeting_id), duties=queries.duties_at(meeting_id),
        outcomes=OUTCOME_TAGS,
    )  # fmt: skip


@blueprint.route("/questions/<int:question_id>/take-response", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def take(question_id: int) -> Any:
    question = load_or_404(Question, question_id)
    draft = load_or_404(ResponseDraft, question_id)
    if not draft.ready:
        abort(404)
    form = TakeForm(version=draft.version)
    if form.validate_on_submit() and save(form, draft, lambda: operations.take(question, **acting())):
        flash("The response is in the record. The public reads it with the minutes.")
        return redirect(url_for("threads.drafted", meeting_id=question.meeting_id, _anchor=f"question-{question.id}"))
    return render_form(
        "threads/take.html", form, question=question, draft=draft, outcomes=OUTCOME_TAGS,
        meeting=load_or_404(Meeting, question.meeting_id),
    )  # fmt: skip


@blueprint.post("/meetings/<int:meeting_id>/take-responses")
@requires(access.KEEP_RECORD)
def take_all(meeting_id: int) -> Any:
    count = operations.take_all(load_or_404(Meeting, meeting_id), **acting())
    flash(f"{plural(count, 'response')} taken into the record. The public reads them with the minutes.")
    return redirect(url_for("threads.drafted", meeting_id=meeting_id))


@blueprint.route("/questions/<int:question_id>/promise", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def promise(question_id: int) -> Any:
    """A promise made to this question: prefilled from its response, so that one press is enough."""
    question = load_or_404(Question, question_id)
    meeting = load_or_404(Meeting, question.meeting_id)
    form = ActionForm(data=_as_promised(question, meeting))
    if form.validate_on_submit():
        operations.raise_action(question, form.facts(), **acting())
        flash("The action point is noted, beside its question.")
        return redirect(url_for("threads.drafted", meeting_id=meeting.id, _anchor=f"question-{question.id}"))
    others = queries.actions_without_question(meeting.id)
    return render_form(
        "threads/promise.html", form, question=question, meeting=meeting, others=others, join=_join_form(others)
    )


def _as_promised(question: Question, meeting: Meeting) -> dict[str, Any]:
    about = f"question {question.number}" if question.number else "the question"
    asked = shorten(question.wording, 160, placeholder="…")
    return {
        "owner_kind": OwnerKind.PERSON,
        "owner": question.officer or the_forum().local_authority,
        "text": f"Take {about} back to the team, and say what came of it: {asked}",
        "due_on": max(meeting.day, today(meeting.time_zone)) + timedelta(days=TAKEN_BACK_DAYS),
    }


def _join_form(others: Any) -> JoinForm:
    form = JoinForm()
    form.action_id.choices = offered({action.id: f"{action.owner}: {action.text}"[:120] for action in others})
    return form


@blueprint.post("/questions/<int:question_id>/join-promise")
@requires(access.KEEP_RECORD)
def join_promise(question_id: int) -> Any:
    question = load_or_404(Question, question_id)
    form = _join_form(queries.actions_without_question(question.meeting_id))
    if form.validate_on_submit():
        operations.join_action(question, load_or_404(ActionPoint, form.action_id.data), **acting())
        flash("The action point stands beside its question.")
    return redirect(url_for("threads.drafted", meeting_id=question.meeting_id, _anchor=f"question-{question.id}"))


@blueprint.route("/duties/<int:duty_id>/pass-on", methods=["GET", "POST"])
@requires(access.RELEASE_QUESTIONS)
def pass_on(duty_id: int) -> Any:
    """Somebody else answers from now on; their link is shown once, because only its hash is kept."""
    duty = load_or_404(Duty, duty_id)
    form, made, day = PassOnForm(), None, now().date()
    if duty.until is None and form.validate_on_submit():
        last_day = day + timedelta(days=LINK_DAYS)
        token = operations.pass_on(duty, form.name.data, form.job_title.data, last_day=last_day, today=day, **acting())
        made = absolute("asking.linked_pack", pack_token=token)
    meeting = load_or_404(Meeting, duty.meeting_id)
    return render_form("threads/pass_on.html", form, duty=duty, meeting=meeting, made=made, days=LINK_DAYS)
