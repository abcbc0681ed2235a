"""What a mail that was read becomes, with what the forum knows; whoever takes it is told in this transaction."""

from dataclasses import dataclass
from datetime import datetime

from forum_app.mail.inbound.handlers import Known, Letter, handlers, known_of
from forum_app.mail.inbound.incoming import Incoming, Outcome
from forum_app.mail.inbound.models import InboundState


@dataclass(frozen=True)
class Decided:
    outcome: Outcome
    reason: str
    about: str = ""
    state: InboundState = InboundState.DONE


def decide(incoming: Incoming, *, now: datetime, too_many: bool) -> Decided:
    """Settle what the bytes alone could not tell, and hand it to whoever takes it."""
    match incoming.outcome:
        case Outcome.BOUNCE:
            return _bounce(incoming, now)
        case Outcome.RSVP:
            return _calendar(incoming, now)
        case Outcome.REPLY:
            return _reply(incoming, now, too_many)
        case Outcome.SUBMISSION:
            return _question(incoming, now, too_many)
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
    for take in handlers().take_bounce:
        take(known[0], incoming.bounce, now)
    return Decided(Outcome.BOUNCE, incoming.reason, known[0].about)


def _calendar(incoming: Incoming, now: datetime) -> Decided:
    take, known = handlers().take_calendar, known_of(incoming.tags, ())
    about = take(incoming.calendar, known[0] if known else None, incoming.sender, now) if take else None
    if about is None:
        return Decided(Outcome.RSVP, "It answers an invitation that the forum does not know.")
    return Decided(Outcome.RSVP, incoming.reason, about)


def _reply(incoming: Incoming, now: datetime, too_many: bool) -> Decided:
    known = known_of(incoming.tags, incoming.answers)
    if not known:
        return Decided(Outcome.TRIAGE, "What it answers is not known here (any more).", state=InboundState.TRAY)
    about = known[0].about
    doubt = _doubt(incoming, known, too_many)
    if doubt:
        return Decided(Outcome.HELD, doubt, about if len(known) == 1 else "", InboundState.TRAY)
    attach(about, letter_of(incoming, now))
    return Decided(Outcome.REPLY, incoming.reason, about, InboundState.NOTE)


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


def _question(incoming: Incoming, now: datetime, too_many: bool) -> Decided:
    if too_many:
        return Decided(Outcome.HELD, "Many letters came from this address today.", state=InboundState.TRAY)
    take = handlers().take_question
    about = take(letter_of(incoming, now)) if take else None
    if about is None:
        return Decided(Outcome.TRIAGE, "No meeting takes questions at the moment.", state=InboundState.TRAY)
    return Decided(Outcome.SUBMISSION, incoming.reason, about)
