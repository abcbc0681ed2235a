"""From bytes to what they mean, in this order: size, own or loop, token, bounce, calendar, automatic, sender, words.

A bounce is looked for before an automatic answer, because Postfix says of its bounces that they are one.
"""

from dataclasses import replace
from email.message import Message

from forum_app.mail.inbound import signs
from forum_app.mail.inbound.bounces import bounce_of, original_of
from forum_app.mail.inbound.charsets import text_of
from forum_app.mail.inbound.headers import Headers, split
from forum_app.mail.inbound.incoming import Facts, Incoming, Outcome
from forum_app.mail.inbound.new_words import new_words, tidied
from forum_app.mail.inbound.parts import NeedsMoreRoom, Parts, Room, parsed, parts_of

NOT_TOLD_APART = "Its parts could not be told apart, so here is its beginning as it came."
_SHOWN_OF_A_RIDDLE = 4_000


def read_here(raw: bytes, facts: Facts, room: Room) -> Incoming:
    """One mail that the gate has let through. Raises NeedsMoreRoom where the room can hand on, and nothing else."""
    headers = Headers.of(split(raw)[0])
    known = Incoming(
        Outcome.TRIAGE,
        "",
        sender=headers.sender(),
        subject=headers.subject(),
        tags=tuple(headers.tags(facts.domains, facts.separator)),
        answers=tuple(headers.answers(facts.site)),
    )
    own = signs.own_because(headers, facts)
    if own:
        return known.settled(Outcome.OWN, own)
    if known.unsubscribes:  # mail programs send it, by themselves or not, with whatever words they like
        return known.settled(Outcome.REPLY, "It asks for no more news by email.")
    try:
        message = parsed(raw)
        return _sorted(known, headers, message, parts_of(message, room), facts, room)
    except NeedsMoreRoom:
        raise
    except Exception:  # mails are damaged in more ways than can be listed; nothing of one may be lost for it
        return unread(raw, known)


def unread(raw: bytes, known: Incoming | None = None) -> Incoming:
    """A mail that cannot be understood, for a person to look at."""
    headers = Headers.of(split(raw[: 64 * 1024])[0])
    known = known or Incoming(Outcome.TRIAGE, "", sender=headers.sender(), subject=headers.subject())
    beginning = tidied(text_of(split(raw)[1][:_SHOWN_OF_A_RIDDLE]))
    return replace(known, outcome=Outcome.TRIAGE, reason=NOT_TOLD_APART, text=beginning)


def _sorted(known: Incoming, headers: Headers, message: Message, parts: Parts, facts: Facts, room: Room) -> Incoming:
    bounce = bounce_of(message, headers, parts.text, list(known.tags))
    if bounce:
        tags, names = original_of(message, parts.text, facts)
        known = replace(known, tags=(*known.tags, *tags), answers=(*known.answers, *names), bounce=bounce)
        return known.settled(Outcome.BOUNCE, "A mail server could not deliver a letter of the forum.")
    if parts.calendar:
        answered = replace(known, calendar=parts.calendar.data, text=parts.calendar.note)
        return answered.settled(Outcome.RSVP, "A calendar answers an invitation.")
    automatic = _receipt_of_reading(message) or signs.automatic_because(headers)
    if automatic:
        return known.settled(Outcome.AUTO_REPLY, automatic)
    return _from_a_person(replace(known, attachments=tuple(parts.attachments)), headers, parts, facts, room)


def _receipt_of_reading(message: Message) -> str:
    kinds = {part.get_content_type() for part in message.walk()}
    if kinds & {"message/disposition-notification", "message/delivery-status"}:
        return "It only says that a letter arrived or was opened."
    return ""


def _from_a_person(known: Incoming, headers: Headers, parts: Parts, facts: Facts, room: Room) -> Incoming:
    known = replace(known, text=new_words(parts.text, room))
    if not known.sender:
        return known.settled(Outcome.TRIAGE, "It does not say who sent it.")
    doubt = signs.held_because(headers, facts)
    if doubt:
        return known.settled(Outcome.HELD, doubt)
    if not known.text:
        return known.settled(Outcome.TRIAGE, "There are no words in it.")
    if known.tags or known.answers:
        return known.settled(Outcome.REPLY, "It answers a letter of the forum.")
    return known.settled(*_question_or_not(headers, facts))


def _question_or_not(headers: Headers, facts: Facts) -> tuple[Outcome, str]:
    if signs.is_marked_as_spam(headers):
        return Outcome.TRIAGE, "The mail server takes it for unwanted mail."
    if headers.get("in-reply-to") or headers.get("references"):
        return Outcome.TRIAGE, "It answers a letter that the forum did not send from here."
    if not any(_is_ours(address, facts) for address in headers.recipients()):
        return Outcome.TRIAGE, "It is not addressed to the forum."
    return Outcome.SUBMISSION, "It is a letter to the forum’s address."


def _is_ours(address: str, facts: Facts) -> bool:
    local, _, domain = address.partition("@")
    return address in facts.addresses or f"{local.partition(facts.separator)[0]}@{domain}" in facts.addresses
