"""Every job of the timetable says what it does, runs on an empty forum, and harmlessly twice."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.jobs import JOBS, named
from forum_app.timetable import Job, RunState, last_runs, run_now
from tests.builders import NOW, make_forum


def test_names_are_words_with_hyphens_and_each_is_there_once():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", job.name) for job in JOBS)
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert [named(job.name) for job in JOBS] == list(JOBS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_has_a_sentence(job: Job):
    assert re.fullmatch(r"[A-Z][^.]+\.", job.sentence), (
        "the fix: one sentence for the desk, such as “Sends what waits.”"
    )
    assert job.when.words


@pytest.mark.parametrize("is_set_up", [False, True], ids=["empty", "set-up"])
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_runs_twice_on_an_empty_forum_and_changes_nothing(either_app: Flask, job: Job, is_set_up: bool):
    with either_app.app_context():
        if is_set_up:
            make_forum()
        before = rows()
        for _ in range(2):
            assert run_now(job, NOW) or last_runs([job])[0][1].state == RunState.DONE  # type: ignore[union-attr]
        assert rows() == before


def rows() -> dict[str, int]:
    counted = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
        if table.name != "job_run"
    }
    db.session.rollback()
    return counted
