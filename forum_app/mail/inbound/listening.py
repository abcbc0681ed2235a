"""Waits at the mailbox and brings in what arrives, at once where the server tells of it (IDLE), else each minute."""

import logging
from dataclasses import dataclass
from threading import Event

from imap_tools import BaseMailBox

from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.inbound.mailbox import TROUBLE, MailboxDoesNotAnswer, NoMailbox, bring_in, opened

logger = logging.getLogger(__name__)

#: Seconds between two looks where the server does not tell; also how long a change of `stop` may go unnoticed.
A_LOOK = 60.0
#: How long to listen before asking whether to stop; far below the half hour after which servers hang up.
A_MOMENT = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0


@dataclass
class Pause:
    """Longer after each failure, until the server answers again."""

    seconds: float = FIRST_PAUSE

    def over(self) -> None:
        self.seconds = FIRST_PAUSE

    def take(self, stop: Event) -> None:
        stop.wait(self.seconds)
        self.seconds = min(2 * self.seconds, LONGEST_PAUSE)


def idle(stop: Event) -> None:
    """Bring in mail until ``stop`` is set; run it in an application context of its own. Never raises.

    Where the server goes away it is tried again after five seconds, then ten, and so on up to ten minutes.
    """
    pause = Pause()
    while not stop.is_set():
        try:
            _listen(stop, pause)
        except NoMailbox:
            return
        except (MailboxDoesNotAnswer, *TROUBLE) as trouble:
            logger.warning("the mailbox does not answer (%s); trying again in %d seconds", trouble, pause.seconds)
            pause.take(stop)
        except Exception as error:  # a worker that ends brings in nothing any more
            logger.error("mail could not be brought in (%s); trying again", type(error).__name__)
            pause.take(stop)
        finally:
            db.session.remove()


def _listen(stop: Event, pause: Pause) -> None:
    """One connection, as long as it lasts."""
    with opened() as box:
        pause.over()
        tells = "IDLE" in box.client.capabilities
        while not stop.is_set():
            _look(box)
            if tells:
                _hear(box, stop)
            else:
                stop.wait(A_LOOK)


def _look(box: BaseMailBox) -> None:
    """Bring in what lies there, and once more where the server told of news while we were at it."""
    news = True
    while news:
        box.client.response("EXISTS")
        bring_in(box, now())
        db.session.remove()
        news = any(box.client.response("EXISTS")[1])


def _hear(box: BaseMailBox, stop: Event) -> None:
    """Wait for news for a minute at most, so that nothing is ever overlooked for longer."""
    with box.idle as telling:
        for _ in range(int(A_LOOK // A_MOMENT)):
            if stop.is_set() or telling.poll(timeout=A_MOMENT):
                return
