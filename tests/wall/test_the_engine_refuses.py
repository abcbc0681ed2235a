"""On the connections of public pages, officers' pages and receipts the engine itself refuses identity."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from forum_app import wall
from forum_app.access import PERMISSIONS, Role
from forum_app.asking.models import OWN_SUBMISSION, AskerQuery, Merged, Submission
from forum_app.asking.operations import ask_back, put_together
from forum_app.asking.queries import own_queries, own_submission, submissions_for
from forum_app.codes import hash_of
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.support.models import Support
from forum_app.wall import RESTRICTED, Reach
from forum_app.web import public
from tests.builders import (
    CODE,
    KEY,
    NOBODY,
    NOW,
    announced_meeting,
    make_forum,
    make_outbox_message,
    make_person,
    make_submission,
    released_submission,
)
from tests.wall.random_sql import random_statements

GOLDEN = Path(__file__).parent.parent / "golden" / "wall.txt"
OTHER = "0123456789ABCDEF"
#: What stands in identity columns, and must come out of no restricted connection.
CANARIES = ("Wrencanary", "larkcanary@example.org", "finchcanary", "Rookcanary")

#: Permissions that everybody has, with pages that reach everything all the same, and why.
OPEN_AND_WIDE = {
    "at-the-door": "Signing in compares what is typed with people, their proofs and their sessions, and writes them.",
}


@pytest.fixture
def walled(either_app: Flask) -> Flask:
    """Either engine, with two questions left by two people, one of them on record under a name."""
    with either_app.app_context():
        make_forum()
        meeting = announced_meeting()
        make_submission(meeting, "finchcanary asks", CODE, contact="larkcanary@example.org", follows=True)
        released_submission(meeting, code=OTHER, words="The Rookcanary case")
        make_person("Wrencanary", Role.DEPUTY)
        make_outbox_message(recipient="larkcanary@example.org", body=b"Dear Wrencanary")
        db.session.commit()
    return either_app


def test_what_can_be_read_is_decided_column_by_column():
    """A new table or column that restricted pages can read is a decision: look at it, then copy it here."""
    lines = [line for reach in RESTRICTED for line in decided(reach)]
    assert lines == GOLDEN.read_text().splitlines()


def test_what_anybody_may_open_runs_behind_the_wall():
    """Without a sign-in there is no role to trust: such a page proves which rows it is about, then steps beyond."""
    wide = {one.name for one in PERMISSIONS if one.roles is None and one.reach is Reach.EVERYTHING}
    assert wide == set(OPEN_AND_WIDE), "the fix: give the permission a reach, see wall.py"


@pytest.mark.parametrize("reach", RESTRICTED)
@pytest.mark.parametrize("model", [Person, Receipt, Submission])
def test_identity_cannot_be_read(walled: Flask, reach: Reach, model: Any):
    with reached(walled, reach), pytest.raises(DBAPIError, match=REFUSED):
        db.session.scalars(select(model)).all()


def test_a_careless_page_is_an_error_and_not_a_leak(walled: Flask):
    page = walled.test_client()
    page.inspecting = False
    walled.add_url_rule("/careless", "careless", public(careless))
    answer = page.get("/careless")
    assert answer.status_code == 500
    assert not [canary for canary in CANARIES if canary in answer.text]


def careless() -> str:
    question = db.session.scalars(select(Question)).one()
    words = db.session.scalar(select(Submission.words).where(Submission.question_id == question.id))
    return f"{question.wording} ({words})"


def test_the_public_leaves_a_question_and_cannot_read_it_back(walled: Flask):
    with reached(walled, Reach.PUBLIC):
        make_left("What about music?", "GHJKMNPQRSTVWXYZ")
        db.session.commit()
        with pytest.raises(DBAPIError, match=REFUSED):
            db.session.scalar(select(Submission.words))
    with walled.app_context():
        assert "What about music?" in db.session.scalars(select(Submission.words)).all()


@pytest.mark.parametrize("verb", ["UPDATE submission SET words = 'x'", "DELETE FROM submission", "DELETE FROM receipt",
                                  "UPDATE question SET wording = 'x'", "DROP TABLE question"])  # fmt: skip
@pytest.mark.parametrize("reach", RESTRICTED)
def test_nothing_that_stands_can_be_changed(walled: Flask, reach: Reach, verb: str):
    with reached(walled, reach), pytest.raises(DBAPIError, match=REFUSED):
        db.session.execute(text(verb))


def test_a_receipt_reaches_its_own_rows_and_no_others(walled: Flask):
    with reached(walled, Reach.RECEIPT, CODE):
        assert [row.words for row in db.session.execute(select(OWN_SUBMISSION))] == ["finchcanary asks"]
    with reached(walled, Reach.RECEIPT, OTHER):
        assert [row.words for row in db.session.execute(select(OWN_SUBMISSION))] == ["The Rookcanary case"]
    with reached(walled, Reach.RECEIPT, "ZZZZZZZZZZZZZZZZ"):
        assert own_submission() is None


def test_what_was_put_together_shows_where_the_other_stands_and_none_of_its_words(walled: Flask):
    third = "GHJKMNPQRSTVWXYZ"
    with walled.app_context():
        meeting = db.session.scalars(select(Meeting)).one()
        first = make_submission(meeting, "The Finch case", third, wording="May we visit?")
        (own,) = [one for one in submissions_for(meeting.id) if one.words.startswith("finchcanary")]
        put_together(own, first, **NOBODY)
        ask_back(first, "Which Finch?", **NOBODY)
        db.session.commit()
    with reached(walled, Reach.RECEIPT, CODE):
        seen, asked = own_submission(), own_queries()
        assert (seen.words, seen.state, seen.wording, seen.is_merged) == (
            "finchcanary asks",
            "worded",
            "May we visit?",
            1,
        )
        assert asked == []
        assert "Finch" not in repr(db.session.execute(select(OWN_SUBMISSION)).all())
    with reached(walled, Reach.RECEIPT, third):
        assert [query.question for query in own_queries()] == ["Which Finch?"]


@pytest.mark.parametrize("reach", RESTRICTED)
@pytest.mark.parametrize("model", [Merged, AskerQuery, Support])
def test_who_asks_the_same_cannot_be_read(walled: Flask, reach: Reach, model: Any):
    with reached(walled, reach), pytest.raises(DBAPIError, match=REFUSED):
        db.session.scalars(select(model)).all()


def test_a_subquery_that_takes_the_name_of_own_rows_sees_no_more(walled: Flask):
    """SQLite tells its authorizer only the name of what reads, so a view could be impersonated."""
    spoof = "WITH own_submission AS (SELECT words FROM submission) SELECT * FROM own_submission"
    with reached(walled, Reach.RECEIPT, CODE), pytest.raises(DBAPIError, match=REFUSED):
        db.session.execute(text(spoof))


@pytest.mark.parametrize("reach", RESTRICTED)
def test_random_statements_bring_out_no_identity(walled: Flask, reach: Reach, proof: int):
    with walled.app_context():
        tables = {name: inspect(db.engine).get_columns(name) for name in inspect(db.engine).get_table_names()}
    columns = {name: [column["name"] for column in found] for name, found in tables.items()}
    answered, leaks = ask_at_random(walled, reach, random_statements(random.Random(7), columns, 400 * proof))
    assert answered > 20 * proof, "hardly any statement was answered, so the look says nothing"
    assert not leaks


def test_the_look_at_random_statements_finds_a_leak(walled: Flask):
    """Planted: on the engine that reaches everything the same statements bring identity out."""
    with walled.app_context():
        columns = {name: [c["name"] for c in inspect(db.engine).get_columns(name)] for name in ("person", "submission")}
    _, leaks = ask_at_random(walled, Reach.EVERYTHING, random_statements(random.Random(7), columns, 300))
    assert leaks


def decided(reach: Reach) -> Iterator[str]:
    """What this reach reads beyond what everybody does, and what it adds to."""
    everybody = wall.readable_columns(Reach.PUBLIC) if reach is not Reach.PUBLIC else {}
    for table, columns in sorted(wall.readable_columns(reach).items()):
        if columns - everybody.get(table, frozenset()):
            yield f"{reach} reads {table}: {', '.join(sorted(columns))}"
    for table in sorted(wall.insertable_tables(reach)):
        yield f"{reach} adds to {table}"


# Plumbing -----------------------------------------------------------------------------------------------------

REFUSED = r"(?i)prohibited|not authorized|permission denied|must be owner"


@contextmanager
def reached(app: Flask, reach: Reach, code: str = "") -> Iterator[None]:
    """An application context in which a request with this reach would run."""
    with app.app_context(), wall.reaching(reach, hash_of(code, key=KEY)):
        try:
            yield
        finally:
            db.session.rollback()


def make_left(words: str, code: str) -> None:
    receipt = Receipt(code_hash=hash_of(code, key=KEY), kind="question", left_on=NOW.date())
    db.session.add(receipt)
    db.session.flush()
    db.session.add(Submission(receipt_id=receipt.id, words=words))
    db.session.flush()


def ask_at_random(app: Flask, reach: Reach, statements: Iterator[str]) -> tuple[int, list[str]]:
    """How many statements were answered, and those whose answer held a canary."""
    answered, leaks = 0, []
    with reached(app, reach, "GHJKMNPQRSTVWXYZ"):
        for statement in statements:
            try:
                answer = db.session.execute(text(statement))
                rows = answer.fetchmany(50) if answer.returns_rows else []
            except DBAPIError:
                db.session.rollback()
                continue
            answered += 1
            if any(canary in repr(rows) for canary in CANARIES):
                leaks.append(statement)
    return answered, leaks
