"""Has a file read or cleaned by a process of its own, which can be stopped and cannot take the server with it."""

from typing import Any

from forum_app import apart
from forum_app.apart import CHILD, BrokeDown, RanTooLong
from forum_app.documents.incoming.errors import BY_NAME, Damaged, TookTooLong
from forum_app.documents.incoming.marked import IncomingText
from forum_app.documents.incoming.reading import check_size

#: Seconds by the clock on the wall. The child's own bound is on seconds of work.
DEADLINE = 10.0
_CHILD = CHILD


def text_of(name: str, data: bytes) -> IncomingText:
    """The text of a file that somebody brought, lightly marked. Raises CannotRead of one kind or another."""
    check_size(data)
    return IncomingText(**ask("read", name, data))


def ask(what: str, name: str, data: bytes) -> dict[str, Any]:
    """What the child says of a file that it should read or clean. Raises CannotRead of one kind or another."""
    said = _asked(what, name, data)
    if "read" in said:
        found: dict[str, Any] = said["read"]
        return found
    raise BY_NAME[said["refused"]](said["sentence"])


def _asked(what: str, name: str, data: bytes) -> dict[str, Any]:
    """Raises TookTooLong, Damaged."""
    try:
        return apart.ask("document", {"what": what, "name": name}, data, deadline=DEADLINE, child=_CHILD)
    except RanTooLong as late:
        raise TookTooLong from late
    except BrokeDown as unsaid:
        raise Damaged from unsaid
