"""Has a file read by a process of its own, which can be stopped and cannot take the server with it."""

from typing import Any

from forum_app.apart import CHILD, BrokeDown, RanTooLong, ask
from forum_app.documents.incoming.errors import BY_NAME, Damaged, TookTooLong
from forum_app.documents.incoming.marked import IncomingText
from forum_app.documents.incoming.reading import check_size

#: Seconds by the clock on the wall. The child's own bound is on seconds of work.
DEADLINE = 10.0
_CHILD = CHILD


def text_of(name: str, data: bytes) -> IncomingText:
    """The text of a file that somebody brought, lightly marked. Raises CannotRead of one kind or another."""
    check_size(data)
    said = _asked(name, data)
    if "read" in said:
        return IncomingText(**said["read"])
    raise BY_NAME[said["refused"]](said["sentence"])


def _asked(name: str, data: bytes) -> dict[str, Any]:
    """Raises TookTooLong, Damaged."""
    try:
        return ask("document", {"name": name}, data, deadline=DEADLINE, child=_CHILD)
    except RanTooLong as late:
        raise TookTooLong from late
    except BrokeDown as unsaid:
        raise Damaged from unsaid
