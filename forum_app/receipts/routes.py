"""The way back to whatever was left without an account, by link or by code."""

from typing import Any

from flask import Blueprint, Flask, abort, redirect, url_for

from forum_app import access
from forum_app.codes import read_back, shown
from forum_app.receipts.forms import CodeForm
from forum_app.receipts.queries import own_receipt
from forum_app.web import limited, public, render_form, requires

blueprint = Blueprint("receipts", __name__)

#: Where the receipts of each kind are shown; `create_app` lets the slices say so.
_pages: dict[str, str] = {}


def show_receipts(kind: str, endpoint: str) -> None:
    """Let a slice show the receipts of a kind on a page of its own, which takes the ``code``."""
    _pages[kind] = endpoint


@blueprint.route("/receipt", methods=["GET", "POST"])
@public
@limited("open-receipt", per_minute=30, per_hour=300)
def open_receipt() -> Any:
    form = CodeForm()
    if form.validate_on_submit():
        code = read_back(form.code.data) or ""
        return redirect(url_for("receipts.receipt", code=shown(code)))
    return render_form("receipts/open.html", form)


@blueprint.get("/receipt/<string(maxlength=60):code>")
@requires(access.HOLD_RECEIPT)
def receipt(code: str) -> Any:
    found = own_receipt()
    if found is None:
        abort(404)
    return redirect(url_for(_pages[found.kind], code=shown(read_back(code) or "")))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
