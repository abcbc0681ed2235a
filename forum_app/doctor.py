"""What “forum doctor” looks at, and what it says to do."""

import imaplib
import shutil
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from forum_app import schema
from forum_app.backups.engines import NotWhole, ToolMissing
from forum_app.backups.keeping import backups
from forum_app.backups.making import check
from forum_app.clock import minutes_in_words
from forum_app.db import db
from forum_app.jobs import JOBS
from forum_app.mail import labels
from forum_app.mail.answers import Halted
from forum_app.mail.jobs import is_set_up
from forum_app.mail.models import Halt
from forum_app.mail.smtp import connect, server_from
from forum_app.settings.queries import find_forum
from forum_app.timetable import JobRun, reading

ENOUGH_ROOM = 200 * 1024 * 1024
A_LITTLE = timedelta(minutes=2)
SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """One thing looked at: “well”, “look” where somebody should, “wrong” where the forum cannot do its work."""

    mark: str
    sentence: str

    @property
    def is_wrong(self) -> bool:
        return self.mark == "wrong"


def well(sentence: str) -> Finding:
    return Finding("well", sentence)


def look(sentence: str) -> Finding:
    return Finding("look", sentence)


def wrong(sentence: str) -> Finding:
    return Finding("wrong", sentence)


def findings(now: datetime) -> Iterator[Finding]:
    """Everything, in the order in which to mend it."""
    with reading():
        yield from (*database(), *clock(now), *worker(now))
        address = sender_address()
    yield from disk(current_app.config["FORUM_DATA"])
    yield from kept(current_app.config["FORUM_DATA"], now)
    yield from outgoing()
    yield from incoming()
    if is_set_up() and address:
        yield from domain(address.rpartition("@")[2])


def database() -> Iterator[Finding]:
    try:
        if db.engine.dialect.name == "sqlite":
            said = db.session.scalar(text("PRAGMA quick_check(1)"))
            if said != "ok":
                yield wrong(f"The database is damaged ({said}). Stop the forum and restore the last backup.")
                return
        elif not db.session.scalar(text("SELECT 1")):
            yield wrong("The database does not answer. Check DATABASE_URL.")
    except DatabaseError as error:
        yield wrong(
            f"The database cannot be read ({type(error).__name__}). Stop the forum and restore the last backup."
        )
        return
    if schema.is_current():
        yield well("The database answers and is up to date.")
    else:
        yield wrong("The database is not as this release expects it. Run “forum migrate”.")


def clock(now: datetime) -> Iterator[Finding]:
    """The newest moment on record can lie in the future only if the clock is wrong, or was."""
    newest = db.session.scalar(select(func.max(JobRun.started_at)))
    if newest is not None and newest > now + A_LITTLE:
        ahead = minutes_in_words(round((newest - now).total_seconds() / 60))
        yield wrong(f"The clock is {ahead} behind what the forum has seen. Set it, or let the system keep it by NTP.")
    elif (
        db.engine.dialect.name != "sqlite" and abs(db.session.execute(select(func.now())).scalar_one() - now) > A_LITTLE
    ):
        yield wrong("The clocks of this computer and of the database differ by minutes. Let both keep it by NTP.")
    else:
        yield well(f"The clock says {now:%H:%M} UTC on {now:%d %B %Y}; compare it with yours.")


def disk(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    megabytes = f"{free // 1024 // 1024:,} MB"
    if free < ENOUGH_ROOM:
        yield wrong(
            f"Only {megabytes} are free for the forum’s data in {data}. Make room, or soon nothing can be saved."
        )
    else:
        yield well(f"{megabytes} are free where the forum keeps its data.")
    try:
        probe = data / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield wrong(f"The folder {data} cannot be written ({error.strerror}). Check who owns it.")


def kept(data: Path, now: datetime) -> Iterator[Finding]:
    """Backups, and whether the newest can be read."""
    there = backups(data)
    dialect = db.engine.dialect.name
    if dialect != "sqlite" and shutil.which("pg_dump") is None:
        yield look("pg_dump is not here, so the forum makes no backups. Ask who looks after PostgreSQL to make them.")
        return
    if not there:
        yield look("There is no backup yet. The worker makes one each night, and “forum backup” makes one now.")
        return
    newest, days = there[0], (now - there[0].made_at).days
    try:
        with tempfile.TemporaryDirectory() as working:
            check(newest.path, dialect, Path(working))
    except (NotWhole, ToolMissing):
        yield wrong(f"The newest backup ({newest.path.name}) cannot be read. Run “forum backup”, then look again.")
        return
    if days >= 2:
        yield wrong(f"The newest backup is {days} days old. Run “forum backup”, and see that the worker runs.")
    else:
        yield well(
            f"The newest backup, {newest.path.name}, can be read. Kept in all: {len(there)}. "
            "Copy them to another computer."
        )


def worker(now: datetime) -> Iterator[Finding]:
    """The daily jobs leave a row each day."""
    last = db.session.scalar(select(func.max(JobRun.started_at)).where(JobRun.job.in_([job.name for job in JOBS])))
    if last is None:
        yield look("No job has run yet. “./run” starts the worker beside the web; otherwise start “forum worker”.")
    elif now - last > timedelta(days=2):
        yield wrong("No job has run for two days, so no mail goes out. Start “./run” or “forum worker”.")
    else:
        yield well("The worker does its jobs.")


def outgoing() -> Iterator[Finding]:
    server = server_from(current_app.config)
    if server is None:
        yield look("Mail is not set up: set SMTP_HOST, SMTP_USER and SMTP_PASSWORD. Until then mails are kept.")
        return
    try:
        connect(server).hang_up()
    except Halted as halted:
        said = f" It said: {halted.answer}" if halted.answer else ""
        yield wrong(f"{labels.HALTS[Halt(halted.why)]}{said}")
    else:
        yield well(
            f"The mail service {server.host} answers and lets the forum in. “forum trial-mail ADDRESS” sends one."
        )


def incoming() -> Iterator[Finding]:
    """Only where mail is fetched."""
    config = current_app.config
    if not config.get("IMAP_HOST"):
        if config.get("REPLY_DOMAIN"):
            yield look(
                "REPLY_DOMAIN is given, but no mailbox to fetch answers from (IMAP_HOST). Unless your mail server "
                "hands them to “forum mail ingest”, answers are lost."
            )
        return
    try:
        with mailbox(config) as box:
            yield _inside(box, config)
    except ssl.SSLCertVerificationError:
        yield wrong(
            "The certificate of the mailbox’s server is not the right one for IMAP_HOST, so no password was sent to it."
        )
    except NoEncryption:
        yield wrong("The mailbox’s server offers no encryption on this port. Try IMAP_SECURITY=tls with port 993.")
    except (OSError, imaplib.IMAP4.abort):
        yield wrong("The mailbox cannot be reached. Check IMAP_HOST and IMAP_PORT.")


class NoEncryption(Exception):
    """The server was asked for STARTTLS and has none."""


def _inside(box: imaplib.IMAP4, config: Mapping[str, Any]) -> Finding:
    folder = config.get("IMAP_FOLDER") or "INBOX"
    try:
        box.login(config.get("IMAP_USER", ""), config.get("IMAP_PASSWORD", ""))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return wrong("The mailbox does not accept the user name and password. Check IMAP_USER and IMAP_PASSWORD.")
    if box.select(f'"{folder}"', readonly=True)[0] != "OK":
        return wrong(f"The mailbox has no folder “{folder}”, so no mail is found in it. Check IMAP_FOLDER.")
    return well("The mailbox for answers lets the forum in.")


def mailbox(config: Mapping[str, Any]) -> imaplib.IMAP4:
    """A connection to the mailbox, encrypted as the settings say."""
    host, port, security = config["IMAP_HOST"], config.get("IMAP_PORT") or 993, config.get("IMAP_SECURITY") or "tls"
    if security == "tls":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    box = imaplib.IMAP4(host, port, timeout=SECONDS)
    if security == "starttls":
        if "STARTTLS" not in box.capabilities:
            box.shutdown()
            raise NoEncryption
        box.starttls(ssl.create_default_context())
    return box


def sender_address() -> str:
    forum = find_forum()
    return current_app.config["MAIL_FROM"] or (forum.contact_email if forum else "")


def domain(name: str) -> Iterator[Finding]:
    """Advice on the domain that mails come from; what looks it up is slow to import."""
    advice = import_module("forum_app.mail.advice")
    for said in advice.advice(name, current_app.config["DKIM_SELECTOR"], advice.texts_at):
        yield well(said.sentence) if said.is_well else look(said.sentence)
