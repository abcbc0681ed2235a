"""Who was present: the chair, the note-taker, helpers and officers by what is said of each.

Participants are never named in a record, so a name without a post goes into no field.
"""

from __future__ import annotations

import re

from .header import Labelled
from .label_words import A_CROWD, DOES_AT_THE_MEETING, OF_THE_COUNCIL
from .labels import fields_of
from .names import is_name, read_people
from .reading import NamedRole, Reading
from .vocabulary import POSTS, plain

_DOES = re.compile(rf"(?<=\w)\s+(?P<does>{DOES_AT_THE_MEETING})(?=\s*(?:[,;.]|\band\b|\Z))", re.IGNORECASE)
_CROWD = re.compile(A_CROWD, re.IGNORECASE)
_COUNCIL = re.compile(OF_THE_COUNCIL)
_WORD = re.compile(r"[\w'-]+")


def tell_present(labelled: Labelled, reading: Reading) -> list[str]:
    """Sort everyone under "Present"; back come the names that nothing is said of."""
    text = _CROWD.sub(" ", labelled.value[:20_000])
    text = _DOES.sub(lambda match: f" ({match['does']})", text).strip(" ,;.")
    beside = [person for person in read_people(text, labelled.source) if not _sorted_in(person, labelled, reading)]
    return [person.name or person.title or "" for person in beside]


def _sorted_in(person: NamedRole, labelled: Labelled, reading: Reading) -> bool:
    does = _duties(person.title or "")
    if person.name is None or not is_name(person.name):
        return _is_officer(person) and _add_representative(person, reading)
    for duty in does:
        _put(duty, person.name, labelled, reading)
    if does:
        return True
    return _is_officer(person) and _add_representative(person, reading)


def _duties(title: str) -> list[str]:
    words = plain(title).strip("()")
    found = list(fields_of(words)) or [field for part in re.split(r"[,;/]", words) for field in fields_of(part)]
    return [field for field in found if field in {"chair", "coordinator", "minutes", "online_support"}]


def _put(duty: str, name: str, labelled: Labelled, reading: Reading) -> None:
    if duty == "online_support":
        reading.online_support.append(name)
        return
    field = "coordinator" if duty == "minutes" else duty
    if getattr(reading, field) is None:
        setattr(reading, field, name)
        reading.header_lines[field] = labelled.source
        reading.header_confidence[field] = "likely"


def _is_officer(person: NamedRole) -> bool:
    words = _WORD.findall(plain(person.title or ""))
    return any(word in POSTS for word in words) or _COUNCIL.search(plain(person.title or "")) is not None


def _add_representative(person: NamedRole, reading: Reading) -> bool:
    person.confidence = "likely"
    reading.representatives.append(person)
    return True
