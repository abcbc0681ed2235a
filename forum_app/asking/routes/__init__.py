"""Pages about questions as families left them: the form, the receipt, the desk, the officers."""

from flask import Flask

from forum_app.asking import operations
from forum_app.asking.guard import held_in
from forum_app.asking.routes import ask, desk, officers, receipt
from forum_app.asking.routes.blueprint import blueprint
from forum_app.questions.operations import before_one_is_removed
from forum_app.receipts.models import ReceiptKind
from forum_app.receipts.routes import show_receipts
from forum_app.web import explain
from forum_app.web.egress import keep_guard

__all__ = ["ask", "desk", "init_app", "officers", "receipt"]


REFUSED = {
    operations.OutOfTheAskersHands: "This question is out of your hands by now: its page says where it stands.",
    operations.OnlyUpwards: "You have let more be said already, and that cannot be taken back.",
    operations.WordingHeldBack: (
        "Held back: the email address or number of somebody who left something with the forum stands in one of these "
        "wordings. Nothing was released. Open each of them to see where, take it out, then release them together."
    ),
    operations.NothingToRelease: "No question is worded and waiting. Word one first.",
    operations.DeadlinePassed: "Questions for this meeting are closed, so it stays as it is. You can take it back.",
    operations.NotPutTogether: "These two cannot be put together, or stand apart already. Nothing was changed.",
    operations.QueryStillOpen: "You have asked something already that is not answered yet. Nothing was sent.",
    operations.NotOnTheDesk: "It was withdrawn, released or put together with another meanwhile. Nothing was changed.",
}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    show_receipts(ReceiptKind.QUESTION, "asking.receipt")
    explain(app, REFUSED)
    keep_guard(app, held_in)
    before_one_is_removed(operations.back_on_the_desk)
