"""Three busy years of promises, morning by morning: whoever has something open hears of it, and nobody else does.

What should go is worked out here by itself, from what was done, and never asked of the code that sends.
"""

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import delete, select

from forum_app.access import Role
from forum_app.actions import holding, jobs, operations, reminding, ticking_off
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionPoint, Said
from forum_app.actions.ticking_off import Told
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from tests.builders import NOW, make_action, make_forum, make_meeting, make_person, meeting_with_agenda
from tests.figures import note

ZONE = ZoneInfo("Europe/London")
START = NOW.date()
YEAR = timedelta(days=365)
#: A digest comes once a quarter; quiet days, and the digest before a meeting in its place, move it by some weeks.
LONGEST_SILENCE = timedelta(days=135)
NAMED = re.compile(r"Promise number (\d+)\.")
PEOPLE = {"officer": "officer@council.example", "typed": "typed@council.example", "other": "other@council.example"}


@dataclass
class Known:
    """What a promise is, as this test remembers it."""

    to: str
    is_open: bool = True
    waits: bool = False
    #: Since when it has been open, with the same person, with nothing said of it, and unmentioned.
    silent_since: date = START
    longest_silence: timedelta = timedelta(0)

    @property
    def may_be_reminded(self) -> bool:
        return self.is_open and not self.waits


@dataclass
class Forum:
    """One forum, its days, and everything that was mailed."""

    dice: random.Random
    day: date = START
    known: dict[int, Known] = field(default_factory=dict)
    mails: list[tuple[date, str, frozenset[int]]] = field(default_factory=list)

    def begin(self) -> None:
        make_forum()
        self.meeting_id = make_meeting().id
        for number in range(4):
            meeting_with_agenda(day=START + timedelta(days=200 + 290 * number))
        self.officer_id = make_person("An Officer", Role.REPRESENTATIVE, email=PEOPLE["officer"]).id
        db.session.commit()

    @property
    def told(self) -> dict[str, object]:
        return {"by": None, "now": self.morning, "day": self.day}

    @property
    def morning(self) -> datetime:
        return datetime.combine(self.day, time(9), ZONE).astimezone(UTC)

    def pick(self, *, waits: bool = False) -> tuple[ActionPoint, Known] | None:
        """One that is open, or one of which something was said that nobody has looked at yet."""
        fitting = [number for number, one in self.known.items() if one.is_open and one.waits == waits]
        if not fitting:
            return None
        number = self.dice.choice(fitting)
        return db.session.scalars(select(ActionPoint).where(ActionPoint.text == f"Promise number {number}.")).one(), (
            self.known[number]
        )

    # Deeds ----------------------------------------------------------------------------------------------------

    def promise(self) -> None:
        number, whose = len(self.known), self.dice.choice(list(PEOPLE))
        due = None if self.dice.random() < 0.4 else self.day + timedelta(days=self.dice.randrange(5, 300))
        meeting = db.session.get_one(operations.Meeting, self.meeting_id)
        via = "Wren" if self.dice.random() < 0.2 else ""
        action = make_action(meeting, f"Promise number {number}.", due_on=due, owner_kind="person", via=via)
        holding.give_to(action, self.holder(whose), **self.told)  # type: ignore[arg-type]
        self.known[number] = Known(PEOPLE[whose], silent_since=self.day)

    def holder(self, whose: str) -> Holder:
        if whose == "officer":
            return Holder.of_person(db.session.get_one(holding.Person, self.officer_id))
        return Holder(whose.title(), PEOPLE[whose])

    def say(self) -> None:
        if found := self.pick():
            action, one = found
            said = self.dice.choice(list(Said))
            told = Told(said, "A sentence.", f"{self.day}-{action.id}-{self.dice.random()}")
            ticking_off.tick_off(action, told, now=self.morning, day=self.day)
            one.waits = True

    def deal_with(self) -> None:
        found = self.pick(waits=True)
        row = ticking_off.waiting_for(found[0].id) if found else None
        if found is None or row is None:
            return
        action, one = found
        if self.dice.random() < 0.3:
            ticking_off.set_aside(row, by=None, now=self.morning)
        else:
            ticking_off.confirm(row, "On record.", [], **self.told)  # type: ignore[arg-type]
        one.waits, one.silent_since = False, self.day
        with_nobody = holding.holder_of(action.id) is None
        one.is_open = not (action.is_closed or with_nobody or action.handed_on)

    def pass_on(self) -> None:
        if found := self.pick():
            action, one = found
            whose = self.dice.choice(list(PEOPLE))
            holding.give_to(action, self.holder(whose), **self.told)  # type: ignore[arg-type]
            one.to, one.silent_since = PEOPLE[whose], self.day

    def keep_quiet(self) -> None:
        first = self.day + timedelta(days=self.dice.randrange(30))
        last = first + timedelta(days=self.dice.randrange(15))
        reminding.add_quiet_period(first, last, "quiet", by=None, now=self.morning)

    # Mornings -------------------------------------------------------------------------------------------------

    def live(self, until: date) -> None:
        deeds = [self.promise, self.promise, self.say, self.say, self.deal_with, self.deal_with, self.pass_on]
        while self.day < until:
            if self.dice.random() < 0.12:
                self.dice.choice(deeds)()
            if self.dice.random() < 0.006:
                self.keep_quiet()
            db.session.commit()
            self.hear()
            self.day += timedelta(days=1)

    def hear(self) -> None:
        jobs.remind(self.morning)
        db.session.commit()
        for row in db.session.scalars(select(OutboxMessage)):
            part = message_from_bytes(row.body or b"", policy=default).get_body(("plain",))  # type: ignore[attr-defined]
            named = frozenset(int(number) for number in NAMED.findall(part.get_content()))
            self.mails.append((self.day, row.recipient, named))
            for number in named:
                one = self.known[number]
                assert one.may_be_reminded, f"on {self.day} promise {number} was dealt with already"
                assert one.to == row.recipient, f"on {self.day} promise {number} was with somebody else"
                one.silent_since = self.day
        db.session.execute(delete(OutboxMessage))
        db.session.commit()
        for one in self.known.values():
            if one.may_be_reminded:
                one.longest_silence = max(one.longest_silence, self.day - one.silent_since)


def test_whoever_has_something_open_hears_of_it_and_nobody_else(either_app: Flask, proof: int):
    """A year in the usual run, through both clock changes; three years under proof."""
    years = 1 if proof == 1 else 3
    mails = 0
    for seed in range(1 if proof == 1 else 3):
        with either_app.app_context():
            for table in reversed(db.metadata.sorted_tables):
                db.session.execute(table.delete())
            forum = Forum(random.Random(seed))
            forum.begin()
            forum.live(START + years * YEAR)
        assert len(forum.known) > 10 * years
        assert len(forum.mails) > 8 * years
        same_day = Counter((day, to) for day, to, _ in forum.mails)
        assert max(same_day.values()) == 1, "nobody gets two mails on one day"
        silent = {number: one.longest_silence for number, one in forum.known.items()}
        assert max(silent.values()) <= LONGEST_SILENCE, silent
        by_person = defaultdict(list)
        for day, to, _ in forum.mails:
            by_person[to].append(day)
        assert set(by_person) == set(PEOPLE.values())
        mails += len(forum.mails)
    note(f"Reminders over {years} years of a busy forum, none amiss", str(mails))
