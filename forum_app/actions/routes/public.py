"""The promises for everybody, and taking on what is open to anybody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.actions import emails, holding, queries
from forum_app.actions.forms import (
    ConfirmTakeForm,
    FilterForm,
    TakeForm,
)
from forum_app.actions.holding import NoSuchOffer, find_offer, is_open_to_anybody
from forum_app.actions.models import (
    ActionPoint,
)
from forum_app.actions.plot import plot_of
from forum_app.actions.routes.blueprint import blueprint, line_for, this_day
from forum_app.clock import now
from forum_app.codes import hash_token
from forum_app.db import beyond_the_wall
from forum_app.documents.uploads import CleanFile
from forum_app.mail.outbox import queue
from forum_app.web import (
    limit_address,
    limited,
    load_or_404,
    on_record,
    public,
    render_form,
    requires,
    step_beyond_the_wall,
)
from forum_app.web.downloads import attachment

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
        action_id, form.name.data, form.address.data, shows_name=bool(form.shows_name.data), day=this_day()
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
            action_id = find_offer(beside, take_token, this_day()).action_id
    except NoSuchOffer:
        abort(404)
    action = load_or_404(ActionPoint, action_id)
    form = ConfirmTakeForm()
    if form.validate_on_submit():
        return _take(take_token)
    return render_form("actions/confirm_take.html", form, action=action, take_token=take_token)


def _take(take_token: str) -> Any:
    step_beyond_the_wall()
    moment, day = now(), this_day()
    holder = holding.take(take_token, now=moment, day=day)
    letter = emails.taken(line_for(holder, day))
    queue(letter, to=str(holder.mail_to), key=f"action:{holder.action_id}:taken:{holder.id}", now=moment)
    flash("Thank you! It is yours now. This page is where you say what became of it; its link is in your mail too.")
    return redirect(url_for("actions.your_part", part_token=holding.link_for(holder, day)))
