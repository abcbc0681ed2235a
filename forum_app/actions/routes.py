from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.actions import labels, operations, queries
from forum_app.actions.forms import ActionForm, FilterForm, UpdateForm
from forum_app.actions.models import ActionPoint
from forum_app.actions.operations import ActionHasHistory, NothingToUndo
from forum_app.clock import today
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, load_or_404, on_record, public, render_form, requires, save

blueprint = Blueprint("actions", __name__)

REFUSED = {
    ActionHasHistory: "Something became of this promise already, so it stays on record.",
    NothingToUndo: "There is no update to take back.",
}

#: What a later slice knows of the questions that promises came from, by the number of the promise.
_asked_for: list[Callable[[Sequence[int]], Mapping[int, Any]]] = []


def show_beside_promises(asked_for: Callable[[Sequence[int]], Mapping[int, Any]]) -> None:
    """Let a later slice say which question each promise came from."""
    _asked_for[:] = [asked_for]


def _questions_behind(actions: Sequence[ActionPoint]) -> Mapping[int, Any]:
    return _asked_for[0]([action.id for action in actions]) if _asked_for else {}


@blueprint.get("/promises")
@public
@on_record
def tracker() -> Any:
    filters = FilterForm(request.args)
    wanted = queries.Wanted()
    if filters.validate():
        wanted = queries.Wanted(filters.state.data or None, filters.owner_kind.data or None)
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    rows, count = queries.tracker(wanted, page)
    return render_template(
        "actions/tracker.html",
        actions=rows, count=count, page=page, per_page=queries.A_PAGE, wanted=wanted,
        kept=queries.promises_kept(), filters=filters, questions=_questions_behind(rows),
    )  # fmt: skip


@blueprint.get("/promises/<int:action_id>")
@public
@on_record
def promise(action_id: int) -> Any:
    action = queries.public_action(action_id)
    if action is None:
        abort(404)
    return render_template("actions/promise.html", action=action, question=_questions_behind([action]).get(action.id))


@blueprint.get("/meetings/<int:meeting_id>/actions")
@requires(access.KEEP_RECORD)
def actions(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    return render_template("actions/actions.html", meeting=meeting, actions=queries.actions_of(meeting_id))


@blueprint.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def new(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = ActionForm()
    if form.validate_on_submit():
        operations.add_action(meeting, form.facts())
        flash("The action point is noted.")
        return redirect(url_for("actions.actions", meeting_id=meeting.id))
    return render_form("actions/action.html", form, meeting=meeting, action=None)


@blueprint.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def edit(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    form = ActionForm(obj=action)
    if form.validate_on_submit() and save(form, action, lambda: operations.change_action(action, form.facts())):
        flash("The action point is saved.")
        return redirect(url_for("actions.actions", meeting_id=action.meeting_id))
    return render_form("actions/action.html", form, meeting=action.meeting, action=action)


@blueprint.route("/actions/<int:action_id>/update", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def update(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    form = UpdateForm(version=action.version, day=today(the_forum().time_zone))
    if form.validate_on_submit() and save(form, action, lambda: _record(action, form)):
        flash("The update is recorded. You can take it back from the list.")
        return redirect(url_for("actions.actions", meeting_id=action.meeting_id, _anchor=f"action-{action.id}"))
    return render_form("actions/update.html", form, action=action, meeting=action.meeting)


def _record(action: ActionPoint, form: UpdateForm) -> None:
    operations.add_update(action, form.state.data, form.words.data, form.day.data, **acting())


@blueprint.post("/actions/<int:action_id>/undo-update")
@requires(access.KEEP_RECORD)
def undo_update(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    operations.undo_last_update(action, **acting())
    flash("The last update is taken back.")
    return redirect(url_for("actions.actions", meeting_id=action.meeting_id, _anchor=f"action-{action.id}"))


@blueprint.route("/actions/<int:action_id>/remove", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def remove(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    if request.method != "POST":
        return render_template("actions/remove.html", action=action, meeting=action.meeting)
    meeting_id = action.meeting_id
    operations.remove_action(action)
    flash("The action point is taken off.")
    return redirect(url_for("actions.actions", meeting_id=meeting_id))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["action_state"] = lambda action: labels.state_in_words(action.owner_kind, action.state)
    explain(app, REFUSED)
