"""A look at the bytes before anything is parsed: what is refused, and what is read by a process apart.

Only counts, in one pass each. The bounds of `refused_because` are far above any letter; those of `is_plain` are what
this process can read in a moment, however the bytes are arranged.
"""

from forum_app.mail.inbound.headers import split

LARGEST = 10 * 1024 * 1024
_MOST_HEADER_BYTES = 64 * 1024
_MOST_HEADER_LINES = 1_000
_MOST_BOUNDARIES = 20
_MOST_PARTS = 100

_PLAIN_BYTES = 256 * 1024
_PLAIN_HEADER_BYTES = 24 * 1024
_PLAIN_HEADER_LINES = 400
_PLAIN_BOUNDARIES = 8
_PLAIN_PARTS = 24
_PLAIN_TAGS = 2_000
#: A message within a message costs a walk of its own.
_PLAIN_ENCLOSED = 4
_PLAIN_BLOCKS = 2_000


def too_large(size: int) -> str:
    """Why a mail of this size is not taken, or nothing."""
    if size <= LARGEST:
        return ""
    return f"It is larger than {LARGEST // 1024 // 1024} MB. What was attached may be worth asking for another way."


def refused_because(raw: bytes) -> str:
    """Why a mail is not read at all, in a sentence; empty for one that is."""
    if too_large(len(raw)):
        return too_large(len(raw))
    if not raw.strip():
        return "It is empty."
    block, _ = split(raw)
    if len(block) > _MOST_HEADER_BYTES or _lines(block) > _MOST_HEADER_LINES:
        return "Its head is longer than that of any letter, so it was not opened."
    boundaries, parts = _structure(raw)
    if boundaries > _MOST_BOUNDARIES or parts > _MOST_PARTS:
        return "It has more parts within parts than any letter, so it was not opened."
    return ""


def is_plain(raw: bytes) -> bool:
    """Whether this process may read it itself."""
    if len(raw) > _PLAIN_BYTES or b"\x00" in raw:
        return False
    block, _ = split(raw)
    boundaries, parts = _structure(raw)
    return (
        len(block) <= _PLAIN_HEADER_BYTES
        and _lines(block) <= _PLAIN_HEADER_LINES
        and boundaries <= _PLAIN_BOUNDARIES
        and parts <= _PLAIN_PARTS
        and raw.count(b"<") <= _PLAIN_TAGS
        and raw.lower().count(b"message/") <= _PLAIN_ENCLOSED
        and (b"message/" not in raw.lower() or _blank_lines(raw) <= _PLAIN_BLOCKS)
    )


def _blank_lines(raw: bytes) -> int:
    """Each may end a block of a delivery report, which is a message of its own to the parser."""
    return raw.count(b"\n\n") + raw.count(b"\n\r\n")


def _lines(block: bytes) -> int:
    return max(block.count(b"\n"), block.count(b"\r"))


def _structure(raw: bytes) -> tuple[int, int]:
    small = raw.lower()
    return small.count(b"boundary="), small.count(b"\ncontent-type:")
