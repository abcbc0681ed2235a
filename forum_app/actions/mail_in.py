"""Action points, as mail that comes in may be about them. An answer is only a note: it closes nothing."""

from collections.abc import Iterator

from flask import Flask, url_for

from forum_app.actions.models import ActionPoint
from forum_app.actions.queries import open_promises
from forum_app.db import db
from forum_app.mail.inbound.handlers import Shown, handlers_of

#: More would not be read in a list to choose from.
MOST_OFFERED = 100


def shown(about: str) -> Shown | None:
    """“action:3” in words."""
    number = about.partition(":")[2]
    action = db.session.get(ActionPoint, int(number)) if number.isdigit() and len(number) < 10 else None
    if action is None:
        return None
    return Shown(f"{action.owner}: {action.text}", url_for("actions.update", action_id=action.id))


def targets() -> Iterator[tuple[str, str]]:
    for action in open_promises(MOST_OFFERED):
        yield f"action:{action.id}", f"{action.owner}: {action.text}"[:120]


def init_app(app: Flask) -> None:
    taking = handlers_of(app)
    taking.show["action"] = shown
    taking.targets.append(targets)
