"""Mails made to do harm: each is answered in bounded time, and no word of it is lost."""

import base64
import gzip
from collections.abc import Callable

import pytest

from forum_app.apart import BrokeDown, RanTooLong
from forum_app.mail.inbound import read as reader
from forum_app.mail.inbound.gate import LARGEST, is_plain, refused_because
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.read import read
from tests.mail.samples import FACTS, letter

MIXED = b"Content-Type: multipart/mixed; boundary=x\n"
WORDS = b"May we visit the library?"


def nested(levels: int, kind: bytes = b"mixed") -> bytes:
    head, body = b"", b""
    for level in range(levels):
        opened = b'Content-Type: multipart/%b; boundary="b%d"\n' % (kind, level)
        head, body = (opened, body) if not level else (head, body + opened)
        body += b"\n--b%d\n" % level
    return letter(body + b"Content-Type: text/plain\n\n" + WORDS, head)


def letters_within_letters(levels: int) -> bytes:
    inner = b"".join(b"Content-Type: message/rfc822\n\n" for _ in range(levels))
    return letter(
        b"--x\n\n" + WORDS + b"\n--x\n" + inner + b"Subject: in\n\nin\n--x--\n",
        b"Content-Type: multipart/mixed; boundary=x\n",
    )


def attached(data: bytes, name: bytes) -> bytes:
    body = b"--x\nContent-Type: text/plain\n\n" + WORDS + b"\n--x\nContent-Type: application/zip; name=" + name
    body += b"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    return letter(body + b"\n--x--\n", MIXED)


HTML = b"Content-Type: text/html; charset=utf-8\n"
#: What each is, and the words that must still be read of it.
HOSTILE: dict[str, tuple[Callable[[], bytes], Outcome, bytes]] = {
    "parts without end": (lambda: nested(3_000), Outcome.REFUSED, b""),
    "parts as deep as is let in": (lambda: nested(20), Outcome.SUBMISSION, WORDS),
    "alternatives within each other": (lambda: nested(20, b"alternative"), Outcome.SUBMISSION, WORDS),
    "letters within letters without end": (lambda: letters_within_letters(3_000), Outcome.REFUSED, b""),
    "letters within letters as let in": (lambda: letters_within_letters(90), Outcome.SUBMISSION, WORDS),
    "ten thousand headers": (lambda: letter(WORDS, b"X-A: b\n" * 10_000), Outcome.REFUSED, b""),
    "many addresses": (lambda: letter(WORDS, b"Cc: " + b"a@b.example, " * 3_000 + b"\n"), Outcome.SUBMISSION, WORDS),
    "many brackets": (lambda: letter(WORDS, b"Cc: " + b"(" * 30_000 + b"\n"), Outcome.SUBMISSION, WORDS),
    "many words in code": (
        lambda: letter(WORDS, b"Comments: " + b"=?utf-8?q?a?= " * 3_000 + b"\n"), Outcome.SUBMISSION, WORDS,
    ),
    "many parameters": (
        lambda: letter(WORDS, b"Content-Type: text/plain" + b"; a=b" * 8_000 + b"\n"), Outcome.SUBMISSION, WORDS,
    ),
    "parameters in pieces": (
        lambda: letter(WORDS, b"Content-Type: text/plain; " + b"; ".join(b"a*%d*=x" % n for n in range(4_000)) + b"\n"),
        Outcome.SUBMISSION, WORDS,
    ),
    "thirty megabytes": (lambda: letter(WORDS * (30 * 1024 * 1024 // len(WORDS))), Outcome.REFUSED, b""),
    "nine megabytes in base64": (lambda: attached(bytes(6_500_000), b"zeros.zip"), Outcome.SUBMISSION, WORDS),
    "a zip bomb": (lambda: attached(gzip.compress(bytes(50_000_000)), b"bomb.zip"), Outcome.SUBMISSION, WORDS),
    "one line that the library hangs on": (lambda: letter(b"On " * 50_000), Outcome.SUBMISSION, b"On On"),
    "blank lines the library hangs on": (lambda: letter(WORDS + b"\n" * 60_000 + b"x"), Outcome.SUBMISSION, WORDS),
    "lines that end like an introduction": (lambda: letter(WORDS + b"\n:" * 30_000), Outcome.SUBMISSION, WORDS),
    "one long line above ours": (
        lambda: letter(WORDS + b"\n" + b"<!DOCTYPE>" * 6_000 + b"\n\nPlease write above this line\n"),
        Outcome.SUBMISSION, WORDS,
    ),
    "a page of tags": (lambda: letter(b"<div>" * 200_000 + WORDS, HTML), Outcome.SUBMISSION, WORDS),
    "a page of quotes": (lambda: letter(b"<blockquote type=cite>" * 1_500 + WORDS, HTML), Outcome.SUBMISSION, WORDS),
    "a page of comments": (lambda: letter(WORDS + b"<!--" * 50_000, HTML), Outcome.SUBMISSION, WORDS),
    "nothing": (lambda: b"", Outcome.REFUSED, b""),
    "nothing but blanks": (lambda: b" \r\n\r\n ", Outcome.REFUSED, b""),
    "nothing but NULs": (lambda: bytes(1_000), Outcome.TRIAGE, b""),
    "no end of the head": (lambda: b"From: a@b.example\n" * 500, Outcome.TRIAGE, b""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_answered(name: str):
    build, outcome, words = HOSTILE[name]
    found = read(build(), FACTS)
    assert (found.outcome, found.reason) == (outcome, found.reason)
    assert words.decode() in found.text
    assert found.reason


@pytest.mark.parametrize("trouble", [RanTooLong, BrokeDown])
def test_where_the_process_apart_fails_a_person_gets_the_beginning(trouble, monkeypatch: pytest.MonkeyPatch):
    def fails(*args: object, **kwargs: object) -> None:
        raise trouble

    monkeypatch.setattr(reader, "ask", fails)
    found = read(letter(b"\x00" + WORDS), FACTS)
    assert found.outcome is Outcome.TRIAGE
    assert WORDS.decode() in found.text
    assert (found.sender, found.subject) == ("jo@home.example", "A question")


def test_an_ordinary_letter_is_read_without_a_process_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "ask", lambda *args, **kwargs: pytest.fail("it was asked"))
    assert read(letter(WORDS), FACTS).outcome is Outcome.SUBMISSION


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (letter(WORDS), True),
        (letter(WORDS + b"\x00"), False),
        (letter(WORDS * 20_000), False),
        (letter(b"<p>" * 3_000), False),
        (letter(b"Content-Type: message/delivery-status\n" + b"\n" * 9_000), False),
        (nested(8), True),
        (nested(9), False),
    ],
)
def test_the_gate_hands_on_what_is_odd_or_large(raw: bytes, plain: bool):
    assert is_plain(raw) is plain


def test_the_size_is_looked_at_first():
    assert refused_because(b"x" * (LARGEST + 1)).startswith("It is larger than 10 MB")
    assert not refused_because(letter(b"x" * (LARGEST - 200)))
