"""A thousand personal invitations, queued and delivered with a commit for each, beside raw smtplib to the same sink.

    .venv/bin/python -m benchmarks.mail [MAILS] [ROUNDS]

The sink is a process of its own. Rounds are interleaved, so that a busy machine slows both; read the ratio. Raw smtplib
sends the very same bytes, built beforehand, over one connection, and keeps no account of what it sent.
"""

import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from itertools import count

from flask import Flask
from sqlalchemy import select

from forum_app import create_app, demo, schema
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.compose import Letter, letter, personal
from forum_app.mail.jobs import deliver
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.mould import Recipient
from forum_app.mail.outbox import queue_many
from forum_app.places import config_module

SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink(), hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
names = count()


def main(mails: int, rounds: int) -> None:
    sink = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    try:
        port = int(sink.stdout.readline())  # type: ignore[union-attr]
        with tempfile.TemporaryDirectory() as folder:
            app = _forum(folder, port)
            with app.app_context():
                _compare(port, mails, rounds)
                db.session.remove()
                db.engine.dispose()
    finally:
        sink.kill()
        sink.wait()


def _forum(folder: str, port: int) -> Flask:
    environ = {
        **os.environ, "FORUM_DATA": folder, "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
        "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none", "MAIL_PER_SECOND": "0",
    }  # fmt: skip
    app = create_app(config_module().Config.from_environment(environ))
    with app.app_context():
        schema.bring_up_to_date()
        demo.load(now=now())
        db.session.commit()
    return app


def _compare(port: int, mails: int, rounds: int) -> None:
    print(f"{'round':<8}{'raw /s':>10}{'queue ms':>10}{'ours /s':>10}{'ratio':>8}")
    ratios = []
    for number in range(1, rounds + 1):
        moment = now()
        queueing = _seconds(lambda moment=moment: _queue(mails, moment))
        bodies = db.session.execute(select(OutboxMessage.recipient, OutboxMessage.body).where(_waiting())).all()
        db.session.rollback()
        raw = _seconds(lambda bodies=bodies: _raw(port, bodies))
        ours = queueing + _seconds(_deliver)
        ratios.append(raw / ours)
        print(f"{number:<8}{mails / raw:>10.0f}{queueing * 1000:>10.0f}{mails / ours:>10.0f}{raw / ours:>8.0%}")
    print(f"median ratio, queueing included: {statistics.median(ratios):.0%}")


def _waiting():  # type: ignore[no-untyped-def]
    return OutboxMessage.state == OutboxState.QUEUED


def _invitation() -> Letter:
    """As long as an invitation is, with two parts of one's own."""
    trial = letter(
        "mail/trial", "You are invited to the forum’s next meeting", day=now().date(),
        why=f"You get this because you asked for news, {personal('name')}.",
        stop="Stop all news with one press:", stop_link=personal("link"),
        list_id="news", unsubscribe=personal("link"),
    )  # fmt: skip
    more = "\n".join(f"{number}. What we will talk about, and who begins with it." for number in range(1, 21))
    return Letter(
        trial.subject, trial.text + more, trial.html.replace("</h1>", f"</h1><p>{more}</p>"),
        list_id=trial.list_id, unsubscribe=trial.unsubscribe,
    )  # fmt: skip


def _queue(mails: int, moment: datetime) -> None:
    to = [
        Recipient(f"family{n}@example.org", f"invitation:{n}", {"name": f"Zoë {n}", "link": f"https://f.example/u/{n}"})
        for n in (next(names) for _ in range(mails))
    ]
    queue_many(_invitation(), to, now=moment)
    db.session.commit()


def _deliver() -> None:
    while db.session.scalar(select(OutboxMessage.id).where(_waiting()).limit(1)):
        db.session.rollback()
        deliver(now())
    db.session.rollback()


def _raw(port: int, bodies: list[tuple[str, bytes]]) -> None:  # type: ignore[type-arg]
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for recipient, body in bodies:
            connection.sendmail("forum@example.org", [recipient], body)


def _seconds(do) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("1000", "5")[len(sys.argv) - 1 :]]))
