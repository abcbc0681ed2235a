"""How sure the reader is of each thing: sure, likely, or please check."""

from __future__ import annotations

from .labels import field_of
from .names import is_name
from .reading import Confidence, NamedRole, ReadAction, Reading, ReadItem, ReadQuestion
from .vocabulary import plain

_FIELDS_OF_THE_HEAD = ("date", "time", "venue", "chair", "coordinator", "online_support")


def tell_confidence(reading: Reading) -> None:
    """What a finder has already said stays, unless there is more cause for doubt."""
    for field in _FIELDS_OF_THE_HEAD:
        if field in reading.header_lines:
            reading.header_confidence.setdefault(field, "sure")
    for role in (*reading.representatives, *reading.apologies):
        role.confidence = less(role.confidence, _of_role(role))
    for item in reading.items:
        item.confidence = less(item.confidence, _of_item(item))
    last = 0
    for question in reading.questions:
        question.confidence = less(question.confidence, _of_question(question, last))
        last = question.number or last
    for action in reading.actions:
        action.confidence = less(action.confidence, _of_action(action))
    if reading.next_meeting:
        reading.next_meeting.confidence = less(reading.next_meeting.confidence, _of_next_meeting(reading))


_ORDER: tuple[Confidence, ...] = ("sure", "likely", "please check")


def less(one: Confidence, other: Confidence) -> Confidence:
    """The more doubtful of two."""
    return max(one, other, key=_ORDER.index)


def _of_role(role: NamedRole) -> Confidence:
    if role.name is not None and (not is_name(role.name) or field_of(plain(role.name))):
        return "please check"
    return "sure" if role.name and role.title else "likely"


def _of_item(item: ReadItem) -> Confidence:
    if item.title is None:
        return "please check"
    unclear = item.kind == "other" or (item.kind == "case_study" and item.presenter is None)
    return "likely" if unclear else "sure"


def _of_question(question: ReadQuestion, last: int) -> Confidence:
    if not question.text or (question.number is not None and question.number <= last):
        return "please check"
    return "sure" if question.number and question.response else "likely"


def _of_action(action: ReadAction) -> Confidence:
    return "please check" if action.owner is None or not action.text else "sure"


def _of_next_meeting(reading: Reading) -> Confidence:
    coming = reading.next_meeting
    if coming is None or coming.date is None or (reading.date and coming.date <= reading.date):
        return "please check"
    return "sure"
