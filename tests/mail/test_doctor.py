"""“forum doctor”: what it looks at, and that each finding says what to do."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import dns.resolver
import pytest
from flask import Flask
from sqlalchemy import delete

from forum_app import doctor
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail import advice
from forum_app.mail.advice import Offline
from forum_app.places import config_module
from forum_app.timetable import JobRun
from tests.builders import make_forum
from tests.mail.imap_server import imap_server, point_at
from tests.mail.posting import set_up_mail
from tests.mail.servers import LOCALHOST, Post, mail_server, scripted, takes

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
Config = config_module().Config


@pytest.fixture
def forum(either_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(advice, "texts_at", offline)
    with either_app.app_context():
        make_forum()
        yield either_app


def offline(name: str) -> list[str]:
    raise Offline


def said() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"well": [], "look": [], "wrong": []}
    for finding in doctor.findings(now()):
        found[finding.mark].append(finding.sentence)
    return found


def test_a_new_forum_is_well_and_mail_is_to_be_set_up(forum: Flask):
    found = said()
    assert not found["wrong"]
    assert any("set SMTP_HOST" in sentence for sentence in found["look"])
    assert any("database answers" in sentence for sentence in found["well"])


def test_it_signs_in_at_the_mail_service_and_says_what_is_wrong(forum: Flask):
    with mail_server(Post(), **takes("forum", "right")) as port:
        set_up_mail(forum, port, SMTP_USER="forum", SMTP_PASSWORD="right")
        assert any("lets the forum in" in sentence for sentence in said()["well"])
        set_up_mail(forum, port, SMTP_USER="forum", SMTP_PASSWORD="wrong")
        assert any("Check SMTP_USER and SMTP_PASSWORD" in sentence for sentence in said()["wrong"])
    assert any("Check SMTP_HOST and SMTP_PORT" in sentence for sentence in said()["wrong"])


def test_a_clock_that_went_back_and_a_worker_that_is_gone_are_noticed(forum: Flask):
    for days, words in ((1, "clock is"), (-3, "No job has run for two days")):
        moment = now() + timedelta(days=days)
        db.session.execute(delete(JobRun))
        db.session.add(JobRun(job="deliver", period="p", by="x", started_at=moment, lease_until=moment))
        db.session.commit()
        assert any(words in sentence for sentence in said()["wrong"])


def test_a_full_disk_is_noticed(forum: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "ENOUGH_ROOM", 2**62)
    assert any("Make room" in sentence for sentence in said()["wrong"])


def test_each_trouble_with_the_mailbox_is_told_apart(forum: Flask):
    with imap_server() as server:
        point_at(forum, server)
        assert any("lets the forum in" in sentence for sentence in said()["well"])
        for change, words in (
            ({"IMAP_PASSWORD": "wrong"}, "Check IMAP_USER and IMAP_PASSWORD"),
            ({"IMAP_FOLDER": "Nowhere"}, "Check IMAP_FOLDER"),
            ({"IMAP_SECURITY": "tls"}, "Check IMAP_HOST and IMAP_PORT"),
        ):
            forum.config |= server.settings() | {"IMAP_FOLDER": "INBOX"} | change
            assert any(words in sentence for sentence in said()["wrong"]), change
        forum.config |= server.settings()
    assert any("The mailbox cannot be reached" in sentence for sentence in said()["wrong"])


def test_a_mailbox_that_offers_no_encryption_is_not_mistaken_for_a_wrong_password(forum: Flask):
    with scripted(without_encryption) as port:
        forum.config |= {"IMAP_HOST": LOCALHOST, "IMAP_PORT": port, "IMAP_SECURITY": "starttls"}
        assert any("offers no encryption" in sentence for sentence in said()["wrong"])


def without_encryption(connection: socket.socket) -> None:
    connection.sendall(b"* OK hello\r\n")
    with connection.makefile("rb") as lines:
        for line in lines:
            tag = line.split()[0]
            connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")


DOMAIN = "forum.example"
GOOD = {
    DOMAIN: ["something else", "v=spf1 include:mail.example -all"],
    f"s1._domainkey.{DOMAIN}": ["v=DKIM1; k=rsa; p=MIIB"],
    f"_dmarc.{DOMAIN}": ["v=DMARC1; p=none"],
}


def advised(records: dict[str, list[str]], selector: str = "s1") -> list[tuple[bool, str]]:
    given = advice.advice(DOMAIN, selector, lambda name: records.get(name, []))
    return [(one.is_well, one.sentence) for one in given]


def test_a_domain_in_order_is_well():
    assert [well for well, _ in advised(GOOD)] == [True, True, True]


@pytest.mark.parametrize(
    ("change", "selector", "place", "words"),
    [
        ({DOMAIN: []}, "s1", 0, "does not say who may send"),
        ({DOMAIN: ["v=spf1 -all", "v=spf1 a -all"]}, "s1", 0, "2 records"),
        ({DOMAIN: ["v=spf1 +all"]}, "s1", 0, "lets everybody send"),
        ({}, "", 1, "name the key as DKIM_SELECTOR"),
        ({f"s1._domainkey.{DOMAIN}": []}, "s1", 1, "no key is at"),
        ({f"s1._domainkey.{DOMAIN}": ["v=DKIM1; p="]}, "s1", 1, "withdrawn"),
        ({f"_dmarc.{DOMAIN}": []}, "s1", 2, "v=DMARC1"),
    ],
)
def test_each_gap_is_named_with_what_to_do(change: dict[str, list[str]], selector: str, place: int, words: str):
    well, sentence = advised(GOOD | change, selector)[place]
    assert not well
    assert words in sentence


def test_without_a_network_it_says_so_once():
    assert [one.sentence for one in advice.advice(DOMAIN, "s1", offline)] == [
        "SPF, DKIM and DMARC could not be looked up: no name server answers. Try again with a network."
    ]


def test_a_name_server_that_does_not_answer_is_no_network(monkeypatch: pytest.MonkeyPatch):
    def silent(*args: object, **kwargs: object) -> None:
        raise dns.resolver.LifetimeTimeout(timeout=3, errors=[])

    monkeypatch.setattr(dns.resolver.Resolver, "resolve", silent)
    with pytest.raises(Offline):
        advice.texts_at(DOMAIN)


# Settings -----------------------------------------------------------------------------------------------------


def settings(tmp_path: object, **environ: str):  # type: ignore[no-untyped-def]
    return Config.from_environment({"FORUM_DATA": str(tmp_path), **environ})


def test_the_port_follows_the_encryption(tmp_path: object):
    for security, port in {"starttls": 587, "tls": 465}.items():
        config = settings(tmp_path, SMTP_HOST="mail.example", SMTP_SECURITY=security)
        assert port == config.SMTP_PORT
    assert settings(tmp_path, SMTP_HOST="127.0.0.1", SMTP_SECURITY="none").SMTP_PORT == 25
    assert settings(tmp_path).SMTP_HOST == ""
    assert "hush" not in repr(settings(tmp_path, SMTP_HOST="h", SMTP_USER="u", SMTP_PASSWORD="hush"))


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"SMTP_PORT": "25"}, "SMTP_HOST is not"),
        ({"SMTP_HOST": "h", "SMTP_PORT": "many"}, "SMTP_PORT must be"),
        ({"SMTP_HOST": "h", "SMTP_SECURITY": "ssl"}, "SMTP_SECURITY must be"),
        ({"SMTP_HOST": "mail.example", "SMTP_SECURITY": "none"}, "on this computer"),
        ({"SMTP_HOST": "h", "SMTP_USER": "u"}, "belong together"),
        ({"SMTP_HOST": "h", "SMTP_DEADLINE": "soon"}, "SMTP_DEADLINE must be"),
        ({"SMTP_HOST": "h", "SMTP_TIMEOUT": "nan"}, "SMTP_TIMEOUT must be"),
        ({"MAIL_PER_SECOND": "-1"}, "MAIL_PER_SECOND must be"),
        ({"MAIL_FROM": "the forum"}, "MAIL_FROM must be"),
        ({"REPLY_DOMAIN": "a b"}, "REPLY_DOMAIN must be"),
        ({"REPLY_SEPARATOR": "++"}, "REPLY_SEPARATOR must be"),
    ],
)
def test_a_setting_that_makes_no_sense_is_said_in_a_sentence(tmp_path: object, environ: dict[str, str], words: str):
    with pytest.raises(ValueError, match=words) as refused:
        settings(tmp_path, **environ)
    assert str(refused.value).endswith(".")
