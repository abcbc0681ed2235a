"""A forum with something of every kind, and an address for every route."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from forum_app.actions.models import ActionPoint, ActionState
from forum_app.db import db
from forum_app.history.operations import keep_text
from forum_app.meetings.models import Meeting, RoomState
from forum_app.openness.models import PageName
from forum_app.people.operations import make_link_token
from forum_app.questions.queries import questions_of
from tests.builders import (
    DAY,
    NOW,
    VOICES,
    cancelled_meeting,
    former_helper,
    hear,
    make_action,
    make_meeting,
    make_question,
    make_venue,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    write_minutes,
)

OLD = """Minutes of the Forum
Date: Wednesday 9 April 2025
Time: 4.30pm to 6.30pm
Chair: Ines Marlow

1. Introduction
The chair welcomed everybody.

Action points
Tobias Reed: book the room
"""


@dataclass(frozen=True)
class Everything:
    """The numbers of rows for the parameters of addresses, by meeting."""

    #: A meeting in each state; the first is published.
    meetings: tuple[int, ...]
    items: tuple[int, ...]
    questions: tuple[int, ...]
    actions: tuple[int, ...]
    venue: int
    reading: int
    former_helper: int
    token: str

    def values(self) -> dict[str, tuple[int | str, ...]]:
        """What stands for each parameter, the most telling first."""
        return {
            "meeting_id": self.meetings,
            "item_id": self.items,
            "question_id": self.questions,
            "action_id": self.actions,
            "venue_id": (self.venue,),
            "reading_id": (self.reading,),
            "person_id": (self.former_helper,),
            "page_name": tuple(PageName),
            "token": (self.token,),
        }


def make_everything(app: Flask) -> Everything:
    """One of everything, committed. The forum itself is there already."""
    with app.app_context():
        venue = make_venue()
        published = published_meeting(venue=venue)
        coming = meeting_with_agenda(
            day=DAY, venue=venue, room_state=RoomState.CONFIRMED, previous=published,
            online_link="https://meet.example/1", link_hours_before=168,
        )  # fmt: skip
        draft = make_meeting(day=DAY.replace(month=9), doors_at=None)
        states = (published, coming, draft, planning_meeting(), cancelled_meeting(day=DAY.replace(month=10)))
        _fill(draft, coming)
        hear(db.session.scalars(select(ActionPoint)).first(), ActionState.PARTLY_DONE)
        reading = keep_text("minutes-2025.txt", OLD, now=NOW)
        helped = former_helper("Nell Harper")
        db.session.commit()
        return Everything(
            meetings=tuple(meeting.id for meeting in states),
            items=tuple(meeting.items[0].id for meeting in states),
            questions=tuple(questions_of(meeting.id)[0].id for meeting in (published, coming, draft)),
            actions=tuple(db.session.scalars(select(ActionPoint.id).order_by(ActionPoint.id))),
            venue=venue.id,
            reading=reading.id,
            former_helper=helped.id,
            token=make_link_token(app.config["SECRET_KEY"]),
        )


def _fill(draft: Meeting, coming: Meeting) -> None:
    write_minutes(draft.items[0], "# Not yet\n\nSaid **so**.")
    write_minutes(draft.items[0], "Said otherwise.", 1)
    make_question(draft, response_text="No.", contributions=VOICES)
    make_question(coming, "May we film?", released=True, number=1)
    make_action(draft, second_text="or ask again", joined_by="or", due_on=DAY)
    make_action(draft, "Note the date.", owner_kind="group", owner="All families", due_words="by May")


def addresses(app: Flask, rule: Rule, everything: Everything) -> Iterator[str]:
    """The addresses of a route: one for each row that its parameter may name."""
    given = everything.values()
    missing = set(rule.arguments) - set(given)
    assert not missing, (
        f"{rule.rule} has the parameter {sorted(missing)}, of which there is no sample. "
        "the fix: make one in tests/everything.py and name it in Everything.values."
    )
    adapter = app.url_map.bind("localhost")
    name = next(iter(rule.arguments), None)
    for value in given[name] if name else ("",):
        yield adapter.build(rule.endpoint, {name: value} if name else {}, method=methods(rule)[0])


def methods(rule: Rule) -> list[str]:
    """GET before POST, and without those that every route has."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def routes(app: Flask) -> list[Rule]:
    """Every route of the application's own."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
