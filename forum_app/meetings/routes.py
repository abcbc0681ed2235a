from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.clock import now, today
from forum_app.db import db
from forum_app.meetings import labels, operations, queries
from forum_app.meetings.forms import (
    CancelForm,
    DetailsForm,
    ItemForm,
    NewItemForm,
    NewMeetingForm,
    RolesForm,
    VenueForm,
)
from forum_app.meetings.models import AgendaItem, Meeting, Venue
from forum_app.meetings.operations import (
    AgendaIsClosed,
    AlreadyInThatState,
    ItemIsOnRecord,
    PlanningMeetingsArePrivate,
    TimesMissing,
)
from forum_app.meetings.running_times import running_times
from forum_app.meetings.standard_agenda import standard_agenda
from forum_app.settings.queries import the_forum
from forum_app.web import acting, explain, load_or_404, render_form, requires, save

blueprint = Blueprint("meetings", __name__)

REFUSED = {
    PlanningMeetingsArePrivate: "A planning meeting stays private: it cannot be shown in public.",
    TimesMissing: "Give the meeting its start and its latest finish first, under Date, time and place.",
    AlreadyInThatState: "That step is not open from where this meeting stands now. Nothing was changed.",
    ItemIsOnRecord: "This item has minutes or questions already. Take those away first, or park the item instead.",
    AgendaIsClosed: "The minutes are published, so the agenda is part of the record and stays as it is.",
}
MOVED = "The meeting is moved. Its room counts as not asked for: ask for it anew."


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def new() -> Any:
    previous = db.session.get(Meeting, request.args.get("after", 0, type=int))
    form = NewMeetingForm(data=_first_guess(previous))
    form.time_zone = the_forum().time_zone
    form.offer_venues(queries.venues())
    form.offer_agendas(queries.recent_meetings())
    if form.validate_on_submit():
        meeting = operations.make_meeting(
            form.kind.data, form.details(), _agenda(form), venue=_venue(form), previous=previous, **acting()
        )
        db.session.flush()
        flash("The meeting is made. It is a draft: nobody else sees it yet.")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    return render_form("meetings/new.html", form, previous=previous)


def _first_guess(previous: Meeting | None) -> dict[str, Any]:
    forum = the_forum()
    guess: dict[str, Any] = {
        "doors_at": forum.usual_doors,
        "starts_at": forum.usual_start,
        "ends_by": forum.usual_end,
    }
    if previous is not None:
        guess |= {
            "venue_id": previous.venue_id or 0,
            "agenda_from": previous.id,
            "attending": previous.attending,
        }
    return guess


def _agenda(form: NewMeetingForm) -> Any:
    model = db.session.get(Meeting, form.agenda_from.data)
    return operations.agenda_of(model) if model else standard_agenda(form.kind.data)


def _venue(form: DetailsForm) -> Venue | None:
    if form.new_venue.data:
        venue = Venue(name=form.new_venue.data)
        db.session.add(venue)
        return venue
    return db.session.get(Venue, form.venue_id.data)


@blueprint.route("/meetings/<int:meeting_id>/details", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def details(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = DetailsForm(obj=meeting)
    form.time_zone = meeting.time_zone
    form.offer_venues(queries.venues())
    room_anew = form.validate_on_submit() and operations.needs_room_anew(meeting, form.details())
    if room_anew and not form.room_anew.data:
        form.room_anew.errors = ["The room was asked for on the day and times of before. Tick this to move it."]
    elif form.validate_on_submit() and save(
        form, meeting, lambda: operations.change_details(meeting, form.details(), _venue(form), **acting())
    ):
        flash(MOVED if room_anew else "Date, time and place are saved.")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    return render_form("meetings/details.html", form, meeting=meeting, room_anew=room_anew)


@blueprint.get("/meetings/<int:meeting_id>/agenda")
@requires(access.PREPARE_MEETINGS)
def agenda(meeting_id: int) -> Any:
    return _agenda_page(load_or_404(Meeting, meeting_id), NewItemForm(formdata=None))


@blueprint.post("/meetings/<int:meeting_id>/agenda")
@requires(access.PREPARE_MEETINGS)
def add_item(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = NewItemForm()
    if form.validate_on_submit():
        item = operations.add_item(meeting, form.line())
        flash(f"“{item.title}” is on the agenda.")
        return redirect(url_for("meetings.agenda", meeting_id=meeting.id))
    return _agenda_page(meeting, form)


def _agenda_page(meeting: Meeting, form: NewItemForm) -> Any:
    times = running_times(meeting.items, meeting.starts_at, meeting.ends_by)
    return render_form("meetings/agenda.html", form, meeting=meeting, times=times, labels=labels)


@blueprint.route("/agenda-items/<int:item_id>", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def item(item_id: int) -> Any:
    row = load_or_404(AgendaItem, item_id)
    form = ItemForm(obj=row)
    if form.validate_on_submit() and save(
        form, row, lambda: operations.change_item(row, form.line(), parked_because=_reason(form))
    ):
        flash(f"“{row.title}” is saved.")
        return redirect(url_for("meetings.agenda", meeting_id=row.meeting_id, _anchor=f"item-{row.id}"))
    return render_form("meetings/item.html", form, item=row, meeting=row.meeting)


def _reason(form: ItemForm) -> str | None:
    return form.parked_because.data if form.parked.data else None


@blueprint.post("/agenda-items/<int:item_id>/move-up")
@requires(access.PREPARE_MEETINGS)
def move_item_up(item_id: int) -> Any:
    return _move(item_id, -1)


@blueprint.post("/agenda-items/<int:item_id>/move-down")
@requires(access.PREPARE_MEETINGS)
def move_item_down(item_id: int) -> Any:
    return _move(item_id, 1)


def _move(item_id: int, places: int) -> Any:
    row = load_or_404(AgendaItem, item_id)
    operations.move_item(row, places)
    return redirect(url_for("meetings.agenda", meeting_id=row.meeting_id, _anchor=f"item-{row.id}"))


@blueprint.route("/agenda-items/<int:item_id>/remove", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def remove_item(item_id: int) -> Any:
    row = load_or_404(AgendaItem, item_id)
    if request.method != "POST":
        return render_template("meetings/remove_item.html", item=row, meeting=row.meeting)
    meeting_id, title = row.meeting_id, row.title
    operations.remove_item(row)
    flash(f"“{title}” is off the agenda.")
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id))


@blueprint.route("/meetings/<int:meeting_id>/people", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def people(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = RolesForm(obj=meeting)
    if "more" in request.form:
        form.add_spare_rows()
    elif form.validate_on_submit() and save(
        form, meeting, lambda: operations.set_roles(meeting, form.lines(), **acting())
    ):
        flash("The people of this meeting are saved.")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    elif request.method == "GET":
        form.add_spare_rows()
    return render_form("meetings/people.html", form, meeting=meeting)


@blueprint.route("/meetings/<int:meeting_id>/announce", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def announce(meeting_id: int) -> Any:
    return _public_step(meeting_id, operations.announce, "announce", "The meeting is on the public page.")


@blueprint.route("/meetings/<int:meeting_id>/publish-agenda", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def publish_agenda(meeting_id: int) -> Any:
    return _public_step(meeting_id, operations.publish_agenda, "publish_agenda", "The agenda is published.")


@blueprint.route("/meetings/<int:meeting_id>/take-back", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def take_back(meeting_id: int) -> Any:
    return _public_step(meeting_id, operations.take_back, "take_back", "Taken back.")


def _public_step(meeting_id: int, step: Any, page: str, done: str) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    if request.method == "POST":
        step(meeting, **acting())
        flash(done)
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    times = running_times(meeting.items, meeting.starts_at, meeting.ends_by)
    return render_template(f"meetings/{page}.html", meeting=meeting, times=times, labels=labels)


@blueprint.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def cancel(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = CancelForm()
    if form.validate_on_submit():
        operations.cancel(meeting, form.because.data, **acting())
        flash("The meeting is cancelled. The public page says so and why.")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    return render_form("meetings/cancel.html", form, meeting=meeting)


@blueprint.get("/meetings/all")
@requires(access.PREPARE_MEETINGS)
def every_meeting() -> Any:
    page = max(1, request.args.get("page", 1, type=int))
    rows, count = queries.all_meetings(min(page, 10_000))
    return render_template(
        "meetings/all.html", meetings=rows, count=count, page=page, per_page=queries.A_PAGE, labels=labels
    )


@blueprint.get("/venues")
@requires(access.PREPARE_MEETINGS)
def venues() -> Any:
    return render_template("meetings/venues.html", venues=queries.venues())


@blueprint.route("/venues/new", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def new_venue() -> Any:
    form = VenueForm()
    if form.validate_on_submit():
        db.session.add(Venue(**form.facts()))
        flash(f"{form.name.data} is in the list of venues.")
        return redirect(url_for("meetings.venues"))
    return render_form("meetings/venue.html", form, venue=None, coming=[])


@blueprint.route("/venues/<int:venue_id>", methods=["GET", "POST"])
@requires(access.PREPARE_MEETINGS)
def venue(venue_id: int) -> Any:
    row = load_or_404(Venue, venue_id)
    form = VenueForm(obj=row)
    coming = queries.coming_at(row, today(the_forum().time_zone))
    if form.validate_on_submit() and save(
        form, row, lambda: operations.change_venue(row, form.facts(), coming, now=now())
    ):
        flash(f"{row.name} is saved.")
        return redirect(url_for("meetings.venues"))
    return render_form("meetings/venue.html", form, venue=row, coming=coming)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
