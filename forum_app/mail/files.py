"""Where nobody real is written to (the demo, development), mails go into files that any mail program opens."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from forum_app.mail import claims
from forum_app.mail.claims import Claimed

WORKER = "files"
A_BATCH = 50
#: Files are written in no time.
LEASE = timedelta(minutes=1)


def deliver_to_files(engine: Engine, folder: Path, now: datetime) -> int:
    """Write what is due as .eml files; answers how many."""
    written = 0
    claims.drop_too_late(engine, now)
    while batch := claims.claim(engine, WORKER, now, A_BATCH, lease=LEASE):
        for message in batch:
            _write(folder, message, now)
            claims.mark_sent(engine, message, WORKER, now)
        written += len(batch)
    return written


def _write(folder: Path, message: Claimed, now: datetime) -> None:
    """Whole or not at all; a second attempt writes the same file again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{now:%Y-%m-%d}-{message.id:x}.eml"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(message.body)
    os.replace(unfinished, path)
