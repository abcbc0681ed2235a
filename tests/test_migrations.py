"""Migrations on both engines: every one goes up and down with rows in every table, and none are lost."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, Connection, MetaData, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

from forum_app import places, schema
from forum_app.access import Role
from forum_app.actions import holding, reminding, ticking_off
from forum_app.actions.models import Reminder
from forum_app.actions.operations import tell_reach
from forum_app.arranging.models import Says
from forum_app.arranging.operations import answer, set_school_holidays
from forum_app.asking import operations as asking
from forum_app.asking.models import Consent
from forum_app.audit import AuditEntry
from forum_app.calendar.operations import make_feed
from forum_app.circulation.models import CirculationRecipient
from forum_app.db import db
from forum_app.history.models import OldMinutes
from forum_app.mail.models import OutboxHalt
from forum_app.mail.suppression import SuppressionReason, suspend
from forum_app.meetings.models import AgendaItem
from forum_app.openness import operations as openness
from forum_app.openness.models import PageName
from forum_app.people import keeping, second_factor, signing_in
from forum_app.people import operations as people
from forum_app.people.models import AuthenticatorApp, LinkKind
from forum_app.people.operations import make_link_token
from forum_app.people.scoped_links import make_scoped_link
from forum_app.questions.operations import name_topic
from forum_app.questions.queries import questions_of
from forum_app.threads import operations as threads
from forum_app.timetable import JobRun
from forum_app.web.limits import RateCount
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    announced_meeting,
    asked_for_planning,
    draft_response,
    hear,
    make_circulation,
    make_file,
    make_forum,
    make_held_action,
    make_inbound,
    make_invitation,
    make_meeting,
    make_notice,
    make_outbox_message,
    make_passkey,
    make_person,
    make_room_request,
    make_submission,
    make_subscriber,
    make_support,
    make_tick_off,
    make_venue,
    planning_meeting,
    published_meeting,
    sent_poll,
    take_on,
    write_minutes,
)
from tests.conftest import PROOF
from tests.engines import Databases, dispose, make_bare_app

SCRIPTS = ScriptDirectory(str(places.MIGRATIONS))
#: Oldest first.
HISTORY: list[Script] = list(SCRIPTS.walk_revisions())[::-1]
#: Going down to the first goes through them all; those between were walked to when they were new.
WALKED_TO = HISTORY if PROOF > 1 else [HISTORY[0], HISTORY[-1]]


def test_migrations_are_numbered_so_that_the_folder_reads_as_history():
    files = sorted(path.name for path in (places.MIGRATIONS / "versions").glob("*.py"))
    assert files, "there are no migrations"
    for number, name in enumerate(files, start=1):
        assert re.fullmatch(rf"{number:04}_[a-z0-9_]+\.py", name), f"the fix: call {name} {number:04}_….py"


def test_history_is_one_line_in_the_order_of_the_names():
    assert len(SCRIPTS.get_heads()) == 1
    assert [Path(script.path).name for script in HISTORY] == sorted(Path(s.path).name for s in HISTORY)
    assert [script.down_revision for script in HISTORY[1:]] == [script.revision for script in HISTORY[:-1]]
    assert all(Path(script.path).name.startswith(script.revision) for script in HISTORY)


def test_the_newest_revision_is_the_one_alembic_stops_at():
    assert schema.newest_revision() == SCRIPTS.get_current_head()


def test_the_sample_rows_leave_no_table_empty(database: Flask):
    fill_every_table(database)
    empty = [name for name, rows in everything_kept().items() if not rows]
    assert not empty, f"the fix: give {empty} a row in fill_every_table, or its migrations are tried without data"


@pytest.mark.parametrize("script", WALKED_TO, ids=lambda script: script.revision)
def test_going_down_and_up_again_keeps_every_row(database: Flask, script: Script):
    fill_every_table(database)
    before = everything_kept()
    downgrade(revision=script.down_revision or "base")
    stayed = {name: len(rows) for name, rows in everything_kept().items()}
    assert stayed == {name: len(before[name]) for name in stayed}, "a rebuild lost rows on the way down"
    upgrade()
    after = {name: len(rows) for name, rows in everything_kept().items()}
    assert after == dict.fromkeys(before, 0) | stayed, "a rebuild lost rows on the way up"
    assert not broken_references()


def test_a_batch_rebuild_of_a_parent_keeps_its_children(database: Flask, tmp_path: Path):
    """With foreign keys on, SQLite deletes what hangs on the table being dropped and built anew."""
    fill_every_table(database)
    before = everything_kept()
    planted = plant_rebuild(tmp_path, ["meeting", "question", "agenda_item", "person", "action_point"])
    upgrade(directory=str(planted))
    assert everything_kept() == before
    assert not broken_references()


def test_a_migration_that_breaks_a_reference_is_refused_whole(database: Flask, tmp_path: Path):
    fill_every_table(database)
    before = everything_kept()
    planted = plant(tmp_path, 'op.execute("DELETE FROM meeting")')
    with pytest.raises(Exception, match=r"'[a-z_]+', [0-9]+, 'meeting'|foreign key constraint"):
        upgrade(directory=str(planted))
    assert everything_kept() == before
    assert revision_now() == schema.newest_revision()


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database: Flask, tmp_path: Path):
    planted = plant(tmp_path, 'op.execute("CREATE TABLE half (id INTEGER)"); op.execute("not sql")')
    with pytest.raises(Exception, match=r"syntax"):
        upgrade(directory=str(planted))
    with db.engine.connect() as connection:
        assert not inspect(connection).has_table("half")
    assert revision_now() == schema.newest_revision()


def test_foreign_keys_are_on_again_after_migrating(either: Databases):
    with either.fresh(migrated=False) as url:
        app = make_bare_app(url)
        with app.app_context():
            schema.bring_up_to_date()
            db.session.add(AgendaItem(meeting_id=99, position=0, title="Of no meeting"))
            with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
                db.session.flush()
        dispose(app)


def test_models_and_migrations_say_the_same(empty_database: Flask):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    assert not differences, f"the fix: write a migration for {differences}"


def test_every_check_of_the_models_is_in_the_database_and_no_other(empty_database: Flask):
    """Autogenerate does not compare CHECK constraints."""
    with db.engine.connect() as connection:
        kept = {
            (name, check["name"]): normal(check["sqltext"])
            for name in db.metadata.tables
            for check in inspect(connection).get_check_constraints(name)
        }
        meant = checks_of_models(connection)
    assert set(kept) == set(meant), "the fix: write a migration for the CHECK constraints that differ"
    if db_is_sqlite(empty_database):  # PostgreSQL rewrites the text; its checks are tried out in test_constraints
        assert kept == meant


def test_references_end_as_the_models_say(empty_database: Flask):
    """What happens to children (CASCADE, RESTRICT, SET NULL) is not always compared either."""
    with db.engine.connect() as connection:
        kept = {
            (table, key["constrained_columns"][0]): (key["referred_table"], key["options"].get("ondelete"))
            for table in db.metadata.tables
            for key in inspect(connection).get_foreign_keys(table)
        }
    assert kept == {
        (table.name, key.column_keys[0]): (key.referred_table.name, key.ondelete)
        for table in db.metadata.sorted_tables
        for key in table.foreign_key_constraints
    }


def test_bringing_up_to_date_twice_changes_nothing(either: Databases):
    with either.fresh(migrated=False) as url:
        app = make_bare_app(url)
        with app.app_context():
            assert not schema.is_current()
            schema.bring_up_to_date()
            make_forum()
            fill_every_table(app)
            before = everything_kept()
            schema.bring_up_to_date()
            assert schema.is_current()
            assert everything_kept() == before
        dispose(app)


# Plumbing -----------------------------------------------------------------------------------------------------


def fill_every_table(app: Flask) -> None:
    """At least one row in every table, the children of cascades among them."""
    venue, person = make_venue(), make_person("Ines Marlow", Role.DEPUTY)
    meeting = published_meeting(venue=venue)
    planning_meeting(previous=meeting)
    write_minutes(meeting.items[0], "The chair welcomed everybody.", opened_version=1)
    hear(first_action(meeting.id))
    held = make_held_action(meeting)
    make_tick_off(held, files=[make_file()])
    confirmed = make_tick_off(make_held_action(meeting, "Send the leaflet."), files=[make_file()])
    ticking_off.confirm(confirmed, "Sent.", [file.id for file in confirmed.files], day=NOW.date(), **NOBODY)
    holding.offer(held.id, "Wren", "wren@example.org", shows_name=False, day=NOW.date())
    tell_reach(held, "in the news", 120, NOW.date(), **NOBODY)
    db.session.add(Reminder(key="k", state="sent", words="", on_day=NOW.date()))
    reminding.add_quiet_period(NOW.date(), NOW.date(), "half-term", **NOBODY)
    db.session.add(AuditEntry(at=NOW, by_id=person.id, sentence="Looked."))
    db.session.add(OldMinutes(name="2019.txt", brought_at=NOW, source="Minutes", reading={"day": "2019-05-01"}))
    make_outbox_message()
    _ask_by_name(meeting)
    name_topic("Exam centres")
    make_outbox_message(state="sending", leased_until=NOW, leased_by="somebody")
    make_outbox_message(state="sent", body=None, ended_at=NOW)
    db.session.add(OutboxHalt(why="no_trust", since=NOW, next_try_at=NOW))
    suspend("gone@example.org", SuppressionReason.ASKED, "a page", now=NOW)
    db.session.add(JobRun(job="deliver", period="p", by="here", started_at=NOW, lease_until=NOW))
    reader = make_subscriber("reader@example.org", pace="weekly")
    waiting = {"outbox_key": "k", "recipient_key": "k", "event": "e", "audience_group": "families"}
    db.session.add(CirculationRecipient(circulation_id=make_circulation().id, subscription_id=reader.id, **waiting))
    make_inbound()
    make_notice(make_invitation(announced_meeting()))
    make_feed(person.id, leaves_out_invited=True, secret_key=app.secret_key, now=NOW)
    for version, words in enumerate(("Ours.", "Ours, and better.")):
        openness.write_page(PageName.PRIVACY, words, version, **NOBODY)
    db.session.add(RateCount(bucket="b", ends_at=NOW, counted=1))
    people.sign_in_with_link(make_link_token(app.secret_key), app.secret_key, now=NOW)
    signing_in.ask("ines@example.org", "", app.secret_key, now=NOW)
    db.session.add(AuthenticatorApp(person_id=person.id, salt="salt", last_step=1, added_on=NOW.date()))
    db.session.add(make_passkey(person.id))
    second_factor.make_recovery_codes(person, app.secret_key, now=NOW)
    number = person.id
    poll = sent_poll(meeting_to_come := make_meeting(), [person])
    answer(poll.invitees[0], {poll.proposals[0].id: Says.YES}, "", now=NOW)
    make_room_request(meeting_to_come)
    asked_for_planning(person)
    set_school_holidays([("Half term", NOW.date(), NOW.date())])
    make_scoped_link(LinkKind.PACK, meeting.id, person.id, NOW.date())
    _answer(meeting)
    db.session.commit()
    keeping.keep(number, "/meetings/new", {"day": ["15 April 2026"]}, now=NOW)


def _ask_by_name(meeting: Any) -> None:
    submission = make_submission(meeting, contact="wren@example.org", follows=True, wording="May we visit?")
    asking.climb(submission, Consent.NAMED_TO_AUTHORITY, "Wren Ashby", today=NOW.date())
    other = make_submission(meeting, code="0123456789ABCDEF")
    asking.put_together(other, submission, **NOBODY)
    asking.ask_back(make_submission(meeting, code="ZYXWVTSRQPNMKJHG"), "Which year?", **NOBODY)
    (question,) = asking.release(meeting, reply_by=DAY, by=None, now=NOW)
    make_support(question)


def _answer(meeting: Any) -> None:
    question = questions_of(meeting.id)[0]
    draft_response(question)
    draft_response(question, "Otherwise.", opened_version=1)
    take_on(meeting, person_id=None)
    threads.join_action(question, first_action(meeting.id), **NOBODY)
    said = {"said_on": meeting.day, "officer_title": ""}
    threads.pin(question, "Ten days at most.", "Replies", **said, **NOBODY)


def first_action(meeting_id: int) -> Any:
    from_actions = db.metadata.tables["action_point"]
    row = db.session.execute(select(from_actions.c.id).where(from_actions.c.meeting_id == meeting_id)).first()
    return db.session.get(mapped("action_point"), row[0])


def mapped(table: str) -> type:
    return next(m.class_ for m in db.Model.registry.mappers if m.local_table.name == table)


def everything_kept() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is there, as the engine holds it."""
    db.session.remove()
    with db.engine.connect() as connection:
        reflected = MetaData()
        reflected.reflect(connection)
        return {
            table.name: sorted((plain(row) for row in connection.execute(select(table))), key=repr)
            for table in reflected.sorted_tables
            if table.name != "alembic_version"
        }


def plain(row: Any) -> tuple[Any, ...]:
    return tuple(value.isoformat() if isinstance(value, date | time | datetime) else value for value in row)


def broken_references() -> list[Any]:
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return []
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def revision_now() -> str | None:
    db.session.remove()
    with db.engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def db_is_sqlite(app: Flask) -> bool:
    return app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")


def checks_of_models(connection: Connection) -> dict[tuple[str, Any], str]:
    return {
        (table.name, str(connection.dialect.identifier_preparer.format_constraint(check))): normal(sql_of(check))
        for table in db.metadata.sorted_tables
        for check in checks_of(table)
    }


def checks_of(table: Table) -> Iterator[CheckConstraint]:
    yield from (check for check in table.constraints if isinstance(check, CheckConstraint))


def sql_of(check: CheckConstraint) -> str:
    return str(check.sqltext)


def normal(sql: str) -> str:
    return " ".join(sql.replace('"', "").split())


def plant(folder: Path, deeds: str) -> Path:
    """A copy of the migrations with one more at the end."""
    planted = folder / "migrations"
    (planted / "versions").mkdir(parents=True)
    for name in ("env.py", "alembic.ini", "script.py.mako"):
        (planted / name).write_text((places.MIGRATIONS / name).read_text())
    for script in HISTORY:
        (planted / "versions" / Path(script.path).name).write_text(Path(script.path).read_text())
    (planted / "versions" / "9999_planted.py").write_text(
        f"from alembic import op\n\nrevision = '9999'\ndown_revision = '{HISTORY[-1].revision}'\n\n\n"
        f"def upgrade():\n    {deeds}\n\n\ndef downgrade():\n    pass\n"
    )
    return planted


def plant_rebuild(folder: Path, tables: list[str]) -> Path:
    """A new CHECK constraint makes SQLite build the table anew; PostgreSQL only adds it."""
    batches = [
        f"with op.batch_alter_table('{name}') as batch: batch.create_check_constraint('planted', 'id > 0')"
        for name in tables
    ]
    return plant(folder, "\n    ".join(batches))
