"""Pages about the people who look after the forum: signing in, the second factor, roles."""

from flask import Flask
from flask_login import LoginManager, current_user

from forum_app.clock import now
from forum_app.people import browsers, doorkeeper, roles, second_factor
from forum_app.people.routes import grants, own, proof, sign_in
from forum_app.people.routes.blueprint import blueprint
from forum_app.settings.queries import the_forum
from forum_app.web import explain

__all__ = ["grants", "init_app", "own", "proof", "sign_in"]


def unfinished() -> second_factor.Unfinished | None:
    """For the desk: what its coordinator still lacks; a demo lacks nothing."""
    if the_forum().is_demo:
        return None
    return second_factor.unfinished(current_user.person_id, now().date())


# Setting up ---------------------------------------------------------------------------------------------------

SENTENCES = {
    roles.LastCoordinator: "Somebody else must be coordinator first, without a last day: grant the role, or hand over.",
    roles.AddressTaken: "Somebody else here has that address. Each person needs an address of their own.",
    roles.RoleIsOver: "That role has ended already. Nothing was changed.",
    second_factor.LastFactor: "It is the only thing you can prove yourself with. Set up another one first.",
}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["doorkeeper"] = doorkeeper.turn_away
    explain(app, SENTENCES)
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows of ours, ended there
    manager.user_loader(browsers.load_user)
    app.jinja_env.globals["unfinished"] = unfinished
    app.before_request(doorkeeper.bring_back)
    app.after_request(browsers.note_seen)
    app.after_request(doorkeeper.forget_when_sent)
