import re
from datetime import datetime

from sqlalchemy import delete, select

from forum_app import audit
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.people.models import Person

NO_LONGER_NAMED = "somebody who no longer helps"


class StillHelps(Exception):
    """This person holds a role today or will: roles are ended first."""


def erase_person(person: Person, *, by: int | None, now: datetime) -> None:
    """Erase the account of a former helper, and every row that hangs on it; raises StillHelps.

    The record stays as it was agreed: a part in a meeting is a name in the minutes, not a row of this account. What
    they did stays done, by nobody in particular.
    """
    if any(grant.ends_on is None or grant.ends_on >= now.date() for grant in person.grants):
        raise StillHelps
    _take_out_of_the_audit(person.name)
    db.session.execute(delete(Person).where(Person.id == person.id))
    db.session.expire_all()
    audit.record("Erased the account of somebody who no longer helps.", by=by, now=now)


def _take_out_of_the_audit(name: str) -> None:
    whole_name = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    told = select(AuditEntry).where(AuditEntry.sentence.contains(name, autoescape=True))
    for entry in db.session.scalars(told):
        sentence = whole_name.sub(NO_LONGER_NAMED, entry.sentence)[:300]
        entry.sentence = sentence[:1].upper() + sentence[1:]
    db.session.flush()
