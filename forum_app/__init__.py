"""A Positive Dialogue Forum: meetings between home-educating families and their local authority."""

from typing import Any

from flask import Flask
from flask_migrate import Migrate

from forum_app import access, jobs, places
from forum_app import db as database
from forum_app.accounts import routes as accounts
from forum_app.actions import mail_in as actions_by_mail
from forum_app.actions import routes as actions
from forum_app.arranging import routes as arranging
from forum_app.asking import mail_in as asking_by_mail
from forum_app.asking import routes as asking
from forum_app.calendar import mail_in as calendar_by_mail
from forum_app.calendar import routes as calendar
from forum_app.circulation import routes as circulation
from forum_app.history import routes as history
from forum_app.mail import routes as mail
from forum_app.meetings import routes as meetings
from forum_app.minutes import routes as minutes
from forum_app.openness import routes as openness
from forum_app.pages import routes as pages
from forum_app.people import routes as people
from forum_app.planning import routes as planning
from forum_app.questions import routes as questions
from forum_app.receipts import routes as receipts
from forum_app.settings import routes as settings
from forum_app.subscriptions import mail_in as news_by_mail
from forum_app.subscriptions import routes as subscriptions
from forum_app.support import routes as support
from forum_app.threads import routes as threads
from forum_app.tray import routes as tray
from forum_app.web import bots, edge, errors, filters, forgery, headers, hosts, logs

#: In the order in which they look at a request.
SHARED = (hosts, edge, forgery, errors, filters, headers, bots, logs)
SLICES = (
    people, settings, mail, tray, subscriptions, receipts, meetings, arranging, planning, questions, actions, asking,
    support, minutes, threads, circulation, calendar, history, openness, accounts, pages,
)  # fmt: skip
#: What of the slices takes mail that comes in.
TAKE_MAIL = (actions_by_mail, asking_by_mail, news_by_mail, calendar_by_mail)


def create_app(config: Any = None) -> Flask:
    """The application; ``config`` is read from the environment if not given."""
    app = Flask(__name__, template_folder=str(places.TEMPLATES))
    app.config.from_object(config or places.config_module().Config.from_environment())
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    database.init_app(app)
    Migrate(app, database.db, directory=str(places.MIGRATIONS), render_as_batch=True)
    for part in SHARED:
        part.init_app(app)
    forgery.csrf.init_app(app)  # reads the form, so it comes after what decides how large a form may be
    for part in (*SLICES, *TAKE_MAIL):
        part.init_app(app)
    jobs.init_app(app)
    app.jinja_env.globals.update(access=access, may=edge.may)
    return app
