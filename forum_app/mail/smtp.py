"""Handing one message to the mail service, under a deadline that holds whatever the other side does.

The standard library's time-out is per read: a server that sends one letter now and then would hold a send for
as long as it likes. Here each read and each write gets only what is left of the whole.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from forum_app.mail.answers import Halted, Interrupted, Refused, read_answer
from forum_app.mail.models import Halt, Trouble

TAKEN = frozenset({250, 251})
GO_ON = frozenset({354})
SECONDS_FOR_GOODBYE = 2


@dataclass(frozen=True)
class MailServer:
    """The mail service as the settings name it."""

    host: str
    port: int
    security: str
    #: How we introduce ourselves.
    hello: str = "localhost"
    user: str = ""
    password: str = field(default="", repr=False)
    #: Seconds without a sign of life, and seconds for the whole of one send.
    timeout: float = 20
    deadline: float = 60


def server_from(config: Mapping[str, Any]) -> MailServer | None:
    """The mail service, or None where mail is not set up."""
    if not config.get("SMTP_HOST"):
        return None
    return MailServer(
        host=config["SMTP_HOST"],
        port=config["SMTP_PORT"],
        security=config["SMTP_SECURITY"],
        hello=urlsplit(config["PUBLIC_URL"]).hostname or "localhost",
        user=config["SMTP_USER"],
        password=config["SMTP_PASSWORD"],
        timeout=config["SMTP_TIMEOUT"],
        deadline=config["SMTP_DEADLINE"],
    )


class Connection(smtplib.SMTP):
    """A connection whose every step ends at one deadline, set anew for each message."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.start_clock()
        super().__init__(server.host, server.port, server.hello, server.timeout)

    def allow_what_is_left(self) -> None:
        """Tell the socket how long the next read or write may take, where that is not what it knows."""
        left = self.remaining()
        if self.sock is not None and self.sock.gettimeout() != left:
            self.sock.settimeout(left)

    def start_clock(self) -> None:
        self.ends_at = monotonic() + self.server.deadline

    def remaining(self) -> float:
        """Seconds that the next read or write may take; raises TimeoutError at the deadline."""
        left = self.ends_at - monotonic()
        if left <= 0:
            raise TimeoutError("the deadline for one send is over")
        return min(left, self.server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # type: ignore[override]
        plain = socket.create_connection((host, port), self.remaining(), self.source_address)
        if self.server.security != "tls":
            return plain
        plain.settimeout(self.remaining())
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    def send(self, s: Any) -> None:
        self.allow_what_is_left()
        super().send(s)

    def hang_up(self) -> None:
        """Say goodbye, but do not wait for whoever does not answer."""
        self.ends_at = min(self.ends_at, monotonic() + SECONDS_FOR_GOODBYE)
        with suppress(OSError):
            self.quit()
        self.close()

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = BufferedReader(_UntilDeadline(self))
        return super().getreply()


class _UntilDeadline(RawIOBase):
    """Reads from the connection's socket, each time with what is left of the deadline."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        sock = self.connection.sock
        if sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        self.connection.allow_what_is_left()
        return int(sock.recv_into(buffer))


def connect(server: MailServer) -> Connection:
    """A connection that is encrypted and signed in as the settings say; raises Halted."""
    connection = None
    try:
        connection = Connection(server)
        _secure_and_sign_in(connection)
    except ssl.SSLCertVerificationError as error:
        raise _halted(connection, Halt.NO_TRUST, error.verify_message) from error
    except smtplib.SMTPAuthenticationError as error:
        why = Halt.NO_SIGN_IN if error.smtp_code >= 500 else Halt.NO_CONNECTION
        raise _halted(connection, why, read_answer(error.smtp_code, error.smtp_error).words) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _halted(connection, Halt.NO_CONNECTION, str(error) or type(error).__name__) from error
    return connection


def _secure_and_sign_in(connection: Connection) -> None:
    server = connection.server
    connection.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not connection.has_extn("starttls"):
            raise _halted(connection, Halt.NO_ENCRYPTION, "")
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
    if server.user:
        try:
            connection.login(server.user, server.password)
        except smtplib.SMTPNotSupportedError as error:
            raise _halted(connection, Halt.NO_SIGN_IN, str(error)) from error


def _halted(connection: Connection | None, why: Halt, answer: str) -> Halted:
    if connection is not None:
        connection.close()
    return Halted(why, answer)


def send(
    connection: Connection, sender: str, recipient: str, body: bytes, *, before_the_end: Callable[[], None]
) -> None:
    """Hand over one message; raises Refused for this one, Interrupted for this connection, Halted for all.

    ``before_the_end`` runs when the message would be taken next: once its last line has gone, it is out.
    """
    connection.start_clock()
    try:
        _give(connection, sender, recipient, body, before_the_end)
    except OSError as error:  # smtplib's own errors among them
        connection.close()
        raise Interrupted(str(error) or type(error).__name__) from error
    except (Interrupted, Halted):
        connection.close()
        raise


def _give(connection: Connection, sender: str, recipient: str, body: bytes, before_the_end: Callable[[], None]) -> None:
    options = "" if recipient.isascii() else " SMTPUTF8"
    if options and not connection.has_extn("smtputf8"):
        raise Refused(Trouble.REFUSED, "The mail service takes no address with such letters.")
    connection.command_encoding = "utf-8" if options else "ascii"
    # Not mail() and rcpt(), which parse the addresses anew each time; ours were looked at when they were queued.
    _expect(connection, "mail", connection.docmd("MAIL", f"FROM:<{sender}>{options}"))
    _expect(connection, "rcpt", connection.docmd("RCPT", f"TO:<{recipient}>"))
    _expect(connection, "data", connection.docmd("DATA"), GO_ON)
    before_the_end()
    connection.send(with_dots_doubled(body.removesuffix(b"\r\n")) + b"\r\n.\r\n")
    _expect(connection, "end", connection.getreply())


def with_dots_doubled(body: bytes) -> bytes:
    """A line with only a dot ends a message, so a dot that begins a line is doubled on its way."""
    return (b"." if body.startswith(b".") else b"") + body.replace(b"\n.", b"\n..")


def _expect(connection: Connection, stage: str, reply: tuple[int, bytes], good: Collection[int] = TAKEN) -> None:
    """Go on if the answer is good; otherwise clear the table for the next message, and raise what it means."""
    if reply[0] in good:
        return
    error = read_answer(*reply).as_error(stage)
    if isinstance(error, Refused):
        with suppress(OSError):  # then the connection is closed, and what was said still holds
            connection.rset()
    raise error
