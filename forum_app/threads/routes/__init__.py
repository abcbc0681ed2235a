"""Pages about questions through time: for everybody, for officers, for the coordinator."""

from flask import Flask

from forum_app.actions.operations import before_an_update_is_taken_back
from forum_app.actions.routes import show_beside_promises
from forum_app.threads import operations, queries
from forum_app.threads.news import not_after_all
from forum_app.threads.routes import officers, public, record, said
from forum_app.threads.routes.blueprint import blueprint
from forum_app.web import explain

__all__ = ["init_app", "officers", "public", "record", "said"]

REFUSED = {
    operations.NotReadyYet: "The officers have not said yet that the forum may take this response.",
    operations.AlreadyRaised: "That action point stands beside a question already.",
    operations.AlreadyPinned: "That sentence is pinned already.",
    operations.WouldGoInACircle: "Of two sentences only one can replace the other.",
    operations.DutyIsOver: "This was passed on already.",
}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
    show_beside_promises(queries.asked_for)
    before_an_update_is_taken_back(not_after_all)
