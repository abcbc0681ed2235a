from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from forum_app import audit
from forum_app.db import db
from forum_app.settings.models import QUESTION_DAYS, Forum


@dataclass(frozen=True)
class ForumFacts:
    name: str
    local_authority: str
    contact_email: str
    time_zone: str
    usual_doors: time
    usual_start: time
    usual_end: time
    about: str = ""
    privacy_note: str = ""
    question_days: int = QUESTION_DAYS


def set_up(facts: ForumFacts, *, by: int | None, now: datetime, is_demo: bool = False) -> Forum:
    """Make the forum; it can be made once."""
    today = now.astimezone(ZoneInfo(facts.time_zone)).date()
    forum = Forum(id=1, is_demo=is_demo, set_up_on=today, **vars(facts))
    db.session.add(forum)
    audit.record(f"Set up {facts.name}.", by=by, now=now)
    return forum


def change(forum: Forum, facts: ForumFacts, *, by: int | None, now: datetime) -> None:
    for name, value in vars(facts).items():
        setattr(forum, name, value)
    audit.record("Changed the forum's settings.", by=by, now=now)
