"""Marking messages as sent, one commit for each, beside the sending of the next one."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, bindparam, literal_column, null, update

from forum_app.mail.claims import KNOWN_AFTERWARDS, MESSAGES

MARK = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("this"), MESSAGES.c.leased_by == bindparam("worker"))
    .values(
        state=literal_column("'sent'"),
        body=null(),
        recipient=KNOWN_AFTERWARDS,
        attempts=MESSAGES.c.attempts + literal_column("1"),
        leased_by=null(),
        leased_until=null(),
        trouble=null(),
        answer=literal_column("''"),
        ended_at=bindparam("moment"),
    )
)


class Marks:
    """A thread that is never more than one message behind."""

    def __init__(self, engine: Engine, worker: str) -> None:
        self.engine, self.worker = engine, worker
        self.thread = ThreadPoolExecutor(1, "mark-sent")
        self.statement: _Statement | None = None
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
        if self.statement is not None:
            self.statement.connection.close()

    def _mark(self, message_id: int, moment: datetime) -> None:
        if self.statement is None:
            self.statement = _Statement(self.engine)
        self.statement.run({"this": message_id, "worker": self.worker, "moment": moment})


class _Statement:
    """The one statement, compiled once and given to the driver itself, which commits each by itself.

    Through the whole of SQLAlchemy it would cost more than sending a mail does.
    """

    def __init__(self, engine: Engine) -> None:
        self.connection = _own_connection(engine)
        compiled = MARK.compile(dialect=engine.dialect)
        self.text, self.order = str(compiled), compiled.positiontup
        self.as_kept = MESSAGES.c.ended_at.type.bind_processor(engine.dialect) or (lambda moment: moment)
        self.cursor = self.connection.cursor()

    def run(self, values: dict[str, Any]) -> None:
        values["moment"] = self.as_kept(values["moment"])
        self.cursor.execute(self.text, [values[name] for name in self.order] if self.order else values)


def _own_connection(engine: Engine) -> PoolProxiedConnection:
    """Taken out of the pool, because it is set to commit by itself."""
    connection = engine.raw_connection()
    connection.detach()
    driver: Any = connection.dbapi_connection
    if engine.dialect.name == "sqlite":
        driver.execute("PRAGMA query_only=OFF")  # it may have served a reader before
    else:
        driver.autocommit = True
    return connection
