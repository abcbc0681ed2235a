from datetime import datetime

from forum_app import audit
from forum_app.db import lock
from forum_app.mail.inbound.deciding import attach
from forum_app.mail.inbound.handlers import Letter, handlers, is_nameless
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState


class HandledAlready(Exception):
    """Somebody else has dealt with this mail."""


class NoQuestionsTaken(Exception):
    """Nobody takes it as a question: it has no words, or too many."""


def make_question(row: InboundMessage, *, by: int | None, now: datetime) -> None:
    """Let a mail become a question, as if it had been understood at once. Raises HandledAlready, NoQuestionsTaken."""
    _take(row, InboundState.TRAY)
    take = handlers().take_question
    about = take(_letter(row, now)) if take else None
    if about is None:
        raise NoQuestionsTaken
    row.outcome, row.about = Outcome.SUBMISSION, about
    _put_away(row)
    row.forget_writer()
    audit.record("A mail in the tray became a question.", by=by, now=now)


def attach_to(row: InboundMessage, about: str, *, by: int | None, now: datetime) -> None:
    """Let a mail become a note on a thing. Raises HandledAlready."""
    _take(row, InboundState.TRAY)
    attach(about, _letter(row, now))
    row.outcome, row.about, row.state = Outcome.REPLY, about, InboundState.NOTE
    if is_nameless(about):
        row.forget_writer()
    audit.record("A mail in the tray was attached to what it is about.", by=by, now=now)


def discard(row: InboundMessage, *, by: int | None, now: datetime) -> None:
    """Delete what it says and who wrote it. Raises HandledAlready."""
    _take(row, InboundState.TRAY)
    _put_away(row)
    row.raw = None
    audit.record("A mail in the tray was discarded.", by=by, now=now)


def put_away(row: InboundMessage, *, by: int | None, now: datetime) -> None:
    """A note has been read and is not needed any more. Raises HandledAlready."""
    _take(row, InboundState.NOTE)
    _put_away(row)
    row.raw = None
    audit.record("A reply was read and put away.", by=by, now=now)


def _take(row: InboundMessage, state: InboundState) -> None:
    lock(row)
    if row.state != state:
        raise HandledAlready


def _letter(row: InboundMessage, now: datetime) -> Letter:
    """Nobody is answered whose address is in doubt."""
    sender = "" if row.outcome == Outcome.HELD else row.sender
    return Letter(row.words, row.subject, sender, now)


def _put_away(row: InboundMessage) -> None:
    row.state, row.words, row.subject, row.sender = InboundState.DONE, "", "", ""
