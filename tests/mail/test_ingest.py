"""`forum mail ingest`: one mail on standard input, one line of JSON, and an answer that mail servers understand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from forum_app import cli
from forum_app.db import db
from forum_app.mail.inbound import pipe
from forum_app.mail.inbound.models import InboundMessage
from forum_app.places import config_module
from tests.builders import make_forum
from tests.mail.samples import letter, sample

Config = config_module().Config
Ingest = Callable[[bytes], Result]


@pytest.fixture
def ingest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Ingest:
    """The command at a forum that is set up."""
    with app.app_context():
        make_forum()
    monkeypatch.setattr(cli, "create_app", lambda: app)
    return lambda raw: CliRunner().invoke(cli.main, ["mail", "ingest"], input=raw)


def test_it_prints_one_line_and_the_same_mail_is_a_duplicate(app: Flask, ingest: Ingest):
    first = ingest(sample("triage-spam"))
    assert (first.exit_code, first.output.count("\n")) == (0, 1)
    assert json.loads(first.output) == {
        "outcome": "triage",
        "about": None,
        "text": "Cheap roofs.",
        "reason": "The mail server takes it for unwanted mail.",
    }
    assert json.loads(ingest(sample("triage-spam")).output)["outcome"] == "duplicate"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(InboundMessage)) == 1


def test_thirty_megabytes_are_read_to_the_end_and_refused(ingest: Ingest):
    said = json.loads(ingest(letter(b"x" * 30_000_000)).output)
    assert (said["outcome"], said["about"]) == ("refused", None)


def test_if_it_fails_the_mail_server_is_asked_to_try_again(ingest: Ingest, monkeypatch: pytest.MonkeyPatch):
    def fails(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(cli, "receive", fails)
    answer = ingest(sample("question-plain"))
    assert (answer.exit_code, pipe.TRY_AGAIN) == (75, 75)
    assert "disk is full" in answer.stderr


def test_fetch_says_what_is_missing(app: Flask, ingest: Ingest):
    answer = CliRunner().invoke(cli.main, ["mail", "fetch"])
    assert answer.exit_code == 1
    assert "IMAP_HOST" in answer.stderr


# Settings -----------------------------------------------------------------------------------------------------

GOOD = {"IMAP_HOST": "mail.example.org", "IMAP_USER": "forum@example.org", "IMAP_PASSWORD": "pass word"}


def config(tmp_path: Path, **given: str):
    return Config.from_environment({"FORUM_DATA": str(tmp_path), **given})


def test_the_settings_of_the_mailbox_are_read(tmp_path: Path):
    assert config(tmp_path).IMAP_HOST == ""
    found = config(tmp_path, **GOOD)
    assert (found.IMAP_PORT, found.IMAP_SECURITY, found.IMAP_PROCESSED) == (993, "tls", "Processed")
    assert config(tmp_path, **GOOD, IMAP_SECURITY="starttls").IMAP_PORT == 143
    assert config(tmp_path, **GOOD, IMAP_KEEP_DAYS="0").IMAP_KEEP_DAYS == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"IMAP_HOST": "mail.example.org"}, "IMAP_USER and IMAP_PASSWORD"),
        (GOOD | {"IMAP_SECURITY": "ssl"}, "tls, starttls or none"),
        (GOOD | {"IMAP_SECURITY": "none"}, "in the open|others would read|this machine only"),
        (GOOD | {"IMAP_PORT": "imap"}, "IMAP_PORT must be a number"),
        (GOOD | {"IMAP_KEEP_DAYS": "-1"}, "number of days"),
        ({"REPLY_DOMAIN": "replies@example.org"}, "REPLY_DOMAIN must be a domain"),
        ({"REPLY_SEPARATOR": "."}, "REPLY_SEPARATOR must be"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Path, given: dict[str, str], says: str):
    with pytest.raises(ValueError, match=says):
        config(tmp_path, **given)
