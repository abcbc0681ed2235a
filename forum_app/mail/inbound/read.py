"""Reading a mail: here where a cheap look says that is safe, otherwise by a process apart that can be stopped."""

from forum_app.apart import BrokeDown, RanTooLong, ask
from forum_app.mail.inbound.gate import is_plain, refused_because
from forum_app.mail.inbound.headers import Headers, split
from forum_app.mail.inbound.incoming import Facts, Incoming, Outcome
from forum_app.mail.inbound.parts import HERE, NeedsMoreRoom
from forum_app.mail.inbound.reading import read_here, unread

#: Seconds by the clock on the wall, for a machine that is busy; the child itself is stopped after five of work.
DEADLINE = 30.0


def read(raw: bytes, facts: Facts) -> Incoming:
    """What a mail is, as far as its bytes tell. Always answers, and never takes much longer than the deadline."""
    refusal = refused_because(raw)
    if refusal:
        headers = Headers.of(split(raw[: 64 * 1024])[0])
        return Incoming(Outcome.REFUSED, refusal, sender=headers.sender(), subject=headers.subject())
    if is_plain(raw):
        try:
            return read_here(raw, facts, HERE)
        except NeedsMoreRoom:
            pass
    try:
        return Incoming.from_json(ask("mail", {"facts": facts.as_json()}, raw, deadline=DEADLINE))
    except (RanTooLong, BrokeDown):
        return unread(raw)
