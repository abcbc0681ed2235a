"""What the officers see, and the links to it."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from forum_app import access, audit
from forum_app.asking import queries
from forum_app.asking.forms import (
    LinkForm,
)
from forum_app.asking.routes.blueprint import PACK_DAYS, blueprint
from forum_app.clock import day_in_words, now
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import make_scoped_link, open_scoped_link, revoke_scoped_links, scoped_links
from forum_app.questions.labels import FOI_STATES
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
)
from forum_app.web.addresses import absolute
from forum_app.web.filters import plural


@blueprint.get("/for-officers")
@requires(access.READ_RELEASED)
def for_officers() -> Any:
    return render_template("asking/for_officers.html", meetings=queries.meetings_with_released())


@blueprint.get("/meetings/<int:meeting_id>/pack")
@requires(access.READ_RELEASED)
def pack(meeting_id: int) -> Any:
    return _pack(meeting_id)


@blueprint.get("/packs/<string(maxlength=60):pack_token>")
@requires(access.FOLLOW_LINK)
def linked_pack(pack_token: str) -> Any:
    """The same pack for an officer who does not sign in."""
    try:
        opened = open_scoped_link(pack_token, today=now().date())
    except LinkNotValid:
        abort(404)
    if opened.kind != LinkKind.PACK:
        abort(404)
    return _pack(opened.thing_id)


def _pack(meeting_id: int) -> Any:
    """The released questions, as the local authority reads them."""
    meeting = load_or_404(Meeting, meeting_id)
    released = queries.released_to_officers(meeting_id)
    if not released:
        abort(404)
    return render_template("asking/pack.html", meeting=meeting, released=released, foi_states=FOI_STATES)


@blueprint.route("/meetings/<int:meeting_id>/pack-links", methods=["GET", "POST"])
@requires(access.RELEASE_QUESTIONS)
def pack_links(meeting_id: int) -> Any:
    """Links to the pack; a new one is shown once, because only its hash is kept."""
    meeting = load_or_404(Meeting, meeting_id)
    form, made = LinkForm(days=PACK_DAYS), None
    if form.validate_on_submit():
        last_day = now().date() + timedelta(days=form.days.data or PACK_DAYS)
        made = absolute("asking.linked_pack", pack_token=make_scoped_link(LinkKind.PACK, meeting_id, None, last_day))
        audit.record(f"Made a link to the questions for {day_in_words(meeting.day)}.", **acting())
    links = scoped_links(LinkKind.PACK, meeting_id)
    return render_form("asking/pack_links.html", form, meeting=meeting, made=made, links=links)


@blueprint.post("/meetings/<int:meeting_id>/pack-links/take-back")
@requires(access.RELEASE_QUESTIONS)
def take_back_pack_links(meeting_id: int) -> Any:
    count = revoke_scoped_links(LinkKind.PACK, meeting_id, **acting())
    flash(f"{plural(count, 'link')} taken back: whoever opens one sees that there is nothing.")
    return redirect(url_for("asking.pack_links", meeting_id=meeting_id))
