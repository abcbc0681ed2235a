from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access
from forum_app.arranging import emails, labels, operations, queries
from forum_app.arranging.cautions import cautions
from forum_app.arranging.forms import (
    MOST_DATES,
    ROWS_AT_FIRST,
    AnswerForm,
    AskRoomForm,
    ConfirmRoomForm,
    HolidaysForm,
    LaterForm,
    NoRoomForm,
    ProposeForm,
    TakeBackForm,
    answer_form,
)
from forum_app.arranging.models import DateInvitee, DatePoll, DateProposal, RoomRequest, Says
from forum_app.arranging.words import first_letter
from forum_app.clock import day_in_words, now, today
from forum_app.meetings.labels import ROOM_STATES
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.operations import needs_room_anew
from forum_app.people.models import LinkKind, Person
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import Opened, open_scoped_link
from forum_app.settings.queries import the_forum
from forum_app.web import (
    acting,
    explain,
    limited,
    load_or_404,
    render_form,
    requires,
    save,
    step_beyond_the_wall,
)
from forum_app.web.filters import plural
from forum_app.web.forms import in_words

blueprint = Blueprint("arranging", __name__)

REFUSED = {
    operations.PollIsRunning: "Dates are being found for this meeting already. Look at what was asked first.",
    operations.PollIsOver: "A date was chosen meanwhile, or the proposal was taken back. Nothing was changed.",
    operations.NothingProposed: "Give two dates at least, and somebody to ask.",
    operations.MeetingIsOver: "This meeting took place or was cancelled, so its date and room stay as they are.",
    operations.DayHasPassed: "This day is over, so no meeting can be put on it. Choose another, or propose new dates.",
    operations.RequestIsOver: (
        "This was answered meanwhile, or the meeting was moved since the room was asked for. Nothing of what you sent "
        "was saved. Open the link again to see how it stands."
    ),
    operations.NoTimesToAskFor: "Give the meeting its start and its latest finish first.",
}
#: How long people have to answer unless something else is said.
REPLY_WITHIN = timedelta(days=10)


# Dates, for the coordinator -----------------------------------------------------------------------------------


@blueprint.get("/meetings/<int:meeting_id>/dates")
@requires(access.ARRANGE_MEETINGS)
def dates(meeting_id: int) -> Any:
    """How far finding a date has come."""
    meeting = load_or_404(Meeting, meeting_id)
    poll = queries.newest_poll(meeting_id)
    lines = queries.grid(poll) if poll else []
    return render_template(
        "arranging/dates.html", meeting=meeting, poll=poll, lines=lines, best=queries.best(lines), says=labels.SAYS,
        words=Says, notes=_cautions(poll) if poll else {}, today=_today(),
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/propose-dates", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def propose(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    poll = queries.running_poll(meeting_id)
    if poll and not poll.is_draft:
        return redirect(url_for("arranging.dates", meeting_id=meeting_id))
    form = ProposeForm(data=None if poll else {"reply_by": _today() + REPLY_WITHIN})
    form.time_zone, form.today = meeting.time_zone, _today()
    form.offer_people(queries.askable(_today(), but=current_user.person_id))
    wants_more = "more" in request.form
    if not wants_more and form.validate_on_submit() and _keep_draft(form, meeting, poll):
        return redirect(url_for("arranging.look", meeting_id=meeting_id))
    if poll and not form.is_submitted():
        form.show(poll)
    form.fill_up(_usual_times(meeting), MOST_DATES if wants_more else ROWS_AT_FIRST)
    return render_form("arranging/propose.html", form, meeting=meeting)


def _keep_draft(form: ProposeForm, meeting: Meeting, poll: DatePoll | None) -> bool:
    if poll is None:
        operations.draft_poll(meeting, form.proposed(), now=now())
        return True
    return save(form, poll, lambda: operations.change_draft(poll, form.proposed()))


def _usual_times(meeting: Meeting) -> dict[str, Any]:
    forum, is_planning = the_forum(), meeting.kind == MeetingKind.PLANNING
    return {
        "doors_at": None if is_planning else meeting.doors_at or forum.usual_doors,
        "starts_at": meeting.starts_at or forum.usual_start,
        "ends_by": meeting.ends_by or forum.usual_end,
    }


@blueprint.route("/meetings/<int:meeting_id>/look-at-dates", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def look(meeting_id: int) -> Any:
    """What goes to whom, before it goes."""
    poll = queries.running_poll(meeting_id) or abort(404)
    if not poll.is_draft:
        return redirect(url_for("arranging.dates", meeting_id=meeting_id))
    if request.method == "POST":
        count = operations.send_poll(poll, **acting())
        flash(f"{plural(count, 'letter')} on the way. The answers will stand here.")
        return redirect(url_for("arranging.dates", meeting_id=meeting_id))
    return render_template(
        "arranging/look.html", meeting=poll.meeting, poll=poll, notes=_cautions(poll),
        letter=emails.dates_asked(poll, "each-has-a-link-of-their-own"),
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/withdraw-dates", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def withdraw(meeting_id: int) -> Any:
    poll = queries.running_poll(meeting_id) or abort(404)
    if request.method == "POST":
        operations.withdraw_poll(poll, **acting())
        flash("Taken back. Whoever opens a link reads that the date is found some other way.")
        return redirect(url_for("arranging.dates", meeting_id=meeting_id))
    return render_template("arranging/withdraw.html", meeting=poll.meeting, poll=poll)


@blueprint.route("/date-proposals/<int:proposal_id>/choose", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def choose(proposal_id: int) -> Any:
    proposal = load_or_404(DateProposal, proposal_id)
    poll, meeting = proposal.poll, proposal.poll.meeting
    if request.method == "POST":
        count = operations.choose(proposal, **acting())
        flash(f"{day_in_words(proposal.day)} is chosen. {plural(count, 'letter')} on the way to those who were asked.")
        return redirect(url_for("pages.prepare", meeting_id=meeting.id))
    if not poll.is_open:
        return redirect(url_for("arranging.dates", meeting_id=meeting.id))
    return render_template(
        "arranging/choose.html", proposal=proposal, poll=poll, meeting=meeting,
        told=[one for one in poll.invitees if one.person_id != current_user.person_id], notes=_cautions(poll),
        room_anew=needs_room_anew(meeting, operations.chosen_details(proposal)), room_states=ROOM_STATES,
    )  # fmt: skip


def _cautions(poll: DatePoll) -> dict[int, list[str]]:
    known = queries.known_about(poll.meeting_id, _today())
    return {proposal.id: cautions(proposal.day, known) for proposal in poll.proposals}


@blueprint.route("/school-holidays", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def school_holidays() -> Any:
    rows = queries.school_holidays()
    lines = [f"{row.name}, {in_words(row.first_day)}, {in_words(row.last_day)}" for row in rows]
    form = HolidaysForm(data={"lines": "\n".join(lines)})
    if form.validate_on_submit():
        operations.set_school_holidays(form.holidays())
        flash("Saved. Proposed dates are held against these.")
        return redirect(url_for("arranging.school_holidays"))
    return render_form("arranging/school_holidays.html", form)


# Dates, for whoever was asked ---------------------------------------------------------------------------------


@blueprint.route("/dates/<string(maxlength=60):dates_token>", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("dates", per_minute=20, per_hour=120)
def linked_dates(dates_token: str) -> Any:
    opened = _opened(dates_token, LinkKind.DATES)
    _let_write()
    invitee = queries.invitee_of(opened.thing_id, opened.person_id)
    return _answer(invitee, url_for("arranging.linked_dates", dates_token=dates_token))


@blueprint.route("/my-dates/<int:poll_id>", methods=["GET", "POST"])
@requires(access.TAKE_PART_IN_PLANNING)
def my_dates(poll_id: int) -> Any:
    """The same for somebody who is signed in."""
    _let_write()
    return _answer(queries.invitee_of(poll_id, current_user.person_id), url_for("arranging.my_dates", poll_id=poll_id))


def _answer(invitee: DateInvitee | None, here: str) -> Any:
    if invitee is None:
        abort(404)
    poll = invitee.poll
    form: AnswerForm = answer_form(invitee)
    if poll.is_open and form.validate_on_submit() and not form.is_pressed_too_soon():
        operations.answer(invitee, form.answers(poll.proposals), form.note.data, now=now())
        flash("Thank you: your answer is with the coordinator. You can change it here until a date is chosen.")
        return redirect(here)
    return render_form("arranging/answer.html", form, invitee=invitee, poll=poll, here=here, says=labels.SAYS)


# The room, for the coordinator --------------------------------------------------------------------------------


@blueprint.get("/meetings/<int:meeting_id>/room")
@requires(access.ARRANGE_MEETINGS)
def room(meeting_id: int) -> Any:
    """How the room stands: asked for, confirmed, or not to be had and what next."""
    meeting = load_or_404(Meeting, meeting_id)
    asked = queries.newest_request(meeting_id)
    return render_template("arranging/room.html", meeting=meeting, asked=asked, room_states=ROOM_STATES)


@blueprint.route("/meetings/<int:meeting_id>/ask-for-room", methods=["GET", "POST"])
@requires(access.ARRANGE_MEETINGS)
def ask_for_room(meeting_id: int) -> Any:
    """The letter to whoever books rooms: looked at once as it goes, then sent."""
    meeting = load_or_404(Meeting, meeting_id)
    officers = queries.officers_with_address(_today())
    form = AskRoomForm(data={"words": first_letter(meeting), "officers": [officers[0].id] if officers else []})
    form.offer_officers(officers)
    preview = None
    if form.validate_on_submit():
        if form.was_looked_at():
            return _send_request(meeting, form, officers)
        preview = emails.room_asked(_as_asked(meeting, form.words.data), "each-has-a-link-of-their-own")
    return render_form(
        "arranging/ask_for_room.html", form, meeting=meeting, officers=officers, preview=preview,
        asked=queries.newest_request(meeting_id),
    )  # fmt: skip


def _send_request(meeting: Meeting, form: AskRoomForm, officers: list[Person]) -> Any:
    chosen = [officer for officer in officers if officer.id in (form.officers.data or [])]
    operations.ask_for_room(meeting, form.words.data, chosen, **acting())
    flash(f"{plural(len(chosen), 'letter')} on the way. What is answered will stand here and on your desk.")
    return redirect(url_for("arranging.room", meeting_id=meeting.id))


def _as_asked(meeting: Meeting, words: str) -> RoomRequest:
    """The request as it would be, to show its letter; it is not kept."""
    if meeting.starts_at is None or meeting.ends_by is None:
        raise operations.NoTimesToAskFor
    times = {name: getattr(meeting, name) for name in ("day", "doors_at", "starts_at", "ends_by")}
    return RoomRequest(words=words, **times)


@blueprint.post("/meetings/<int:meeting_id>/room-seen")
@requires(access.ARRANGE_MEETINGS)
def room_seen(meeting_id: int) -> Any:
    operations.note_seen(_newest_request(meeting_id))
    flash("Noted. It is off your desk.")
    return redirect(url_for("arranging.room", meeting_id=meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/withdraw-room-request")
@requires(access.ARRANGE_MEETINGS)
def withdraw_request(meeting_id: int) -> Any:
    operations.withdraw_request(_newest_request(meeting_id), **acting())
    flash("Taken back. Whoever opens the link reads that the room is not needed any more.")
    return redirect(url_for("arranging.room", meeting_id=meeting_id))


def _newest_request(meeting_id: int) -> RoomRequest:
    return queries.newest_request(meeting_id) or abort(404)


# The room, for officers ---------------------------------------------------------------------------------------


@blueprint.route("/rooms/<string(maxlength=60):room_token>", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("room", per_minute=20, per_hour=120)
def linked_room(room_token: str) -> Any:
    """What is asked for, and how it stands; one press confirms it."""
    row = _request_of(room_token)
    form = ConfirmRoomForm(data=_usual_room(row))
    if _is_ready(form) and save(form, row, lambda: operations.confirm_room(row, form.facts(), by=None, now=now())):
        flash("Thank you: the room is confirmed, and the forum’s page and calendar entry say so now.")
        return _back_to(room_token)
    return _room_page("arranging/linked_room.html", form, row, room_token)


@blueprint.route("/rooms/<string(maxlength=60):room_token>/not-possible", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("room", per_minute=20, per_hour=120)
def no_room(room_token: str) -> Any:
    row = _request_of(room_token)
    form = NoRoomForm(data={"version": row.version})
    if _is_ready(form) and save(
        form, row, lambda: operations.room_is_impossible(row, form.because.data, by=None, now=now())
    ):
        flash("Thank you for saying so. The coordinator looks for another way.")
        return _back_to(room_token)
    return _room_page("arranging/no_room.html", form, row, room_token)


@blueprint.route("/rooms/<string(maxlength=60):room_token>/later", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("room", per_minute=20, per_hour=120)
def room_later(room_token: str) -> Any:
    row = _request_of(room_token)
    form = LaterForm(data={"version": row.version, "answer_by": row.answer_by})
    form.today = _today()
    if _is_ready(form) and save(
        form, row, lambda: operations.answer_later(row, form.answer_by.data, by=None, now=now())
    ):
        flash("Thank you. The coordinator sees by when you will answer. This link goes on working.")
        return _back_to(room_token)
    return _room_page("arranging/room_later.html", form, row, room_token)


@blueprint.route("/rooms/<string(maxlength=60):room_token>/take-back", methods=["GET", "POST"])
@requires(access.ANSWER_BY_LINK)
@limited("room", per_minute=20, per_hour=120)
def room_taken_back(room_token: str) -> Any:
    row, form = _request_of(room_token), TakeBackForm()
    if _is_ready(form):
        operations.take_answer_back(row, by=None, now=now())
        flash("Your answer is taken back: the room counts as asked for, and you can answer anew.")
        return _back_to(room_token)
    return _room_page("arranging/room_taken_back.html", form, row, room_token)


def _request_of(room_token: str) -> RoomRequest:
    opened = _opened(room_token, LinkKind.ROOM)
    _let_write()
    return load_or_404(RoomRequest, opened.thing_id)


def _usual_room(row: RoomRequest) -> dict[str, Any]:
    """The room of before, as it most likely is the one."""
    venue = row.meeting.venue
    return {"version": row.version, "room": venue.name if venue else "", "address": venue.address if venue else ""}


def _is_ready(form: Any) -> bool:
    return bool(form.validate_on_submit() and not form.is_pressed_too_soon())


def _back_to(room_token: str) -> Any:
    return redirect(url_for("arranging.linked_room", room_token=room_token))


def _room_page(template: str, form: Any, row: RoomRequest, room_token: str) -> Any:
    return render_form(template, form, asked=row, meeting=row.meeting, room_token=room_token)


# Links --------------------------------------------------------------------------------------------------------


def _opened(token: str, kind: LinkKind) -> Opened:
    """What a link opens; whatever is no link of this kind reads like missing."""
    try:
        opened = open_scoped_link(token, today=now().date())
    except LinkNotValid:
        abort(404)
    if opened.kind != kind:
        abort(404)
    return opened


def _let_write() -> None:
    """Once it is proved who may answer, the answer may be written."""
    if request.method == "POST":
        step_beyond_the_wall()


def _today() -> Any:
    return today(the_forum().time_zone)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
