"""Open promises that nobody has in hand, to be given out together."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for

from forum_app import access
from forum_app.actions import emails, holding, queries
from forum_app.actions.forms import GiveOutForm, give_out_form
from forum_app.actions.models import ActionHolder
from forum_app.actions.routes.blueprint import blueprint, line_for, this_day
from forum_app.actions.routes.hands import people_to_choose
from forum_app.clock import now
from forum_app.mail.outbox import queue
from forum_app.people.models import Person
from forum_app.web import acting, render_form, requires
from forum_app.web.filters import plural


@blueprint.route("/promises-with-nobody", methods=["GET", "POST"])
@requires(access.LOOK_AFTER_PROMISES)
def with_nobody() -> Any:
    """Whoever is named as the owner is proposed; only the coordinator's button gives anything to anybody."""
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    actions, people = queries.with_nobody(page), people_to_choose()
    proposed = {action.id: who for action in actions if (who := holding.named_as_owner(action, people))}
    form = give_out_form(actions, people, proposed)
    if form.validate_on_submit():
        _give_out(form, people)
        return redirect(url_for("actions.with_nobody"))
    return render_form(
        "actions/with_nobody.html", form, by_meeting=_by_meeting(actions), proposed=proposed, people=people,
        count=queries.how_many_with_nobody(), page=page, per_page=queries.A_PAGE,
    )  # fmt: skip


def _by_meeting(actions: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    return [(meeting, list(those)) for meeting, those in groupby(actions, key=lambda action: action.meeting)]


def _give_out(form: GiveOutForm, people: Sequence[Person]) -> None:
    by_number = {person.id: person for person in people}
    chosen = [(action, by_number[number]) for action, number in form.chosen()]
    given = holding.give_out(chosen, day=this_day(), **acting())
    by_person = [[row for row in given if row.person_id == person.id] for person in people]
    theirs = [rows for rows in by_person if rows]
    if form.tell.data:
        for rows in theirs:
            _send_links(rows)
    names = ", ".join(f"{rows[0].name} ({len(rows)})" for rows in theirs) or "nobody: somebody has each of them already"
    mail = f" {plural(len(theirs), 'mail')} on the way." if form.tell.data and theirs else ""
    flash(f"Given out to {names}.{mail} You can take each back on its own page.")


def _send_links(rows: Sequence[ActionHolder]) -> None:
    """One mail for everything; its key begins with one of its action points, so that an answer finds it."""
    letter = emails.yours(rows[0].name, *(line_for(row, this_day()) for row in rows))
    queue(letter, to=str(rows[0].mail_to), key=f"action:{rows[0].action_id}:yours:{rows[0].id}", now=now())
