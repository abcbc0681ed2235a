"""The desk's page on mail: what is stuck and why, in plain words, and the two buttons."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from forum_app.audit import AuditEntry
from forum_app.clock import now
from forum_app.db import db
from forum_app.jobs import JOBS
from forum_app.mail.jobs import blank_bodies, deliver, forget_addresses
from forum_app.mail.labels import HALTS, TROUBLES, masked, without_addresses
from forum_app.mail.models import Halt, OutboxHalt, OutboxMessage, OutboxState, Trouble
from forum_app.settings.queries import the_forum
from forum_app.timetable import Daily, Job, run_if_due, run_now
from tests.builders import NOW, ZONE, made, make_outbox_message
from tests.pages import Browser, submit

HERE = "/mail-and-jobs"


@pytest.fixture
def later(coordinator: Browser) -> int:
    return made(coordinator.application, make_outbox_message, trouble=Trouble.LATER, attempts=2, answer="451 full")


def state_of(browser: Browser, number: int) -> tuple[str, str | None]:
    with browser.application.app_context():
        row = db.session.get_one(OutboxMessage, number)
        return row.state, row.trouble


def test_it_says_that_mail_is_not_set_up_yet_and_keeps_everything(coordinator: Browser):
    number = made(coordinator.application, make_outbox_message, give_up_at=now() + timedelta(days=1))
    with coordinator.application.app_context():
        assert deliver(now()) == "Mail is not set up yet."
    page = coordinator.get(HERE)
    assert "Mail is not set up yet" in page.words
    assert "Waiting to go 1 mail" in page.words
    assert state_of(coordinator, number) == (OutboxState.QUEUED, None)


def test_what_is_stuck_stands_there_masked_with_its_reason(coordinator: Browser, later: int):
    page = coordinator.get(HERE)
    assert TROUBLES[Trouble.LATER] in page.words
    assert "Sample, to i…@example.org" in page.words
    assert "ines@" not in page.text
    assert "The agenda" not in page.words, "a subject would tell who wrote what"


def test_a_stuck_mail_is_stopped_and_tried_again(coordinator: Browser, later: int):
    assert submit(coordinator.get(HERE), form="/stop").status_code == 302
    assert state_of(coordinator, later) == (OutboxState.STOPPED, Trouble.BY_HAND)
    assert submit(coordinator.get(HERE), form=f"{later}/try-again").status_code == 302
    assert state_of(coordinator, later) == (OutboxState.QUEUED, None)
    with coordinator.application.app_context():
        said = " ".join(db.session.scalars(select(AuditEntry.sentence)))
    assert "Stopped a mail (sample)." in said
    assert "@" not in said


@pytest.mark.parametrize(
    ("deed", "facts", "why"),
    [
        ("stop", {"state": "sending", "leased_until": NOW, "leased_by": "x"}, "being sent at this moment"),
        ("try-again", {"state": "sending", "leased_until": NOW, "leased_by": "x"}, "being sent at this moment"),
        ("stop", {"state": "failed", "ended_at": NOW}, "has gone or is stopped already"),
        ("try-again", {"state": "sent", "body": None, "ended_at": NOW}, "words are deleted already"),
    ],
)
def test_what_cannot_be_done_is_explained(coordinator: Browser, deed: str, facts: dict[str, object], why: str):
    number = made(coordinator.application, make_outbox_message, **facts)
    page = coordinator.post(f"/mails/{number}/{deed}", data={"csrf_token": coordinator.token()})
    assert page.status_code == 409
    assert why in page.words


@pytest.mark.parametrize("why", Halt)
def test_it_says_why_no_mail_goes_and_lets_it_be_tried(coordinator: Browser, why: Halt):
    app = coordinator.application
    app.config |= {"SMTP_HOST": "mail.example"}
    with app.app_context():
        db.session.add(OutboxHalt(why=why, answer="530 x", since=NOW, next_try_at=NOW + timedelta(hours=1)))
        db.session.commit()
    assert "Look why no mail goes out" in coordinator.get("/desk").words
    page = coordinator.get(HERE)
    assert HALTS[why] in page.words
    assert submit(page, form="/mail-and-jobs/try-again").status_code == 302
    assert "No mail is going out" not in coordinator.get(HERE).words


def test_an_undelivered_mail_is_told_of_at_the_desk(coordinator: Browser):
    for trouble in (Trouble.REFUSED, Trouble.BY_HAND):
        made(coordinator.application, make_outbox_message, state="failed", trouble=trouble, ended_at=now())
    assert "A mail could not be delivered" in coordinator.get("/desk").words


def test_every_job_stands_there_with_its_last_run(coordinator: Browser):
    with coordinator.application.app_context():
        run_now(next(job for job in JOBS if job.name == "blank-bodies"), now())
    words = coordinator.get(HERE).words
    assert all(job.sentence in words for job in JOBS)
    assert "Done Every day at 3.10am." in words


def test_the_demo_writes_files_and_the_real_forum_never_does(coordinator: Browser):
    app = coordinator.application
    number = made(app, make_outbox_message, give_up_at=now() + timedelta(days=1))
    with app.app_context():
        the_forum().is_demo = True
        db.session.commit()
        assert deliver(now()) == "1 written to files"
        (file,) = (app.config["FORUM_DATA"] / "mail").iterdir()
        assert file.read_bytes() == b"Hello."
        assert file.suffix == ".eml"
    assert state_of(coordinator, number) == (OutboxState.SENT, None)
    assert "each mail is put into a file" in coordinator.get(HERE).words


def test_words_and_addresses_are_forgotten_in_time(coordinator: Browser):
    app = coordinator.application
    ended = made(app, make_outbox_message, state="failed", trouble=Trouble.REFUSED, ended_at=NOW)
    waiting = made(app, make_outbox_message)
    with app.app_context():
        assert blank_bodies(NOW + timedelta(days=13)) is None
        assert blank_bodies(NOW + timedelta(days=15)) == "1 mails emptied"
        assert forget_addresses(NOW + timedelta(days=31)) == "1 addresses forgotten"
        db.session.commit()
        gone, kept = (db.session.get_one(OutboxMessage, number) for number in (ended, waiting))
        assert (gone.recipient, gone.subject, gone.body) == ("", "", None)
        assert (kept.recipient, kept.body) == ("ines@example.org", b"Hello.")


def test_addresses_are_masked_wherever_a_mail_service_says_them():
    assert masked("ines@example.org") == "i…@example.org"
    assert masked("") == ""
    said = without_addresses("550 5.1.1 <ines.marlow+x@mail.example.org>: no; ask\r\n postmaster@example.org")
    assert said == "550 5.1.1 <i…@mail.example.org>: no; ask p…@example.org"


def test_a_job_that_went_wrong_says_why_and_when_it_is_tried_again(coordinator: Browser):
    def fail(moment: datetime) -> str:
        raise ZeroDivisionError

    job = Job("bad", "Does what goes wrong.", Daily(time(0)), fail)
    coordinator.application.extensions["timetable"] = (job,)
    with coordinator.application.app_context():
        assert not run_if_due(job, now(), ZONE)
    words = coordinator.get(HERE).words
    assert "Does what goes wrong. Went wrong" in words
    assert "ZeroDivisionError; the log has more" in words
    assert "It is tried again by itself from" in words
    with coordinator.application.app_context():
        assert run_now(replace(job, do=lambda moment: "All well"), now())
    words = coordinator.get(HERE).words
    assert "Does what goes wrong. Done" in words
    assert "It last went wrong on" in words
