"""Reminders: none lost, none twice, none after it was done, none on a quiet day or beside a digest."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from forum_app.access import Role
from forum_app.actions import holding, jobs, operations, reminding, ticking_off
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionPoint, ActionState, Reminder, Said, TickOff
from forum_app.actions.operations import Outcome
from forum_app.actions.reminder_days import WEEK, is_good, quiet_days
from forum_app.actions.ticking_off import Told
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from tests.builders import (
    NOBODY,
    NOW,
    hear,
    make_action,
    make_forum,
    make_held_action,
    make_meeting,
    make_person,
    make_tick_off,
    meeting_with_agenda,
)

ZONE = ZoneInfo("Europe/London")
TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=60)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), ZONE).astimezone(UTC)


def run(day: date) -> list[OutboxMessage]:
    """The job of that day; what it queued, which is then taken out."""
    jobs.remind(morning(day))
    db.session.commit()
    rows = list(db.session.scalars(select(OutboxMessage)))
    db.session.execute(delete(OutboxMessage))
    db.session.commit()
    return rows


def run_through(first: date, last: date) -> list[tuple[date, OutboxMessage]]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, row) for day in days for row in run(day)]


def text_of(row: OutboxMessage) -> str:
    part = message_from_bytes(row.body or b"", policy=default).get_body(("plain",))  # type: ignore[attr-defined]
    return str(part.get_content())


# One at a time ------------------------------------------------------------------------------------------------


@pytest.fixture
def forum(either_app: Flask) -> Iterator[None]:
    """Letters need the whole application, on either engine."""
    with either_app.app_context():
        make_forum()
        yield


@pytest.mark.usefixtures("forum")
class TestOne:
    def test_it_goes_before_on_and_after_its_day_and_never_says_late(self):
        make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO)
        sent = run_through(TODAY, date(2026, 3, 20))
        assert [day for day, _ in sent] == [date(2026, 2, 4), date(2026, 2, 11), date(2026, 3, 4)]
        words = " ".join(text_of(row) for _, row in sent).lower()
        assert "still open" in words
        assert not [word for word in ("overdue", "late", "failed", "must") if word in words.split()]
        assert all(row.key.startswith("action:") for _, row in sent)

    @pytest.mark.parametrize("how", ["confirmed", "waiting", "handed on", "let go", "recorded"])
    def test_nothing_goes_once_it_is_out_of_their_hands(self, how: str):
        action = make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO, via="Wren")
        if how in {"waiting", "confirmed"}:
            row = make_tick_off(action)
        if how == "confirmed":
            ticking_off.confirm(row, "Done.", [], day=TODAY, **NOBODY)
        if how == "handed on":
            handed = Outcome(ActionState.PARTLY_DONE, "Here.", TODAY, handed_over=True)
            operations.record_outcome(action, handed, **NOBODY)
        if how == "let go":
            holding.let_go(action, day=TODAY, **NOBODY)
        if how == "recorded":
            hear(action)
        db.session.commit()
        assert run_through(TODAY, date(2026, 4, 10)) == []

    def test_what_was_taken_back_is_reminded_of_again(self):
        action = make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO)
        make_tick_off(action)
        ticking_off.take_back(action)
        assert len(run_through(TODAY, date(2026, 3, 20))) == 3

    def test_two_due_on_one_day_share_a_mail(self):
        meeting = make_meeting()
        for text in ("Send the list.", "Book the room."):
            make_held_action(meeting, text, due_on=date(2026, 2, 11), since=LONG_AGO)
        sent = run_through(TODAY, date(2026, 2, 6))
        assert len(sent) == 1
        assert "Send the list." in text_of(sent[0][1])
        assert "Book the room." in text_of(sent[0][1])

    def test_the_digest_speaks_of_what_would_come_in_its_week(self):
        meeting = make_meeting()
        make_held_action(meeting, "Send the list.", due_on=date(2026, 4, 14), since=LONG_AGO)
        make_held_action(meeting, "Book the room.", since=LONG_AGO)
        sent = run_through(date(2026, 3, 25), date(2026, 4, 12))
        assert [day for day, _ in sent] == [date(2026, 4, 6)]
        assert all(text in text_of(sent[0][1]) for text in ("Send the list.", "Book the room."))

    def test_a_digest_goes_before_the_meeting(self):
        meeting_with_agenda(day=date(2026, 5, 20))
        make_held_action(make_meeting(), since=LONG_AGO)
        db.session.commit()
        assert [day for day, _ in run_through(date(2026, 4, 20), date(2026, 5, 20))] == [date(2026, 4, 29)]

    def test_whoever_took_it_on_by_themselves_gets_no_digest(self):
        action = make_action(make_meeting(), owner_kind="anyone", due_on=date(2026, 6, 10))
        holding.give_to(action, Holder("Wren", "w@post.example", is_taker=True), day=LONG_AGO, **NOBODY)
        db.session.commit()
        assert [day for day, _ in run_through(date(2026, 4, 1), date(2026, 6, 4))] == [date(2026, 6, 3)]

    def test_the_coordinator_changes_the_words_or_leaves_it_out(self):
        make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO)
        first, second, *_ = reminding.coming(TODAY)
        reminding.write_words(first, "Hello Tobias, any news of the room?", **NOBODY)
        reminding.skip(second, **NOBODY)
        db.session.commit()
        assert [mail.is_skipped for mail in reminding.coming(TODAY)][:2] == [False, True]
        sent = run_through(TODAY, date(2026, 2, 20))
        assert [day for day, _ in sent] == [first.day]
        assert "Hello Tobias, any news of the room?" in text_of(sent[0][1])

    def test_what_was_left_out_can_be_put_back(self):
        make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO)
        mail = reminding.coming(TODAY)[0]
        reminding.skip(mail, **NOBODY)
        reminding.put_back(reminding.find(mail.key, TODAY), **NOBODY)
        assert len(run_through(TODAY, date(2026, 2, 6))) == 1

    @pytest.mark.parametrize("due", [date(2026, 2, 11), None], ids=["one day", "digest"])
    @pytest.mark.parametrize("words", ["", "Hello Tobias."], ids=["usual words", "own words"])
    def test_a_mail_that_waits_is_written_anew_without_what_was_done_meanwhile(self, due: date | None, words: str):
        meeting, day = make_meeting(), date(2026, 2, 4) if due else date(2026, 4, 6)
        for text in ("Send the list.", "Book the room."):
            make_held_action(meeting, text, due_on=due, since=LONG_AGO)
        if words:
            reminding.write_words(reminding.find(reminding.coming(day)[0].key, day), words, **NOBODY)
        jobs.remind(morning(day))
        (waits,) = db.session.scalars(select(OutboxMessage)).all()
        assert "Send the list." in text_of(waits)
        make_tick_off(db.session.scalars(select(ActionPoint).where(ActionPoint.text == "Send the list.")).one())
        db.session.commit()
        assert db.session.scalars(select(OutboxMessage)).all() == []
        (anew,) = run(day + timedelta(days=1))
        assert ("Send the list." in text_of(anew), "Book the room." in text_of(anew)) == (False, True)
        assert words in text_of(anew)
        assert run(day + timedelta(days=2)) == []

    def test_nobody_gets_two_mails_on_one_day(self):
        meeting = make_meeting()
        late = make_held_action(meeting, "Send the list.", due_on=date(2026, 2, 11), since=LONG_AGO)
        make_held_action(meeting, "Book the room.", due_on=date(2026, 2, 12), since=LONG_AGO)
        make_tick_off(late)
        assert run(date(2026, 2, 4)) == []
        ticking_off.take_back(late)
        sent = [run(date(2026, 2, day)) for day in (5, 5, 6, 6)]
        assert [len(rows) for rows in sent] == [1, 0, 1, 0]

    def test_what_has_gone_is_not_written_anew(self):
        meeting = make_meeting()
        for text in ("Send the list.", "Book the room."):
            make_held_action(meeting, text, due_on=date(2026, 2, 11), since=LONG_AGO)
        jobs.remind(morning(date(2026, 2, 4)))
        db.session.execute(update(OutboxMessage).values(state=OutboxState.SENT, body=None, ended_at=NOW))
        make_tick_off(db.session.scalars(select(ActionPoint).where(ActionPoint.text == "Send the list.")).one())
        db.session.commit()
        jobs.remind(morning(date(2026, 2, 5)))
        assert [row.state for row in db.session.scalars(select(OutboxMessage))] == [OutboxState.SENT]

    def test_it_has_been_shown_for_days_before_it_goes(self):
        make_held_action(make_meeting(), due_on=TODAY, since=TODAY)
        sent = run_through(TODAY, TODAY + timedelta(days=60))
        assert sent[0][0] >= TODAY + timedelta(days=3)

    def test_quiet_days_set_afterwards_do_not_make_it_go_twice(self):
        make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO)
        assert len(run(date(2026, 2, 4))) == 1
        reminding.add_quiet_period(date(2026, 2, 3), date(2026, 2, 5), "snow", **NOBODY)
        assert run_through(date(2026, 2, 4), date(2026, 2, 10)) == []

    def test_nobody_is_reminded_whose_part_has_ended(self):
        officer = make_person("Tobias Reed", Role.REPRESENTATIVE, email="t@council.example")
        make_held_action(make_meeting(), due_on=date(2026, 2, 11), since=LONG_AGO, holder=Holder.of_person(officer))
        officer.grants[0].starts_on, officer.grants[0].ends_on = LONG_AGO, TODAY
        db.session.commit()
        assert run_through(TODAY + timedelta(days=1), date(2026, 3, 20)) == []


# Any deeds in any order ---------------------------------------------------------------------------------------


class AnyDeeds(RuleBasedStateMachine):
    """Promises come, are said to be done, take longer, change hands; a job runs each morning, clock changes or not."""

    def __init__(self) -> None:
        super().__init__()
        for model in (OutboxMessage, TickOff, Reminder):
            db.session.execute(delete(model))
        self.day, self.end = TODAY, TODAY + timedelta(days=3 * 365)
        self.meeting = make_meeting()
        self.officer = make_person("An Officer", Role.REPRESENTATIVE, email=f"o{id(self)}@council.example")
        meeting_with_agenda(day=TODAY + timedelta(days=500))
        db.session.commit()
        self.made: list[int] = []
        #: On which day, under which key, to whom.
        self.sent: list[tuple[date, str, str]] = []

    def pick(self, number: int) -> ActionPoint:
        return db.session.get_one(ActionPoint, self.made[number % len(self.made)])

    @property
    def acting(self) -> dict[str, Any]:
        return {"by": None, "now": morning(self.day)}

    @rule(due=st.none() | st.integers(-20, 300), whose=st.sampled_from(["officer", "typed", "taker"]))
    def promise(self, due: int | None, whose: str) -> None:
        day = None if due is None else self.day + timedelta(days=due)
        kind = "anyone" if whose == "taker" else "person"
        action = make_action(self.meeting, f"Promise {len(self.made)}.", due_on=day, owner_kind=kind, via="")
        holder = {
            "officer": Holder.of_person(self.officer),
            "typed": Holder("Typed", "typed@council.example"),
            "taker": Holder("Taker", f"taker{len(self.made)}@post.example", is_taker=True),
        }[whose]
        holding.give_to(action, holder, day=self.day, **self.acting)
        db.session.commit()
        self.made.append(action.id)

    @precondition(lambda self: self.made)
    @rule(number=st.integers(0, 50), said=st.sampled_from(list(Said)), later=st.integers(1, 200))
    def say(self, number: int, said: Said, later: int) -> None:
        action = self.pick(number)
        if action.is_closed or holding.holder_of(action.id) is None or ticking_off.waiting_for(action.id):
            return
        until = self.day + timedelta(days=later) if said == Said.MORE_TIME else None
        told = Told(said, "A sentence.", f"{self.day}{action.id}{len(self.sent)}{later}{said}", until)
        ticking_off.tick_off(action, told, now=morning(self.day), day=self.day)
        db.session.commit()

    @precondition(lambda self: self.made)
    @rule(number=st.integers(0, 50), how=st.sampled_from(["confirm", "set aside", "take back"]))
    def deal_with(self, number: int, how: str) -> None:
        action = self.pick(number)
        row = ticking_off.waiting_for(action.id)
        if row is None:
            return
        if how == "confirm":
            ticking_off.confirm(row, "On record.", [], day=self.day, **self.acting)
        elif how == "set aside":
            ticking_off.set_aside(row, **self.acting)
        else:
            ticking_off.take_back(action)
        db.session.commit()

    @precondition(lambda self: self.made)
    @rule(number=st.integers(0, 50))
    def undo(self, number: int) -> None:
        action = self.pick(number)
        if action.updates:
            operations.undo_last_update(action, **self.acting)
            db.session.commit()

    @precondition(lambda self: self.made)
    @rule(number=st.integers(0, 50))
    def pass_on(self, number: int) -> None:
        action = self.pick(number)
        if not action.is_closed:
            holding.give_to(action, Holder("Typed", "typed@council.example"), day=self.day, **self.acting)
            db.session.commit()

    @rule(starts=st.integers(0, 30), length=st.integers(0, 20))
    def quiet(self, starts: int, length: int) -> None:
        first = self.day + timedelta(days=starts)
        reminding.add_quiet_period(first, first + timedelta(days=length), "quiet", **self.acting)
        db.session.commit()

    @rule(number=st.integers(0, 5), what=st.sampled_from(["skip", "words"]))
    def decide(self, number: int, what: str) -> None:
        coming = reminding.coming(self.day)
        if coming:
            mail = coming[number % len(coming)]
            if what == "skip":
                reminding.skip(mail, **self.acting)
            else:
                reminding.write_words(mail, "In my words.", **self.acting)
            db.session.commit()

    @rule(days=st.integers(1, 120))
    def mornings(self, days: int) -> None:
        for _ in range(min(days, (self.end - self.day).days)):
            self.day += timedelta(days=1)
            quiet = quiet_days(reminding.own_quiet_periods(), self.day, self.day)
            expected = {mail.outbox_key: mail for mail in reminding.to_go(self.day)}
            for mail in expected.values():
                self.looks_right(mail, quiet)
            queued = run(self.day)
            assert {row.key for row in queued} == set(expected)
            self.sent += [(self.day, row.key, row.recipient) for row in queued]
            assert run(self.day) == [], "the job sent something a second time"

    def looks_right(self, mail: reminding.Mail, quiet: Any) -> None:
        assert is_good(self.day, quiet)
        assert not mail.is_skipped
        for item in mail.items:
            assert not item.action.is_closed
            assert ticking_off.waiting_for(item.action.id) is None
            assert holding.current_holder(item.action.id).mail_to == mail.to

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        assert [key for key, times in Counter(key for _, key, _ in self.sent).items() if times > 1] == []
        assert [pair for pair, times in Counter((d, to) for d, _, to in self.sent).items() if times > 1] == []

    @invariant()
    def who_gets_a_digest_gets_no_reminder_in_the_days_after(self) -> None:
        digests = [(day, to) for day, key, to in self.sent if ":digest:" in key]
        for day, to in digests:
            after = [
                other
                for other, key, recipient in self.sent
                if recipient == to and ":digest:" not in key and timedelta(0) <= other - day < WEEK
            ]
            assert after == []

    @invariant()
    def no_promise_is_lost(self) -> None:
        there = set(db.session.scalars(select(ActionPoint.id).where(ActionPoint.meeting_id == self.meeting.id)))
        assert there == set(self.made)
        db.session.rollback()


def test_any_deeds_in_any_order(app: Flask, proof: int):
    from_here = settings(max_examples=4 * proof, stateful_step_count=14 + 3 * proof, deadline=None)
    with app.app_context():
        make_forum()
        run_state_machine_as_test(AnyDeeds, settings=from_here)
