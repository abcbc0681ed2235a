"""Programs that fill in forms, told from people without a puzzle: a field nobody sees, and no time to read.

A form with ``HoneypotMixin`` carries both, and the macro ``hidden(form)`` puts them on its page. Whoever fills in
the hidden field, or sends the form sooner than anybody could have read it, gets the page that a person gets, and
nothing is stored:

    if form.validate_on_submit():
        if not form.is_from_a_bot:
            operations.leave(...)
        return redirect(url_for("….thanks"))

A button behind a link that was mailed needs no form: programs that read mail before its owner open the link and press
what they find. ``post_button(…, read_first=True)`` puts the moment beside the button, and the route asks
``pressed_unread()``; a person only presses once more.
"""

from typing import Any

from flask import Flask, current_app, flash, redirect, request
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, StringField

from forum_app.clock import now

#: Forgiving: somebody who pastes a text prepared beforehand takes longer.
SECONDS_TO_READ = 2
#: No program that fills in forms for people knows this name, and "off" asks it not to.
TRAP, MOMENT = "further_remark", "shown_at"
#: Fields that a form carries by itself: what is shown as typed leaves them out.
NOT_TYPED = frozenset({"csrf_token", TRAP, MOMENT})


class _ShownAtField(HiddenField):
    """When the form was first shown, signed; a form that is shown again keeps its first moment."""

    def _value(self) -> str:
        return str(self.data) if self.seconds_ago() is not None else sign_moment(_seconds())

    def seconds_ago(self) -> int | None:
        return _seconds_since(self.data)


class HoneypotMixin:
    """Stands before Form among a form's bases: ``class AskForm(HoneypotMixin, Form)``."""

    further_remark = StringField("Leave this empty", render_kw={"autocomplete": "off", "tabindex": "-1"})
    shown_at = _ShownAtField()

    @property
    def is_from_a_bot(self) -> bool:
        form: Any = self
        since = form.shown_at.seconds_ago()
        return bool(form.further_remark.raw_data and form.further_remark.raw_data[0]) or (
            since is None or since < SECONDS_TO_READ
        )


def pressed_unread() -> bool:
    """Whether a button was pressed sooner than anybody could have read what it does."""
    since = _seconds_since(request.form.get(MOMENT))
    return since is None or since < SECONDS_TO_READ


def once_more(address: str) -> Any:
    """Back to the page with the button, where nothing has changed."""
    flash("Nothing has changed yet. Please press the button once more, so that we know you are a person.")
    return redirect(address)


def shown_now() -> str:
    return sign_moment(_seconds())


def sign_moment(seconds: int) -> str:
    """What a form carries that was first shown at this moment."""
    return str(_signer().dumps(seconds))


def _seconds_since(moment: str | None) -> int | None:
    try:
        return _seconds() - int(_signer().loads(moment or ""))
    except (BadSignature, ValueError, TypeError):
        return None


def _seconds() -> int:
    return int(now().timestamp())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="form-shown")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["shown_now"] = shown_now
