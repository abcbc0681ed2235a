"""Who has a promise in hand, and what they said of it, for the coordinator."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.actions import emails, holding, labels, ticking_off
from forum_app.actions.forms import (
    ConfirmForm,
    HolderForm,
    SuccessorForm,
)
from forum_app.actions.holding import Holder, holder_of, holders_so_far
from forum_app.actions.legs import landed
from forum_app.actions.models import (
    ActionHolder,
    ActionPoint,
    ActionState,
    Said,
    TickOff,
    TickOffFile,
    TickOffState,
)
from forum_app.actions.routes.blueprint import blueprint, line_for, this_day
from forum_app.clock import now
from forum_app.db import db
from forum_app.documents.uploads import CleanFile
from forum_app.mail.outbox import queue
from forum_app.people.models import Person
from forum_app.people.queries import people
from forum_app.settings.queries import the_forum
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
    save,
)
from forum_app.web.downloads import attachment
from forum_app.web.filters import plural
from forum_app.wording.identity import look_for_identity

# Who has it in hand -------------------------------------------------------------------------------------------


@blueprint.route("/actions/<int:action_id>/in-hand", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def in_hand(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    form = HolderForm()
    form.offer_people(people_to_choose())
    if form.validate_on_submit():
        _give(action, form)
        return redirect(url_for("actions.in_hand", action_id=action.id))
    return render_form(
        "actions/in_hand.html", form, action=action, holder=holder_of(action.id), before=holders_so_far(action.id)
    )


def people_to_choose() -> list[Person]:
    """Everybody with a role and an address today."""
    day = this_day()
    return [person for person in people() if person.email and person.roles_on(day)]


def _give(action: ActionPoint, form: HolderForm) -> None:
    if form.person.data:
        holder = Holder.of_person(db.session.get_one(Person, int(form.person.data)))
    else:
        holder = Holder(form.name.data, form.address.data)
    row = holding.give_to(action, holder, now_with=form.now_with.data, day=this_day(), **acting())
    holding.keep_quiet_until(row, form.quiet_until.data)
    if form.tell.data:
        _send_link(row)
    flash(f"It stands with {row.name} now." + (" The link goes to them by mail." if form.tell.data else ""))


def _send_link(row: ActionHolder) -> None:
    letter = emails.yours(row.name, line_for(row, this_day()))
    queue(letter, to=str(row.mail_to), key=f"action:{row.action_id}:yours:{row.id}", now=now())


@blueprint.post("/actions/<int:action_id>/let-go")
@requires(access.LOOK_AFTER_PROMISES)
def let_go(action_id: int) -> Any:
    action = load_or_404(ActionPoint, action_id)
    holding.let_go(action, day=this_day(), **acting())
    flash("Nobody has it in hand now, and the links to it no longer work.")
    return redirect(url_for("actions.in_hand", action_id=action.id))


@blueprint.route("/people/<int:person_id>/promises", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def pass_all(person_id: int) -> Any:
    """Somebody leaves: everything open that they have in hand goes to a successor, with its history."""
    person = load_or_404(Person, person_id)
    held = holding.held_by(person_id)
    form = SuccessorForm()
    form.offer_people([other for other in people_to_choose() if other.id != person_id])
    if held and form.validate_on_submit():
        successor = db.session.get_one(Person, int(form.successor.data))
        passed = holding.pass_all(person, Holder.of_person(successor), day=this_day(), **acting())
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
    update = ticking_off.confirm(row, form.wording.data, files, day=this_day(), **acting())
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
