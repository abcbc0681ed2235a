"""What the forum does by itself: when each job is due, and a row for each run, so that any number of processes
run each job once for each of its periods.

A period is a stretch of time with a name (a day, the five seconds from 09:30:05). Whoever writes the row of a
period first has the job for it; a run that was cut short is taken over when its lease is over.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from time import monotonic
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, CursorResult, Index, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.clock import minutes_in_words, time_in_words
from forum_app.db import Model, UtcDateTime, db, one_of, set_reading

RUNS_KEPT = timedelta(days=60)
BY_HAND = "by hand "

#: Set when the worker should end; a job that takes long looks at it between two steps.
stopping = threading.Event()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Every:
    """Again and again; counted in UTC, so that a clock change neither repeats nor leaves out a period."""

    seconds: int = 0
    minutes: int = 0

    @property
    def length(self) -> int:
        return self.seconds + 60 * self.minutes

    def period(self, now: datetime, zone: str) -> str:
        start = int(now.timestamp()) // self.length * self.length
        return f"{datetime.fromtimestamp(start, UTC):%Y-%m-%d %H:%M:%S}"

    @property
    def words(self) -> str:
        if self.seconds:
            return f"every {self.seconds} seconds"
        return "every minute" if self.minutes == 1 else f"every {minutes_in_words(self.minutes)}"

    @property
    def look_every(self) -> int:
        return min(self.length, 60)


@dataclass(frozen=True)
class Daily:
    """Once a day, from this time on the clock on the wall; late rather than never where nobody was awake."""

    at: time

    def period(self, now: datetime, zone: str) -> str:
        local = now.astimezone(ZoneInfo(zone))
        day = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        return day.isoformat()

    @property
    def words(self) -> str:
        return f"every day at {time_in_words(self.at)}"

    @property
    def look_every(self) -> int:
        return 60


@dataclass(frozen=True)
class Job:
    """One line of the timetable."""

    name: str
    sentence: str
    when: Every | Daily
    #: Is told the moment; may answer with a few words on what it did.
    do: Callable[[datetime], str | None]
    #: Whether there is anything to do, asked by reading only; a run without work leaves no row.
    has_work: Callable[[datetime], bool] | None = None
    #: How long a run may take before another process thinks it was cut short.
    lease: timedelta = timedelta(minutes=30)


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Model):
    """One run of one job, for one period."""

    __tablename__ = "job_run"
    __table_args__ = (
        one_of("state", RunState),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended_has_its_moment"),
        UniqueConstraint("job", "period"),
        Index("ix_job_run_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default=RunState.RUNNING)
    by: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(String(300), default="")


def run_if_due(job: Job, now: datetime, zone: str) -> bool:
    """Run the job unless this period has been served, is being served, or has nothing to do."""
    period = job.when.period(now, zone)
    with reading():
        if not _is_free(job, period, now) or (job.has_work and not job.has_work(now)):
            return False
    return _run(job, period, now)


def run_now(job: Job, now: datetime) -> bool:
    """Run the job whatever the timetable says; False if it went wrong."""
    return _run(job, f"{BY_HAND}{now.astimezone(UTC).isoformat()}", now)


def _run(job: Job, period: str, now: datetime) -> bool:
    run_id = _claim(job, period, now)
    if run_id is None:
        return False
    began, state = monotonic(), RunState.DONE
    try:
        words = job.do(now) or ""
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        reference = secrets.token_hex(4)
        log.exception("reference %s: the job %s went wrong", reference, job.name)
        state, words = RunState.FAILED, f"{type(error).__name__}; the log has more under {reference}"
    _finish(run_id, state, words, now + timedelta(seconds=monotonic() - began))
    return state == RunState.DONE


def _is_free(job: Job, period: str, now: datetime) -> bool:
    """Whether nobody has served this period, and nobody is at this job."""
    taken = select(JobRun.id).where(
        JobRun.job == job.name,
        ((JobRun.period == period) & (JobRun.state != RunState.RUNNING))
        | ((JobRun.state == RunState.RUNNING) & (JobRun.lease_until > now)),
    )
    return db.session.scalar(taken.limit(1)) is None


def _claim(job: Job, period: str, now: datetime) -> int | None:
    """The number of the run if it is ours; the unique key decides where two want it."""
    lease = {"by": _me(), "started_at": now, "lease_until": now + job.lease}
    stale = update(JobRun).where(
        JobRun.job == job.name,
        JobRun.period == period,
        JobRun.state == RunState.RUNNING,
        JobRun.lease_until <= now,
    )
    taken_over = db.session.scalar(stale.values(**lease).returning(JobRun.id))
    try:
        if taken_over is None:
            run = JobRun(job=job.name, period=period, **lease)
            db.session.add(run)
            db.session.flush()
            taken_over = run.id
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return None
    return taken_over


def _me() -> str:
    """This process, in the rows of what it is doing; asked each time, because a process may have forked."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}"


def _finish(run_id: int, state: RunState, words: str, ended_at: datetime) -> None:
    ours = update(JobRun).where(JobRun.id == run_id, JobRun.by == _me())
    db.session.execute(ours.values(state=state, words=words[:300], ended_at=ended_at))
    db.session.commit()


@contextmanager
def reading() -> Iterator[None]:
    """Look without taking the lock that writers wait for."""
    set_reading(True)
    try:
        yield
    finally:
        db.session.rollback()
        set_reading(False)


def last_runs(jobs: Sequence[Job]) -> list[tuple[Job, JobRun | None]]:
    """Every job with its last run."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    rows = {run.job: run for run in db.session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}
    return [(job, rows.get(job.name)) for job in jobs]


def forget_runs(now: datetime) -> str | None:
    """Delete the rows of runs long past."""
    old = delete(JobRun).where(JobRun.started_at < now - RUNS_KEPT)
    gone = cast(CursorResult[Any], db.session.execute(old))
    return f"{gone.rowcount} old runs forgotten" if gone.rowcount else None
