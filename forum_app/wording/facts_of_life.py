"""What narrows the circle around a child: ages, school years, schools, diagnoses, places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .identity_kinds import AGE, CONDITION, PLACE, SCHOOL, YEAR, Kind
from .identity_words import CHILD, NO_PLACE, NUMBER
from .lantern_words import DIAGNOSES, DIAGNOSES_IN_CAPITALS, FIRST_NAMES, NO_PERSON, NUMBER_WORDS, SCHOOLS, SOMEBODY
from .sentences import sentences

_NO_SPAN = (
    r"(?![.:/%]?[0-9])(?! ?(?:weeks?|months?|days?|hours?|minutes?|of|or|more|percent|%|pm|am|questions?|miles?|times?"
    r"|officers?|famil|pages?|per)\b)"
)
_NUMBERS = rf"{NUMBER}(?:, {NUMBER}){{0,6}}(?:,? (?:and|&) {NUMBER})?"
_ABOUT = r"(?:now |only |just |about |nearly |almost |rising |turning )?"
_AGE = re.compile(
    rf"\b(?:aged|age) (?:of )?{_ABOUT}{_NUMBERS}\b"
    rf"|\b{NUMBER}[ -]?(?:and[ -]a[ -]half[ -])?(?:years?[ -]?olds?|yr?s?[ -]olds?|y/?o|yo)\b(?: twins?| boy| girl)?"
    rf"|\b(?:{CHILD}|other|he|she|who|two|three|four)(?:,? who)?(?: (?:is|was|are|were|has turned|turned|turns|will be)|['’]s|['’]ll be) "
    rf"{_ABOUT}{_NUMBERS}\b{_NO_SPAN}"
    rf"|\b{CHILD},? (?-i:[A-Z][a-z]+),? ((?:is|was|turns|turned|will be) {_ABOUT}{NUMBER})\b{_NO_SPAN}"
    rf"|\b{CHILD},? [(]?{_ABOUT}{NUMBER}\b(?=[,.;:)])"
    rf"|\b{CHILD} of {NUMBER}\b{_NO_SPAN}"
    rf"|\b(?:at|by|from|since|until|before) {NUMBER}(?=,? (?:he|she)\b)"
    r"|(?<=[a-z], )(?:1[0-7]|[3-9])(?=,)"
    rf"|\b{CHILD}\b[^.?!]{{0,40}}\bare {_ABOUT}(?:{NUMBER})\b(?! [a-z])",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"\b[Yy](?:ea)?r (?:1[0-3]|[1-9]|{NUMBER_WORDS})\b(?! (?:budget|plan|of (?:the|a|an|this|our)\b))|\bY(?:1[0-3]|[1-9])\b"
    r"|\b(?:KS ?[1-5]|[Kk]ey [Ss]tage [1-5])\b|\b(?:in|of|from|since|until|for|after|finished|left) [Rr]eception\b(?! (?:desk|area|staff))"
    r"|\bReception (?:class|year|was|is)\b|\b[Ss]ixth[ -]form(?:er)?\b|\bA-levels? student\b"
)
_SCHOOL = re.compile(
    rf"{SCHOOLS}"
    r"|\b(?:[A-Z][\w'’-]{1,30} ){1,3}(?:Primary|Infants|Juniors?|Secondary|Grammar|Prep|Comp|Nursery|Pre-?school)\b"
    r"|\bSt\.? [A-Z][a-z]{2,20}['’]?s?\b(?! (?:Street|Road|Lane|Church|Hall|Park))"
    r"|\b(?:[Hh]ead(?:teacher|master|mistress)?|SENCO|governors|office) (?:at|of) [A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30}){0,2}"
    r"|\b(?:left|attended|attends|goes to|went to|go to|excluded from|expelled from|place at) ([A-Z][\w'’-]{2,30}(?: [A-Z][\w'’-]{1,30}){0,4})"
    r"|\b(?:my|our|his|her|their|the|a) (?:\w{1,12} ){0,2}(?:school|nursery|academy) (?:in|on|near|at) [A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?"
)
_DIAGNOSIS = re.compile(rf"\b(?:{DIAGNOSES}|(?-i:{DIAGNOSES_IN_CAPITALS}))\b", re.IGNORECASE)
_SOMEBODY = re.compile(SOMEBODY, re.IGNORECASE)
_SMALL_PLACE = re.compile(
    r"\b(?:in|from|to|of) (?:my|our|this|a|the)(?: (?:only|little|small|tiny|same|next|fen|nearby)){0,2} (?:villages?|hamlets?|island|cul-de-sac|estate"
    r"|street|road|close)\b|\b(?:my|our) (?:little |small |tiny )?(?:village|hamlet|town|street|road)\b"
    r"|\bthe (?:\w{2,12} )?villages\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Ff]rom|[Aa]round|[Oo]utside|[Aa]t|towards|beyond|between)\s((?:the\s)?[A-Z][a-zà-ÿ'’-]{2,30}(?:[ -](?:on |under |upon |by |in |le |the |of )?"
    r"[A-Z][a-zà-ÿ'’-]{1,30}){0,3})"
)


def facts_of_life(text: str) -> Iterator[tuple[Kind, int, int]]:
    for kind, pattern in ((AGE, _AGE), (YEAR, _YEAR), (SCHOOL, _SCHOOL), (PLACE, _SMALL_PLACE)):
        for match in pattern.finditer(text):
            yield kind, *match.span(match.lastindex or 0)
    yield from _diagnoses(text)
    yield from _places(text)


def _diagnoses(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Where somebody in particular has it; support for autistic children in general tells nothing."""
    for sentence in sentences(text):
        if _SOMEBODY.search(sentence.text):
            for match in _DIAGNOSIS.finditer(sentence.text):
                yield CONDITION, sentence.start + match.start(), sentence.start + match.end()


def _places(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Capital words after "in" or "near" that are nobody, nothing of the whole country, and no body."""
    for match in _PLACE.finditer(text):
        words = [word.casefold().removesuffix("'s").removesuffix("’s") for word in re.split(r"[ -]", match[1])]
        if not any(word in NO_PERSON or word in NO_PLACE for word in words) and words[0] not in FIRST_NAMES:
            yield PLACE, match.start(1), match.end(1)
