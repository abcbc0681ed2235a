from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, url_for

from forum_app import ics
from forum_app.calendar.entries import public_entry
from forum_app.calendar.links import google_link, outlook_link
from forum_app.ics import CalendarEntry
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import public_meeting
from forum_app.settings.queries import the_forum
from forum_app.web import public

blueprint = Blueprint("calendar", __name__)

PRODUCT = "-//Positive Dialogue Forum//Forum toolkit//EN"


@blueprint.get("/meetings/<int:meeting_id>/meeting.ics")
@public
def file(meeting_id: int) -> Any:
    meeting, entry = _meeting_and_entry(meeting_id)
    data = ics.publish([entry], name=the_forum().name, product=PRODUCT)
    response = Response(data, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="forum-{meeting.day.isoformat()}.ics"'
    return response


@blueprint.get("/meetings/<int:meeting_id>/add-to-calendar")
@public
def add(meeting_id: int) -> Any:
    meeting, entry = _meeting_and_entry(meeting_id)
    return render_template("calendar/add.html", meeting=meeting, google=google_link(entry), outlook=outlook_link(entry))


def _meeting_and_entry(meeting_id: int) -> tuple[Meeting, CalendarEntry]:
    meeting = public_meeting(meeting_id)
    page = current_app.config["PUBLIC_URL"] + url_for("pages.meeting", meeting_id=meeting_id)
    entry = public_entry(meeting, the_forum(), page) if meeting else None
    if meeting is None or entry is None:
        abort(404)
    return meeting, entry


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
