"""Each job once for each of its periods: however many look, whenever they look, and through the clock changes."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from threading import Barrier, Lock
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app import jobs, timetable
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.timetable import (
    HELD_FOR,
    TRIED_AGAIN_AFTER,
    Daily,
    Every,
    Job,
    JobRun,
    RunState,
    run_if_due,
    run_now,
)
from forum_app.worker import look, schedule
from tests.builders import NOW, ZONE, make_forum
from tests.engines import Databases, dispose, make_app

#: At 1am on this day it becomes 2am, and at 2am on that one 1am.
FORWARD, BACK = datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)
#: Two workers and three schedulers, which all look in the same moments.
WHO_LOOK = 5


@pytest.fixture
def forum(database: Flask) -> Flask:
    db.session.remove()
    return database


def noting(name: str, when: Every | Daily, ran: list[str], **facts: object) -> Job:
    return Job(name, "", when, lambda now: ran.append(when.period(now, ZONE)), **facts)  # type: ignore[arg-type,func-returns-value]


@pytest.mark.parametrize("changes_at", [FORWARD, BACK])
def test_many_who_look_run_each_period_once(either: Databases, tmp_path: Path, changes_at: datetime, proof: int):
    """Half a year around each clock change in the proof, so a year in all; the day before and after it otherwise."""
    half = timedelta(days=1 if proof == 1 else 91)
    with either.fresh() as url:
        app = make_app(url, tmp_path)
        with app.app_context():
            make_forum()
        ran, table = Counter[tuple[str, str]](), []
        lock = Lock()
        for name, when in {"night": Daily(time(1, 30)), "morning": Daily(time(7)), "often": Every(minutes=180)}.items():
            table.append(Job(name, "", when, count_in(ran, lock, name, when)))
        moments = moments_between(changes_at - half, changes_at + half)
        look_together(app, table, moments)
        dispose(app)
    assert ran == {(job.name, job.when.period(moment, ZONE)): 1 for job in table for moment in moments}


def count_in(ran: Counter[tuple[str, str]], lock: Lock, name: str, when: Every | Daily):  # type: ignore[no-untyped-def]
    def do(now: datetime) -> None:
        with lock:
            ran[name, when.period(now, ZONE)] += 1

    return do


def moments_between(start: datetime, end: datetime) -> list[datetime]:
    moments, moment = [], start
    while moment < end:
        moments.append(moment)
        moment += timedelta(minutes=random.randint(45, 170))
    return moments


def look_together(app: Flask, table: list[Job], moments: list[datetime]) -> None:
    barrier = Barrier(WHO_LOOK)

    def look_again_and_again() -> None:
        for moment in moments:
            barrier.wait(60)
            for job in table:
                look(app, job, lambda moment=moment: moment)

    with ThreadPoolExecutor(WHO_LOOK) as pool:
        for looking in [pool.submit(look_again_and_again) for _ in range(WHO_LOOK)]:
            looking.result()


def test_a_daily_time_that_is_left_out_or_comes_twice_is_one_period(forum: Flask):
    half_past_one = Daily(time(1, 30))
    for change in (FORWARD, BACK):
        moments = [change + timedelta(minutes=10 * step) for step in range(24)]
        periods = [half_past_one.period(moment, ZONE) for moment in moments]
        assert periods == sorted(periods) or change == BACK
        assert set(periods) == {str((change - timedelta(days=1)).date()), str(change.date())}


def test_what_was_missed_is_made_up_for_once(forum: Flask):
    ran: list[str] = []
    job = noting("daily", Daily(time(3)), ran)
    assert run_if_due(job, NOW, ZONE)
    assert not run_if_due(job, NOW + timedelta(hours=1), ZONE)
    assert run_if_due(job, NOW + timedelta(days=3), ZONE)
    assert ran == ["2026-01-13", "2026-01-16"]


def test_a_clock_that_goes_back_repeats_nothing(forum: Flask):
    ran: list[str] = []
    job = noting("often", Every(minutes=10), ran)
    for minutes in (0, 10, -10, 0, 10, 20):
        run_if_due(job, NOW + timedelta(minutes=minutes), ZONE)
    assert len(ran) == len(set(ran)) == 4


def test_a_run_that_was_cut_short_is_taken_over_when_its_lease_is_over(forum: Flask):
    ran: list[str] = []
    job = noting("daily", Daily(time(3)), ran)
    db.session.add(
        JobRun(job="daily", period="2026-01-13", by="gone", started_at=NOW, lease_until=NOW + timedelta(minutes=30))
    )
    db.session.commit()
    assert not run_if_due(job, NOW + timedelta(minutes=29), ZONE)
    assert run_if_due(job, NOW + timedelta(minutes=30), ZONE)
    assert the_run().state == RunState.DONE


def test_a_job_that_goes_wrong_leaves_nothing_behind_but_its_reason(forum: Flask, caplog: pytest.LogCaptureFixture):
    def fail(now: datetime) -> None:
        db.session.add(AuditEntry(at=now, by_id=None, sentence="Half done."))
        db.session.flush()
        raise ZeroDivisionError

    assert not run_if_due(Job("bad", "", Every(minutes=1), fail), NOW, ZONE)
    run = the_run()
    assert run.state == RunState.FAILED
    assert run.words.startswith("ZeroDivisionError")
    assert run.words[-8:] in caplog.text
    assert "Half done." not in db.session.scalars(select(AuditEntry.sentence)).all()


def test_a_day_that_went_wrong_is_tried_again_in_the_day(forum: Flask):
    """A database that was busy at nine loses nobody their reminder."""
    tried: list[datetime] = []

    def fail_twice(now: datetime) -> None:
        tried.append(now)
        if len(tried) < 3:
            raise ZeroDivisionError

    job = Job("daily", "", Daily(time(9)), fail_twice)
    minutes = [minute for minute in range(60) if run_if_due(job, NOW + timedelta(minutes=minute), ZONE)]
    assert [(moment - NOW).seconds // 60 for moment in tried] == [0, 2, 8], "after the end of the one before"
    assert minutes == [8]
    runs = db.session.scalars(select(JobRun).order_by(JobRun.id)).all()
    assert [(run.state, run.period[10:]) for run in runs] == [("failed", ""), ("failed", " try 2"), ("done", " try 3")]


def test_a_day_is_not_tried_without_end_and_the_next_begins_anew(forum: Flask):
    tried: list[datetime] = []

    def fail(now: datetime) -> None:
        tried.append(now)
        raise ZeroDivisionError

    job = Job("daily", "", Daily(time(9)), fail)
    nine = NOW.replace(hour=9, minute=0, second=30)
    for minute in range(2 * 24 * 60):
        run_if_due(job, nine + timedelta(minutes=minute), ZONE)
    assert Counter(moment.date() for moment in tried) == {nine.date(): 6, nine.date() + timedelta(days=1): 6}
    assert not run_now(job, NOW)
    assert timetable.again_at(db.session.scalars(select(JobRun).order_by(JobRun.id.desc())).first()) is None  # type: ignore[arg-type]


def test_many_who_look_try_again_what_went_wrong_and_never_what_went_well(
    either: Databases, tmp_path: Path, proof: int
):
    """Each day goes wrong a few times, or always; what is tried, and when, is told beforehand by the rule itself."""
    dice, tried, lock = random.Random(proof), list[tuple[str, datetime]](), Lock()
    days = [str((NOW + timedelta(days=day)).date()) for day in range(-1, 3 if proof == 1 else 60)]
    wrong = {day: dice.randint(0, 8) for day in days}
    seven = Daily(time(7))

    def do(now: datetime) -> None:
        with lock:
            tried.append((day := seven.period(now, ZONE), now))
            times = sum(one == day for one, _ in tried)
        if times <= wrong[day]:
            raise ZeroDivisionError

    moments, end = [NOW], NOW + timedelta(days=len(days) - 2)
    while moments[-1] < end:
        moments.append(moments[-1] + timedelta(minutes=dice.choice((1, 2, 7, 30, 90))))
    with either.fresh() as url:
        app = make_app(url, tmp_path)
        with app.app_context():
            make_forum()
        look_together(app, [Job("daily", "", seven, do)], moments[:-1])
        dispose(app)
    assert tried == foretold(moments[:-1], seven, wrong)


def foretold(moments: list[datetime], when: Daily, wrong: dict[str, int]) -> list[tuple[str, datetime]]:
    tries: dict[str, list[datetime]] = {}
    for moment in moments:
        past = tries.setdefault(when.period(moment, ZONE), [])
        is_served = len(past) > wrong[when.period(moment, ZONE)]
        may_be_tried = len(past) <= len(TRIED_AGAIN_AFTER) and not is_served
        if may_be_tried and (not past or moment > past[-1] + TRIED_AGAIN_AFTER[len(past) - 1]):
            past.append(moment)
    return [(day, moment) for day, past in tries.items() for moment in past]


def test_the_lease_is_renewed_while_its_process_lives_but_not_beyond_what_the_job_may_take(
    either_app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timetable, "RENEWED_EVERY", timedelta(milliseconds=5))
    most = NOW + HELD_FOR + timedelta(milliseconds=300)

    def wait_for_renewal(now: datetime) -> str:
        give_up = monotonic() + 60
        while (until := lease_of_the_run()) < most:
            assert until >= NOW + HELD_FOR
            assert monotonic() < give_up, "the lease is not renewed"
            sleep(0.01)
        return str(until == most)

    with either_app.app_context():
        make_forum()
        assert run_if_due(Job("long", "", Daily(time(3)), wait_for_renewal, lease=most - NOW), NOW, ZONE)
        assert the_run().words == "True"


def lease_of_the_run() -> datetime:
    with timetable.reading():
        return db.session.scalars(select(JobRun.lease_until)).one()


def test_a_job_without_work_leaves_no_row(forum: Flask):
    ran: list[str] = []
    job = noting("idle", Every(seconds=5), ran, has_work=lambda now: False)
    assert not run_if_due(job, NOW, ZONE)
    assert not ran
    assert db.session.scalars(select(JobRun)).all() == []
    assert run_now(job, NOW), "asked for by hand it runs all the same"


def test_old_runs_are_forgotten(forum: Flask):
    run_now(noting("idle", Every(minutes=5), []), NOW)
    assert timetable.forget_runs(NOW + timedelta(days=61)) == "1 old runs forgotten"


def test_the_worker_looks_at_every_job_of_the_timetable(app: Flask):
    assert {job.id for job in schedule(app).get_jobs()} == {job.name for job in jobs.JOBS}


def the_run() -> JobRun:
    return db.session.scalars(select(JobRun)).one()
