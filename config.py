"""Every setting the forum has, read from the environment once."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Config:
    """The settings. Names in capitals are what Flask and its extensions look for."""

    #: The folder of the database and of everything else that must be kept.
    FORUM_DATA: Path
    #: ``sqlite:///…`` inside FORUM_DATA unless DATABASE_URL names a PostgreSQL.
    SQLALCHEMY_DATABASE_URI: str
    #: Signs cookies and one-time links. Made once and kept in FORUM_DATA if not given.
    SECRET_KEY: str
    HOST: str = "127.0.0.1"
    PORT: int = DEFAULT_PORT
    #: The address people use, for links that leave the site. Follows HOST and PORT if not given.
    PUBLIC_URL: str = f"http://127.0.0.1:{DEFAULT_PORT}"
    #: Two megabytes: a year's minutes as plain text is about forty kilobytes.
    MAX_CONTENT_LENGTH: int = 2 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE: int = 2 * 1024 * 1024
    MAX_FORM_PARTS: int = 2000
    SESSION_COOKIE_NAME: str = "forum"
    SESSION_COOKIE_HTTPONLY: bool = True
    #: Strict would drop the cookie when somebody comes from a link in a mail.
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_SECURE: bool = False
    #: A form may lie open for an evening; its token lives as long as the session.
    WTF_CSRF_TIME_LIMIT: int | None = None

    # Mail in. Without IMAP_HOST nothing is fetched; `forum mail ingest` takes single mails all the same.
    IMAP_HOST: str = ""
    IMAP_PORT: int = 993
    #: ``tls`` from the first byte, ``starttls``, or ``none`` for a mail server on this machine only.
    IMAP_SECURITY: str = "tls"
    IMAP_USER: str = ""
    IMAP_PASSWORD: str = ""
    IMAP_FOLDER: str = "INBOX"
    #: Where a mail goes once it is stored here, and one that is too large to be taken.
    IMAP_PROCESSED: str = "Processed"
    IMAP_TOO_LARGE: str = "Too large"
    #: After so many days processed mail is deleted on the mail server; 0 keeps it.
    IMAP_KEEP_DAYS: int = 30
    #: A domain of which every address reaches the mailbox. Without it the mailbox's own address is extended:
    #: ``forum+reply+TOKEN@example.org``.
    REPLY_DOMAIN: str = ""
    REPLY_SEPARATOR: str = "+"
    #: The name under which the own mail server writes Authentication-Results; empty: they are not believed.
    MAIL_CHECKED_BY: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings; raises ValueError with a sentence for one that makes no sense."""
        data = Path(environ.get("FORUM_DATA") or "data").expanduser().resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        host, port = environ.get("HOST") or "127.0.0.1", _port(environ.get("PORT"))
        public_url = (environ.get("PUBLIC_URL") or f"http://{_shown(host)}:{port}").rstrip("/")
        return cls(
            FORUM_DATA=data,
            SQLALCHEMY_DATABASE_URI=_database_url(environ.get("DATABASE_URL"), data),
            SECRET_KEY=environ.get("SECRET_KEY") or _kept_secret(data / "secret-key"),
            HOST=host,
            PORT=port,
            PUBLIC_URL=public_url,
            SESSION_COOKIE_SECURE=public_url.startswith("https://"),
            **_mail_in(environ),
        )


def _port(text: str | None, default: int = DEFAULT_PORT, name: str = "PORT") -> int:
    if not text:
        return default
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} must be a number from 1 to 65535, not “{text}”.")
    return int(text)


IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


def _mail_in(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of mail in; raises ValueError for what cannot work or is not safe."""
    host, security = environ.get("IMAP_HOST", "").strip(), environ.get("IMAP_SECURITY", "tls").strip().lower()
    if security not in IMAP_PORTS:
        raise ValueError(f"IMAP_SECURITY must be tls, starttls or none, not “{security}”.")
    if security == "none" and host and host not in OWN_MACHINE:
        raise ValueError("IMAP_SECURITY=none would send the password in the open; it is for this machine only.")
    if host and not (environ.get("IMAP_USER") and environ.get("IMAP_PASSWORD")):
        raise ValueError("IMAP_HOST needs IMAP_USER and IMAP_PASSWORD beside it.")
    named = ("IMAP_USER", "IMAP_PASSWORD", "IMAP_FOLDER", "IMAP_PROCESSED", "IMAP_TOO_LARGE", "MAIL_CHECKED_BY")
    return {
        **{name: environ[name] for name in named if environ.get(name)},
        "IMAP_HOST": host,
        "IMAP_SECURITY": security,
        "IMAP_PORT": _port(environ.get("IMAP_PORT"), IMAP_PORTS[security], "IMAP_PORT"),
        "IMAP_KEEP_DAYS": _days(environ.get("IMAP_KEEP_DAYS")),
        "REPLY_DOMAIN": _domain(environ.get("REPLY_DOMAIN", "").strip().lower()),
        "REPLY_SEPARATOR": _separator(environ.get("REPLY_SEPARATOR", "+")),
    }


def _days(text: str | None) -> int:
    if not text:
        return 30
    if not text.isdigit() or int(text) > 3650:
        raise ValueError(f"IMAP_KEEP_DAYS must be a number of days, or 0 to keep everything, not “{text}”.")
    return int(text)


def _domain(text: str) -> str:
    if text and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", text):
        raise ValueError(f"REPLY_DOMAIN must be a domain like replies.example.org, not “{text}”.")
    return text


def _separator(text: str) -> str:
    if text not in {"+", "-", "_", "="}:
        raise ValueError(f"REPLY_SEPARATOR must be one of + - _ =, not “{text}”.")
    return text


def _shown(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound


def _database_url(url: str | None, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'forum.db'}"
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise ValueError("DATABASE_URL must look like postgresql://user@host/name.")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _kept_secret(path: Path) -> str:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
