"""The promise spotter: what somebody said they would do, in minutes or while minutes are being written.

It would rather miss a promise than see one in a report of what has been done, a wish, or a question.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .sentences import Sentence, sentences
from .words import PAST_PARTICIPLES, PROMISED_VERBS, PROMISING

_DOES = rf"(?:{'|'.join(sorted(PROMISED_VERBS))})"
_DONE = rf"(?:{'|'.join(sorted(PAST_PARTICIPLES))})"
_NAME = r"(?:(?:Mrs?|Ms|Dr|Cllr)\.? )?[A-Z][\w'’-]*(?: (?:le |de |van |von )?[A-Z][\w'’-]*){0,3}"
_BODY = (
    r"(?:[Tt]he )?(?:LA|Council|council|local authority|team|forum|chair|Chair|coordinator|officers?|EHE"
    r" team)"
)
_WHO = rf"(?P<who>{_NAME}(?:(?:,| and| &|/) ?{_NAME}){{0,3}}|{_BODY}|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I)"
_ALSO = r"(?:also |then |now |both |kindly |gladly |therefore |always )?"
_ASIDES = r"(?:,[^,.]{1,60},)?"
_FORMS = (
    # "Helen to confirm the date", "… and Raj to book the room"
    re.compile(rf"(?:\A|[,:–—] (?:and )?|\band |[–—-] )(?P<who>{_NAME}(?:(?: and| &|/|,) ?{_NAME}){{0,3}}"
        rf"|[Aa]ll|LA)"
               rf"{_ASIDES} to {_ALSO}{_DOES}\b"),
    # "Raj will send …", "he would take it back", "the LA is going to write"
    re.compile(rf"\b{_WHO}{_ASIDES},? (?:will|shall|would|['’]ll|is going to|are going to) {_ALSO}{_DOES}\b"),
    re.compile(rf"\b{_WHO}['’]ll {_ALSO}{_DOES}\b"),
    re.compile(rf"\b(?P<who>{_NAME}), who (?:will|would) {_ALSO}{_DOES}\b"),
    # "agreed to check", "offered to ask", "promised a list", "undertook to raise it"
    re.compile(rf"\b{_WHO}{_ASIDES} (?:has |have )?{_ALSO}(?:{PROMISING})\b"),
    re.compile(rf"\b(?P<who>)(?:and|but) (?:also |then )?(?:{PROMISING}) "),
    re.compile(rf"\b(?P<who>)(?:and|but|who) (?:will|would) {_ALSO}{_DOES}\b"),
    # "details to be circulated", "the slides will be shared"
    re.compile(rf"(?P<who>)\b(?:to|will|shall) (?:then )?be (?:made available|{_DONE})\b"),
)  # fmt: skip
_NO_PROMISE = re.compile(
    r"\b(?:not|never|n['’]t|unable|cannot|unlikely|might|may|could|should|ought|hop(?:e|es|ed|ing)|wish(?:es"
    r"|ed)?|if only"
    r"|asked (?:if|whether|that|him|her|them|for)|wondered|wanted|want|wants|whether|used to|had agreed|had"
    r" promised"
    r"|had offered|had undertaken|last (?:year|time|meeting|month)|previously|needs? to be|ha(?:s|ve|d) to be"
    r"|ought to be|was to be|were to be|is to be seen|in case|unless|always will|usually|normally|every"
    r" (?:year|time))\b",
    re.IGNORECASE,
)
_ONLY_BEFORE = 160
_CONDITION = re.compile(r"\A(?:If|Unless|Should|Were|When|Whenever|Once a|In cases? where)\b")
_NEVER_PROMISES = re.compile(
    r"(?:Parents?|Famil(?:y|ies)|Children|Participants?|Members|It|This|That|There|These|Those|A|An|Many|Some|People"
    r"|Everyone|Nobody|Schools?|Government|Parliament|Question|The)\Z"
)


class Promise(NamedTuple):
    text: str
    owner: str | None
    start: int


def spot(text: str) -> list[Promise]:
    """Every sentence in which somebody takes something on, in the order of the text."""
    found = (_promised(sentence) for sentence in sentences(text))
    return [promise for promise in found if promise]


def _promised(sentence: Sentence) -> Promise | None:
    if sentence.asks or _CONDITION.match(sentence.text):
        return None
    for form in _FORMS:
        for match in form.finditer(sentence.text):
            who = match["who"].strip()
            if not _NEVER_PROMISES.match(who) and not _taken_back(sentence.text, match):
                return Promise(sentence.text, _owner(who), sentence.start)
    return None


def _taken_back(text: str, match: re.Match[str]) -> bool:
    """A wish, a doubt or a report of the past just before the words, or a "not" inside them."""
    before = text[max(0, match.start() - _ONLY_BEFORE) : match.start()]
    clause = re.split(r"[,;:–—] |\bbut\b", before)[-1]
    return _NO_PROMISE.search(clause + match[0]) is not None


def _owner(who: str) -> str | None:
    return who if who and who.lower() not in {"he", "she", "they", "we", "i", "it"} else None
