"""Every setting the forum has, read from the environment once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_PORT = 8000
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
        )


def _port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"PORT must be a number from 1 to 65535, not “{text}”.")
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
