from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access
from forum_app.arranging.queries import askable, polls_asking
from forum_app.clock import now, today
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.meetings import operations as meetings
from forum_app.meetings.labels import ROLES
from forum_app.meetings.models import ItemKind, Meeting, MeetingKind
from forum_app.meetings.queries import roles_at
from forum_app.meetings.standard_agenda import AgendaLine
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import Opened, open_scoped_link
from forum_app.planning import emails, operations, queries
from forum_app.planning.forms import AgendaLineForm, AskForm, InviteForm, NotesForm, ResultForm
from forum_app.planning.models import PlanningNotes
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, limited, load_or_404, may, render_form, requires, step_beyond_the_wall
from forum_app.web.filters import plural

blueprint = Blueprint("planning", __name__)

REFUSED = {
    operations.NotAPlanningMeeting: "This is no planning meeting. Nothing was changed.",
    operations.NotADraft: (
        "That meeting is public or over. Move it on its own page, under Date, time and place. Nothing was changed."
    ),
}
#: Links that let whoever holds one ask for a planning meeting.
MAY_ASK = {LinkKind.DATES, LinkKind.ROOM, LinkKind.PLANNING}


# Signed in ----------------------------------------------------------------------------------------------------


@blueprint.get("/planning")
@requires(access.TAKE_PART_IN_PLANNING)
def overview() -> Any:
    """What is to be answered, and the planning meetings whoever asks may see."""
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    rows = queries.planning_meetings(_only_for(), page)
    asked = polls_asking(current_user.person_id)
    return render_template("planning/overview.html", meetings=rows, asked=asked, today=_today(), page=page)


@blueprint.route("/planning/ask", methods=["GET", "POST"])
@requires(access.TAKE_PART_IN_PLANNING)
def ask() -> Any:
    form = _ask_form()
    if form.validate_on_submit() and not form.is_pressed_too_soon():
        step_beyond_the_wall()
        meeting = _ask(form, asker=current_user.person_id, by=current_user.person_id)
        if may(access.ARRANGE_MEETINGS):
            flash("The planning meeting is on the list. Propose dates for it next.")
            return redirect(url_for("arranging.propose", meeting_id=meeting.id))
        flash("Thank you. The coordinator is told, and proposes dates to everybody.")
        return redirect(url_for("planning.meeting", meeting_id=meeting.id))
    return render_form("planning/ask.html", form, here=url_for("planning.ask"))


@blueprint.get("/planning/<int:meeting_id>")
@requires(access.TAKE_PART_IN_PLANNING)
def meeting(meeting_id: int) -> Any:
    return _page(_meeting_seen(meeting_id), _at(meeting_id))


@blueprint.route("/planning/<int:meeting_id>/notes", methods=["GET", "POST"])
@requires(access.TAKE_PART_IN_PLANNING)
def notes(meeting_id: int) -> Any:
    _meeting_seen(meeting_id)
    return _notes(meeting_id, _at(meeting_id))


@blueprint.route("/planning/<int:meeting_id>/agenda", methods=["GET", "POST"])
@requires(access.TAKE_PART_IN_PLANNING)
def agenda(meeting_id: int) -> Any:
    _meeting_seen(meeting_id)
    return _agenda(meeting_id, _at(meeting_id))


def _meeting_seen(meeting_id: int) -> Meeting:
    """The planning meeting, if whoever is signed in may see it."""
    row = _planning_meeting(meeting_id)
    only_for = _only_for()
    if only_for is not None and not queries.is_invited(meeting_id, only_for):
        abort(404)
    return row


def _planning_meeting(meeting_id: int) -> Meeting:
    row = load_or_404(Meeting, meeting_id)
    return row if row.kind == MeetingKind.PLANNING else abort(404)


def _only_for() -> int | None:
    """None for those who see every planning meeting; an officer's number."""
    return None if current_user.roles & queries.SEE_ALL else current_user.person_id


def _at(meeting_id: int) -> dict[str, str]:
    """The addresses of one planning meeting for whoever is signed in."""
    return {
        "page": url_for("planning.meeting", meeting_id=meeting_id),
        "notes": url_for("planning.notes", meeting_id=meeting_id),
        "agenda": url_for("planning.agenda", meeting_id=meeting_id),
        "ask": url_for("planning.ask"),
    }


# By link ------------------------------------------------------------------------------------------------------


@blueprint.get("/planning-links/<string(maxlength=60):planning_token>")
@requires(access.ANSWER_BY_LINK)
def linked(planning_token: str) -> Any:
    opened = _opened(planning_token, {LinkKind.PLANNING})
    return _page(_planning_meeting(opened.thing_id), _behind(planning_token))


@blueprint.route("/planning-links/<string(maxlength=60):planning_token>/notes", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("planning", per_minute=20, per_hour=240)
def linked_notes(planning_token: str) -> Any:
    opened = _opened(planning_token, {LinkKind.PLANNING})
    return _notes(opened.thing_id, _behind(planning_token))


@blueprint.route("/planning-links/<string(maxlength=60):planning_token>/agenda", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("planning", per_minute=20, per_hour=240)
def linked_agenda(planning_token: str) -> Any:
    opened = _opened(planning_token, {LinkKind.PLANNING})
    return _agenda(opened.thing_id, _behind(planning_token))


@blueprint.route("/ask-for-planning/<string(maxlength=60):planning_token>", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("ask-for-planning", per_minute=5, per_hour=20)
def ask_by_link(planning_token: str) -> Any:
    """With the link of any letter about dates, a room or a planning meeting."""
    opened = _opened(planning_token, MAY_ASK)
    form, here = _ask_form(), url_for("planning.ask_by_link", planning_token=planning_token)
    if form.validate_on_submit() and not form.is_pressed_too_soon():
        step_beyond_the_wall()
        _ask(form, asker=opened.person_id, by=None)
        flash("Thank you. The coordinator is told, and proposes dates by mail.")
        return redirect(here)
    return render_form("planning/ask.html", form, here=here)


def _opened(token: str, kinds: set[LinkKind]) -> Opened:
    try:
        opened = open_scoped_link(token, today=now().date())
    except LinkNotValid:
        abort(404)
    if opened.kind not in kinds:
        abort(404)
    if opened.kind == LinkKind.PLANNING and opened.person_id and queries.has_left(opened.person_id, _today()):
        abort(404)  # a link to what is private does not outlast the part of whom it was made for
    return opened


def _behind(token: str) -> dict[str, str]:
    """The same addresses behind a link."""
    return {
        "page": url_for("planning.linked", planning_token=token),
        "notes": url_for("planning.linked_notes", planning_token=token),
        "agenda": url_for("planning.linked_agenda", planning_token=token),
        "ask": url_for("planning.ask_by_link", planning_token=token),
    }


# What both show -----------------------------------------------------------------------------------------------


def _page(row: Meeting, at: dict[str, str]) -> Any:
    kept = queries.notes_of(row.id)
    return render_template(
        "planning/meeting.html", meeting=row, kept=kept, at=at, roles=roles_at(row.id), role_names=ROLES,
    )  # fmt: skip


def _notes(meeting_id: int, at: dict[str, str]) -> Any:
    if request.method == "POST":
        step_beyond_the_wall()
    row, kept = _planning_meeting(meeting_id), queries.notes_of(meeting_id)
    form = NotesForm(obj=kept)
    if form.validate_on_submit() and not form.is_pressed_too_soon() and _keep(form, row):
        flash("The notes are saved.")
        return redirect(at["page"])
    return render_form("planning/notes.html", form, meeting=row, at=at)


def _keep(form: NotesForm, row: Meeting) -> bool:
    try:
        operations.write_notes(row, form.notes.data, form.opened_version)
        flush()
    except ChangedMeanwhile:
        db.session.rollback()
        form.show_both(db.session.get_one(PlanningNotes, row.id))
        return False
    return True


def _agenda(meeting_id: int, at: dict[str, str]) -> Any:
    """Anybody who takes part may put something on the agenda of a planning meeting."""
    if request.method == "POST":
        step_beyond_the_wall()
    row, form = _planning_meeting(meeting_id), AgendaLineForm()
    if form.validate_on_submit() and not form.is_pressed_too_soon():
        meetings.add_item(row, AgendaLine(ItemKind.OTHER, form.title.data))
        flash(f"“{form.title.data}” is on the agenda.")
        return redirect(at["page"])
    return render_form("planning/agenda.html", form, meeting=row, at=at)


def _ask_form() -> AskForm:
    form = AskForm()
    form.today = _today()
    return form


def _ask(form: AskForm, *, asker: int | None, by: int | None) -> Meeting:
    return operations.ask_for_meeting(
        form.words.data, form.around.data, the_forum().time_zone, asker=asker, by=by, now=now()
    )


# For the coordinator ------------------------------------------------------------------------------------------


@blueprint.route("/planning/<int:meeting_id>/invite", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def invite(meeting_id: int) -> Any:
    """Looked at once as it goes, then sent."""
    row = _planning_meeting(meeting_id)
    people = askable(_today(), but=current_user.person_id)
    form, preview = InviteForm(), None
    form.offer_people(people)
    if form.validate_on_submit():
        if form.was_looked_at():
            chosen = [one.person for one in people if one.person.id in (form.people.data or [])]
            count = operations.invite(row, chosen, form.words.data, **acting())
            flash(f"{plural(count, 'letter')} on the way.")
            return redirect(url_for("planning.meeting", meeting_id=meeting_id))
        preview = emails.invited(row, form.words.data, "each-has-a-link-of-their-own")
    return render_form("planning/invite.html", form, meeting=row, preview=preview, guests=queries.guests_of(meeting_id))


@blueprint.route("/planning/<int:meeting_id>/result", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def result(meeting_id: int) -> Any:
    """The next date that came out of it: the draft of that meeting, and the request for its room."""
    row, drafts = _planning_meeting(meeting_id), queries.draft_forum_meetings(_today())
    form = ResultForm(data=_usual(meeting_id, drafts))
    form.time_zone, form.today = row.time_zone, _today()
    form.offer_meetings(drafts)
    if form.validate_on_submit():
        chosen = next((draft for draft in drafts if draft.id == form.which.data), None)
        forum_meeting = operations.set_result(row, form.fixed(), chosen, **acting())
        flash("The next meeting has its date, as a draft. Ask for its room now, or later from the desk.")
        return redirect(url_for("arranging.ask_for_room", meeting_id=forum_meeting.id))
    return render_form("planning/result.html", form, meeting=row)


def _usual(meeting_id: int, drafts: Any) -> dict[str, Any]:
    forum, kept = the_forum(), queries.notes_of(meeting_id)
    before = next((draft for draft in drafts if kept and draft.id == kept.result_id), None)
    guess = {"doors_at": forum.usual_doors, "starts_at": forum.usual_start, "ends_by": forum.usual_end}
    return guess | ({"which": before.id, "day": before.day} if before else {})


def _today() -> Any:
    return today(the_forum().time_zone)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
