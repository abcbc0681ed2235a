from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from forum_app import access
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.quiet_hours import next_daytime
from forum_app.settings.queries import the_forum
from forum_app.subscriptions import operations
from forum_app.subscriptions.forms import ChoicesForm, SubscribeForm
from forum_app.subscriptions.links import LinkNotValid, private_token, read_confirm_token, read_private_token
from forum_app.subscriptions.models import Pace, Subscription, Topic
from forum_app.subscriptions.queries import mail_came_back
from forum_app.web import explain, limited, once_more, pressed_unread, render_form, requires, step_beyond_the_wall

blueprint = Blueprint("subscriptions", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.TooManyToday: (
        "A lot of people asked for news today, so for today no more are taken. Please try again tomorrow."
    ),
}


@blueprint.route("/news", methods=["GET", "POST"])
@requires(access.NEWS_BY_MAIL)
@limited("subscribe", per_minute=20, per_hour=200)
def subscribe() -> Any:
    form = SubscribeForm(data={"next_meeting": True, "minutes": True})
    if form.validate_on_submit():
        step_beyond_the_wall()
        operations.ask(form.address.data, form.topics, Pace(form.pace.data), secret_key=_secret(), now=now())
        return redirect(url_for("subscriptions.check_mail"))
    return render_form("subscriptions/subscribe.html", form)


@blueprint.get("/news/check-your-mail")
@requires(access.NEWS_BY_MAIL)
def check_mail() -> Any:
    """The same page for every address, whether it was known or not."""
    moment = now()
    return render_template("subscriptions/check_mail.html", waits=next_daytime(moment, the_forum().time_zone) != moment)


@blueprint.route("/news/confirm/<string(maxlength=200):confirm_token>", methods=["GET", "POST"])
@requires(access.NEWS_BY_MAIL)
def confirm(confirm_token: str) -> Any:
    """Opening the link shows a button, and only somebody who can have read it confirms (mail scanners press it too)."""
    try:
        row = _row(read_confirm_token(confirm_token, _secret()))
    except LinkNotValid:
        row = None
    if row is None:
        return make_response(render_template("subscriptions/link_not_valid.html"), 410)
    if request.method == "POST":
        if pressed_unread():
            return once_more(url_for("subscriptions.confirm", confirm_token=confirm_token))
        operations.confirm(row, secret_key=_secret(), now=now())
        flash("Thank you. You will hear from us about what is ticked here.")
        return redirect(url_for("subscriptions.yours", news_token=private_token(row.id, _secret())))
    return _kept_nowhere(render_template("subscriptions/confirm.html", confirm_token=confirm_token))


@blueprint.route("/news/yours/<string(maxlength=200):news_token>", methods=["GET", "POST"])
@requires(access.NEWS_BY_MAIL)
def yours(news_token: str) -> Any:
    row = _subscription(news_token)
    if row is None or not row.is_confirmed:
        return make_response(render_template("subscriptions/stopped.html"), 410)
    form = ChoicesForm(data={"pace": row.pace, **{topic: topic in row.topics for topic in Topic}})
    if form.validate_on_submit():
        operations.choose(row, form.topics, Pace(form.pace.data))
        flash("Saved. It counts from now on.")
        return redirect(url_for("subscriptions.yours", news_token=news_token))
    page = render_form("subscriptions/yours.html", form, news_token=news_token, came_back=mail_came_back(row.address))
    return _kept_nowhere(page)


@blueprint.post("/news/try-again/<string(maxlength=200):news_token>")
@requires(access.NEWS_BY_MAIL)
def try_again(news_token: str) -> Any:
    """The way back after mail was returned: its owner says that it works again."""
    row = _subscription(news_token)
    if row is not None and pressed_unread():
        return once_more(url_for("subscriptions.yours", news_token=news_token))
    if row is not None:
        operations.confirm(row, secret_key=_secret(), now=now())
        flash("Thank you. We will write to you again.")
    return redirect(url_for("subscriptions.yours", news_token=news_token))


@blueprint.route("/news/stop/<string(maxlength=200):news_token>", methods=["GET", "POST"])
@requires(access.NEWS_BY_MAIL)
def stop(news_token: str) -> Any:
    """One press and it is done: no cookie, no sign-in, no token but the link; opening it shows a button.

    A mail program's own button (RFC 8058) says what it is; one on our page counts once it can have been read.
    """
    row = _subscription(news_token)
    if row is not None and request.method != "POST":
        return _kept_nowhere(render_template("subscriptions/stop.html", news_token=news_token))
    if row is not None and request.form.get("List-Unsubscribe") != "One-Click" and pressed_unread():
        return _kept_nowhere(once_more(url_for("subscriptions.stop", news_token=news_token)))
    if row is not None:
        operations.stop(row, now=now())
    return _kept_nowhere(render_template("subscriptions/stopped.html"))


def _subscription(news_token: str) -> Subscription | None:
    """Whose link it is, or None when it was stopped before; what is no link of ours is not there."""
    try:
        return _row(read_private_token(news_token, _secret()))
    except LinkNotValid:
        abort(404)


def _row(number: int) -> Subscription | None:
    """The subscription of a link that has proved to be ours: until then its page reaches what everybody may."""
    step_beyond_the_wall()
    return db.session.get(Subscription, number)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _kept_nowhere(page: Any) -> Any:
    """A page behind a private link is kept by no browser and shown by no search engine."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(stop)  # a mail program presses this button, and holds no token of ours
    explain(app, REFUSED)
