"""From a real mailbox: each mail arrives once, is moved only when it is stored, and nothing is lost in between."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.mail.inbound import listening, mailbox
from forum_app.mail.inbound.handlers import handlers_of
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.jobs import clear_mailbox, fetch
from forum_app.mail.inbound.listening import idle
from forum_app.mail.inbound.mailbox import MailboxDoesNotAnswer, NoMailbox
from forum_app.mail.inbound.models import InboundMessage
from tests.builders import NOW, make_forum
from tests.mail.imap_server import PATIENCE, Server, imap_server, point_at
from tests.mail.samples import letter, sample


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with imap_server() as found:
        yield found


@pytest.fixture
def forum(app: Flask, server: Server) -> Iterator[Flask]:
    """A forum whose mailbox is empty, and that takes questions."""
    server.empty()
    point_at(app, server)
    with app.app_context():
        make_forum()
        handlers_of(app).take_question = lambda taken: "receipt:1"
        yield app


def outcomes() -> dict[str, int]:
    counted = select(InboundMessage.outcome, func.count()).group_by(InboundMessage.outcome)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    db.session.rollback()  # whoever is at work meanwhile must not wait for this test
    return found


def test_what_lies_there_is_brought_in_and_moved(forum: Flask, server: Server):
    names = ["question-plain", "auto-english", "triage-spam", "hostile-bidi"]
    server.deliver(*map(sample, names))
    assert fetch(NOW).outcomes == {"submission": 2, "auto_reply": 1, "triage": 1}
    assert outcomes() == {"submission": 2, "auto_reply": 1, "triage": 1}
    assert (server.lying_in("INBOX"), server.lying_in("Processed")) == (0, 4)
    assert fetch(NOW).outcomes == {}


def test_a_mail_that_is_too_large_is_not_fetched_and_not_lost(forum: Flask, server: Server):
    server.deliver(letter(b"x" * 10_600_000, b"Message-ID: <big@home.example>\n"))
    assert fetch(NOW).outcomes == {"refused": 1}
    row = db.session.scalars(select(InboundMessage)).one()
    assert (row.size > 10_600_000, len(row.raw or b"") < 20_000, row.sender) == (True, True, "jo@home.example")
    assert (server.lying_in("INBOX"), server.lying_in("Too large")) == (0, 1)


def test_one_that_fails_does_not_keep_the_others_waiting(forum: Flask, server: Server):
    def fails(taken: object) -> str:
        raise ArithmeticError

    handlers_of(forum).take_question = fails
    server.deliver(sample("question-plain"), sample("auto-english"))
    fetched = fetch(NOW)
    assert (fetched.failed, fetched.outcomes) == (1, {"auto_reply": 1})
    assert server.lying_in("INBOX") == 1


def test_two_who_look_at_once_bring_each_mail_in_once(forum: Flask, server: Server):
    server.deliver(*(letter(b"Question %d?" % n, b"Message-ID: <%d@home.example>\n" % n) for n in range(12)))

    def look(number: int) -> None:
        with forum.app_context():
            fetch(NOW)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(look, range(3)))
    assert outcomes() == {"submission": 12}
    assert server.lying_in("INBOX") == 0
    assert server.lying_in("Processed") >= 12, "moved twice in one moment it may lie there twice"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
@pytest.mark.parametrize("moment", ["mailbox.BaseMailBox.move", "receiving.settle"])
def test_killed_in_the_middle_it_loses_nothing_and_repeats_nothing(forum: Flask, server: Server, moment: str):
    server.deliver(sample("question-plain"), sample("triage-spam"))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED.format(moment=moment)],
        input=json.dumps({"url": forum.config["SQLALCHEMY_DATABASE_URI"], **server.settings()}).encode(),
        timeout=2 * PATIENCE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert server.lying_in("INBOX") == 2, "a mail was moved before it was certain"
    fetch(NOW)
    assert sum(outcomes().values()) == 2
    assert (server.lying_in("INBOX"), server.lying_in("Processed")) == (0, 2)


#: The application in a process of its own, killed where the first mail is stored, read or moved.
KILLED = """
import json, os, signal, sys
from pathlib import Path
from forum_app.mail.inbound import jobs, mailbox, receiving
from tests.engines import make_app
said = json.load(sys.stdin)
app = make_app(said.pop("url"), Path("not-used"))
app.config |= said
owner, _, name = "{moment}".rpartition(".")
part = {{"mailbox.BaseMailBox": mailbox.BaseMailBox, "receiving": receiving}}[owner]
setattr(part, name, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))
from datetime import UTC, datetime
with app.app_context():
    jobs.fetch(datetime(2026, 1, 13, 9, 30, tzinfo=UTC))
"""


def test_without_a_mailbox_or_an_answer_it_says_so(forum: Flask):
    forum.config["IMAP_PASSWORD"] = "wrong"
    with pytest.raises(MailboxDoesNotAnswer):
        fetch(NOW)
    forum.config["IMAP_PORT"] = 1
    with pytest.raises(MailboxDoesNotAnswer):
        fetch(NOW)
    forum.config["IMAP_HOST"] = ""
    with pytest.raises(NoMailbox):
        fetch(NOW)


def test_processed_mail_goes_from_the_server_in_time(forum: Flask, server: Server):
    server.deliver(sample("question-plain"))
    fetch(NOW)
    today = datetime.now(UTC)
    assert clear_mailbox(today + timedelta(days=29)) == 0
    assert clear_mailbox(today + timedelta(days=32)) == 1
    assert server.lying_in("Processed") == 0
    forum.config["IMAP_KEEP_DAYS"] = 0
    assert clear_mailbox(today + timedelta(days=400)) == 0


# Waiting at the mailbox ---------------------------------------------------------------------------------------


@pytest.fixture
def waiting(forum: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(listening, "A_MOMENT", 0.2)
    monkeypatch.setattr(listening, "A_LOOK", 20.0)  # this server tells late of what came just before it was listened to
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.2)
    stop = threading.Event()

    def wait() -> None:
        with forum.app_context():
            idle(stop)

    worker = threading.Thread(target=wait)
    worker.start()
    yield forum
    stop.set()
    worker.join(PATIENCE)
    assert not worker.is_alive()


def arrives(number: int) -> bool:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if sum(outcomes().values()) == number:
            return True
        time.sleep(0.05)
    return False


def test_the_server_says_to_those_who_are_signed_in_what_it_can(forum: Flask):
    with mailbox.opened() as box:
        assert {"IDLE", "MOVE"} <= set(box.client.capabilities)


def test_what_arrives_is_brought_in_at_once(waiting: Flask, server: Server):
    server.deliver(sample("question-plain"))
    assert arrives(1)
    server.deliver(sample("auto-english"))
    assert arrives(2)


def test_when_the_server_goes_away_it_is_tried_again(waiting: Flask, server: Server):
    server.deliver(sample("question-plain"))
    assert arrives(1)
    server.stop()
    time.sleep(0.5)
    server.start()
    server.deliver(sample("auto-english"))
    assert arrives(2)


def test_each_pause_is_longer_until_the_server_answers():
    stop, pause = threading.Event(), listening.Pause()
    stop.set()
    taken = []
    for _ in range(9):
        taken.append(pause.seconds)
        pause.take(stop)
    assert taken == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    pause.over()
    assert pause.seconds == 5


def test_without_a_mailbox_nobody_waits(forum: Flask):
    forum.config["IMAP_HOST"] = ""
    idle(threading.Event())


def test_only_the_beginning_of_a_large_mail_is_asked_for(forum: Flask, server: Server, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    as_ever = mailbox._asked
    monkeypatch.setattr(mailbox, "_asked", lambda box, uid, wanted: asked.append(wanted) or as_ever(box, uid, wanted))
    monkeypatch.setattr(mailbox, "LARGEST", 1_000)
    server.deliver(letter(b"x" * 2_000))
    assert fetch(NOW).outcomes.total() == 1
    assert asked == ["(RFC822.SIZE)", "(BODY.PEEK[]<0.16384>)"]


def test_outcomes_are_named_as_they_are_printed():
    assert {str(outcome) for outcome in Outcome} == {
        "submission", "reply", "rsvp", "bounce", "auto_reply", "own", "held", "triage", "duplicate", "refused",
    }  # fmt: skip
