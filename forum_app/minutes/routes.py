from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.actions.queries import actions_of
from forum_app.asking.guard import HeldBack, NamesToLookAt
from forum_app.clock import now
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.meetings.models import AgendaItem, Meeting
from forum_app.minutes import asked_before, operations, queries
from forum_app.minutes.forms import MinutesForm, PublishForm
from forum_app.minutes.lantern import outgoing, to_check
from forum_app.minutes.models import ItemMinutes
from forum_app.questions.queries import questions_of
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, load_or_404, render_form, requires

blueprint = Blueprint("minutes", __name__)

REFUSED = {
    HeldBack: (
        "Held back: the email address or number of somebody who left something with the forum, or who gets its news, "
        "stands in these minutes. Nothing was published. Take it out, then publish."
    ),
    NamesToLookAt: (
        "The name of somebody who left something with the forum, or who gets its news, may stand in these minutes. "
        "Nothing was published. Go back, look at each, and tick the box if it is right as it is."
    ),
    operations.NothingToPublish: "There is nothing to publish yet: write some minutes or a response first.",
    operations.MeetingStillToCome: "This meeting is still to come: its minutes can be published from that day on.",
    operations.CorrectionNeedsReason: "These minutes were published before. Say in a few words what was corrected.",
    operations.SomethingStandsAgainstIt: (
        "Nothing was thrown away: something has to be done first. Open the page once more to see what."
    ),
    operations.MeetingHasRecord: "Minutes of this meeting were published, so it stays on record.",
}


@blueprint.get("/meetings/<int:meeting_id>/minutes")
@requires(access.KEEP_RECORD)
def minutes(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    return render_template(
        "minutes/minutes.html",
        meeting=meeting,
        texts=queries.working_texts(meeting_id),
        versions=queries.versions(meeting_id),
        changed=queries.unpublished_changes(meeting_id),
    )


@blueprint.route("/agenda-items/<int:item_id>/minutes", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def item(item_id: int) -> Any:
    row = load_or_404(AgendaItem, item_id)
    form = MinutesForm(obj=db.session.get(ItemMinutes, item_id))
    preview = form.text.data if "preview" in request.form else None
    if preview is None and form.validate_on_submit() and _saved(form, row):
        flash(f"The minutes of “{row.title}” are saved.")
        return redirect(url_for("minutes.minutes", meeting_id=row.meeting_id, _anchor=f"item-{row.id}"))
    earlier = queries.earlier_texts(item_id)
    return render_form("minutes/item.html", form, item=row, meeting=row.meeting, preview=preview, earlier=earlier)


def _saved(form: MinutesForm, row: AgendaItem) -> bool:
    item_id = row.id
    try:
        operations.write_item(row, form.text.data, form.opened_version, now=now())
        flush()
    except ChangedMeanwhile:
        db.session.rollback()
        form.show_both(load_or_404(ItemMinutes, item_id))
        return False
    return True


@blueprint.route("/meetings/<int:meeting_id>/publish-minutes", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def publish(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = PublishForm()
    if form.validate_on_submit():
        version = operations.publish(meeting, form.note.data, names_looked_at=form.names.data, **acting())
        flash(f"The minutes are published (version {version.number}).")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    texts, questions, actions = queries.working_texts(meeting_id), questions_of(meeting_id), actions_of(meeting_id)
    everything = list(texts.values()), questions, actions
    return render_form(
        "minutes/publish.html",
        form,
        meeting=meeting,
        texts=texts,
        versions=queries.versions(meeting_id),
        questions=questions,
        actions=actions,
        spotted=to_check(meeting, *everything, the_forum()),
        names=outgoing(meeting, *everything, the_forum()).names(the_forum()),
        in_one_text=operations.in_one_text,
    )


@blueprint.route("/meetings/<int:meeting_id>/withdraw-minutes", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def withdraw(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    if request.method != "POST":
        return render_template("minutes/withdraw.html", meeting=meeting)
    operations.withdraw(meeting, **acting())
    flash("The minutes are no longer public. Nothing of them is lost.")
    return redirect(url_for("pages.prepare", meeting_id=meeting.id))


@blueprint.route("/meetings/<int:meeting_id>/throw-away", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def throw_away(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    if request.method != "POST":
        counts = {"questions": len(questions_of(meeting_id)), "actions": len(actions_of(meeting_id))}
        against = operations.against_throwing_away(meeting)
        return render_template("minutes/throw_away.html", meeting=meeting, counts=counts, against=against)
    operations.throw_away(meeting, **acting())
    flash("The draft is thrown away.")
    return redirect(url_for("pages.desk"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    asked_before.init_app(app)
    explain(app, REFUSED)
