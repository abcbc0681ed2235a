"""The ``forum`` command."""

import json
import sys
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from sqlite3 import OperationalError as OperationalDatabaseError
from typing import Any

import click
from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum_app import create_app, demo, jobs, schema
from forum_app.access import Role
from forum_app.backups.engines import NotWhole, ToolMissing
from forum_app.backups.jobs import NO_TOOL
from forum_app.backups.keeping import drop_old, read_name
from forum_app.backups.making import make, size_in_words
from forum_app.backups.restoring import restore
from forum_app.clock import ClocksChange, day_in_words, now, today
from forum_app.db import db
from forum_app.documents.incoming import CannotRead, text_of
from forum_app.history.operations import DateMissing, keep_file, make_record, read_file
from forum_app.mail.emails import trial
from forum_app.mail.inbound.jobs import fetch
from forum_app.mail.inbound.mailbox import MailboxDoesNotAnswer, NoMailbox
from forum_app.mail.inbound.pipe import TRY_AGAIN, read_mail
from forum_app.mail.inbound.receiving import receive
from forum_app.mail.jobs import is_set_up
from forum_app.mail.models import Priority
from forum_app.mail.mould import AddressNotUsable
from forum_app.mail.outbox import queue
from forum_app.people.operations import make_link_token
from forum_app.people.second_factor import somebody_gets_in
from forum_app.serve import check_address, serve
from forum_app.settings.queries import find_forum
from forum_app.timetable import JobRun, run_now
from forum_app.web.filters import plural
from forum_app.wording.old_minutes import Reading, read_minutes


@click.group()
def main() -> None:
    """Look after a Positive Dialogue Forum."""


def with_forum(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application, its database brought up to date first."""

    @wraps(command)
    def inside(*args: Any, **kwargs: Any) -> None:
        with _the_application():
            try:
                schema.bring_up_to_date()
            except OperationalError as error:
                raise click.ClickException(f"The database does not answer: {error.orig}") from error
            command(*args, **kwargs)
            db.session.commit()

    return inside


@contextmanager
def _the_application() -> Iterator[None]:
    """Inside the application, whatever the state of its database."""
    try:
        app = create_app()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


@main.command("serve")
@click.option("--empty", is_flag=True, help="Start without the demo forum.")
def serve_command(empty: bool) -> None:
    """Prepare the database, load the demo the first time, and serve the web pages."""
    check_address()
    prepare(empty=empty)
    serve()


@click.pass_context
def prepare(context: click.Context, *, empty: bool) -> None:
    context.invoke(get_ready, empty=empty)


@main.command("get-ready", hidden=True)
@click.option("--empty", is_flag=True)
@with_forum
def get_ready(empty: bool) -> None:
    """Everything that must be so before the web is served."""
    if not empty and demo.never_loaded(current_app.config["FORUM_DATA"]):
        demo.load(now=now())
    demo.remember(current_app.config["FORUM_DATA"])
    _say_how_to_sign_in()


@main.command("sign-in-link")
@with_forum
def sign_in_link() -> None:
    """Print a link that signs in the coordinator, once. Every coordinator is told when it is used."""
    click.echo(_link())


@main.command("migrate")
@with_forum
def migrate() -> None:
    """Bring the database up to date."""
    click.echo(f"The database is up to date ({schema.newest_revision()}).")


@main.command("worker")
@with_forum
def worker() -> None:
    """Do what the forum does by itself, until stopped; “serve” has one beside it already."""
    db.session.rollback()
    import_module("forum_app.worker").work(current_app._get_current_object())  # type: ignore[attr-defined]


@main.command("job", epilog="\b\n" + "\n".join(f"{job.name:<18}{job.sentence}" for job in jobs.JOBS))
@click.argument("name", type=click.Choice([job.name for job in jobs.JOBS]), metavar="NAME")
@with_forum
def job(name: str) -> None:
    """Run one job of the timetable now."""
    chosen = jobs.named(name)
    if chosen is None or not run_now(chosen, now()):
        raise click.ClickException("It went wrong; what happened stands above.")
    click.echo(last_words(name))


def last_words(name: str) -> str:
    run = db.session.scalars(select(JobRun).where(JobRun.job == name).order_by(JobRun.id.desc()).limit(1)).one()
    return run.words or "Done; there was nothing to do."


@main.command("doctor")
@with_forum
def doctor() -> None:
    """Look whether mail, database, clock and disk are well, and say what to do where they are not."""
    sick = False
    for finding in import_module("forum_app.doctor").findings(now()):
        click.echo(f"{finding.mark:<8}{finding.sentence}")
        sick = sick or finding.is_wrong
    if sick:
        raise click.exceptions.Exit(1)


@main.command("backup")
@with_forum
def backup() -> None:
    """Make a backup of everything now, and look whether it is whole."""
    data, moment = current_app.config["FORUM_DATA"], now()
    db.session.rollback()
    try:
        path = make(db.engine, data, moment)
    except ToolMissing as missing:
        raise click.ClickException(NO_TOOL) from missing
    except NotWhole as broken:
        raise click.ClickException(f"What was written could not be read, so it was thrown away: {broken}") from broken
    click.echo(f"{path} ({size_in_words(path)}) was read back and is whole. Kept in all: {drop_old(data, moment)}.")
    click.echo("Copy it to another computer; the file secret-key, which is not in it, to a third place.")


@main.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask first.")
def restore_command(file: Path, *, yes: bool) -> None:
    """Bring the forum back as it is in FILE, a backup; what is there now is kept beside it first."""
    with _the_application():
        if not yes:
            click.echo(_what_a_restore_does(file))
            click.confirm("Go on?", abort=True)
        try:
            done = restore(db.engine, current_app.config["FORUM_DATA"], file, now())
        except ToolMissing as missing:
            raise click.ClickException(
                f"{missing} is not on this computer, or is older than the server. Nothing was changed."
            ) from missing
        except NotWhole as broken:
            raise click.ClickException(f"{file.name} cannot be used: {broken} Nothing was changed.") from broken
        except OperationalDatabaseError as busy:
            raise click.ClickException(f"The database is in use ({busy}). Stop the forum, then try again.") from busy
    kept = f"As it was before, it is kept in {done.before}." if done.before else "What was there could not be read."
    click.echo(f"The forum is back as it is in {file.name}. {kept}")
    if done.stopped:
        click.echo(f"{plural(done.stopped, 'mail')} that waited then did not go: they stand on the page Mail and jobs.")


def _what_a_restore_does(file: Path) -> str:
    named = read_name(file)
    moment = f" of {named.made_at:%d %B %Y, %H:%M} UTC" if named else ""
    return (
        f"This puts the backup{moment} in the place of everything that is in the forum now. What was written since "
        "then is gone from its pages; as it is now, the forum is kept in the folder backups first. What was deleted "
        "since then comes back, and is deleted again when its time has come. Mail that waited then does not go by "
        "itself, and whoever has left the news since then stays out. Stop the forum meanwhile, if you can."
    )


@main.command("trial-mail")
@click.argument("address")
@with_forum
def trial_mail(address: str) -> None:
    """Queue a mail to ADDRESS, to see whether it arrives."""
    forum = find_forum()
    if forum is None:
        raise click.ClickException("Set up the forum first: start it and sign in.")
    moment = now()
    try:
        queue(
            trial(today(forum.time_zone, moment)),
            to=address,
            key=f"trial:{moment.isoformat()}",
            now=moment,
            priority=Priority.SOON,
        )
    except (AddressNotUsable, ValueError) as error:
        raise click.ClickException(f"No mail can be sent to “{address}”.") from error
    click.echo("It goes with the worker’s next run." if is_set_up() else "It is kept until mail is set up.")


@main.group("demo")
def demo_group() -> None:
    """The fictional forum to look around in."""


@demo_group.command("load")
@with_forum
def demo_load() -> None:
    """Load the demo into an empty forum."""
    if find_forum() is not None:
        raise click.ClickException("There is a forum already. The demo only goes into an empty one.")
    demo.load(now=now())
    click.echo("The demo forum is loaded.")


@demo_group.command("clear")
@with_forum
def demo_clear() -> None:
    """Take the demo away; a real forum is never touched."""
    forum = find_forum()
    if forum is None or not forum.is_demo:
        raise click.ClickException("There is no demo forum here, so nothing was cleared.")
    demo.clear()
    click.echo("The demo is cleared. Sign in to set up your own forum:")
    click.echo(_link())


#: Whose part one can take in the demo, in the words of the command.
DEMO_ROLES = {"coordinator": Role.COORDINATOR, "chair": Role.CHAIR, "officer": Role.REPRESENTATIVE}


@demo_group.command("sign-in")
@click.argument("role", type=click.Choice(list(DEMO_ROLES)))
@with_forum
def demo_sign_in(role: str) -> None:
    """Print a link that signs in one of the demo's people, once, on this computer."""
    forum = find_forum()
    if forum is None or not forum.is_demo:
        raise click.ClickException("There is no demo forum here. In your own forum people sign in by mail.")
    click.echo(_link(DEMO_ROLES[role]))


@main.group("mail")
def mail_group() -> None:
    """Mail that arrives."""


@mail_group.command("ingest")
def mail_ingest() -> None:
    """Take one mail from standard input, as a mail server pipes it; say in one line of JSON what became of it.

    If that fails, the answer is 75: mail servers then keep the mail and try again.
    """
    try:
        _ingest(*read_mail(sys.stdin.buffer))
    except Exception as error:
        click.echo(f"The mail could not be taken now: {error}", err=True)
        raise SystemExit(TRY_AGAIN) from error


@with_forum
def _ingest(raw: bytes, size: int) -> None:
    received = receive(raw, now=now(), size=size)
    said = {name: getattr(received, name) for name in ("outcome", "about", "text", "reason")}
    click.echo(json.dumps(said, ensure_ascii=True))


@mail_group.command("fetch")
@with_forum
def mail_fetch() -> None:
    """Look into the mailbox once and bring in what lies there."""
    try:
        fetched = fetch(now())
    except NoMailbox as missing:
        raise click.ClickException("No mailbox is named. Set IMAP_HOST, IMAP_USER and IMAP_PASSWORD.") from missing
    except MailboxDoesNotAnswer as trouble:
        raise click.ClickException(f"The mailbox does not answer ({trouble}). Look at the IMAP settings.") from trouble
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(fetched.outcomes.items()))
    click.echo(f"{plural(fetched.outcomes.total(), 'mail')} brought in{': ' + counted if counted else ''}.")
    if fetched.failed:
        raise click.ClickException(f"{plural(fetched.failed, 'mail')} could not be taken and stays in the mailbox.")


@main.group("minutes")
def minutes_group() -> None:
    """Minutes of earlier years."""


@minutes_group.command("read")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print what was understood as JSON.")
def minutes_read(file: Any, as_json: bool) -> None:
    """Say what is understood of old minutes; store nothing."""
    try:
        incoming = text_of(Path(file.name).name, file.read())
    except CannotRead as refused:
        raise click.ClickException(str(refused)) from refused
    reading = read_minutes(incoming.text)
    if as_json:
        click.echo(json.dumps(reading.as_json(), indent=2, ensure_ascii=False))
        return
    for line in [*_in_short(reading), *incoming.notes]:
        click.echo(line)


@minutes_group.command("import")
@click.argument("file", type=click.File("rb"))
@with_forum
def minutes_import(file: Any) -> None:
    """Store old minutes as a draft that nobody else can see yet."""
    if find_forum() is None:
        raise click.ClickException("Set up the forum first: start it and sign in.")
    row = keep_file(Path(file.name).name, file.read(), now=now())
    read_file(row)
    if row.refused:
        raise click.ClickException(row.refused)
    try:
        made = make_record(row, by=None, now=now())
    except DateMissing as missing:
        sentence = "No date was found in it. Bring it in on the desk, where you can add the date."
        raise click.ClickException(sentence) from missing
    except ClocksChange as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"A draft is stored: {_address('pages.prepare', meeting_id=made.meeting.id)}")


def _in_short(reading: Reading) -> list[str]:
    counted: list[tuple[Sized, str, str]] = [
        (reading.items, "item", "items"),
        (reading.questions, "question", "questions"),
        (reading.actions, "action point", "action points"),
        (reading.representatives, "officer", "officers"),
        (reading.apologies, "apology", "apologies"),
        (reading.online_support, "online helper", "online helpers"),
    ]
    when = day_in_words(reading.date) if reading.date else "no date found"
    counts = ", ".join(plural(len(found), one, many) for found, one, many in counted)
    return [f"{when}: {counts}.", *reading.warnings, "Add --json to see everything."]


def _say_how_to_sign_in() -> None:
    """With a link only where it is needed: what is printed at each start stands in the computer's log as well."""
    forum = find_forum()
    click.echo(f"{forum.name if forum else 'A new forum'}: {current_app.config['PUBLIC_URL']}/")
    if forum and not forum.is_demo and is_set_up() and somebody_gets_in(now().date()):
        click.echo("Sign in there by mail. On the day nobody can, “forum sign-in-link” prints a link that works once.")
    else:
        click.echo(f"Sign in as the coordinator, once: {_link()}")
    if current_app.config["PUBLIC_URL"].startswith("https://") and not current_app.config["TRUSTED_PROXIES"]:
        click.echo("The web server in front of it is not declared (TRUSTED_PROXIES): visitors cannot be told apart.")
    sys.stdout.flush()


def _link(demo_role: Role | None = None) -> str:
    return _address("people.use_link", token=make_link_token(current_app.config["SECRET_KEY"], demo_role))


def _address(endpoint: str, **values: Any) -> str:
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
        return url_for(endpoint, _external=True, **values)


if __name__ == "__main__":
    main()
