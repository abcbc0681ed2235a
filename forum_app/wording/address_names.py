"""Whose address it is, where the address itself says so: nell.bramley@… is Nell Bramley’s, home.education@… nobody’s."""

from __future__ import annotations

import re

from .everyday_words import EVERYDAY_FIRST_NAMES
from .lantern_words import FIRST_NAMES

_FIRST = FIRST_NAMES | EVERYDAY_FIRST_NAMES
_PARTS = re.compile(r"[._-]+")
_FIGURES_AT_THE_END = re.compile(r"\d+\Z")


def name_in_address(address: str) -> str | None:
    """First and last name before the @, if the first is one that people have."""
    before = _FIGURES_AT_THE_END.sub("", address.partition("@")[0].partition("+")[0])
    parts = [part.title() for part in _PARTS.split(before) if len(part) > 1]
    is_name = len(parts) in {2, 3} and all(part.isalpha() for part in parts) and parts[0].lower() in _FIRST
    return " ".join(parts) if is_name else None
