"""Addresses that carry a token, so that an answer or a bounce finds what it belongs to."""

import re
from dataclasses import dataclass
from enum import StrEnum

#: Stands in letters that may be answered; an answer is what was written above it.
WRITE_ABOVE = "Please write above this line"
#: Every letter of the forum carries it, with the name of its site: one that comes back with it is no news.
LOOP_HEADER = "X-Forum-Loop"
#: Lower-case letters and digits: not every mail server keeps the case of a local part.
TOKEN = r"[a-z0-9]{8,64}"  # noqa: S105 - a pattern
LONGEST_LOCAL_PART = 64


class Use(StrEnum):
    """What mail to a tagged address is."""

    REPLY = "reply"
    BOUNCE = "bounce"
    RSVP = "rsvp"
    UNSUBSCRIBE = "unsub"


@dataclass(frozen=True)
class Tag:
    use: Use
    token: str


def tagged(use: Use, token: str, *, mailbox: str, domain: str = "", separator: str = "+") -> str:
    """The address of a token: ``forum+reply+TOKEN@…`` in one mailbox, ``reply+TOKEN@domain`` where all is caught."""
    base, _, at = mailbox.rpartition("@")
    parts = [use.value, token] if domain else [base, use.value, token]
    return f"{separator.join(parts)}@{domain or at}"


def tag_of(address: str, *, domains: frozenset[str], separator: str = "+") -> Tag | None:
    """What an address carries; the plus sign is known besides the separator of the day."""
    local, _, domain = address.lower().rpartition("@")
    if domain not in domains:
        return None
    between = "|".join({re.escape(separator), re.escape("+")})
    found = re.fullmatch(rf"(?:.{{1,64}}(?:{between}))?({'|'.join(Use)})(?:{between})({TOKEN})", local)
    return Tag(Use(found[1]), found[2]) if found else None
