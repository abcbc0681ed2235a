"""One run of deliveries: one connection for many messages, one commit for each.

The commit that marks a message as sent is made while the next one is being announced, and waited for before the
next one's last line goes out: so at any moment at most one message is out that is not marked.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from forum_app.db import db
from forum_app.mail import claims, operations
from forum_app.mail.answers import Halted, Interrupted, Refused
from forum_app.mail.claims import LEASE, Claimed
from forum_app.mail.halts import halt, lift
from forum_app.mail.marks import Marks
from forum_app.mail.models import Halt, OutboxState, Priority, Trouble
from forum_app.mail.mould import Sender
from forum_app.mail.smtp import Connection, MailServer, connect, send
from forum_app.mail.suppression import SuppressionReason, suppressed, suspend
from forum_app.mail.tagged import Use
from forum_app.timetable import stopping

#: A run ends well before its messages' lease does, and lets what is urgent come first in the next one.
RUN_SECONDS = 45
A_BATCH = 100
#: With a limit on the pace, so many seconds' worth: an urgent message waits no longer than that.
SECONDS_A_BATCH = 5
#: What somebody waits for is taken by few, and held for little longer than one send may take: a code lives for ten
#: minutes, and if this process is killed, the next one must have it long before that.
A_FEW, HELD_BEYOND_DEADLINE = 5, timedelta(seconds=15)
#: Some mail services close a connection that has carried very many.
A_CONNECTION = 100
#: Refusals in a row that are more likely about us than about these messages.
IN_A_ROW = 3


@dataclass
class Counts:
    sent: int = 0
    later: int = 0
    not_sent: int = 0
    too_late: int = 0

    def __str__(self) -> str:
        said = {
            "sent": self.sent, "to be tried again": self.later, "not sent": self.not_sent, "too late": self.too_late,
        }  # fmt: skip
        return ", ".join(f"{count} {words}" for words, count in said.items() if count) or "nothing was due"


@dataclass
class Run:
    """The state of one run."""

    engine: Engine
    server: MailServer
    sender: Sender
    now: datetime
    per_second: float = 0
    seconds: float = RUN_SECONDS
    worker: str = field(default_factory=lambda: secrets.token_hex(12))
    counts: Counts = field(default_factory=Counts)
    connection: Connection | None = None
    carried: int = 0
    refused_in_a_row: int = 0
    next_slot: float = 0

    def __post_init__(self) -> None:
        self.began, self.began_by_the_clock = time.monotonic(), time.time()
        self.marks = Marks(self.engine, self.worker)

    def deliver(self) -> Counts:
        """Send what is due until nothing is, the time is over, or no mail can go."""
        try:
            self.counts.too_late = claims.drop_too_late(self.engine, self.now)
            while not self.is_over() and (batch := self._claim()):
                self._batch(batch)
                self.marks.settle()
        except Halted as halted:
            halt(self.engine, halted, self.moment())
        finally:
            self._close()
        return self.counts

    def _claim(self) -> Sequence[Claimed]:
        """The urgent ones by themselves, so that their lease can be short; then the others."""
        urgent = self._deadline() + HELD_BEYOND_DEADLINE
        few = min(A_FEW, self._at_pace(HELD_BEYOND_DEADLINE))
        return claims.claim(
            self.engine, self.worker, self.moment(), few, lease=urgent, only_urgent=True
        ) or claims.claim(
            self.engine,
            self.worker,
            self.moment(),
            min(A_BATCH, self._at_pace(timedelta(seconds=SECONDS_A_BATCH))),
            lease=max(LEASE, urgent),
        )

    def _at_pace(self, within: timedelta) -> int:
        """How many go in so long; one at least."""
        return max(1, int(self.per_second * within.total_seconds())) if self.per_second else A_BATCH

    def _deadline(self) -> timedelta:
        return timedelta(seconds=self.server.deadline)

    def _batch(self, batch: Sequence[Claimed]) -> None:
        """Whatever ends it, the messages whose turn did not come are put back, and those whose lease might run out."""
        left = list(batch)
        try:
            unwanted = suppressed([message.recipient for message in batch])
            db.session.rollback()
            while left and not self.is_over():
                message = left[0]
                if message.recipient.lower() in unwanted and message.priority > Priority.ASKED_FOR:
                    self._not_sent(message, OutboxState.STOPPED, Trouble.SUSPENDED, "")
                elif not self._one(message):
                    break
                left.pop(0)
        finally:
            self.marks.settle()
            if left:
                claims.put_back(self.engine, left, self.worker)

    def _one(self, message: Claimed) -> bool:
        """False where it would not be ours for as long as one send may take, after a slow connection or slow sends."""
        connection = self._connected()
        self._keep_pace()
        if self.moment() + self._deadline() > message.leased_until:
            return False
        try:
            send(
                connection,
                self._envelope_sender(message),
                message.recipient,
                message.body,
                before_the_end=self.marks.settle,
            )
        except Interrupted as interrupted:
            self._later(message, Trouble.INTERRUPTED, interrupted.answer)
        except Refused as refused:
            self._refused(message, refused)
        else:
            self._sent(message)
        return True

    def _sent(self, message: Claimed) -> None:
        if not self.counts.sent:
            lift(self.engine)
        self.counts.sent += 1
        self.carried += 1
        self.refused_in_a_row = 0
        self.marks.sent(message.id, self.moment())

    def _refused(self, message: Claimed, refused: Refused) -> None:
        if refused.trouble == Trouble.LATER:
            self._later(message, refused.trouble, refused.answer)
            return
        stopped = refused.trouble == Trouble.POLICY
        state = OutboxState.STOPPED if stopped else OutboxState.FAILED
        self._not_sent(message, state, refused.trouble, refused.answer)
        if refused.trouble == Trouble.NO_SUCH_ADDRESS:
            suspend(message.recipient, SuppressionReason.NO_SUCH_ADDRESS, "smtp", now=self.moment())
        elif refused.trouble == Trouble.REFUSED:
            operations.suspend_if_refused_often(message.recipient, now=self.moment())
        db.session.commit()
        self._count_refusal(refused)

    def _count_refusal(self, refused: Refused) -> None:
        self.refused_in_a_row += refused.trouble != Trouble.NO_SUCH_ADDRESS
        if self.refused_in_a_row >= IN_A_ROW:
            raise Halted(Halt.MANY_REFUSED, refused.answer)

    def _not_sent(self, message: Claimed, state: OutboxState, trouble: Trouble, answer: str) -> None:
        self.marks.settle()
        self.counts.not_sent += 1
        claims.mark_ended(self.engine, message, self.worker, state, trouble, answer, self.moment())

    def _later(self, message: Claimed, trouble: Trouble, answer: str) -> None:
        self.marks.settle()
        self.counts.later += 1
        claims.try_later(self.engine, message, self.worker, trouble, answer, self.moment())

    def _envelope_sender(self, message: Claimed) -> str:
        """Where it goes if it comes back: an address that only this message has."""
        if message.bounce_token and self.sender.takes_answers:
            return self.sender.tagged(Use.BOUNCE, message.bounce_token)
        return self.sender.address

    def _connected(self) -> Connection:
        """The open connection, or a new one; raises Halted."""
        if self.connection is not None and self.connection.sock is not None and self.carried < A_CONNECTION:
            return self.connection
        self._hang_up()
        self.connection, self.carried = connect(self.server), 0
        return self.connection

    def _keep_pace(self) -> None:
        if not self.per_second:
            return
        wait = self.next_slot - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.next_slot = max(self.next_slot, time.monotonic()) + 1 / self.per_second

    def moment(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    def is_over(self) -> bool:
        """By the clock too: a computer that slept meanwhile has lost its leases."""
        return (
            stopping.is_set()
            or max(time.monotonic() - self.began, time.time() - self.began_by_the_clock) >= self.seconds
        )

    def _hang_up(self) -> None:
        if self.connection is not None and self.connection.sock is not None:
            self.connection.hang_up()
        self.connection = None

    def _close(self) -> None:
        self._hang_up()
        self.marks.close()
