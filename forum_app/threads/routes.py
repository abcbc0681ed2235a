"""The local authority's side of a question, its public thread, and what was said on a subject."""

from datetime import timedelta
from textwrap import shorten
from typing import Any

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access
from forum_app.actions.forms import ActionForm
from forum_app.actions.models import ActionPoint, OwnerKind
from forum_app.actions.operations import before_an_update_is_taken_back
from forum_app.actions.routes import show_beside_promises
from forum_app.asking.queries import released_to_officers
from forum_app.clock import now, today
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.documents.question_pack import PDF, WORD, to_pdf, to_word
from forum_app.documents.uploads import CleanFile
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import Opened, open_scoped_link
from forum_app.questions.labels import FOI_STATES, OUTCOME_TAGS, OUTCOMES
from forum_app.questions.models import Question, Topic
from forum_app.settings.queries import the_forum
from forum_app.threads import operations, queries
from forum_app.threads.forms import DraftForm, JoinForm, PassOnForm, PinForm, PositionForm, SearchForm, TakeForm
from forum_app.threads.models import Duty, Position, ResponseDraft
from forum_app.threads.news import not_after_all
from forum_app.threads.pack import pack_of
from forum_app.web import (
    acting,
    explain,
    limited,
    load_or_404,
    on_record,
    public,
    render_form,
    requires,
    save,
    step_beyond_the_wall,
)
from forum_app.web.addresses import absolute
from forum_app.web.downloads import attachment
from forum_app.web.filters import plural
from forum_app.web.forms import offered

blueprint = Blueprint("threads", __name__)

REFUSED = {
    operations.NotReadyYet: "The officers have not said yet that the forum may take this response.",
    operations.AlreadyRaised: "That action point stands beside a question already.",
    operations.AlreadyPinned: "That sentence is pinned already.",
    operations.WouldGoInACircle: "Of two sentences only one can replace the other.",
    operations.DutyIsOver: "This was passed on already.",
}
#: How long what was taken back to the team has, unless somebody says otherwise.
TAKEN_BACK_DAYS = 30
#: How many days the link of a successor works.
LINK_DAYS = 60


# The public thread --------------------------------------------------------------------------------------------


@blueprint.get("/questions/<int:question_id>")
@public
@on_record
def thread(question_id: int) -> Any:
    told = queries.thread(question_id)
    if told is None:
        abort(404)
    return render_template(
        "threads/thread.html",
        told=told,
        actions=queries.promised_to([question_id]).get(question_id, []),
        positions=queries.positions_of(question_id) if told.response else [],
        outcomes=OUTCOME_TAGS, foi_states=FOI_STATES,
    )  # fmt: skip


@blueprint.get("/topics")
@public
@on_record
def topics() -> Any:
    return render_template("threads/topics.html", topics=queries.topics_shown())


@blueprint.get("/topics/<int:topic_id>")
@public
@on_record
def topic(topic_id: int) -> Any:
    threads = queries.threads_on(topic_id)
    if not threads:
        abort(404)
    promised = queries.promised_to([told.question.id for told in threads])
    return render_template(
        "threads/topic.html",
        topic=load_or_404(Topic, topic_id), threads=threads, promised=promised, outcomes=OUTCOME_TAGS,
    )  # fmt: skip


@blueprint.get("/what-was-said")
@public
@on_record
def said() -> Any:
    form = SearchForm(request.args)
    about, page = form.words(), min(max(1, request.args.get("page", 1, type=int)), 10_000)
    found, count = queries.said_about(about, page)
    return render_template(
        "threads/said.html", form=form, about=about, found=found, count=count, page=page, per_page=queries.A_PAGE
    )


# Officers -----------------------------------------------------------------------------------------------------


@blueprint.get("/meetings/<int:meeting_id>/pack.pdf")
@requires(access.READ_RELEASED)
def pack_pdf(meeting_id: int) -> Any:
    return _file(meeting_id, "pdf")


@blueprint.get("/meetings/<int:meeting_id>/pack.docx")
@requires(access.READ_RELEASED)
def pack_word(meeting_id: int) -> Any:
    return _file(meeting_id, "docx")


@blueprint.get("/packs/<string(maxlength=60):pack_token>/pack.pdf")
@requires(access.FOLLOW_LINK)
def linked_pack_pdf(pack_token: str) -> Any:
    return _file(_opened(pack_token).thing_id, "pdf")


@blueprint.get("/packs/<string(maxlength=60):pack_token>/pack.docx")
@requires(access.FOLLOW_LINK)
def linked_pack_word(pack_token: str) -> Any:
    return _file(_opened(pack_token).thing_id, "docx")


def _file(meeting_id: int, kind: str) -> Response:
    """The page of the pack as a file, in the same words."""
    meeting, released = load_or_404(Meeting, meeting_id), released_to_officers(meeting_id)
    if not released:
        abort(404)
    pack, called = pack_of(meeting, released, the_forum()), f"questions-{meeting.day.isoformat()}.{kind}"
    data, media_type = (to_pdf(pack), PDF) if kind == "pdf" else (to_word(pack), WORD)
    return attachment(CleanFile(called, called, media_type, data))


def _opened(pack_token: str) -> Opened:
    """What the link of an officer opens; anything else is not there."""
    try:
        opened = open_scoped_link(pack_token, today=now().date())
    except LinkNotValid:
        abort(404)
    if opened.kind != LinkKind.PACK:
        abort(404)
    return opened


@blueprint.get("/meetings/<int:meeting_id>/responses")
@requires(access.DRAFT_RESPONSES)
def responses(meeting_id: int) -> Any:
    return _responses(meeting_id, None)


@blueprint.get("/packs/<string(maxlength=60):pack_token>/responses")
@requires(access.FOLLOW_LINK)
def linked_responses(pack_token: str) -> Any:
    return _responses(_opened(pack_token).thing_id, pack_token)


def _responses(meeting_id: int, pack_token: str | None) -> Any:
    meeting, released = load_or_404(Meeting, meeting_id), released_to_officers(meeting_id)
    if not released:
        abort(404)
    return render_template(
        "threads/responses.html",
        meeting=meeting, released=released, pack_token=pack_token, outcomes=OUTCOMES,
        drafts=queries.drafts_of([row.question.id for row in released]), duties=queries.duties_at(meeting_id),
    )  # fmt: skip


@blueprint.route("/questions/<int:question_id>/respond", methods=["GET", "POST"])
@requires(access.DRAFT_RESPONSES)
@limited("respond", per_minute=30, per_hour=300)
def respond(question_id: int) -> Any:
    question = load_or_404(Question, question_id)
    return _respond(question.meeting_id, question_id, None, None)


@blueprint.route("/packs/<string(maxlength=60):pack_token>/questions/<int:question_id>", methods=["GET", "POST"])
@requires(access.FOLLOW_LINK)
@limited("respond", per_minute=30, per_hour=300)
def linked_respond(pack_token: str, question_id: int) -> Any:
    opened = _opened(pack_token)
    return _respond(opened.thing_id, question_id, pack_token, opened.link_id)


def _respond(meeting_id: int, question_id: int, pack_token: str | None, link_id: int | None) -> Any:
    """An officer's draft to one released question of this meeting."""
    row = next((row for row in released_to_officers(meeting_id) if row.question.id == question_id), None)
    if row is None:
        abort(404)
    who = {"link_id": link_id, "person_id": None if link_id is not None else current_user.person_id}
    form = _draft_form(meeting_id, question_id, who)
    if form.validate_on_submit() and _saved(form, meeting_id, question_id, who):
        flash(
            "Saved. The forum may take it into its record now; you can still change it."
            if form.ready.data
            else "Saved. Only you and your colleagues can read it until you say that the forum may take it."
        )
        if pack_token:
            return redirect(url_for("threads.linked_responses", pack_token=pack_token))
        return redirect(url_for("threads.responses", meeting_id=meeting_id))
    return render_form(
        "threads/respond.html", form,
        meeting=load_or_404(Meeting, meeting_id), row=row, pack_token=pack_token,
        earlier=queries.earlier_drafts(question_id), outcomes=OUTCOMES,
    )  # fmt: skip


def _draft_form(meeting_id: int, question_id: int, who: dict[str, Any]) -> DraftForm:
    """With the draft as it stands, and the name that this officer gave before: it is theirs from now on."""
    draft, duty = db.session.get(ResponseDraft, question_id), queries.duty_of(meeting_id, **who)
    form = DraftForm(obj=draft)
    if duty is not None and not form.is_submitted():
        form.officer.data, form.officer_title.data = duty.name, duty.job_title
    return form


def _saved(form: DraftForm, meeting_id: int, question_id: int, who: dict[str, Any]) -> bool:
    step_beyond_the_wall()
    day, question = today(the_forum().time_zone), load_or_404(Question, question_id)
    try:
        operations.draft_response(
            question, form.answer(), ready=form.ready.data, opened_version=form.opened_version, today=day
        )
        operations.take_on(meeting_id, form.officer.data, form.officer_title.data, today=day, **who)
        flush()
    except ChangedMeanwhile:
        db.session.rollback()
        form.show_both(load_or_404(ResponseDraft, question_id))
        return False
    return True


# The coordinator: responses into the record --------------------------------------------------------------------


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


# The coordinator: what was said ---------------------------------------------------------------------------------


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


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
    show_beside_promises(queries.asked_for)
    before_an_update_is_taken_back(not_after_all)
