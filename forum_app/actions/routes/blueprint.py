"""What the pages about action points have in common."""

from datetime import date

from flask import Blueprint

from forum_app.actions import holding
from forum_app.actions.emails import Line
from forum_app.actions.models import (
    ActionHolder,
)
from forum_app.clock import today
from forum_app.settings.queries import the_forum

blueprint = Blueprint("actions", __name__)


def this_day() -> date:
    return today(the_forum().time_zone)


def line_for(holder: ActionHolder, day: date) -> Line:
    return Line(holder.action, None, holding.link_for(holder, day))
