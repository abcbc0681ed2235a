"""The mailbox on the mail server. A message is moved only after its row is committed, so a crash in between repeats."""

import imaplib
import logging
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from forum_app.db import db
from forum_app.mail.inbound.gate import LARGEST
from forum_app.mail.inbound.receiving import KEPT_OF_LARGE, receive

logger = logging.getLogger(__name__)

#: Messages of one poll; the next one takes the rest.
MOST_AT_ONCE = 200
PATIENCE = 30.0
TROUBLE = (OSError, imaplib.IMAP4.error, ImapToolsError)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class NoMailbox(Exception):
    """No mailbox is named in the settings."""


class MailboxDoesNotAnswer(Exception):
    """The mail server cannot be reached, or does not let us in."""


@dataclass
class Fetched:
    """What one look into the mailbox brought."""

    outcomes: Counter[str] = field(default_factory=Counter)
    #: Left where they are because something failed; the next look tries again.
    failed: int = 0


@contextmanager
def opened() -> Iterator[BaseMailBox]:
    """The mailbox, signed in, its folders there. Raises NoMailbox, MailboxDoesNotAnswer."""
    config = current_app.config
    if not config.get("IMAP_HOST"):
        raise NoMailbox
    try:
        box = _connected(config["IMAP_HOST"], config["IMAP_PORT"], config["IMAP_SECURITY"])
        box.login(config["IMAP_USER"], config["IMAP_PASSWORD"], initial_folder=None)
        _ask_what_it_can(box)
        _make_folders(box, config["IMAP_PROCESSED"], config["IMAP_TOO_LARGE"])
        box.folder.set(config["IMAP_FOLDER"])
    except TROUBLE as trouble:
        raise MailboxDoesNotAnswer(type(trouble).__name__) from trouble
    try:
        yield box
    finally:
        with suppress(*TROUBLE):
            box.logout()


def bring_in(box: BaseMailBox, now: datetime) -> Fetched:
    """Receive whatever lies in the folder. Raises MailboxDoesNotAnswer where the server goes away."""
    fetched = Fetched()
    try:
        for uid in box.uids()[:MOST_AT_ONCE]:
            _bring_one(box, uid, now, fetched)
    except TROUBLE as trouble:
        raise MailboxDoesNotAnswer(type(trouble).__name__) from trouble
    return fetched


def clear_processed(box: BaseMailBox, now: datetime, keep_days: int) -> int:
    """Delete what has lain in the folder of processed mail for longer than this."""
    before = (now - timedelta(days=keep_days)).strftime("%d-%b-%Y")
    try:
        box.folder.set(current_app.config["IMAP_PROCESSED"])
        old = box.uids(f"BEFORE {before}")
        box.delete(old, chunks=100)
    except TROUBLE as trouble:
        raise MailboxDoesNotAnswer(type(trouble).__name__) from trouble
    return len(old)


def _bring_one(box: BaseMailBox, uid: str, now: datetime, fetched: Fetched) -> None:
    size, raw = _fetch(box, uid)
    if raw is None:  # somebody else has moved it meanwhile
        return
    try:
        received = receive(raw, now=now, size=size)
    except TROUBLE:
        raise
    except Exception as error:  # one mail must not keep the others waiting
        db.session.rollback()
        logger.error("a mail could not be received: %s", type(error).__name__)
        fetched.failed += 1
        return
    fetched.outcomes[received.outcome] += 1
    config = current_app.config
    box.move(uid, config["IMAP_TOO_LARGE"] if size > LARGEST else config["IMAP_PROCESSED"])


def _fetch(box: BaseMailBox, uid: str) -> tuple[int, bytes | None]:
    """The size, and the bytes; of one that is too large only the beginning."""
    answer = _asked(box, uid, "(RFC822.SIZE)")
    found = _SIZE.search(b" ".join(piece if isinstance(piece, bytes) else piece[0] for piece in answer if piece))
    size = int(found[1]) if found else 0
    wanted = "(BODY.PEEK[])" if size <= LARGEST else f"(BODY.PEEK[]<0.{KEPT_OF_LARGE}>)"
    pieces = [piece[1] for piece in _asked(box, uid, wanted) if isinstance(piece, tuple)]
    return size, pieces[0] if pieces else None


def _asked(box: BaseMailBox, uid: str, wanted: str) -> list[bytes | tuple[bytes, bytes] | None]:
    kind, answer = box.client.uid("FETCH", uid, wanted)
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return list(answer)


def _connected(host: str, port: int, security: str) -> BaseMailBox:
    if security == "none":
        return MailBoxUnencrypted(host, port, timeout=PATIENCE)
    context = ssl.create_default_context()
    if security == "starttls":
        return MailBoxStartTls(host, port, timeout=PATIENCE, ssl_context=context)
    return MailBox(host, port, timeout=PATIENCE, ssl_context=context)


def _ask_what_it_can(box: BaseMailBox) -> None:
    """Most servers say only to those who are signed in that they can move mails and tell of new ones."""
    kind, said = box.client.capability()
    if kind == "OK" and said and said[-1]:
        box.client.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())


def _make_folders(box: BaseMailBox, *names: str) -> None:
    for name in names:
        if not box.folder.exists(name):
            box.folder.create(name)
