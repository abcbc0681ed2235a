"""What a mail that was read becomes, with what the forum knows; whoever takes it is told in this transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from forum_app.mail.inbound import tally
from forum_app.mail.inbound.handlers import Known, Letter, handlers, known_of
from forum_app.mail.inbound.incoming import Bounce, Incoming, Outcome, Severity
from forum_app.mail.inbound.models import InboundState

TOO_MANY_QUESTIONS = (
    "More questions came by email than usual, so this one waits for you. Nothing was sent to whoever wrote it."
)


@dataclass(frozen=True)
class Decided:
    outcome: Outcome
    reason: str
    about: str = ""
    state: InboundState = InboundState.DONE
    #: By which mails like this one are counted.
    mark: str = ""
    #: Whether even the bytes of it are needed no more.
    keeps_nothing: bool = False


def decide(incoming: Incoming, *, now: datetime) -> Decided:
    """Settle what the bytes alone could not tell, and hand it to whoever takes it."""
    match incoming.outcome:
        case Outcome.BOUNCE:
            return _bounce(incoming, now)
        case Outcome.RSVP:
            return _calendar(incoming, now)
        case Outcome.REPLY if incoming.unsubscribes:
            return _unsubscribe(incoming, now)
        case Outcome.REPLY:
            return _reply(incoming, now)
        case Outcome.SUBMISSION:
            return _question(incoming, now)
        case Outcome.OWN | Outcome.AUTO_REPLY:
            return Decided(incoming.outcome, incoming.reason, _about(incoming))
        case outcome:
            return Decided(outcome, incoming.reason, _about(incoming), InboundState.TRAY)


def letter_of(incoming: Incoming, now: datetime) -> Letter:
    return Letter(incoming.text, incoming.subject, incoming.sender, now)


def _about(incoming: Incoming) -> str:
    known = known_of(incoming.tags, incoming.answers)
    return known[0].about if len(known) == 1 else ""


def _bounce(incoming: Incoming, now: datetime) -> Decided:
    """Believed only with a tag or number of ours: anybody can write that an address is dead."""
    known = known_of(incoming.tags, incoming.answers)
    if not known or incoming.bounce is None:
        return Decided(Outcome.BOUNCE, "It names no letter of the forum, so nothing follows from it.")
    bounce, mark = _counted(incoming.bounce, known[0], now)
    for take in handlers().take_bounce:
        take(known[0], bounce, now)
    return Decided(Outcome.BOUNCE, incoming.reason, known[0].about, mark=mark)


def _counted(bounce: Bounce, known: Known, now: datetime) -> tuple[Bounce, str]:
    """The bounce, worse where it is one of several, and the mark by which it is counted."""
    if bounce.severity is not Severity.SOFT or not known.address:
        return bounce, ""
    mark = tally.mark_of_soft_bounce(known.address)
    return (replace(bounce, severity=Severity.OFTEN) if tally.fails_often(mark, now) else bounce), mark


def _calendar(incoming: Incoming, now: datetime) -> Decided:
    take, known = handlers().take_calendar, known_of(incoming.tags, ())
    about = take(incoming.calendar, known[0] if known else None, incoming.sender, now) if take else None
    if about is None:
        return Decided(Outcome.RSVP, "It answers an invitation that the forum does not know.")
    return Decided(Outcome.RSVP, incoming.reason, about)


def _unsubscribe(incoming: Incoming, now: datetime) -> Decided:
    """Done at once and without an answer, whoever sent it: like the link, the mailbox is known only to its owner."""
    take = handlers().take_unsubscribe
    stopped = [take(token, now) for token in incoming.unsubscribes] if take else []
    said = incoming.reason if any(stopped) else "It asks for no more news, which had been stopped before."
    return Decided(Outcome.REPLY, said, keeps_nothing=True)


def _reply(incoming: Incoming, now: datetime) -> Decided:
    known = known_of(incoming.tags, incoming.answers)
    if not known:
        return Decided(Outcome.TRIAGE, "What it answers is not known here (any more).", state=InboundState.TRAY)
    about = known[0].about
    mark = tally.mark_of_sender(incoming.sender, now)
    doubt = _doubt(incoming, known, tally.writes_too_much(mark))
    if doubt:
        return Decided(Outcome.HELD, doubt, about if len(known) == 1 else "", InboundState.TRAY)
    attach(about, letter_of(incoming, now))
    return Decided(Outcome.REPLY, incoming.reason, about, InboundState.NOTE, mark)


def _doubt(incoming: Incoming, known: list[Known], too_many: bool) -> str:
    if len(known) > 1:
        return "It answers several letters of the forum at once."
    if known[0].address is not None and not same_person(known[0].address, incoming.sender):
        return "It comes from another address than the one that was written to."
    if too_many:
        return "Many letters came from this address today."
    return ""


def attach(about: str, letter: Letter) -> None:
    """Tell the slice that knows the thing; the note itself is the row."""
    take = handlers().take_reply.get(about.partition(":")[0])
    if take:
        take(about, letter)


def same_person(known: str, sender: str) -> bool:
    """Addresses are compared in small letters and without what stands behind a plus sign."""
    return _bare(known) == _bare(sender)


def _bare(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _question(incoming: Incoming, now: datetime) -> Decided:
    mark = tally.mark_of_sender(incoming.sender, now)
    if tally.writes_too_much(mark):
        return Decided(Outcome.HELD, "Many letters came from this address today.", state=InboundState.TRAY)
    if tally.are_too_many_questions(now):
        return Decided(Outcome.TRIAGE, TOO_MANY_QUESTIONS, state=InboundState.TRAY)
    take = handlers().take_question
    about = take(letter_of(incoming, now)) if take else None
    if about is None:
        return Decided(Outcome.TRIAGE, "It is too long to become a question by itself.", state=InboundState.TRAY)
    return Decided(Outcome.SUBMISSION, incoming.reason, about, mark=mark)
