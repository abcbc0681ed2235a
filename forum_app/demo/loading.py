"""Puts the demo on record with the same verbs the desk uses, so that it obeys every rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app

from forum_app.actions.operations import ActionFacts, add_action, add_update
from forum_app.clock import day_in_words, today
from forum_app.db import db
from forum_app.demo import (
    dates_and_room,
    earlier_meeting,
    in_hand,
    invitations,
    last_meeting,
    news,
    next_meeting,
    planning_meeting,
    questions_left,
    threads,
)
from forum_app.demo import people_and_places as known
from forum_app.demo.days import ZONE, Days, days_around, evening_of
from forum_app.demo.shapes import Correction, Promise, Script
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import Attending, Meeting, MeetingKind, RoomState, Venue
from forum_app.meetings.standard_agenda import AgendaLine
from forum_app.minutes import operations as minutes
from forum_app.minutes.models import ItemMinutes
from forum_app.people.operations import add_person
from forum_app.questions.operations import record_question
from forum_app.settings.operations import set_up

ONLINE_LINK = "https://meet.example.org/fenwick-vale"
#: The public steps of a meeting that is over: so many days before it, or after it.
MADE, ANNOUNCED, AGENDA, MINUTES, CORRECTED = -130, -100, -14, 16, 30


def load(*, now: datetime) -> None:
    """Put the whole demo forum into an empty database."""
    days = days_around(today(ZONE, now))
    founded = evening_of(days.earlier - timedelta(days=150))
    people = [add_person(name, role, now=founded, email=email) for name, email, role in known.LOOKING_AFTER]
    coordinator, chair, officer = people
    db.session.flush()
    set_up(known.FORUM, by=coordinator.id, now=founded, is_demo=True)
    larkfield, orrin_green = Venue(**known.LARKFIELD), Venue(**known.ORRIN_GREEN)
    db.session.add_all([larkfield, orrin_green])
    writer = _Writer(days, by=coordinator.id)
    earlier = writer.meeting_that_is_over(earlier_meeting.SCRIPT, days.earlier, orrin_green)
    last = writer.meeting_that_is_over(last_meeting.SCRIPT, days.last, larkfield, previous=earlier)
    coming = writer.next_meeting(next_meeting.SCRIPT, larkfield, previous=last)
    planning = writer.planning_meeting(planning_meeting.SCRIPT, previous=coming)
    dates_and_room.is_being_planned(planning, coming, chair, officer, days.today)
    asked_on = evening_of(days.today - timedelta(days=3))
    threads.join([earlier, last], by=coordinator.id, now=evening_of(days.last + timedelta(days=MINUTES)))
    questions_left.leave(coming, key=current_app.config["SECRET_KEY"], by=coordinator.id, now=asked_on)
    threads.draft(coming, officer.id, today=days.today - timedelta(days=2))
    in_hand.put(last, by=coordinator.id, now=evening_of(days.today - timedelta(days=1)), today=days.today)
    db.session.flush()
    invited_on = evening_of(days.today - timedelta(days=12))
    invitations.send(coming, key=current_app.config["SECRET_KEY"], by=coordinator.id, now=invited_on)
    news.add_families(days.today)
    news.minutes_were_sent(last, by=coordinator.id, now=evening_of(days.last + timedelta(days=MINUTES)))
    news.call_is_drafted(coming, by=coordinator.id, now=evening_of(days.today - timedelta(days=2)))
    db.session.flush()


class _Writer:
    """Writes meetings down for the coordinator."""

    def __init__(self, days: Days, *, by: int) -> None:
        self.days, self.by = days, by
        self.words = {f"{name}_day": day_in_words(day) for name, day in vars(days).items()}

    def meeting_that_is_over(self, script: Script, day: date, venue: Venue, previous: Meeting | None = None) -> Meeting:
        details = _details(day, room_state=RoomState.CONFIRMED)
        meeting = self._make(MeetingKind.FORUM, details, script, day + timedelta(days=MADE), venue, previous)
        meetings.announce(meeting, **self._on(day, ANNOUNCED))
        self._questions(meeting, script)
        meetings.publish_agenda(meeting, **self._on(day, AGENDA))
        self._minutes(meeting, script)
        self._promises(meeting, script.promises)
        minutes.publish(meeting, "", **self._on(day, MINUTES))
        for correction in script.corrections:
            self._correct(meeting, correction)
        return meeting

    def next_meeting(self, script: Script, venue: Venue, previous: Meeting) -> Meeting:
        details = _details(
            self.days.next, room_state=RoomState.REQUESTED, online_link=ONLINE_LINK, link_hours_before=48
        )
        meeting = self._make(MeetingKind.FORUM, details, script, previous.day + timedelta(days=60), venue, previous)
        meetings.announce(meeting, **self._on(previous.day, 75))
        self._questions(meeting, script)
        return meeting

    def planning_meeting(self, script: Script, previous: Meeting) -> Meeting:
        details = _details(self.days.planning, attending=Attending.ONLINE, doors_at=None)
        made_on = self.days.today - timedelta(days=6)
        return self._make(MeetingKind.PLANNING, details, script, made_on, None, previous)

    def _make(
        self,
        kind: str,
        details: meetings.Details,
        script: Script,
        made_on: date,
        venue: Venue | None,
        previous: Meeting | None,
    ) -> Meeting:
        lines = [self._line(item.line) for item in script.items]
        told: dict[str, Any] = self._on(made_on)
        meeting = meetings.make_meeting(kind, details, lines, venue=venue, previous=previous, **told)
        db.session.flush()
        meetings.set_roles(meeting, script.roles, **told)
        for row, item, line in zip(meeting.items, script.items, lines, strict=True):
            if item.parked_because is not None:
                meetings.change_item(row, line, parked_because=item.parked_because)
        return meeting

    def _questions(self, meeting: Meeting, script: Script) -> None:
        for row, item in zip(meeting.items, script.items, strict=True):
            for facts in item.questions:
                record_question(meeting, row, facts)

    def _minutes(self, meeting: Meeting, script: Script) -> None:
        for row, item in zip(meeting.items, script.items, strict=True):
            text = self._fill(item.minutes)
            for correction in script.corrections:
                if correction.item == row.title:
                    text = text.replace(correction.right, correction.wrong)
            if text:
                minutes.write_item(row, text, 0, now=evening_of(meeting.day))

    def _correct(self, meeting: Meeting, correction: Correction) -> None:
        row = next(item for item in meeting.items if item.title == correction.item)
        told = self._on(meeting.day, CORRECTED)
        working = db.session.get_one(ItemMinutes, row.id)
        right = working.text.replace(correction.wrong, correction.right)
        minutes.write_item(row, right, working.version, now=told["now"])
        minutes.publish(meeting, correction.note, **told)

    def _promises(self, meeting: Meeting, promises: Sequence[Promise]) -> None:
        for promise in promises:
            action = add_action(meeting, self._facts(meeting, promise))
            db.session.flush()
            for heard in promise.heard:
                told = self._on(meeting.day, heard.after_days)
                day = meeting.day + timedelta(days=heard.after_days)
                add_update(action, heard.state, self._fill(heard.words), day, **told)

    def _facts(self, meeting: Meeting, promise: Promise) -> ActionFacts:
        due = promise.due_days
        return ActionFacts(
            owner_kind=promise.owner_kind,
            owner=promise.owner,
            text=self._fill(promise.text),
            via=promise.via,
            second_text=promise.second_text,
            joined_by=promise.joined_by,
            due_on=None if due is None else meeting.day + timedelta(days=due),
            due_words=promise.due_words,
        )

    def _line(self, line: AgendaLine) -> AgendaLine:
        return replace(line, title=self._fill(line.title), notes=self._fill(line.notes))

    def _fill(self, text: str) -> str:
        """Put the days of the demo into a text that names one."""
        return text.format_map(self.words)

    def _on(self, day: date, later: int = 0) -> dict[str, Any]:
        return {"by": self.by, "now": evening_of(day + timedelta(days=later))}


def _details(day: date, **others: Any) -> meetings.Details:
    usual = {"doors_at": known.DOORS, "starts_at": known.START, "ends_by": known.FINISH}
    return meetings.Details(day=day, time_zone=ZONE, **{**usual, **others})
