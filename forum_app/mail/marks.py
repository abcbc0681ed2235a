"""Marking messages as sent, one commit for each, beside the sending of the next one."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, null, update

from forum_app.mail.claims import MESSAGES
from forum_app.mail.models import OutboxState

#: Made once: building a statement takes longer than running it.
MARK = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("this"), MESSAGES.c.leased_by == bindparam("worker"))
    .values(
        state=OutboxState.SENT,
        body=null(),
        attempts=MESSAGES.c.attempts + 1,
        leased_by=null(),
        leased_until=null(),
        trouble=null(),
        answer="",
        ended_at=bindparam("moment"),
    )
)


class Marks:
    """A thread with a connection of its own, which is never more than one message behind."""

    def __init__(self, engine: Engine, worker: str) -> None:
        self.engine, self.worker = engine, worker
        self.thread = ThreadPoolExecutor(1, "mark-sent")
        self.connection: Connection | None = None
        self.latest: Future[None] | None = None

    def sent(self, message_id: int, moment: datetime) -> None:
        """Begin to mark a message; its words are not needed any more."""
        self.settle()
        self.latest = self.thread.submit(self._mark, message_id, moment)

    def settle(self) -> None:
        """Wait until the last message is marked; whatever kept it from that is raised here."""
        latest, self.latest = self.latest, None
        if latest is not None:
            latest.result()

    def close(self) -> None:
        self.thread.shutdown()
        if self.connection is not None:
            self.connection.close()

    def _mark(self, message_id: int, moment: datetime) -> None:
        if self.connection is None:
            self.connection = self.engine.connect()
        with self.connection.begin():
            self.connection.execute(MARK, {"this": message_id, "worker": self.worker, "moment": moment})
