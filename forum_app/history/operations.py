"""From old minutes to a draft record. Nothing is public until the coordinator publishes it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from forum_app.actions.operations import ActionFacts, add_action
from forum_app.db import db
from forum_app.documents.incoming import CannotRead, text_of
from forum_app.history.models import OldMinutes
from forum_app.history.review import from_reading
from forum_app.meetings.models import ItemKind, Meeting, MeetingKind, RoleKind, Venue
from forum_app.meetings.operations import Details, RoleLine, agenda_of, make_meeting, set_roles
from forum_app.meetings.standard_agenda import AgendaLine
from forum_app.minutes.operations import write_item
from forum_app.questions.models import VoiceKind
from forum_app.questions.operations import QuestionFacts, Voice, record_question
from forum_app.settings.queries import the_forum
from forum_app.wording.old_minutes import read_minutes


class DateMissing(Exception):
    """A record needs the day of its meeting."""


@dataclass(frozen=True)
class Made:
    """What came of old minutes: the draft record, and the meeting it announces if it names one."""

    meeting: Meeting
    following: Meeting | None


def keep_file(name: str, data: bytes, *, now: datetime) -> OldMinutes:
    """Keep a file until it is read."""
    row = OldMinutes(name=name[:200] or "Old minutes", brought_at=now, upload=data)
    db.session.add(row)
    db.session.flush()
    return row


def keep_text(name: str, source: str, *, now: datetime) -> OldMinutes:
    """Read pasted minutes and keep what was understood beside them until somebody confirms it."""
    row = OldMinutes(name=name[:200], brought_at=now, source=source, reading=from_reading(read_minutes(source)))
    db.session.add(row)
    db.session.flush()
    return row


def read_file(row: OldMinutes) -> None:
    """Read a file that waits. Its bytes go, whether it could be read or not; if not, the reason stays."""
    assert row.upload is not None  # noqa: S101 - the caller asked for one that waits
    try:
        incoming = text_of(row.name, row.upload)
    except CannotRead as refused:
        row.refused = str(refused)
    else:
        row.source = incoming.text
        row.reading = from_reading(read_minutes(incoming.text), notes=incoming.notes)
    row.upload = None


def make_record(row: OldMinutes, *, by: int | None, now: datetime) -> Made:
    """A draft record of what was confirmed; the source is deleted with it.

    Raises DateMissing, clock.TimeDoesNotExist, clock.TimeHappensTwice.
    """
    said = row.reading or {}
    if not said.get("day"):
        raise DateMissing
    meeting = make_meeting(
        MeetingKind.FORUM, _details(said, ""), map(_agenda_line, said["items"]), venue=_venue(said), by=by, now=now
    )
    _add_people(meeting, said, by=by, now=now)
    _add_minutes(meeting, said, now=now)
    _add_questions(meeting, said)
    for action in said["actions"]:
        add_action(meeting, _action_facts(action))
    following = _following(meeting, said, by=by, now=now)
    if row in db.session:
        db.session.delete(row)
    db.session.flush()
    return Made(meeting, following)


def _details(said: dict[str, Any], prefix: str) -> Details:
    return Details(
        day=date.fromisoformat(said[prefix + "day"]),
        doors_at=_time(said[prefix + "doors_at"]),
        starts_at=_time(said[prefix + "starts_at"]),
        ends_by=_time(said[prefix + "ends_by"]),
        time_zone=the_forum().time_zone,
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _venue(said: dict[str, Any]) -> Venue | None:
    name = said.get("venue")
    if not name:
        return None
    known = db.session.scalars(select(Venue).where(Venue.name == name).order_by(Venue.id)).first()
    if known is None:
        known = Venue(name=name)
        db.session.add(known)
    return known


def _agenda_line(item: dict[str, Any]) -> AgendaLine:
    return AgendaLine(ItemKind(item["kind"]), item["title"], presenter=item["presenter"])


def _add_people(meeting: Meeting, said: dict[str, Any], *, by: int | None, now: datetime) -> None:
    lines = [RoleLine(role["role"], role["name"] or None, role["job_title"] or None) for role in said["roles"]]
    set_roles(meeting, lines, by=by, now=now)
    posts = {line.name: line.job_title for line in lines if line.role == RoleKind.REPRESENTATIVE}
    for item in meeting.items:
        item.presenter_title = posts.get(item.presenter) or ""


def _add_minutes(meeting: Meeting, said: dict[str, Any], *, now: datetime) -> None:
    for item, read in zip(meeting.items, said["items"], strict=True):
        if read["text"]:
            write_item(item, read["text"], 0, now=now)


def _add_questions(meeting: Meeting, said: dict[str, Any]) -> None:
    item = next((item for item in meeting.items if item.kind == ItemKind.QUESTIONS), None)
    for read in said["questions"]:
        record_question(meeting, item, _question_facts(read))


def _question_facts(read: dict[str, Any]) -> QuestionFacts:
    voices = [text.strip() for text in read["contributions"].split("\n\n")]
    return QuestionFacts(
        kind=read["kind"],
        wording=read["wording"],
        number=read["number"],
        response_text=read["response"],
        contributions=tuple(Voice(VoiceKind.ROOM, text) for text in voices if text),
    )


def _action_facts(read: dict[str, Any]) -> ActionFacts:
    due = read["due_on"]
    return ActionFacts(
        owner_kind=read["owner_kind"],
        owner=read["owner"],
        text=read["text"],
        via=read["via"],
        second_text=read["second_text"] or None,
        joined_by=read["joined_by"] or None,
        due_on=date.fromisoformat(due) if due else None,
        due_words=read["due_words"],
    )


def _following(meeting: Meeting, said: dict[str, Any], *, by: int | None, now: datetime) -> Meeting | None:
    """The next meeting that the minutes agree on, as a draft with the same shape."""
    if not said.get("next_day"):
        return None
    details, agenda = _details(said, "next_"), agenda_of(meeting)
    return make_meeting(MeetingKind.FORUM, details, agenda, venue=meeting.venue, previous=meeting, by=by, now=now)
