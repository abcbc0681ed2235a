from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for

from forum_app import access
from forum_app.clock import now
from forum_app.mail import labels, operations
from forum_app.mail.jobs import goes_to_files, is_set_up
from forum_app.mail.models import OutboxMessage
from forum_app.mail.operations import AlreadyEnded, BeingSent, NothingLeftToSend
from forum_app.mail.queries import the_queue
from forum_app.settings.queries import the_forum
from forum_app.timetable import last_failures, last_runs
from forum_app.web import acting, explain, load_or_404, requires

blueprint = Blueprint("mail", __name__)

REFUSED = {
    BeingSent: "This mail is being sent at this moment. Look again in a minute.",
    NothingLeftToSend: "Its words are deleted already, so it cannot be sent again. Nothing was changed.",
    AlreadyEnded: "This mail has gone or is stopped already. Nothing was changed.",
}


@blueprint.get("/mail-and-jobs")
@requires(access.LOOK_AFTER_MAIL)
def mail_and_jobs() -> Any:
    jobs, moment = current_app.extensions["timetable"], now()
    return render_template(
        "outbox/mail_and_jobs.html",
        queue=the_queue(moment),
        runs=last_runs(jobs),
        failures=last_failures(jobs, moment, the_forum().time_zone),
        is_set_up=is_set_up(),
        goes_to_files=goes_to_files(),
        labels=labels,
    )


@blueprint.post("/mail-and-jobs/try-again")
@requires(access.LOOK_AFTER_MAIL)
def resume() -> Any:
    operations.resume(**acting())
    flash("The mail service is tried again within a minute.")
    return redirect(url_for("mail.mail_and_jobs"))


@blueprint.post("/mails/<drawn:mail_id>/try-again")
@requires(access.LOOK_AFTER_MAIL)
def try_again(mail_id: int) -> Any:
    operations.try_again(load_or_404(OutboxMessage, mail_id), **acting())
    flash("This mail is tried again within a minute.")
    return redirect(url_for("mail.mail_and_jobs"))


@blueprint.post("/mails/<drawn:mail_id>/stop")
@requires(access.LOOK_AFTER_MAIL)
def stop(mail_id: int) -> Any:
    operations.stop(load_or_404(OutboxMessage, mail_id), **acting())
    flash("This mail is stopped. You can still have it tried again.")
    return redirect(url_for("mail.mail_and_jobs"))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
