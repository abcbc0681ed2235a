from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.actions import emails, holding, labels, operations, queries, reminding, ticking_off
from forum_app.actions.emails import Line
from forum_app.actions.forms import (
    ActionForm,
    ConfirmForm,
    ConfirmTakeForm,
    FilterForm,
    HolderForm,
    QuietForm,
    ReachForm,
    SuccessorForm,
    TakeForm,
    TickOffForm,
    UpdateForm,
    WordsForm,
)
from forum_app.actions.holding import Holder, NoSuchOffer, find_offer, holder_of, holders_so_far, is_open_to_anybody
from forum_app.actions.jobs import letter_of
from forum_app.actions.legs import landed
from forum_app.actions.models import (
    ActionHolder,
    ActionPoint,
    ActionState,
    OwnerKind,
    QuietPeriod,
    Said,
    TickOff,
    TickOffFile,
    TickOffState,
)
from forum_app.actions.operations import ActionFacts, ActionHasHistory, NothingToUndo
from forum_app.actions.part import Part, part_behind
from forum_app.actions.plot import plot_of
from forum_app.actions.reminder_days import holidays
from forum_app.actions.ticking_off import Told
from forum_app.actions.usual_due import usual_due
from forum_app.clock import day_in_words, now, today
from forum_app.codes import hash_token
from forum_app.db import beyond_the_wall, db
from forum_app.documents.uploads import LARGEST, CleanFile
from forum_app.mail.inbound.queries import notes_about
from forum_app.mail.outbox import queue
from forum_app.meetings.models import Meeting
from forum_app.meetings.queries import next_meetings
from forum_app.people.models import Person
from forum_app.people.queries import people
from forum_app.settings.queries import the_forum
from forum_app.web import (
    accepts_bytes,
    acting,
    explain,
    limit_address,
    limited,
    load_or_404,
    on_record,
    once_more,
    pressed_unread,
    public,
    render_form,
    requires,
    save,
    step_beyond_the_wall,
)
from forum_app.web.downloads import attachment
from forum_app.web.filters import plural
from forum_app.wording.identity import look_for_identity

blueprint = Blueprint("actions", __name__)

REFUSED: dict[type[Exception], str] = {
    ActionHasHistory: "Something became of this promise already, so it stays on record.",
    NothingToUndo: "There is no update to take back.",
    ticking_off.NobodyHoldsIt: (
        "This is with somebody else now, so nothing was changed. Write to the forum if that is odd."
    ),
    ticking_off.AlreadyClosed: "This is closed already, thank you. Nothing more is needed.",
    ticking_off.WaitsAlready: "What was sent before still waits for the coordinator. Take it back first to change it.",
    ticking_off.NotWaiting: "This was dealt with meanwhile, or taken back. Nothing was changed: look again.",
    holding.TakenMeanwhile: "Somebody else took this on just before. Thank you all the same: others may be open.",
    holding.NotOpenToAnybody: "This is not open to anybody any more. Thank you all the same: others may be open.",
    holding.NoSuchOffer: "This link was used already, or it is too old. The page of the promise shows where it stands.",
    reminding.NoSuchReminder: "This reminder has gone, or is no longer needed. Nothing was changed.",
}
#: Three files of the largest size, and what a browser wraps around them.
MOST_BYTES = 3 * LARGEST + 1024 * 1024


def _day() -> date:
    return today(the_forum().time_zone)


# In public ----------------------------------------------------------------------------------------------------

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
    by_year = queries.promises_by_year()
    filters = FilterForm(request.args)
    filters.offer_years([of.year for of in by_year])
    wanted = queries.Wanted()
    if filters.validate():
        year = int(filters.year.data) if filters.year.data else None
        wanted = queries.Wanted(filters.state.data or None, filters.owner_kind.data or None, year)
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    rows, count = queries.tracker(wanted, page)
    return render_template(
        "actions/tracker.html",
        actions=rows, count=count, page=page, per_page=queries.A_PAGE, wanted=wanted,
        kept=queries.all_years(by_year), by_year=by_year, plot=plot_of(by_year), filters=filters,
        questions=_questions_behind(rows),
    )  # fmt: skip


@blueprint.get("/promises/<int:action_id>")
@public
@on_record
def promise(action_id: int) -> Any:
    return render_template("actions/promise.html", action=_public_or_404(action_id))


@blueprint.get("/promises/files/<drawn:file_id>")
@public
def file(file_id: int) -> Any:
    """A file that belongs to what became of a promise, to keep."""
    found = queries.public_file(file_id)
    if found is None:
        abort(404)
    return attachment(CleanFile(str(found.id), found.called, found.media_type, found.data))


def _public_or_404(action_id: int) -> ActionPoint:
    action = queries.public_action(action_id)
    if action is None:
        abort(404)
    return action


# Taking on what is open to anybody ----------------------------------------------------------------------------


@blueprint.route("/promises/<int:action_id>/take-on", methods=["GET", "POST"])
@public
@limited("take-on", per_minute=20, per_hour=100)
def take_on(action_id: int) -> Any:
    """A name and an address, no account. It is theirs once they press the button in the mail."""
    action = _public_or_404(action_id)
    if action.taken or not is_open_to_anybody(action):
        abort(404)
    form = TakeForm()
    if form.validate_on_submit():
        if not form.is_from_a_bot:
            _offer(action_id, form)
        return redirect(url_for("actions.check_mail"))
    return render_form("actions/take_on.html", form, action=action)


def _offer(action_id: int, form: TakeForm) -> None:
    limit_address("take-on", form.address.data, per_hour=3, per_day=6)
    token = holding.offer(
        action_id, form.name.data, form.address.data, shows_name=bool(form.shows_name.data), day=_day()
    )
    letter = emails.confirm_offer(_public_or_404(action_id), token)
    queue(letter, to=form.address.data, key=f"action-offer:{hash_token(token)}", now=now())


@blueprint.get("/promises/check-your-mail")
@public
def check_mail() -> Any:
    """The same page whatever was typed."""
    return render_template("actions/check_mail.html")


@blueprint.route("/taking-on/<string(maxlength=60):take_token>", methods=["GET", "POST"])
@requires(access.FOLLOW_LINK)
def confirm_take(take_token: str) -> Any:
    """Opening the link shows what it is about; a tick and a button take it on (mail scanners press buttons)."""
    try:
        with beyond_the_wall(reading=True) as beside:
            action_id = find_offer(beside, take_token, _day()).action_id
    except NoSuchOffer:
        abort(404)
    action = load_or_404(ActionPoint, action_id)
    form = ConfirmTakeForm()
    if form.validate_on_submit():
        return _take(take_token)
    return render_form("actions/confirm_take.html", form, action=action, take_token=take_token)


def _take(take_token: str) -> Any:
    step_beyond_the_wall()
    moment, day = now(), _day()
    holder = holding.take(take_token, now=moment, day=day)
    letter = emails.taken(_line_for(holder, day))
    queue(letter, to=str(holder.mail_to), key=f"action:{holder.action_id}:taken:{holder.id}", now=moment)
    flash("Thank you! It is yours now. This page is where you say what became of it; its link is in your mail too.")
    return redirect(url_for("actions.your_part", part_token=holding.link_for(holder, day)))


def _line_for(holder: ActionHolder, day: date) -> Line:
    return Line(holder.action, None, holding.link_for(holder, day))


# From the link in a mail --------------------------------------------------------------------------------------


@blueprint.route("/your-part/<string(maxlength=60):part_token>", methods=["GET", "POST"])
@requires(access.FOLLOW_LINK)
@accepts_bytes(MOST_BYTES)
@limited("tick-off", per_minute=30, per_hour=200)
def your_part(part_token: str) -> Any:
    """One action point and four things to say of it: a choice, a sentence, one press."""
    part = _part_or_404(part_token)
    if part.waiting and request.method == "POST":  # the button was pressed twice
        return redirect(url_for("actions.your_part", part_token=part_token))
    form = TickOffForm()
    form.today = _day()
    form.offer(labels.choices_for(part.action.via, is_taker=part.is_taker))
    if form.validate_on_submit():
        files = form.clean_files()
        if files is not None:
            return _tick_off(part, form, files, part_token)
    form.draw_key()
    return render_form("actions/your_part.html", form, part=part, part_token=part_token, labels=labels)


def _part_or_404(part_token: str) -> Part:
    part = part_behind(part_token, _day())
    if part is None:
        abort(404)
    return part


def _tick_off(part: Part, form: TickOffForm, files: Any, part_token: str) -> Any:
    action_id, day = part.action.id, _day()
    told = Told(Said(form.said.data), form.words.data, form.form_key.data, form.new_due_on.data, files)
    step_beyond_the_wall()
    ticking_off.tick_off(db.session.get_one(ActionPoint, action_id), told, now=now(), day=day)
    return redirect(url_for("actions.your_part", part_token=part_token))


@blueprint.post("/your-part/<string(maxlength=60):part_token>/take-back")
@requires(access.FOLLOW_LINK)
def take_back(part_token: str) -> Any:
    action_id = _part_or_404(part_token).action.id
    if pressed_unread():  # a program that opens the mail once more must not undo what was said
        return once_more(url_for("actions.your_part", part_token=part_token))
    step_beyond_the_wall()
    ticking_off.take_back(db.session.get_one(ActionPoint, action_id))
    flash("Taken back. Nobody has read it on a public page.")
    return redirect(url_for("actions.your_part", part_token=part_token))


# The action points of a meeting -------------------------------------------------------------------------------


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
    later = next((m.day for m in next_meetings(_day()) if m.day > meeting.day and not m.is_cancelled), None)
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
    form = UpdateForm(version=action.version, day=_day(), words="")
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
    form = ReachForm(data={"day": _day()})
    if form.validate_on_submit():
        operations.tell_reach(action, form.how.data, form.people.data, form.day.data, **acting())
        flash("Noted. It stands on the page of this notice.")
        return redirect(url_for("actions.reach", action_id=action.id))
    return render_form("actions/reach.html", form, action=action)


# Who has it in hand -------------------------------------------------------------------------------------------


@blueprint.route("/actions/<int:action_id>/in-hand", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def in_hand(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    form = HolderForm()
    form.offer_people(_people_to_choose())
    if form.validate_on_submit():
        _give(action, form)
        return redirect(url_for("actions.in_hand", action_id=action.id))
    return render_form(
        "actions/in_hand.html", form, action=action, holder=holder_of(action.id), before=holders_so_far(action.id)
    )


def _people_to_choose() -> list[Person]:
    day = _day()
    return [person for person in people() if person.email and person.roles_on(day)]


def _give(action: ActionPoint, form: HolderForm) -> None:
    if form.person.data:
        holder = Holder.of_person(db.session.get_one(Person, int(form.person.data)))
    else:
        holder = Holder(form.name.data, form.address.data)
    row = holding.give_to(action, holder, now_with=form.now_with.data, day=_day(), **acting())
    holding.keep_quiet_until(row, form.quiet_until.data)
    if form.tell.data:
        _send_link(row)
    flash(f"It stands with {row.name} now." + (" The link goes to them by mail." if form.tell.data else ""))


def _send_link(row: ActionHolder) -> None:
    letter = emails.yours(row.name, _line_for(row, _day()))
    queue(letter, to=str(row.mail_to), key=f"action:{row.action_id}:yours:{row.id}", now=now())


@blueprint.post("/actions/<int:action_id>/let-go")
@requires(access.LOOK_AFTER_PROMISES)
def let_go(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    holding.let_go(action, day=_day(), **acting())
    flash("Nobody has it in hand now, and the links to it no longer work.")
    return redirect(url_for("actions.in_hand", action_id=action.id))


@blueprint.route("/people/<int:person_id>/promises", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def pass_all(person_id: int) -> Any:
    """Somebody leaves: everything open that they have in hand goes to a successor, with its history."""
    person = load_or_404(Person, person_id)
    held = holding.held_by(person_id)
    form = SuccessorForm()
    form.offer_people([other for other in _people_to_choose() if other.id != person_id])
    if held and form.validate_on_submit():
        successor = db.session.get_one(Person, int(form.successor.data))
        passed = holding.pass_all(person, Holder.of_person(successor), day=_day(), **acting())
        if form.tell.data:
            for action in passed:
                _send_link(holding.current_holder(action.id))
        flash(f"{plural(len(passed), 'action point')} passed to {successor.name}. Who promised them stays on record.")
        return redirect(url_for("actions.pass_all", person_id=person_id))
    return render_form("actions/pass_all.html", form, person=person, held=held)


# What holders said --------------------------------------------------------------------------------------------


@blueprint.get("/tick-offs")
@requires(access.LOOK_AFTER_PROMISES)
def tick_offs() -> Any:
    return render_template(
        "actions/tick_offs.html",
        waiting=ticking_off.in_state(TickOffState.WAITING),
        aside=ticking_off.in_state(TickOffState.SET_ASIDE),
        labels=labels,
    )


@blueprint.route("/tick-offs/<drawn:tick_off_id>", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def confirm(tick_off_id: int) -> Any:
    """The words as they were sent, beside the words that everybody will read."""
    row = load_or_404(TickOff, tick_off_id)
    if row.state != TickOffState.WAITING:
        abort(404)
    form = ConfirmForm(version=row.version, wording=row.words)
    form.offer_files(row.files)
    if form.validate_on_submit() and save(form, row, lambda: _confirm(row, form)):
        flash(_what_follows(row))
        return redirect(url_for("actions.tick_offs"))
    action, forum = row.action, the_forum()
    known = [forum.name, forum.local_authority, action.owner, action.via, action.text, *_named(row)]
    spotted = look_for_identity(form.wording.data or "", may_be_named=[words for words in known if words])
    next_state = ActionState(ticking_off.outcome_of(row, "-").state)
    return render_form(
        "actions/confirm.html", form, row=row, action=action, spotted=spotted, labels=labels,
        becomes=labels.state_in_words(action.owner_kind, next_state),
    )  # fmt: skip


def _named(row: TickOff) -> list[str]:
    """Officers and helpers may be named; whoever took it on by themselves may not."""
    return [row.holder.name] if row.holder and not row.holder.is_taker else []


def _confirm(row: TickOff, form: ConfirmForm) -> None:
    files = set(form.to_show.data or [])
    update = ticking_off.confirm(row, form.wording.data, files, day=_day(), **acting())
    landed(update, **acting())


def _what_follows(row: TickOff) -> str:
    action = row.action
    if action.waits_to_be_passed_on and row.said == Said.DONE:
        return (
            f"On record. The mail to families is drafted for {action.via}: it stands on the desk, and nothing has gone."
        )
    if row.said == Said.NOT_OURS:
        return "On record. Nobody has it in hand now: say on its page who does."
    return "On record, in these words."


@blueprint.post("/tick-offs/<drawn:tick_off_id>/set-aside")
@requires(access.LOOK_AFTER_PROMISES)
def set_aside(tick_off_id: int) -> Any:
    ticking_off.set_aside(load_or_404(TickOff, tick_off_id), **acting())
    flash("Set aside: the promise stands as before, and nobody else reads what was sent. You can bring it back.")
    return redirect(url_for("actions.tick_offs"))


@blueprint.post("/tick-offs/<drawn:tick_off_id>/bring-back")
@requires(access.LOOK_AFTER_PROMISES)
def bring_back(tick_off_id: int) -> Any:
    ticking_off.bring_back(load_or_404(TickOff, tick_off_id), **acting())
    flash("It waits for you again.")
    return redirect(url_for("actions.tick_offs"))


@blueprint.get("/tick-offs/files/<drawn:sent_file_id>")
@requires(access.LOOK_AFTER_PROMISES)
def sent_file(sent_file_id: int) -> Any:
    """A file as it was sent; nobody else can open it yet."""
    row = load_or_404(TickOffFile, sent_file_id)
    return attachment(CleanFile(str(row.id), row.called, row.media_type, row.data))


# Reminders ----------------------------------------------------------------------------------------------------


@blueprint.get("/reminders")
@requires(access.LOOK_AFTER_PROMISES)
def reminders() -> Any:
    """What goes in the next days, to whom, and when nothing goes."""
    day = _day()
    return render_template(
        "actions/reminders.html",
        coming=reminding.coming(day), ahead=reminding.SHOWN_AHEAD.days, labels=labels,
        quiet=queries.quiet_periods(day), holidays=holidays(day.year),
    )  # fmt: skip


@blueprint.route("/reminders/quiet", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def quiet() -> Any:
    form = QuietForm()
    if form.validate_on_submit():
        reminding.add_quiet_period(form.starts_on.data, form.ends_on.data, form.why.data, **acting())
        flash("On these days nobody is reminded. What would have gone then goes on the first day after.")
        return redirect(url_for("actions.reminders"))
    return render_form("actions/quiet.html", form)


@blueprint.post("/reminders/quiet/<int:quiet_id>/remove")
@requires(access.LOOK_AFTER_PROMISES)
def remove_quiet(quiet_id: int) -> Any:
    reminding.remove_quiet_period(load_or_404(QuietPeriod, quiet_id), **acting())
    flash("These days are ordinary days again.")
    return redirect(url_for("actions.reminders"))


@blueprint.route("/reminders/<string(maxlength=120):reminder_key>", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def reminder(reminder_key: str) -> Any:
    """One mail as it will go, to change its words or leave it out."""
    mail = _reminder_or_404(reminder_key)
    form = WordsForm(data={"words": mail.words})
    if form.validate_on_submit():
        reminding.write_words(mail, form.words.data or "", **acting())
        flash("Your words go in it.")
        return redirect(url_for("actions.reminder", reminder_key=reminder_key))
    letter = letter_of(mail, _day(), links=False)
    return render_form("actions/reminder.html", form, mail=mail, letter=letter, labels=labels)


def _reminder_or_404(reminder_key: str) -> reminding.Mail:
    try:
        return reminding.find(reminder_key, _day())
    except reminding.NoSuchReminder:
        abort(404)


@blueprint.post("/reminders/<string(maxlength=120):reminder_key>/skip")
@requires(access.LOOK_AFTER_PROMISES)
def skip(reminder_key: str) -> Any:
    reminding.skip(_reminder_or_404(reminder_key), **acting())
    flash("Left out: this mail does not go. You can put it back until its day.")
    return redirect(url_for("actions.reminders"))


@blueprint.post("/reminders/<string(maxlength=120):reminder_key>/put-back")
@requires(access.LOOK_AFTER_PROMISES)
def put_back(reminder_key: str) -> Any:
    reminding.put_back(_reminder_or_404(reminder_key), **acting())
    flash("It goes on its day.")
    return redirect(url_for("actions.reminders"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["action_state"] = _state_in_words
    explain(app, REFUSED)


def _state_in_words(action: ActionPoint) -> str:
    return labels.state_in_words(action.owner_kind, action.state, taken=action.taken)
