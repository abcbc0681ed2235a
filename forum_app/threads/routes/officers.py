"""Officers: the pack, and drafts of responses."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from forum_app import access
from forum_app.asking.queries import released_to_officers
from forum_app.clock import now, today
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.documents.question_pack import PDF, WORD, to_pdf, to_word
from forum_app.documents.uploads import CleanFile
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import Opened, open_scoped_link
from forum_app.questions.labels import OUTCOMES
from forum_app.questions.models import Question
from forum_app.settings.queries import the_forum
from forum_app.threads import operations, queries
from forum_app.threads.forms import DraftForm
from forum_app.threads.models import ResponseDraft
from forum_app.threads.pack import pack_of
from forum_app.threads.routes.blueprint import blueprint
from forum_app.web import (
    limited,
    load_or_404,
    render_form,
    requires,
    step_beyond_the_wall,
)
from forum_app.web.downloads import attachment


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
