"""The worker: looks at the timetable again and again, in as many processes as there are."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum_app.clock import now
from forum_app.db import db
from forum_app.jobs import JOBS
from forum_app.mail.inbound.listening import idle
from forum_app.settings.queries import find_forum
from forum_app.timetable import Job, reading, run_if_due, stopping

#: A long job keeps one thread; the others go on.
THREADS = 3
ZONE_BEFORE_SET_UP = "Europe/London"

log = logging.getLogger(__name__)


def work(app: Flask, ended: Callable[[], bool] = lambda: False) -> None:
    """Run the timetable until told to stop, or until ``ended`` says that whoever started us has gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    scheduler = schedule(app)
    scheduler.start()
    if app.config.get("IMAP_HOST"):
        threading.Thread(target=listen, args=(app,), daemon=True).start()
    while not stopping.wait(1) and not ended():
        pass
    scheduler.shutdown(wait=True)
    with app.app_context():
        db.engine.dispose()


def listen(app: Flask) -> None:
    """Bring mail in as soon as it arrives; where the mail server cannot tell, the timetable looks every minute."""
    with app.app_context():
        idle(stopping)


def schedule(app: Flask) -> BackgroundScheduler:
    """Every job of the timetable, looked at from now on; whether it is due is decided when it is looked at."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(THREADS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for place, job in enumerate(JOBS):
        scheduler.add_job(
            partial(look, app, job),
            "interval",
            seconds=job.when.look_every,
            id=job.name,
            next_run_time=now() + timedelta(seconds=place / 4),
        )
    return scheduler


def look(app: Flask, job: Job, moment: Callable[[], datetime] = now) -> bool:
    """Run the job if it is due; a database that is busy or away is waited for until the next look."""
    with app.app_context():
        try:
            return run_if_due(job, moment(), zone())
        except OperationalError as error:
            log.warning("the job %s waits: %s", job.name, type(error.orig).__name__)
            return False


def zone() -> str:
    """The time zone of the forum."""
    with reading():
        forum = find_forum()
        return forum.time_zone if forum else ZONE_BEFORE_SET_UP
