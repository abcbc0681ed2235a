from typing import Any

from flask import Blueprint, Flask, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access, ics
from forum_app.asking.guard import also_hold
from forum_app.calendar import emails, feeds, labels, operations, queries
from forum_app.calendar.entries import public_entry
from forum_app.calendar.feeds import Built, FeedHasEnded
from forum_app.calendar.forms import AnswerForm, AskForm, FeedForm, LookForm
from forum_app.calendar.invited import answer_now
from forum_app.calendar.links import OUTLOOK_AT_WORK, OUTLOOK_OF_ONES_OWN, google_link, outlook_link
from forum_app.calendar.models import Answer, Invitation, Method
from forum_app.calendar.plan import Plan, Planned, change_plan, first_plan
from forum_app.calendar.sending import PRODUCT, page_of, request_letter, the_secret
from forum_app.calendar.tokens import (
    LinkNotValid,
    feed_token,
    private_token,
    read_confirm_token,
    read_private_token,
)
from forum_app.clock import now, today
from forum_app.db import db
from forum_app.ics import CalendarEntry
from forum_app.mail.compose import Letter
from forum_app.mail.quiet_hours import next_daytime
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import public_meeting
from forum_app.minutes.operations import ask_before_throwing_away
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.labels import families, is_few
from forum_app.web import (
    acting,
    explain,
    fetched_by_programs,
    limited,
    load_or_404,
    once_more,
    pressed_unread,
    public,
    render_form,
    requires,
    step_beyond_the_wall,
)
from forum_app.web.addresses import absolute
from forum_app.web.filters import plural

blueprint = Blueprint("calendar", __name__)

#: Stands where each person's own link is, on pages that show a letter before it goes.
SHOWN_AS = "each-persons-own-link"
REFUSED: dict[type[Exception], str] = {
    operations.ChangedSinceLooked: (
        "The meeting or the people changed after you opened the page, so nothing was sent. Look at it again, then send."
    ),
    operations.NobodyToTell: "Everybody’s calendar is right already, so nothing was sent.",
    operations.NothingWaits: "All of it has gone out, so there was nothing to stop.",
    operations.NotOpen: "Nobody can be invited to this meeting as it stands now. Nothing was sent.",
    operations.TooManyToday: (
        "A lot of people asked for invitations today, so for today no more are taken. Please try again tomorrow, or "
        "take the calendar file meanwhile."
    ),
}


# For everybody --------------------------------------------------------------------------------------------------


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
    can_ask = _may_invite(meeting)
    return render_template(
        "calendar/add.html", meeting=meeting, can_ask=can_ask, google=google_link(entry),
        outlook=outlook_link(entry, OUTLOOK_OF_ONES_OWN), outlook_at_work=outlook_link(entry, OUTLOOK_AT_WORK),
    )  # fmt: skip


def _meeting_and_entry(meeting_id: int) -> tuple[Meeting, CalendarEntry]:
    meeting = public_meeting(meeting_id)
    entry = public_entry(meeting, the_forum(), page_of(meeting)) if meeting else None
    if meeting is None or entry is None:
        abort(404)
    return meeting, entry


@blueprint.get("/calendar")
@public
def subscribe() -> Any:
    return render_template("calendar/subscribe.html", **_addresses(absolute("calendar.feed")))


@blueprint.get("/calendar.ics")
@public
def feed() -> Any:
    response = _as_feed(feeds.public_feed(now()), "forum.ics")
    response.headers["Cache-Control"] = "public, max-age=900"
    return response


def _addresses(address: str) -> dict[str, str]:
    """The same address for programs that paste it and for those that open it."""
    return {"address": address, "one_tap": "webcal:" + address.partition(":")[2]}


def _as_feed(calendar: Built, name: str) -> Response:
    response = Response(calendar.data, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


# An invitation by email, without an account ---------------------------------------------------------------------


@blueprint.route("/meetings/<int:meeting_id>/invitation", methods=["GET", "POST"])
@requires(access.INVITED_BY_MAIL)
@limited("invitation", per_minute=20, per_hour=200)
def ask(meeting_id: int) -> Any:
    meeting = public_meeting(meeting_id)
    if meeting is None or not _may_invite(meeting):
        abort(404)
    form = AskForm()
    if form.validate_on_submit():
        step_beyond_the_wall()
        meeting = db.session.get_one(Meeting, meeting_id)
        operations.ask(meeting, form.address.data, secret_key=the_secret(), now=now())
        return redirect(url_for("calendar.check_mail"))
    return render_form("calendar/ask.html", form, meeting=meeting)


@blueprint.get("/invitations/check-your-mail")
@requires(access.INVITED_BY_MAIL)
def check_mail() -> Any:
    """The same page for every address, whether it was known or not."""
    moment = now()
    return render_template("calendar/check_mail.html", waits=next_daytime(moment, the_forum().time_zone) != moment)


@blueprint.route("/invitations/confirm/<string(maxlength=200):ask_token>", methods=["GET", "POST"])
@requires(access.INVITED_BY_MAIL)
def confirm(ask_token: str) -> Any:
    """Opening the link shows a button, and only somebody who can have read it confirms (mail scanners press it too)."""
    try:
        number = read_confirm_token(ask_token, the_secret())
        opened = queries.opened(number)
    except LinkNotValid:
        opened = None
    if opened is None:
        return make_response(render_template("calendar/link_not_valid.html"), 410)
    if request.method != "POST":
        meeting = db.session.get_one(Meeting, opened.meeting_id)
        return render_template("calendar/confirm.html", ask_token=ask_token, meeting=meeting)
    if pressed_unread():
        return once_more(url_for("calendar.confirm", ask_token=ask_token))
    operations.confirm(_to_change(number), secret_key=the_secret(), now=now())
    flash("Thank you. The invitation is on its way.")
    return redirect(url_for("calendar.yours", invitation_token=private_token(number, the_secret())))


@blueprint.route("/invitations/yours/<string(maxlength=200):invitation_token>", methods=["GET", "POST"])
@requires(access.INVITED_BY_MAIL)
def yours(invitation_token: str) -> Any:
    number = _number(invitation_token)
    opened = queries.opened(number)
    if opened is None or not opened.is_invited:
        return make_response(render_template("calendar/ended.html"), 410)
    form = AnswerForm(data={"answer": opened.said, "note": opened.note})
    if form.validate_on_submit() and not form.is_pressed_too_soon():
        operations.answer(_to_change(number), Answer(form.answer.data), form.note.data or "", now=now())
        flash("Thank you. The coordinator sees your answer; you can change it here.")
        return redirect(url_for("calendar.yours", invitation_token=invitation_token))
    meeting = db.session.get_one(Meeting, opened.meeting_id)
    return render_form(
        "calendar/yours.html", form, meeting=meeting, opened=opened, labels=labels,
        invitation_token=invitation_token, is_off=queries.is_off(meeting),
    )  # fmt: skip


@blueprint.post("/invitations/end/<string(maxlength=200):invitation_token>")
@requires(access.INVITED_BY_MAIL)
def end(invitation_token: str) -> Any:
    number = _number(invitation_token)
    opened = queries.opened(number)
    if opened is not None and opened.is_invited:
        if pressed_unread():  # a program that reads the mail first must not end what somebody asked for
            return once_more(url_for("calendar.yours", invitation_token=invitation_token))
        operations.end(_to_change(number), secret_key=the_secret(), now=now())
    return render_template("calendar/ended.html")


def _number(token: str) -> int:
    """Which invitation a link is for; what is no link of ours is not there."""
    try:
        return read_private_token(token, the_secret())
    except LinkNotValid:
        abort(404)


def _to_change(number: int) -> Invitation:
    """The invitation itself, which its holder changes; until then the page reaches what everybody may."""
    step_beyond_the_wall()
    return load_or_404(Invitation, number)


# The coordinator's ----------------------------------------------------------------------------------------------


@blueprint.get("/meetings/<int:meeting_id>/invitations")
@requires(access.SEND_INVITATIONS)
def invitations(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    invited = queries.invitations_to(meeting)
    waiting = queries.waiting_notices(meeting)
    return _page(
        "calendar/invitations.html", meeting=meeting, may_invite=_may_invite(meeting),
        guests=queries.guests_of(invited, queries.fates_of(invited)), asked=queries.families_of(invited),
        candidates=queries.candidates(meeting, today(meeting.time_zone)), waiting=len(waiting),
        is_over=meeting.day < today(meeting.time_zone),
        to_tell=len(change_plan(meeting, now()).mails),
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/send-invitations", methods=["GET", "POST"])
@requires(access.SEND_INVITATIONS)
def send(meeting_id: int) -> Any:
    """First whom, then the look at what goes to whom; the button on that look sends."""
    meeting = load_or_404(Meeting, meeting_id)
    chosen = [int(number) for number in request.values.getlist("person") if number.isdecimal() and len(number) < 10]
    if request.method == "POST":
        looked_at = LookForm().looked_at.data or ""
        operations.invite(meeting, chosen, looked_at, secret_key=the_secret(), **acting())
        flash(_waits())
        return redirect(url_for("calendar.invitations", meeting_id=meeting.id))
    plan = first_plan(meeting, chosen, now())
    letters = [(_letter(meeting, plan.mails[0]), plan.mails)] if plan.mails and _may_invite(meeting) else []
    return _look(
        "calendar/send.html", meeting, plan, letters, may_invite=_may_invite(meeting), chosen=chosen,
        candidates=queries.candidates(meeting, today(meeting.time_zone)),
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/tell-invited", methods=["GET", "POST"])
@requires(access.SEND_INVITATIONS)
def tell(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    if request.method == "POST":
        operations.tell(meeting, LookForm().looked_at.data or "", secret_key=the_secret(), **acting())
        flash(_waits())
        return redirect(url_for("calendar.invitations", meeting_id=meeting.id))
    plan = change_plan(meeting, now())
    letters = [(_letter(meeting, one), mails) for one, mails in plan.kinds]
    return _look("calendar/tell.html", meeting, plan, letters, is_off=queries.is_off(meeting))


@blueprint.post("/meetings/<int:meeting_id>/stop-invitations")
@requires(access.SEND_INVITATIONS)
def stop(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    operations.stop(meeting, **acting())
    flash("Stopped. What had not gone out does not go, and counts as never told.")
    return redirect(url_for("calendar.invitations", meeting_id=meeting.id))


@blueprint.route("/invitations/<drawn:invitation_id>/drop", methods=["GET", "POST"])
@requires(access.SEND_INVITATIONS)
def drop(invitation_id: int) -> Any:
    """Only for people with a part in the forum: families are taken off by nobody but themselves."""
    row = load_or_404(Invitation, invitation_id)
    if row.person_id is None or not row.is_invited:
        abort(404)
    if request.method == "POST":
        is_told = operations.drop(row, secret_key=the_secret(), **acting())
        flash(f"{row.name} is off the list. {_waits() if is_told else 'Nothing had gone to them, so no mail goes.'}")
        return redirect(url_for("calendar.invitations", meeting_id=row.meeting_id))
    is_told = queries.entry_to_take_out(row) is not None
    return render_template(
        "calendar/drop.html", row=row, meeting=row.meeting, due=operations.due_at(now()), is_told=is_told
    )


def _may_invite(meeting: Meeting) -> bool:
    return queries.may_invite(meeting, today(meeting.time_zone))


Letters = list[tuple[Letter, list[Planned]]]


def _look(template: str, meeting: Meeting, plan: Plan, letters: Letters, **values: Any) -> Any:
    form = LookForm(formdata=None)
    form.looked_at.data = plan.looks
    return _page(
        template, meeting=meeting, plan=plan, letters=letters, form=form, due=operations.due_at(now()),
        ready=now() + operations.HOLD, **values,
    )  # fmt: skip


def _letter(meeting: Meeting, mail: Planned) -> Letter:
    """The very words that go out, but for each person's own link."""
    if mail.method == Method.CANCEL and not queries.is_off(meeting):
        return emails.taken_off(meeting, by_themselves=False)
    if mail.method == Method.CANCEL:
        return emails.called_off(meeting, asked_for=mail.is_family)
    return request_letter(meeting, SHOWN_AS, mail.changed, now=now(), asks=mail.asks, asked_for=mail.is_family)


def _waits() -> str:
    return "The mails wait for ten minutes, and at night until the morning. Until then you can stop them here."


def _page(template: str, **values: Any) -> Any:
    return render_template(template, labels=labels, families=families, is_few=is_few, **values)


# One's own ------------------------------------------------------------------------------------------------------


@blueprint.get("/my-calendar")
@requires(access.SIGNED_IN)
def mine() -> Any:
    row = queries.feed_of(current_user.person_id)
    token = feed_token(row.id, the_secret()) if row else ""
    places = _addresses(absolute("calendar.own_feed", feed_token=token)) if row else {}
    own = queries.own_invitations(current_user.person_id, today(the_forum().time_zone))
    return render_template(
        "calendar/mine.html", row=row, form=FeedForm(formdata=None), labels=labels,
        invitations=[(each, answer_now(each), private_token(each.id, the_secret())) for each in own], **places,
    )  # fmt: skip


@blueprint.post("/my-calendar/new-address")
@requires(access.SIGNED_IN)
def new_address() -> Any:
    form = FeedForm()
    operations.make_feed(
        current_user.person_id, leaves_out_invited=form.leaves_out_invited.data, secret_key=the_secret(), now=now()
    )
    flash("Here is your new private address. One that you had before no longer works.")
    return redirect(url_for("calendar.mine"))


@blueprint.post("/my-calendar/end-address")
@requires(access.SIGNED_IN)
def end_address() -> Any:
    operations.end_feed(current_user.person_id, now=now())
    flash("The address no longer works. Take the calendar out of your program too.")
    return redirect(url_for("calendar.mine"))


@blueprint.get("/my-calendar/<string(maxlength=60):feed_token>/forum.ics")
@requires(access.READ_OWN_FEED)
@fetched_by_programs
def own_feed(feed_token: str) -> Any:
    """No sign-in: calendar programs cannot. Nobody but the holder of the address can know it."""
    try:
        reader = feeds.reader_of(feed_token, now())
    except LookupError:
        abort(404)
    except FeedHasEnded:
        return make_response(render_template("calendar/address_ended.html"), 410)
    calendar = feeds.private_feed(reader, now())
    response = _as_feed(calendar, "forum.ics")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.set_etag(calendar.etag)
    return response.make_conditional(request)


def _stands_in_calendars(meeting: Meeting) -> str | None:
    """Once the meeting is gone, nobody could take the entries out."""
    if meeting.day < today(meeting.time_zone) or not (held := queries.told_calendars(meeting)):
        return None
    has_times = meeting.starts_at is not None and meeting.ends_by is not None
    first = "First" if has_times else "Give the meeting its start and its latest finish again, then"
    return (
        f"{plural(held, 'calendar')} still {'holds' if held == 1 else 'hold'} this meeting. "
        f"{first} tell them, on the page “Calendar invitations”, that it does not take place."
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
    also_hold(app, queries.family_addresses)
    ask_before_throwing_away(_stands_in_calendars)
