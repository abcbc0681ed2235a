"""A year goes by, day by day: what is kept of people is gone at its time, and the record reads as before."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from forum_app.access import Role
from forum_app.accounts.operations import erase_person
from forum_app.actions.holding import offer
from forum_app.actions.models import ActionState
from forum_app.actions.queries import actions_of
from forum_app.audit import record
from forum_app.calendar import operations as invitations
from forum_app.db import db
from forum_app.jobs import JOBS
from forum_app.mail.inbound.models import InboundState
from forum_app.mail.models import OutboxMessage, OutboxState, Trouble
from forum_app.people import keeping
from forum_app.people.models import Person, Proof
from forum_app.people.operations import open_session
from forum_app.questions.models import Question
from forum_app.threads.operations import join_action
from tests.builders import (
    NOW,
    announced_meeting,
    former_helper,
    hear,
    make_action,
    make_forum,
    make_inbound,
    make_outbox_message,
    make_person,
    make_submission,
    make_subscriber,
    make_support,
    published_meeting,
    released_submission,
)
from tests.leaks import canary_word

ONE_DAY = timedelta(days=1)
#: They go to other computers, and what they fetch and send is looked at elsewhere; so are backups.
NOT_HERE = {"deliver", "fetch", "read-waiting", "clear-mailbox", "backup"}
WATCHED = 400
#: Without FORUM_PROOF only the days around those on which something goes.
AROUND = (range(45), range(85, 97), range(118, 126), range(360, WATCHED))


def test_each_kind_is_gone_at_its_time(planted: "Planted", frozen: time_machine.Traveller, proof: int):
    days = range(WATCHED) if proof > 1 else [day for stretch in AROUND for day in stretch]
    gone: dict[str, int] = {}
    for day in days:
        moment = NOW + day * ONE_DAY
        frozen.move_to(moment, tick=False)
        a_night_of_jobs(planted.app, moment)
        if day == planted.closed_after:
            planted.close_the_promises(moment)
        text = everything_kept(planted.app)
        gone |= {kind: day for kind, word in planted.words.items() if kind not in gone and word not in text}
    assert gone == planted.expected


def test_the_record_reads_as_before_when_its_helper_is_erased(planted: "Planted", frozen: time_machine.Traveller):
    moment = NOW + WATCHED * ONE_DAY
    frozen.move_to(moment, tick=False)
    before = record_as_read(planted)
    a_night_of_jobs(planted.app, moment)
    with planted.app.app_context():
        erase_person(db.session.get_one(Person, planted.helper_id), by=None, now=moment)
        db.session.commit()
    assert record_as_read(planted) == before
    assert "Do families get a quiet room?" in before, "a question on record outlives who asked it"
    kept = everything_kept(planted.app)
    assert planted.helper_name not in kept
    assert "somebody who no longer helps" in kept.lower()


@pytest.mark.parametrize(
    "left_out", ["forget-askers", "forget-mail", "forget-addresses", "clear-sign-ins", "forget-unconfirmed"]
)
def test_a_night_without_its_job_is_noticed(planted: "Planted", frozen: time_machine.Traveller, left_out: str):
    """Each job of those that forget is needed: without it something stays."""
    moment = NOW + WATCHED * ONE_DAY
    frozen.move_to(moment, tick=False)
    planted.close_the_promises(NOW)
    a_night_of_jobs(planted.app, moment, left_out=left_out)
    kept = everything_kept(planted.app)
    assert [kind for kind, word in planted.words.items() if word in kept]
    a_night_of_jobs(planted.app, moment)
    kept = everything_kept(planted.app)
    assert [kind for kind, word in planted.words.items() if word in kept] == []


# What is planted ----------------------------------------------------------------------------------------------


class Planted:
    """A forum with a word of its own in each kind of thing that is kept of people."""

    #: After so many days the last promise of the meeting on record is closed.
    closed_after = 90

    def __init__(self, app: Flask) -> None:
        self.app, self.words, self.expected = app, {}, {}
        self.meeting = published_meeting()
        self.meeting_id = self.meeting.id
        self._questions()
        self._askers_of_other_things()
        self._mail()
        self._sign_ins()
        helper = former_helper("Zqhelper Quincewood")
        self.helper_id, self.helper_name = helper.id, helper.name
        record(f"{helper.name} changed the agenda.", by=helper.id, now=NOW)
        db.session.commit()

    def plant(self, kind: str, gone_after: int) -> str:
        """A word for this kind, which is gone with the night so many days from now."""
        self.words[kind] = word = canary_word(len(self.words) + 1).lower()
        self.expected[kind] = gone_after
        return word

    def _questions(self) -> None:
        # An address only for the receipt goes into one mail, and is never kept beside the question.
        words, address = self.plant("words of a question on record", 30), self.plant("address for a receipt alone", 0)
        later = self.plant("address of whoever follows", self.closed_after + 30)
        waiting = self.plant("a question nobody took up", 366)
        on_record = "Do families get a quiet room?"
        asked = {"words": f"I am {words}", "contact": f"{address}@example.org"}
        released_submission(self.meeting, on_record, code=_code(1), **asked)
        tea = released_submission(self.meeting, "And tea?", contact=f"{later}@example.org", follows=True, code=_code(2))
        question = db.session.get_one(Question, tea.question_id)
        promise = actions_of(self.meeting_id)[0]
        join_action(question, promise, by=None, now=NOW)
        too = self.plant("address of whoever asks it too", self.closed_after + 30)
        make_support(question, _code(4), contact=f"{too}@example.org", follows=True)
        make_submission(None, f"I am {waiting}", code=_code(3))

    def _askers_of_other_things(self) -> None:
        """An offer and an invitation whose letters nobody answered."""
        taker, guest = self.plant("address of an offer", 8), self.plant("address for an invitation", 8)
        anybody = make_action(self.meeting, "Draft a letter.", owner_kind="anyone", owner="Anybody")
        hear(anybody, ActionState.DONE)
        offer(anybody.id, "Sorrel", f"{taker}@example.org", shows_name=False, day=NOW.date())
        coming = announced_meeting(day=NOW.date() + 380 * ONE_DAY)
        invitations.ask(coming, f"{guest}@example.org", secret_key=self.app.secret_key, now=NOW)
        db.session.execute(delete(OutboxMessage))  # the letter went, and its own address is planted below

    def _mail(self) -> None:
        sent, failed = self.plant("address of a mail that went", 31), self.plant("words of a mail that did not", 15)
        ended = {"ended_at": NOW, "attempts": 1}
        make_outbox_message(state=OutboxState.SENT, recipient=f"{sent}@example.org", body=None, **ended)
        make_outbox_message(state=OutboxState.FAILED, trouble=Trouble.NO_SUCH_ADDRESS, body=failed.encode(), **ended)
        tray, done = self.plant("mail in the tray", 31), self.plant("original of a mail dealt with", 8)
        make_inbound(words=tray)
        make_inbound(state=InboundState.DONE, sender="", subject="", words="", reason="", raw=done.encode())
        unconfirmed = self.plant("address without its yes", 8)
        make_subscriber(f"{unconfirmed}@example.org", confirmed_on=None)

    def _sign_ins(self) -> None:
        typed, device = self.plant("a form kept", 8), self.plant("a browser signed in", 8)
        ines = make_person("Ines Marlow", Role.CHAIR, email="ines@example.org")
        open_session(ines, Proof.MAIL, device, now=NOW)
        number = ines.id
        db.session.commit()  # what was typed is kept beside the page's own transaction
        keeping.keep(number, "/agenda", {"words": [typed]}, now=NOW)

    def close_the_promises(self, moment: datetime) -> None:
        with self.app.app_context():
            for action in actions_of(self.meeting_id):
                hear(action, ActionState.DONE)
                action.closed_on = moment.date()
            db.session.commit()


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def planted(app: Flask, frozen: time_machine.Traveller) -> Planted:
    with app.app_context():
        make_forum()
        return Planted(app)


def a_night_of_jobs(app: Flask, moment: datetime, *, left_out: str = "") -> None:
    with app.app_context():
        for job in JOBS:
            if job.name not in NOT_HERE | {left_out}:
                job.do(moment)
                db.session.commit()  # as the timetable does: a job may end the transaction before it


def everything_kept(app: Flask) -> str:
    """Every text and byte of every row."""
    with app.app_context():
        rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
        return "\n".join(_as_text(value) for row in rows for value in row)


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def record_as_read(planted: Planted) -> str:
    """What anybody reads of the meeting on record."""
    return planted.app.test_client().get(f"/meetings/{planted.meeting_id}").words


def _code(number: int) -> str:
    return f"{number:016}"
