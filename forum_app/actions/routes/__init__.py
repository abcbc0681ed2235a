"""Pages about action points: for everybody, from the link in a mail, for the coordinator."""

from flask import Flask

from forum_app.actions import holding, labels, reminding, ticking_off
from forum_app.actions.models import ActionPoint
from forum_app.actions.operations import ActionHasHistory, NothingToUndo
from forum_app.actions.routes import hands, link, meeting, public, reminders, with_nobody
from forum_app.actions.routes.blueprint import blueprint
from forum_app.actions.routes.public import show_beside_promises
from forum_app.web import explain

__all__ = ["hands", "init_app", "link", "meeting", "public", "reminders", "show_beside_promises", "with_nobody"]


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


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["action_state"] = _state_in_words
    explain(app, REFUSED)


def _state_in_words(action: ActionPoint) -> str:
    return labels.state_in_words(action.owner_kind, action.state, taken=action.taken)
