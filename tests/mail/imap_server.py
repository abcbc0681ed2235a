"""A real IMAP server on this machine, in a process of its own: pymap, whose mailboxes live in memory."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from flask import Flask
from imap_tools import MailBoxUnencrypted

USER, PASSWORD = "forum", "only for tests"
PATIENCE = 30.0
PROGRAM = "from pymap.main import main; main()"


@dataclass
class Server:
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        words = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict"]
        account = ["--demo-user", USER, "--demo-password", PASSWORD]
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words, *account], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise AssertionError("the IMAP server did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    @contextmanager
    def mailbox(self) -> Iterator[MailBoxUnencrypted]:
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=PATIENCE).login(USER, PASSWORD) as box:
            yield box

    def deliver(self, *mails: bytes) -> None:
        with self.mailbox() as box:
            for mail in mails:
                box.append(mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def lying_in(self, folder: str) -> int:
        with self.mailbox() as box:
            if not box.folder.exists(folder):
                return 0
            box.folder.set(folder)
            return len(box.uids())

    def empty(self) -> None:
        with self.mailbox() as box:
            for folder in ("INBOX", "Processed", "Too large"):
                with suppress(imaplib.IMAP4.error, Exception):
                    box.folder.set(folder)
                    box.delete(box.uids())

    def settings(self) -> dict[str, object]:
        return {
            "IMAP_HOST": "127.0.0.1", "IMAP_PORT": self.port, "IMAP_SECURITY": "none",
            "IMAP_USER": USER, "IMAP_PASSWORD": PASSWORD,
        }  # fmt: skip


@contextmanager
def imap_server() -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(free.getsockname()[1])
    server.start()
    try:
        yield server
    finally:
        server.stop()


def point_at(app: Flask, server: Server) -> Flask:
    """Let an application look into this server's mailbox."""
    app.config |= server.settings()
    return app
