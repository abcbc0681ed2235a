"""Thousands of damaged files: each is read or refused, none crashes, none goes on for ever."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from forum_app.apart.child import SECONDS_OF_WORK
from forum_app.documents.incoming import CannotRead, text_of
from forum_app.documents.incoming.errors import BY_NAME, TookTooLong
from forum_app.documents.incoming.reading import read_here
from forum_app.wording.old_minutes import read_minutes
from tests.documents.content import MEETING
from tests.documents.damage import damaged
from tests.documents.test_what_is_left_out import BOX_TWICE, LINK_FIELD, word_with
from tests.documents.writers import WRITERS, unzipped, zipped
from tests.figures import note

#: FORUM_PROOF=1 looks at 5,000 files.
HOW_MANY = 5_000 if os.environ.get("FORUM_PROOF") == "1" else 300
BATCHES = 10


def good_files() -> dict[str, bytes]:
    files = {suffix: write(MEETING) for suffix, write in WRITERS.items()}
    return files | {"boxes.docx": word_with(BOX_TWICE + LINK_FIELD)}


GOOD = good_files()


def damaged_file(number: int) -> tuple[str, bytes]:
    chance = random.Random(number)
    suffix = chance.choice(list(GOOD))
    return f"minutes.{suffix}", damaged(GOOD[suffix], chance)


@contextmanager
def bounded_work() -> Iterator[None]:
    """The bound of the child process on seconds of work, kept in this process by the same clock."""

    def stop(*_: object) -> None:
        raise TookTooLong

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_WORK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_file_is_read_or_refused(batch):
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    for number in range(batch, HOW_MANY, BATCHES):
        name, data = damaged_file(number)
        begun = time.process_time()
        outcomes[outcome(name, data)] += 1
        slowest = max(slowest, (time.process_time() - begun, f"file {number}, {name}"))
    assert set(outcomes) <= {"read", *BY_NAME}, outcomes
    assert outcomes["read"] > 0
    assert outcomes["Damaged"] > 0
    assert outcomes["TookTooLong"] == 0, slowest
    note(f"Damaged files, batch {batch}: outcomes", json.dumps(outcomes))
    note(f"Damaged files, batch {batch}: slowest, seconds of work", f"{slowest[0]:.2f} ({slowest[1]})")


def outcome(name: str, data: bytes) -> str:
    """What became of it; an error of another kind is left to fail the test."""
    try:
        with bounded_work():
            read = read_here(name, data)
    except CannotRead as refused:
        assert str(refused).endswith(".")
        return type(refused).__name__
    assert read.text.strip()
    assert not set(read.text) & {"\x00", "\r", "\x1b"}
    return "read"


@pytest.mark.parametrize("number", range(10))
def test_the_child_process_says_the_same_of_a_damaged_file(number):
    name, data = damaged_file(number)
    try:
        alone = text_of(name, data).text
    except CannotRead as refused:
        alone = type(refused).__name__
    here = outcome(name, data)
    assert alone == (read_here(name, data).text if here == "read" else here)


@pytest.mark.parametrize("number", range(0, 300, 15))
def test_the_reader_of_old_minutes_takes_whatever_comes(number):
    name, data = damaged_file(number)
    text = read_here(name, data).text if outcome(name, data) == "read" else "Nothing"
    assert json.dumps(read_minutes(text).as_json())


#: Causes that our own parsers name themselves; any other says that something was not foreseen.
FORESEEN = {
    "NoneType",
    "BadZipFile",
    "ParseError",
    "error",
    "EOFError",
    "UnicodeDecodeError",
    "ValueError",
    "LookupError",
}


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "html", "md", "txt"])
def test_our_own_parsers_stumble_over_nothing_unforeseen(suffix):
    """pypdf may fail in any way; what is written here fails only in ways that were thought of."""
    for number in range(HOW_MANY // 5):
        data = damaged(GOOD[suffix], random.Random(f"{suffix} {number}"))
        try:
            read_here(f"minutes.{suffix}", data)
        except CannotRead as refused:
            cause = type(refused.__cause__).__name__
            assert cause in FORESEEN or data[:1024].find(b"%PDF-") >= 0, (number, refused.__cause__)
        else:
            assert data


HOSTILE = {
    "elements without end": ("a.html", b"<html>" + b"<b>" * 200_000 + b"words"),
    "lists without end": ("a.html", b"<html>" + b"<ul><li>" * 50_000 + b"words"),
    "tables without end": ("a.html", b"<html>" + b"<table><tr><td>" * 50_000 + b"words"),
    "groups without end": ("a.rtf", b"{\\rtf1" + b"{" * 500_000 + b"words"),
    "footnotes without end": ("a.rtf", b"{\\rtf1 words" + b"{\\footnote a" * 50_000),
    "cells without end": ("a.rtf", b"{\\rtf1 words" + b"\\cell" * 200_000),
    "spaces without end": ("a.txt", b"words" + b" " * 2_000_000),
    "brackets without end": ("a.md", b"words " + b"[" * 300_000),
    "open comment": ("a.html", b"<html>words" + b"<!--" * 100_000),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_what_has_no_end_ends(name, data):
    try:
        with bounded_work():
            assert "words" in read_here(name, data).text
    except CannotRead as refused:
        assert type(refused).__name__ in BY_NAME


@pytest.mark.parametrize("levels", [30, 20_000])
def test_word_tables_and_boxes_within_each_other(levels):
    opened, closed = "<w:r><w:pict><w:txbxContent><w:p>", "</w:p></w:txbxContent></w:pict></w:r>"
    text = "<w:r><w:t>words</w:t></w:r>"
    assert sys.getrecursionlimit() < 20_000
    try:
        data = word_with("<w:r/>")
        data = replaced(data, b"<w:r/>", f"{opened * levels}{text}{closed * levels}".encode())
        assert "words" in read_here("a.docx", data).text
    except CannotRead as refused:
        assert levels > 30, refused


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    members = unzipped(data)
    assert old in members["word/document.xml"]
    members["word/document.xml"] = members["word/document.xml"].replace(old, new)
    return zipped({**members})
