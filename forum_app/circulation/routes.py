from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from forum_app import access
from forum_app.actions.legs import when_one_lands
from forum_app.actions.operations import before_an_update_is_taken_back
from forum_app.asking.guard import HeldBack, NamesToLookAt
from forum_app.circulation import labels, operations, passing_on, queries
from forum_app.circulation.announcements import notice, short_text
from forum_app.circulation.contents import MeetingNotReady, contents_of, may_send, usual_questions_by
from forum_app.circulation.forms import CirculationForm, ReleaseForm, TestForm
from forum_app.circulation.lantern import outgoing, to_check
from forum_app.circulation.models import Circulation, CirculationState, Kind
from forum_app.circulation.plan import plan_of, shown
from forum_app.circulation.preview import words_of_html
from forum_app.circulation.recipients import with_a_part
from forum_app.clock import now, today
from forum_app.db import db, flush
from forum_app.mail.quiet_hours import next_daytime
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.labels import TOPICS_IN_SHORT, families, is_few
from forum_app.subscriptions.queries import counts_by_topic
from forum_app.web import acting, explain, load_or_404, render_form, requires, save

blueprint = Blueprint("circulation", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.AlreadyReleased: "This was sent already, so its words stay as they went.",
    MeetingNotReady: (
        "The meeting is not at the point at which this can be sent: mail tells only what its public page shows."
    ),
    operations.NobodyToSendTo: "Everybody in this audience has this text already, so nothing was sent.",
    operations.NotReleased: "Nothing of this is waiting any more, so there was nothing to stop.",
    HeldBack: (
        "Held back: the email address or number of somebody who left something with the forum, or who gets its news, "
        "stands in the text. Nothing was sent. Take it out, then send it."
    ),
    NamesToLookAt: (
        "The name of somebody who left something with the forum, or who gets its news, may stand in the text. Nothing "
        "was sent. Go back, look at each, and tick the box if it is right as it is."
    ),
    operations.ChangedSinceLooked: (
        "The text or the people changed after you opened the page, so nothing was sent. Look at it again, then send it."
    ),
}


@blueprint.get("/circulations")
@requires(access.CIRCULATE)
def circulations() -> Any:
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    rows, count = queries.circulations(page)
    return _page(
        "circulation/circulations.html", rows=rows, count=count, page=page, per_page=queries.A_PAGE,
        offers=queries.offers(_day()), by_topic=counts_by_topic(), topics=TOPICS_IN_SHORT,
    )  # fmt: skip


@blueprint.route("/circulations/new", methods=["GET", "POST"])
@requires(access.CIRCULATE)
def new() -> Any:
    kind, meeting = _wanted()
    form = CirculationForm(data=_first_guess(kind, meeting))
    form.keep_to(kind)
    if form.validate_on_submit():
        row = operations.make_draft(kind, meeting, form.facts(), form.key, **acting())
        return redirect(url_for("circulation.look", circulation_id=row.id))
    form.draw_key()
    return _form(form, kind, meeting, None)


def _wanted() -> tuple[Kind, Meeting | None]:
    """What is to be sent, and about which meeting; a note where nothing is said that can be."""
    wanted = request.values.get("kind", "")
    kind = Kind(wanted) if wanted in set(Kind) else Kind.NOTE
    number = request.values.get("meeting", 0, type=int)
    is_number = kind != Kind.NOTE and 0 < number < 2**31  # what both engines can hold
    meeting = db.session.get(Meeting, number) if is_number else None
    if not may_send(kind, meeting, _day()):
        abort(404)
    return kind, meeting


def _first_guess(kind: Kind, meeting: Meeting | None) -> dict[str, Any]:
    guess: dict[str, Any] = {f"to_{audience}": True for audience in labels.USUAL[kind]}
    if meeting is not None:
        guess["questions_by"] = usual_questions_by(meeting, _day())
    return guess


@blueprint.route("/circulations/<int:circulation_id>/edit", methods=["GET", "POST"])
@requires(access.CIRCULATE)
def edit(circulation_id: int) -> Any:
    row = load_or_404(Circulation, circulation_id)
    if request.method != "POST" and not row.is_draft:
        abort(404)
    form = CirculationForm(obj=row, data={f"to_{audience}": True for audience in row.audiences})
    form.keep_to(row.kind)
    if form.validate_on_submit() and save(form, row, lambda: operations.change_draft(row, form.facts())):
        return redirect(url_for("circulation.look", circulation_id=row.id))
    return _form(form, row.kind, row.meeting, row)


def _form(form: CirculationForm, kind: str, meeting: Meeting | None, row: Circulation | None) -> Any:
    by_topic = counts_by_topic()
    return render_form(
        "circulation/form.html", form, kind=kind, meeting=meeting, row=row, labels=labels,
        by_topic=by_topic, topics=TOPICS_IN_SHORT, families=families,
    )  # fmt: skip


@blueprint.get("/circulations/<int:circulation_id>")
@requires(access.CIRCULATE)
def look(circulation_id: int) -> Any:
    """Before it goes, the look at what goes to whom; afterwards, how far it has come."""
    row = load_or_404(Circulation, circulation_id)
    if row.is_draft:
        return _check(row)
    return _page(
        "circulation/progress.html", row=row, report=queries.report_of(row), now=now(), states=CirculationState
    )


def _check(row: Circulation) -> Any:
    try:
        plan = plan_of(row, secret_key=_secret(), now=now())
    except MeetingNotReady:
        return _page("circulation/not_ready.html", row=row)
    test, release = TestForm(formdata=None), ReleaseForm(formdata=None)
    test.draw_key()
    release.looked_at.data = plan.looks
    ready = now() + operations.HOLD
    return _page(
        "circulation/check.html",
        row=row,
        plan=plan,
        letter_html=words_of_html(shown(plan.to_families).html, without_heading=True),
        test=test,
        test_to=_own_address(),
        release=release,
        ready=ready,
        due=ready if row.urgent else next_daytime(ready, the_forum().time_zone),
        spotted=to_check(row, the_forum()),
        names=outgoing(row, plan, the_forum()).names(the_forum()),
    )


@blueprint.get("/circulations/<int:circulation_id>/preview")
@requires(access.CIRCULATE)
def preview(circulation_id: int) -> Any:
    """The very words, as a family or as a chosen person gets them."""
    row = load_or_404(Circulation, circulation_id)
    plan = plan_of(row, secret_key=_secret(), now=now())
    people = [addressee for addressee in plan.found.addressees if not addressee.is_family]
    chosen = next((who for who in people if who.person_id == request.args.get("person", type=int)), None)
    letter = shown(plan.letter_to(chosen) if chosen else plan.to_families)
    return _page(
        "circulation/preview.html",
        row=row,
        letter=letter,
        letter_html=words_of_html(letter.html),
        chosen=chosen,
        people=people,
    )


@blueprint.get("/circulations/<int:circulation_id>/elsewhere")
@requires(access.CIRCULATE)
def elsewhere(circulation_id: int) -> Any:
    """The same news for a group chat, and for families only the local authority knows."""
    row = load_or_404(Circulation, circulation_id)
    contents = contents_of(row, _day())
    texts = {"short": short_text(row, contents, the_forum()), "notice": notice(row, contents, the_forum())}
    return _page("circulation/elsewhere.html", row=row, **texts)


@blueprint.post("/circulations/<int:circulation_id>/test")
@requires(access.CIRCULATE)
def test(circulation_id: int) -> Any:
    row = load_or_404(Circulation, circulation_id)
    to = _own_address()
    operations.send_test(row, to, TestForm().key, secret_key=_secret(), now=now())
    flash(f"A test is on its way to {to}. Nobody else gets it.")
    return redirect(url_for("circulation.look", circulation_id=row.id))


@blueprint.post("/circulations/<int:circulation_id>/release")
@requires(access.CIRCULATE)
def release(circulation_id: int) -> Any:
    row = load_or_404(Circulation, circulation_id)
    form = ReleaseForm()
    try:
        operations.release(
            row, form.looked_at.data or "", names_looked_at=form.names.data, secret_key=_secret(), **acting()
        )
    except operations.AlreadyReleased:
        db.session.rollback()
        flash("This was sent already. Nothing went out twice.")
    return redirect(url_for("circulation.look", circulation_id=circulation_id))


@blueprint.post("/circulations/<int:circulation_id>/stop")
@requires(access.CIRCULATE)
def stop(circulation_id: int) -> Any:
    row = load_or_404(Circulation, circulation_id)
    operations.stop(row, **acting())
    return redirect(url_for("circulation.look", circulation_id=row.id))


@blueprint.post("/circulations/<int:circulation_id>/again")
@requires(access.CIRCULATE)
def again(circulation_id: int) -> Any:
    row = operations.draft_again(load_or_404(Circulation, circulation_id), **acting())
    flush()
    return redirect(url_for("circulation.look", circulation_id=row.id))


@blueprint.route("/circulations/<int:circulation_id>/throw-away", methods=["GET", "POST"])
@requires(access.CIRCULATE)
def throw_away(circulation_id: int) -> Any:
    row = load_or_404(Circulation, circulation_id)
    if request.method != "POST" and not row.is_draft:
        abort(404)
    if request.method != "POST":
        return _page("circulation/throw_away.html", row=row)
    operations.throw_away(row)
    flash("The draft is thrown away.")
    return redirect(url_for("circulation.circulations"))


def _own_address() -> str:
    """Where the coordinator's own tests go: their address, or the forum's where theirs is not known."""
    mine = next((person for person in with_a_part(_day()) if person.person_id == current_user.person_id), None)
    return (mine.address if mine else "") or the_forum().contact_email


def _page(name: str, **values: Any) -> Any:
    return render_template(name, labels=labels, families=families, is_few=is_few, **values)


def _day() -> Any:
    return today(the_forum().time_zone)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    when_one_lands(app).append(passing_on.draft)
    before_an_update_is_taken_back(passing_on.not_after_all)
    explain(app, REFUSED)
