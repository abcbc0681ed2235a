"""What the forum does by itself: when each job is due, and a row for each run, so that any number of processes
run each job once for each of its periods.

A period is a stretch of time with a name (a day, the five seconds from 09:30:05). Whoever writes the row of a
period first has the job for it. A run that went wrong is tried again within its period, after longer and longer
pauses, with a row for each try; once one has gone well, the period is served. A run that was cut short is taken over
when its lease is over: as long as its process lives, the lease is renewed.
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
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.clock import minutes_in_words, time_in_words
from forum_app.db import Model, UtcDateTime, db, one_of, set_reading

RUNS_KEPT = timedelta(days=60)
BY_HAND = "by hand "
TRY = " try "
#: How long after each try that went wrong there is another, within the period. So a day has six tries at most.
TRIED_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
#: How long a dead process keeps its run from others; a living one renews that so often.
HELD_FOR, RENEWED_EVERY = timedelta(minutes=1), timedelta(seconds=10)

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
    #: How long a run may take before another process thinks it hangs.
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
    """Run the job unless this period has been served, is being served, is to wait, or has nothing to do."""
    period = job.when.period(now, zone)
    with reading():
        this_try = _free_try(job, period, now)
        if this_try is None or (job.has_work and not job.has_work(now)):
            return False
    return _run(job, this_try, now)


def run_now(job: Job, now: datetime) -> bool:
    """Run the job whatever the timetable says; False if it went wrong."""
    return _run(job, f"{BY_HAND}{now.astimezone(UTC).isoformat()}", now)


def _run(job: Job, this_try: str, now: datetime) -> bool:
    run_id = _claim(job, this_try, now)
    if run_id is None:
        return False
    began = monotonic()

    def moment() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    with _renewed(run_id, now + job.lease, moment):
        try:
            _finish(run_id, RunState.DONE, job.do(now) or "", moment())
            return True
        except Exception as error:
            db.session.rollback()
            reference = secrets.token_hex(4)
            log.exception("reference %s: the job %s went wrong", reference, job.name)
            words = f"{type(error).__name__}; the log has more under {reference}"
            _finish(run_id, RunState.FAILED, words, moment())
            return False


def _free_try(job: Job, period: str, now: datetime) -> str | None:
    """The name of the try that may begin now: None where this period is served or waits, or somebody is at this job."""
    names = _tries(period)
    leased = (JobRun.state == RunState.RUNNING) & (JobRun.lease_until > now)
    rows = db.session.scalars(select(JobRun).where(JobRun.job == job.name, JobRun.period.in_(names) | leased)).all()
    if any(row.state == RunState.RUNNING and row.lease_until > now for row in rows):
        return None
    last = max(rows, key=lambda row: names.index(row.period), default=None)
    if last is None or last.state == RunState.RUNNING:  # nobody has begun, or whoever did has been cut short
        return last.period if last else period
    again = again_at(last)
    return names[names.index(last.period) + 1] if again and again <= now else None


def _tries(period: str) -> list[str]:
    """What the first and each further run of this period are called: the unique key decides who has which."""
    return [period, *(f"{period}{TRY}{number}" for number in range(2, len(TRIED_AGAIN_AFTER) + 2))]


def again_at(run: JobRun) -> datetime | None:
    """From when a run that went wrong may be tried again in its period; None where it went well, or was the last."""
    period, _, number = run.period.partition(TRY)
    tries = int(number or 1)
    if run.state != RunState.FAILED or run.ended_at is None or period.startswith(BY_HAND):
        return None
    return run.ended_at + TRIED_AGAIN_AFTER[tries - 1] if tries <= len(TRIED_AGAIN_AFTER) else None


def _claim(job: Job, this_try: str, now: datetime) -> int | None:
    """The number of the run if it is ours; the unique key decides where two want it."""
    lease = {"by": _me(), "started_at": now, "lease_until": now + min(HELD_FOR, job.lease)}
    stale = update(JobRun).where(
        JobRun.job == job.name,
        JobRun.period == this_try,
        JobRun.state == RunState.RUNNING,
        JobRun.lease_until <= now,
    )
    taken_over = db.session.scalar(stale.values(**lease).returning(JobRun.id))
    try:
        if taken_over is None:
            run = JobRun(job=job.name, period=this_try, **lease)
            db.session.add(run)
            db.session.flush()
            taken_over = run.id
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return None
    return taken_over


@contextmanager
def _renewed(run_id: int, until: datetime, moment: Callable[[], datetime]) -> Iterator[None]:
    """Keep the run for this process as long as it lives, but not for longer than its job may take."""
    ended, engine, me = threading.Event(), db.engine, _me()

    def renew() -> None:
        while not ended.wait(RENEWED_EVERY.total_seconds()) and moment() < until:
            ours = update(JobRun).where(JobRun.id == run_id, JobRun.by == me, JobRun.state == RunState.RUNNING)
            try:
                with engine.begin() as connection:
                    connection.execute(ours.values(lease_until=min(moment() + HELD_FOR, until)))
            except OperationalError as error:  # busy: there is another time before it runs out
                log.warning("a lease was not renewed: %s", type(error.orig).__name__)

    thread = threading.Thread(target=renew, name="renew-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _me() -> str:
    """This process, in the rows of what it is doing; asked each time, because a process may have forked."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}"


def _finish(run_id: int, state: RunState, words: str, ended_at: datetime) -> None:
    """Commits what the job has changed and that it is done, both or neither."""
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


@dataclass(frozen=True)
class Failure:
    """The last time a job went wrong."""

    run: JobRun
    #: None where it has gone well since, or waits for its next period.
    again_at: datetime | None


def last_failures(jobs: Sequence[Job], now: datetime, zone: str) -> dict[str, Failure]:
    """By the name of the job, where it went wrong and that is still known."""
    newest = select(func.max(JobRun.id)).where(JobRun.state == RunState.FAILED).group_by(JobRun.job)
    failed = {run.job: run for run in db.session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}
    return {
        job.name: Failure(failed[job.name], again_at(run) if _is_of(job, run, now, zone) else None)
        for job, run in last_runs(jobs)
        if run and job.name in failed
    }


def _is_of(job: Job, run: JobRun, now: datetime, zone: str) -> bool:
    """Whether the run's next try still falls into its own period, which is the one of now."""
    period, again = run.period.partition(TRY)[0], again_at(run)
    return job.when.period(now, zone) == period and (again is None or job.when.period(again, zone) == period)


def forget_runs(now: datetime) -> str | None:
    """Delete the rows of runs long past."""
    old = delete(JobRun).where(JobRun.started_at < now - RUNS_KEPT)
    gone = cast(CursorResult[Any], db.session.execute(old))
    return f"{gone.rowcount} old runs forgotten" if gone.rowcount else None
