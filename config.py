"""Every setting the forum has, read from the environment once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings; raises ValueError with a sentence for one that makes no sense."""
        data = Path(environ.get("FORUM_DATA") or "data").expanduser().resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        host, port = environ.get("HOST") or "127.0.0.1", _port(environ.get("PORT"))
        public_url = (environ.get("PUBLIC_URL") or f"http://{_shown(host)}:{port}").rstrip("/")
        secure = public_url.startswith("https://")
        return cls(
            FORUM_DATA=data,
            SQLALCHEMY_DATABASE_URI=_database_url(environ.get("DATABASE_URL"), data),
            SECRET_KEY=environ.get("SECRET_KEY") or _kept_secret(data / "secret-key"),
            HOST=host,
            PORT=port,
            PUBLIC_URL=public_url,
            SESSION_COOKIE_SECURE=secure,
            # Browsers take a cookie of this name from this very site only, and only over https.
            SESSION_COOKIE_NAME="__Host-forum" if secure else "forum",
        )


def _port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


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
