"""Every setting the forum has, read from the environment once."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEFAULT_PORT = 8000
#: The usual port for each way to encrypt the way to the mail service.
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: This computer's own names, which no other computer can be reached by.
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
MOST_PROXIES = 5


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
    #: The names it answers to; a request that calls it anything else is refused.
    KNOWN_HOSTS: tuple[str, ...] = OWN_NAMES
    #: How many web servers stand in front of it and add where a request came from. None is believed if not given.
    TRUSTED_PROXIES: int = 0
    #: Two megabytes: a year's minutes as plain text is about forty kilobytes.
    MAX_CONTENT_LENGTH: int = 2 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE: int = 2 * 1024 * 1024
    MAX_FORM_PARTS: int = 2000
    SESSION_COOKIE_NAME: str = "forum"
    SESSION_COOKIE_PATH: str = "/"
    SESSION_COOKIE_HTTPONLY: bool = True
    #: Strict would drop the cookie when somebody comes from a link in a mail.
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_SECURE: bool = False
    #: A form may lie open for an evening; its token lives as long as the session.
    WTF_CSRF_TIME_LIMIT: int | None = None
    #: The mail service that mails are handed to; without it they are kept.
    SMTP_HOST: str = ""
    SMTP_PORT: int = 587
    #: starttls, tls, or none, which is only for a mail service on this computer.
    SMTP_SECURITY: str = "starttls"
    SMTP_USER: str = ""
    SMTP_PASSWORD: str = field(default="", repr=False)
    #: Seconds without a sign of life, and seconds that sending one mail may take in all.
    SMTP_TIMEOUT: float = 20
    SMTP_DEADLINE: float = 60
    #: So many mails a second at most, since mail services limit it; 0 for no limit.
    MAIL_PER_SECOND: float = 2
    #: The address mails come from, if it is not the contact address of the forum.
    MAIL_FROM: str = ""
    #: A domain of which every address reaches the forum's mailbox: answers come back to reply+TOKEN there.
    #: Without it the mailbox's own address is extended: ``forum+reply+TOKEN@example.org``.
    REPLY_DOMAIN: str = ""
    REPLY_SEPARATOR: str = "+"
    #: The name of the key the mail service signs with, if “forum doctor” should look for it.
    DKIM_SELECTOR: str = ""

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
    #: The name under which the own mail server writes Authentication-Results; empty: they are not believed.
    MAIL_CHECKED_BY: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings; raises ValueError with a sentence for one that makes no sense."""
        data = Path(environ.get("FORUM_DATA") or "data").expanduser().resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        host, port = environ.get("HOST") or "127.0.0.1", _port(environ.get("PORT"))
        public_url = _public_url(environ.get("PUBLIC_URL") or f"http://{_shown(host)}:{port}")
        secure = public_url.startswith("https://")
        return cls(
            FORUM_DATA=data,
            SQLALCHEMY_DATABASE_URI=_database_url(environ.get("DATABASE_URL"), data),
            SECRET_KEY=environ.get("SECRET_KEY") or _kept_secret(data / "secret-key"),
            HOST=host,
            PORT=port,
            PUBLIC_URL=public_url,
            KNOWN_HOSTS=_names_of(public_url),
            TRUSTED_PROXIES=_proxies(environ.get("TRUSTED_PROXIES")),
            # Browsers take a name that begins with __Host- only from this very site over https.
            SESSION_COOKIE_NAME="__Host-forum" if secure else "forum",
            SESSION_COOKIE_SECURE=secure,
            **_mail(environ),
            **_mail_in(environ),
        )


def _port(text: str | None, name: str = "PORT", default: int = DEFAULT_PORT) -> int:
    if not text:
        return default
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    host, security = environ.get("SMTP_HOST") or "", (environ.get("SMTP_SECURITY") or "starttls").lower()
    if not host and (given := [name for name in environ if name.startswith("SMTP_") and environ[name]]):
        raise ValueError(f"{sorted(given)[0]} is given but SMTP_HOST is not, so no mail could be sent.")
    if security not in SMTP_PORTS:
        raise ValueError(f"SMTP_SECURITY must be starttls, tls or none, not “{security}”.")
    if security == "none" and host and not _is_this_computer(host):
        raise ValueError("SMTP_SECURITY=none is only for a mail service on this computer: others would read along.")
    user, password = environ.get("SMTP_USER") or "", environ.get("SMTP_PASSWORD") or ""
    if bool(user) != bool(password):
        raise ValueError("SMTP_USER and SMTP_PASSWORD belong together: give both or neither.")
    return {
        "SMTP_HOST": host,
        "SMTP_PORT": _port(environ.get("SMTP_PORT"), "SMTP_PORT", SMTP_PORTS[security]),
        "SMTP_SECURITY": security,
        "SMTP_USER": user,
        "SMTP_PASSWORD": password,
        "SMTP_TIMEOUT": _number(environ, "SMTP_TIMEOUT", 20, least=1),
        "SMTP_DEADLINE": _number(environ, "SMTP_DEADLINE", 60, least=1),
        "MAIL_PER_SECOND": _number(environ, "MAIL_PER_SECOND", 2, least=0),
        "MAIL_FROM": _matching(environ, "MAIL_FROM", r"[^@\s<>]+@[^@\s<>]+", "an address like forum@example.org"),
        "REPLY_DOMAIN": _matching(environ, "REPLY_DOMAIN", r"[a-z0-9.-]+", "a domain like forum.example.org"),
        "REPLY_SEPARATOR": _matching(environ, "REPLY_SEPARATOR", r"[+=_-]", "+ or -, as the mail service has it")
        or "+",
        "DKIM_SELECTOR": _matching(environ, "DKIM_SELECTOR", r"[\w.-]+", "a name like s1"),
    }


def _is_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _number(environ: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    text = environ.get(name) or ""
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1
    if not least <= number <= 600:
        raise ValueError(f"{name} must be a number from {least:g} to 600, not “{text}”.")
    return number


def _matching(environ: Mapping[str, str], name: str, pattern: str, like: str) -> str:
    text = environ.get(name) or ""
    if text and not re.fullmatch(pattern, text):
        raise ValueError(f"{name} must be {like}, not “{text}”.")
    return text


IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}


def _mail_in(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of mail in; raises ValueError for what cannot work or is not safe."""
    host, security = environ.get("IMAP_HOST", "").strip(), environ.get("IMAP_SECURITY", "tls").strip().lower()
    if security not in IMAP_PORTS:
        raise ValueError(f"IMAP_SECURITY must be tls, starttls or none, not “{security}”.")
    if security == "none" and host and not _is_this_computer(host):
        raise ValueError("IMAP_SECURITY=none would send the password in the open; it is for this machine only.")
    if host and not (environ.get("IMAP_USER") and environ.get("IMAP_PASSWORD")):
        raise ValueError("IMAP_HOST needs IMAP_USER and IMAP_PASSWORD beside it.")
    named = ("IMAP_USER", "IMAP_PASSWORD", "IMAP_FOLDER", "IMAP_PROCESSED", "IMAP_TOO_LARGE", "MAIL_CHECKED_BY")
    return {
        **{name: environ[name] for name in named if environ.get(name)},
        "IMAP_HOST": host,
        "IMAP_SECURITY": security,
        "IMAP_PORT": _port(environ.get("IMAP_PORT"), "IMAP_PORT", IMAP_PORTS[security]),
        "IMAP_KEEP_DAYS": _days(environ.get("IMAP_KEEP_DAYS")),
    }


def _days(text: str | None) -> int:
    if not text:
        return 30
    if not text.isdigit() or int(text) > 3650:
        raise ValueError(f"IMAP_KEEP_DAYS must be a number of days, or 0 to keep everything, not “{text}”.")
    return int(text)


def _public_url(text: str) -> str:
    """Without its last stroke, and with its name as browsers send it."""
    public = urlsplit(text)
    if public.scheme not in {"http", "https"} or not public.hostname:
        raise ValueError(f"PUBLIC_URL must look like https://forum.example.org, not “{text}”.")
    return text.rstrip("/")


def _names_of(public_url: str) -> tuple[str, ...]:
    name = urlsplit(public_url).hostname or ""
    named = f"[{name}]" if ":" in name else name.encode("idna").decode()
    return tuple(dict.fromkeys((named, *OWN_NAMES)))


def _proxies(text: str | None) -> int:
    if not text:
        return 0
    if not text.isdigit() or int(text) > MOST_PROXIES:
        raise ValueError(f"TRUSTED_PROXIES must be a number from 0 to {MOST_PROXIES}, not “{text}”.")
    return int(text)


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


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
