"""The identity lantern: what in minutes might tell who somebody is. It only points; a person decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import NamedTuple

from .identity import look_for_identity
from .identity_kinds import ARRIVAL, CHILD, LINK, OFFICER, PLACE

#: Minutes are meant to name places, give links and tell what officers said; a parent's own question is not.
_MEANT_IN_MINUTES = frozenset({LINK, PLACE, OFFICER, CHILD, ARRIVAL})


class Spotted(NamedTuple):
    text: str
    why: str
    offset: int
    line: int


def names_to_check(text: str, known: Collection[str]) -> list[Spotted]:
    """What a person should look at before this is published; `known` may be named.

    Known are officials, speakers and helpers with their consent, places, organisations and the forum's own
    addresses. A known full name covers its first and last word.
    """
    starts = [match.end() for match in re.finditer("\n", text)]
    return [
        Spotted(found.text, found.kind.noun, found.start, bisect_right(starts, found.start) + 1)
        for found in look_for_identity(text, known, guess=False)
        if found.kind not in _MEANT_IN_MINUTES
    ]
