"""The forum's own facts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.settings import operations
from forum_app.settings.queries import find_forum, the_forum
from tests.builders import FACTS, NOBODY

pytestmark = pytest.mark.usefixtures("empty_database")


def test_there_is_no_forum_before_it_is_set_up():
    assert find_forum() is None
    with pytest.raises(LookupError):
        the_forum()


def test_a_forum_keeps_its_facts():
    operations.set_up(FACTS, **NOBODY)
    db.session.commit()
    forum = the_forum()
    assert {name: getattr(forum, name) for name in vars(FACTS)} == vars(FACTS)
    assert not forum.is_demo


def test_a_forum_can_be_set_up_once():
    operations.set_up(FACTS, **NOBODY)
    db.session.commit()
    db.session.expunge_all()
    operations.set_up(FACTS, **NOBODY)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_day_of_setting_up_is_the_day_where_the_forum_is():
    just_after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    forum = operations.set_up(FACTS, by=None, now=just_after_midnight)
    assert forum.set_up_on == date(2026, 7, 2)


def test_changing_the_facts_is_a_new_version_and_is_noted():
    forum = operations.set_up(FACTS, **NOBODY)
    db.session.commit()
    operations.change(forum, replace(FACTS, name="Another Forum"), **NOBODY)
    db.session.commit()
    assert (the_forum().name, the_forum().version) == ("Another Forum", 2)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 2
