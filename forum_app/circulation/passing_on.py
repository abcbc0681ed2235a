"""The mail to families about what reached whoever passes it on: drafted when it lands, sent by nobody but them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from forum_app.actions.models import ActionUpdate
from forum_app.circulation.models import Audience, Circulation, Kind
from forum_app.circulation.operations import Facts, make_draft, throw_away
from forum_app.db import db
from forum_app.web.addresses import absolute

LONGEST_SUBJECT = 100


def draft(landed: ActionUpdate, *, by: int | None, now: datetime) -> Circulation:
    """A note to families who asked what becomes of promises. The same landing makes one draft, however often told."""
    facts = Facts([Audience.ACTIONS], words=_words(landed), subject=_subject(landed))
    return make_draft(Kind.NOTE, None, facts, _form_key(landed.id), by=by, now=now)


def not_after_all(update: ActionUpdate, now: datetime) -> None:
    """The landing is taken back: a mail about it that is only drafted goes with it."""
    row = drafts_for([update.id]).get(update.id) if update.handed_over else None
    if row is not None and row.is_draft:
        throw_away(row)


def drafts_for(update_ids: Collection[int]) -> Mapping[int, Circulation]:
    """The mails drafted for these landings; one may have been thrown away."""
    keys = {_form_key(number): number for number in update_ids}
    rows = db.session.scalars(select(Circulation).where(Circulation.form_key.in_(keys)))
    return {keys[row.form_key]: row for row in rows}


def _form_key(update_id: int) -> str:
    return f"passed-on:{update_id}"


def _subject(landed: ActionUpdate) -> str:
    promise = " ".join(landed.action.text.split())
    short = promise if len(promise) <= LONGEST_SUBJECT else promise[:LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"
    return f"News of a promise: {short}"


def _words(landed: ActionUpdate) -> str:
    action = landed.action
    parts = [
        f"{action.owner} promised this at one of our meetings:",
        f"> {action.sentence}",
        "This is what came of it:",
        landed.words,
    ]
    if landed.files and action.meeting.has_minutes:
        files = (f"- {file.called}: {absolute('actions.file', file_id=file.id)}" for file in landed.files)
        parts.append("\n".join(files))
    if action.meeting.has_minutes:
        parts.append(f"How it goes on stands here: {absolute('actions.promise', action_id=action.id)}")
    return "\n\n".join(parts)
