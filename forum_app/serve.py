"""Serving the web pages, in processes of their own."""

import os

from granian import Granian
from granian.constants import Interfaces

from forum_app import places

#: One process with a few threads suits one database file and a small machine.
THREADS = 4


def serve() -> None:
    """Serve until stopped; Ctrl-C and a polite kill end it cleanly."""
    config = places.config_module().Config.from_environment()
    Granian(
        "forum_app.wsgi:app",
        address=config.HOST,
        port=config.PORT,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_WORKERS") or 1),
        blocking_threads=THREADS,
        log_access=False,  # who read what is nobody's business
        log_level="warning",  # type: ignore[arg-type]
        working_dir=places.ROOT if places.PACKAGE.parent == places.ROOT else None,
        process_name="forum",
    ).serve()
