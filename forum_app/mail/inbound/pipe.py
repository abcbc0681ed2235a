"""Mail by way of a pipe, as Postfix, Exim and procmail hand it over."""

from typing import IO

from forum_app.mail.inbound.gate import LARGEST

#: EX_TEMPFAIL of sysexits.h.
TRY_AGAIN = 75
_AT_ONCE = 1024 * 1024


def read_mail(pipe: IO[bytes]) -> tuple[bytes, int]:
    """The mail, or the beginning of one that is too large, and its size. Reads to the end: a server minds otherwise."""
    raw = pipe.read(LARGEST + 1)
    size = len(raw)
    while rest := pipe.read(_AT_ONCE):
        size += len(rest)
    return raw, size
