"""Workers to be killed: python -m tests.mail.dying_worker DATABASE PORT [by-the-timetable].

Each line on standard input is a moment: two fresh worker processes begin to deliver as if it were that time, and
their numbers are printed. Whoever wrote the line kills them. Forked from here, because Python takes long to start.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from forum_app.jobs import named
from forum_app.mail.jobs import deliver
from forum_app.timetable import run_if_due
from tests.builders import ZONE
from tests.engines import dispose, make_app
from tests.mail.posting import set_up_mail

WORKERS = 2


def main(url: str, port: str, how: str = "") -> None:
    app = make_app(url, Path("not-used"))
    set_up_mail(app, int(port))
    dispose(app)
    for line in sys.stdin:
        pids = [start(app, datetime.fromisoformat(line.strip()), how) for _ in range(WORKERS)]
        print(*pids, flush=True)
        for pid in pids:
            os.waitpid(pid, 0)
        print("dead", flush=True)


def start(app: Flask, moment: datetime, how: str) -> int:
    pid = os.fork()
    if not pid:
        try:
            work(app, moment, look_at_deliver if how else deliver)
        finally:
            os._exit(1)
    return pid


def look_at_deliver(now: datetime) -> None:
    """As the worker does: one process has the job, and nobody else has it while that lives."""
    job = named("deliver")
    assert job is not None
    run_if_due(job, now, ZONE)


def work(app: Flask, moment: datetime, do: Callable[[datetime], object]) -> None:
    began = time.monotonic()
    while True:
        with app.app_context():
            do(moment + timedelta(seconds=time.monotonic() - began))
        time.sleep(0.005)


if __name__ == "__main__":
    main(*sys.argv[1:])
