"""Mail servers to send to: one that works, and ones that go wrong in every way there is."""

import hashlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOCALHOST = "127.0.0.1"


@dataclass
class Post:
    """What a server took, and what it was told to answer."""

    mails: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    #: By recipient: what to say instead of 250, once for each in the list.
    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_end: dict[str, list[str]] = field(default_factory=dict)
    #: Close the connection after taking these, without a word.
    reset_after: set[str] = field(default_factory=set)
    connections: int = 0

    @property
    def recipients(self) -> list[str]:
        return [to for _, to in self.envelopes]

    def messages(self) -> list[Message]:
        """Not a property: for each connection aiosmtpd looks at every attribute there is, and this one costs."""
        return [message_from_bytes(mail) for mail in self.mails]

    def times(self) -> Counter[str]:
        """How often each message arrived, by its Message-ID."""
        return Counter(str(message["Message-ID"]) for message in self.messages())

    def digests(self) -> set[str]:
        return {hashlib.sha256(mail).hexdigest() for mail in self.mails}

    # What aiosmtpd calls

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.at_rcpt.get(address)
        if said:
            return said.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        to = envelope.rcpt_tos[0]
        said = self.at_end.get(to)
        if said:
            return said.pop(0)
        self.mails.append(bytes(envelope.original_content or b""))
        self.envelopes.append((envelope.mail_from or "", to))
        if to in self.reset_after:
            self.reset_after.discard(to)
            server.transport.abort()
        return "250 OK"


class _Server(SMTP):
    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.event_handler.connections += 1


class _Controller(Controller):
    """Ready when it listens; aiosmtpd would try out the connection, which an encrypted one does not like."""

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        socket.create_connection((LOCALHOST, self.port), 5).close()


@contextmanager
def mail_server(post: Post, **how: Any) -> Iterator[int]:
    """A server on a port of its own; answers the port."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        port = probe.getsockname()[1]
    controller = _Controller(post, hostname=LOCALHOST, port=port, server_hostname="sink", **how)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def takes(user: str, password: str) -> dict[str, Any]:
    """Settings for a server that lets one user in."""

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        good = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=good, handled=good)

    return {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}


@contextmanager
def scripted(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does to each connection whatever it is told; answers the port."""
    listener = socket.create_server((LOCALHOST, 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_talk, args=(connection,), daemon=True).start()

    def _talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            talk(connection)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, Path]:
    """A server's side of an encrypted connection for this host, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / f"{host}.pem", folder / f"{host}.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted
