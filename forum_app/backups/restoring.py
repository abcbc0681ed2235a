"""Bringing a backup back, and what must not come back with it."""

import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from forum_app import audit, schema, wall
from forum_app.backups.engines import NotWhole, copy_in
from forum_app.backups.keeping import BEFORE_A_RESTORE, FOLDER, read_name
from forum_app.backups.making import LEFT_OUT, check, make
from forum_app.clock import day_in_words
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState, Trouble
from forum_app.mail.suppression import Suppression
from forum_app.settings.queries import find_forum
from forum_app.subscriptions.models import Subscription

CANNOT_BE_READ = (SQLAlchemyError, sqlite3.Error)


@dataclass(frozen=True)
class Restored:
    #: How the forum was before; None where that could not be read any more.
    before: Path | None
    #: Mails that waited in the backup, and are stopped now.
    stopped: int


@dataclass(frozen=True)
class _Leavers:
    """Who gets news and who does not, as it was known just before."""

    subscribed: set[int]
    suppressed: list[dict[str, object]]


def restore(engine: Engine, data: Path, file: Path, now: datetime) -> Restored:
    """Put the backup in the place of what is there. Raises NotWhole or ToolMissing, with nothing changed.

    Mail that waited then may have gone since, so it is stopped; and who left since does not get news again.
    """
    with tempfile.TemporaryDirectory(prefix="forum-restore-") as working:
        database = check(file, engine.dialect.name, Path(working))
        known, before = _leavers(), _keep_what_is(engine, data, now)
        db.session.remove()
        copy_in(engine, database)
    _bring_files(file, data)
    schema.bring_up_to_date()
    with engine.begin() as connection:
        wall.put_up(connection)  # a backup holds no rights: they belong to the server, not to the forum
    stopped = _stop_waiting_mail(now)
    if known is not None:
        _forget_leavers(known)
    audit.record(f"Restored the forum from a backup{_of(file)}.", by=None, now=now)
    db.session.commit()
    return Restored(before, stopped)


def _of(file: Path) -> str:
    named = read_name(file)
    return f" of {day_in_words(named.made_at)}" if named else ""


def _keep_what_is(engine: Engine, data: Path, now: datetime) -> Path | None:
    with suppress(NotWhole, *CANNOT_BE_READ, OSError):
        return make(engine, data, now, BEFORE_A_RESTORE)
    _keep_the_damaged(engine, data, now)
    return None


def _keep_the_damaged(engine: Engine, data: Path, now: datetime) -> None:
    """What cannot be read here, somebody else may be able to save."""
    path = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and path.is_file():
        (data / FOLDER).mkdir(mode=0o700, exist_ok=True)
        aside = data / FOLDER / f"damaged-{now:%Y%m%d-%H%M%S}.db"
        shutil.copyfile(path, aside)
        aside.chmod(0o600)


def _leavers() -> _Leavers | None:
    """None where that cannot be read any more, or where there was no forum that anybody could leave."""
    try:
        forum = find_forum()
        if forum is None or forum.is_demo:
            return None
        spared = [dict(row) for row in db.session.execute(select(Suppression.__table__)).mappings()]
        return _Leavers(set(db.session.scalars(select(Subscription.id))), spared)
    except CANNOT_BE_READ:
        return None
    finally:
        db.session.rollback()


def _bring_files(file: Path, data: Path) -> None:
    """Only into the forum's own folder, and nothing that a backup does not hold."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            place = (data / name.removeprefix("files/")).resolve()
            if not name.startswith("files/") or not place.is_relative_to(data.resolve()):
                continue
            if place.relative_to(data.resolve()).parts[0] not in LEFT_OUT:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(name))
                place.chmod(0o600)


def _stop_waiting_mail(now: datetime) -> int:
    waiting = update(OutboxMessage).where(OutboxMessage.state.in_((OutboxState.QUEUED, OutboxState.SENDING)))
    stopped = {
        "state": OutboxState.STOPPED, "trouble": Trouble.BY_HAND, "ended_at": now, "leased_by": None,
        "leased_until": None,
    }  # fmt: skip
    return len(db.session.scalars(waiting.values(**stopped).returning(OutboxMessage.id)).all())


def _forget_leavers(known: _Leavers) -> None:
    back = set(db.session.scalars(select(Subscription.id))) - known.subscribed
    for row in db.session.scalars(select(Subscription).where(Subscription.id.in_(back))):
        db.session.delete(row)
    addresses = set(db.session.scalars(select(Suppression.address)))
    missing = [row for row in known.suppressed if row["address"] not in addresses]
    if missing:
        db.session.execute(delete(Suppression).where(Suppression.id.in_([row["id"] for row in missing])))
        db.session.execute(insert(Suppression), missing)
