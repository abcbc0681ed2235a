"""The ``forum`` command."""

import json
import sys
from collections.abc import Callable, Sized
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app, url_for
from sqlalchemy.exc import OperationalError

from forum_app import create_app, demo, schema
from forum_app.clock import ClocksChange, day_in_words, now
from forum_app.db import db
from forum_app.documents.incoming import CannotRead, text_of
from forum_app.history.operations import DateMissing, keep_file, make_record, read_file
from forum_app.people.operations import make_link_token
from forum_app.serve import check_address, serve
from forum_app.settings.queries import find_forum
from forum_app.web.filters import plural
from forum_app.wording.old_minutes import Reading, read_minutes


@click.group()
def main() -> None:
    """Look after a Positive Dialogue Forum."""


def with_forum(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application, its database brought up to date first."""

    @wraps(command)
    def inside(*args: Any, **kwargs: Any) -> None:
        try:
            app = create_app()
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        with app.app_context():
            try:
                schema.bring_up_to_date()
            except OperationalError as error:
                raise click.ClickException(f"The database does not answer: {error.orig}") from error
            try:
                command(*args, **kwargs)
                db.session.commit()
            finally:
                db.session.remove()
                db.engine.dispose()

    return inside


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
    """Print a link that signs in the coordinator, once."""
    click.echo(_link())


@main.command("migrate")
@with_forum
def migrate() -> None:
    """Bring the database up to date."""
    click.echo(f"The database is up to date ({schema.newest_revision()}).")


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
    forum = find_forum()
    click.echo(f"{forum.name if forum else 'A new forum'}: {current_app.config['PUBLIC_URL']}/")
    click.echo(f"Sign in as the coordinator, once: {_link()}")
    if current_app.config["PUBLIC_URL"].startswith("https://") and not current_app.config["TRUSTED_PROXIES"]:
        click.echo("The web server in front of it is not declared (TRUSTED_PROXIES): visitors cannot be told apart.")
    sys.stdout.flush()


def _link() -> str:
    return _address("people.use_link", token=make_link_token(current_app.config["SECRET_KEY"]))


def _address(endpoint: str, **values: Any) -> str:
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
        return url_for(endpoint, _external=True, **values)


if __name__ == "__main__":
    main()
