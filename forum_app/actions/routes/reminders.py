"""What will go to whom, for the coordinator."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.actions import labels, queries, reminding
from forum_app.actions.forms import (
    QuietForm,
    WordsForm,
)
from forum_app.actions.jobs import letter_of
from forum_app.actions.models import (
    QuietPeriod,
)
from forum_app.actions.reminder_days import holidays
from forum_app.actions.routes.blueprint import blueprint, this_day
from forum_app.web import (
    acting,
    load_or_404,
    render_form,
    requires,
)


@blueprint.get("/reminders")
@requires(access.LOOK_AFTER_PROMISES)
def reminders() -> Any:
    """What goes in the next days, to whom, and when nothing goes."""
    day = this_day()
    return render_template(
        "actions/reminders.html",
        coming=reminding.coming(day), ahead=reminding.SHOWN_AHEAD.days, labels=labels,
        quiet=queries.quiet_periods(day), holidays=holidays(day.year), with_nobody=queries.how_many_with_nobody(),
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
    letter = letter_of(mail, this_day(), links=False)
    return render_form("actions/reminder.html", form, mail=mail, letter=letter, labels=labels)


def _reminder_or_404(reminder_key: str) -> reminding.Mail:
    try:
        return reminding.find(reminder_key, this_day())
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
