"""The action points of a meeting, for whoever keeps the record."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.actions import operations, queries, ticking_off
from forum_app.actions.forms import (
    ActionForm,
    ReachForm,
    UpdateForm,
)
from forum_app.actions.holding import holder_of
from forum_app.actions.legs import landed
from forum_app.actions.models import (
    ActionPoint,
    OwnerKind,
    Said,
)
from forum_app.actions.operations import ActionFacts
from forum_app.actions.routes.blueprint import blueprint, this_day
from forum_app.actions.usual_due import usual_due
from forum_app.clock import day_in_words, now
from forum_app.mail.inbound.queries import notes_about
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import next_meetings
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
    save,
)


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
        action = operations.add_action(meeting, _with_usual_day(form, meeting))
        flash(_noted(action))
        return redirect(url_for("actions.actions", meeting_id=meeting.id))
    return render_form("actions/action.html", form, meeting=meeting, action=None)


def _with_usual_day(form: ActionForm, meeting: Meeting) -> ActionFacts:
    facts = form.facts()
    if not form.wants_usual_day():
        return facts
    later = next((m.day for m in next_meetings(this_day()) if m.day > meeting.day and not m.is_cancelled), None)
    usual = usual_due(f"{facts.text} {facts.second_text or ''}", meeting.day, later)
    return ActionFacts(**vars(facts) | {"due_on": usual.day, "due_because": usual.because})


def _noted(action: ActionPoint) -> str:
    if action.due_on and action.due_because:
        when = f"by {day_in_words(action.due_on)}: {action.due_because}"
        return f"The action point is noted, {when}. Edit it to change that."
    return "The action point is noted."


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
    form = UpdateForm(version=action.version, day=this_day(), words="")
    if action.waits_to_be_passed_on and not form.is_submitted():
        form.words.data = "Passed on to families."
    if form.validate_on_submit() and save(form, action, lambda: _record(action, form)):
        flash("The update is recorded. You can take it back from the list.")
        return redirect(url_for("actions.actions", meeting_id=action.meeting_id, _anchor=f"action-{action.id}"))
    return render_form(
        "actions/update.html", form, action=action, meeting=action.meeting, notes=notes_about(f"action:{action.id}")
    )


def _record(action: ActionPoint, form: UpdateForm) -> None:
    landed(operations.record_outcome(action, form.outcome(), **acting()), **acting())


@blueprint.post("/actions/<int:action_id>/undo-update")
@requires(access.KEEP_RECORD)
def undo_update(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    tick_off = ticking_off.confirmed_as(action.updates[-1].id) if action.updates else None
    operations.undo_last_update(action, **acting())
    waits = tick_off is not None and ticking_off.undo_confirmation(tick_off)
    flash("The last update is taken back." + (" What was sent waits for you again." if waits else ""))
    if tick_off is not None and tick_off.said == Said.NOT_OURS and holder_of(action.id) is None:
        flash("It was taken out of their hands, and their link ended. If it is theirs after all, give it back here.")
        return redirect(url_for("actions.in_hand", action_id=action.id))
    return redirect(url_for("actions.actions", meeting_id=action.meeting_id, _anchor=f"action-{action.id}"))


@blueprint.route("/actions/<int:action_id>/remove", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def remove(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    if request.method != "POST":
        return render_template("actions/remove.html", action=action, meeting=action.meeting)
    meeting_id = action.meeting_id
    operations.remove_action(action, now=now())
    flash("The action point is taken off.")
    return redirect(url_for("actions.actions", meeting_id=meeting_id))


@blueprint.route("/actions/<int:action_id>/reach", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def reach(action_id: int) -> Any:
    """How a notice to everybody was told; a notice is never ticked off."""
    action = load_or_404(ActionPoint, action_id)
    if action.owner_kind != OwnerKind.GROUP:
        abort(404)
    form = ReachForm(data={"day": this_day()})
    if form.validate_on_submit():
        operations.tell_reach(action, form.how.data, form.people.data, form.day.data, **acting())
        flash("Noted. It stands on the page of this notice.")
        return redirect(url_for("actions.reach", action_id=action.id))
    return render_form("actions/reach.html", form, action=action)
