"""Workers killed at any moment: nothing is lost, what is repeated is the same to the byte, and at most once a kill."""

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from forum_app import places
from forum_app.access import STRICT
from forum_app.db import db
from forum_app.mail.claims import LEASE
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.mould import Recipient
from forum_app.mail.outbox import queue, queue_many
from tests.builders import NOW, make_forum
from tests.engines import Databases, dispose, make_app
from tests.figures import note
from tests.mail.dying_worker import WORKERS, look_at_deliver
from tests.mail.posting import LETTER, put, run, set_up_mail
from tests.mail.servers import Post, mail_server, scripted
from tests.mail.test_faults import converse

KILLS = 20
PATIENCE = 60
AHEAD = 60
GIVE_UP = NOW + timedelta(days=900)


def test_killed_workers_lose_nothing(either: Databases, tmp_path: Path, proof: int):
    rounds = KILLS // WORKERS * (50 if proof > 1 else 1)
    with either.fresh() as url, mail_server(post := Post()) as port:
        app = make_app(url, tmp_path)
        with app.app_context():
            make_forum()
            moment = kill_again_and_again(url, port, post, rounds)
            set_up_mail(app, port)
            while left(OutboxState.QUEUED, OutboxState.SENDING):
                run(moment := moment + LEASE + timedelta(minutes=1))
            assert_all_arrived(post, rounds * WORKERS)
            if db.engine.dialect.name == "sqlite":
                assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        dispose(app)
    note(f"mails, kills and repeats on {url.partition(':')[0]}", f"{len(KEPT)} {rounds * WORKERS} {repeats(post)}")


def test_a_code_whose_worker_is_killed_goes_within_two_minutes(either: Databases, tmp_path: Path):
    """The code lives for ten minutes, so whoever waits for it is at the screen when it comes."""
    hanging = threading.Event()

    def take_words_and_say_nothing(connection: socket.socket) -> None:
        converse(connection)
        hanging.set()
        connection.recv(1)  # until the other side dies

    with (
        either.fresh() as url,
        mail_server(post := Post()) as port,
        scripted(take_words_and_say_nothing) as dead_end,
        workers(url, dead_end, "by-the-timetable") as process,
    ):
        app = make_app(url, tmp_path)
        with app.app_context():
            make_forum()
            set_up_mail(app, port)
            for number in range(3):
                moment = NOW + timedelta(hours=number)
                to, code_lives = f"box{number}@example.org", STRICT.code_lives
                queue(LETTER, to=to, key=f"sign-in:{number}", now=moment, give_up_at=moment + code_lives)
                put(*(f"news{number}-{n}" for n in range(20)), now=moment)
                hanging.clear()
                kill_when(process, moment, lambda: hanging.wait(PATIENCE))
                for seconds in range(0, 121, 5):
                    look_at_deliver(moment + timedelta(seconds=seconds))
                assert post.recipients.count(to) == 1
        dispose(app)


KEPT: dict[str, str] = {}


def kill_again_and_again(url: str, port: int, post: Post, rounds: int) -> datetime:
    """The moment at which the last workers died."""
    KEPT.clear()
    moment = NOW
    with workers(url, port) as process:
        for _ in range(rounds):
            keep_waiting(AHEAD, moment)
            kill_when(process, moment, lambda: wait_for_mail(post, random.randint(1, 12)))
            moment += LEASE + timedelta(minutes=1)  # what they held is free again
    return moment


def kill_when(process: "subprocess.Popen[str]", moment: datetime, ready: Callable[[], object]) -> None:
    """Let two workers begin in this moment, and kill both when it is time."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{moment.isoformat()}\n")
    process.stdin.flush()
    pids = [int(pid) for pid in process.stdout.readline().split()]
    ready()
    time.sleep(random.uniform(0, 0.01))
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert process.stdout.readline() == "dead\n"


def wait_for_mail(post: Post, more: int) -> None:
    """Until so many more have arrived, so that the workers die in the middle of their work."""
    before, give_up = len(post.mails), time.monotonic() + PATIENCE
    while len(post.mails) < before + more:
        assert time.monotonic() < give_up, "the workers send nothing"
        time.sleep(0.002)


@contextmanager
def workers(url: str, port: int, *how: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.mail.dying_worker", url, str(port), *how]
    with subprocess.Popen(
        command, cwd=places.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]
        process.wait(60)


def keep_waiting(count: int, now: datetime) -> None:
    """So that the workers do not run out of work before they die."""
    missing = count - left(OutboxState.QUEUED)
    if missing > 0:
        to = [Recipient(f"box{len(KEPT) + n}@example.org", f"news:{len(KEPT) + n}") for n in range(missing)]
        queue_many(LETTER, to, now=now, give_up_at=GIVE_UP)
        for row in db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.in_([one.key for one in to]))):
            KEPT[row.message_id] = hashlib.sha256(row.body or b"").hexdigest()
    db.session.commit()
    db.session.remove()


def left(*states: OutboxState) -> int:
    count = db.session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.state.in_(states))) or 0
    db.session.rollback()
    return count


def assert_all_arrived(post: Post, kills: int) -> None:
    assert left(OutboxState.SENT) == len(KEPT)
    assert set(post.times()) == set(KEPT), "lost"
    assert repeats(post) <= kills
    assert post.digests() == set(KEPT.values()), "changed on the way"


def repeats(post: Post) -> int:
    return len(post.mails) - len(KEPT)
