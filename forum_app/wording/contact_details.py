"""Details that lead to one person by themselves: addresses of every sort, numbers of files, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .identity_kinds import ADDRESS, BIRTH, EMAIL, FOI_NUMBER, LINK, PHONE, POSTCODE, REFERENCE, Kind
from .identity_words import MONTH, STREET

_DOT = r"(?:\.|\s?(?:\(dot\)|\[dot\])\s?|\sdot\s)"
_DATE = (
    rf"(?:[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{{2}}|[0-3]?[0-9](?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? (?:19|20)[0-9]{{2}})?"
    rf"|{MONTH}(?: [0-3]?[0-9](?:st|nd|rd|th)?,?)?(?: of)? (?:19|20)[0-9]{{2}}|(?:spring|summer|autumn|winter) (?:of )?(?:19|20)[0-9]{{2}}"
    rf"|{MONTH}\b|(?:19|20)[0-9]{{2}}\b)"
)
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (EMAIL, re.compile(
        r"\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}\b"
        rf"|\b[\w.+-]{{1,64}}\s?(?:@|\(at\)|\[at\])\s?[\w-]{{1,64}}(?:{_DOT}[\w-]{{1,64}}){{1,4}}\b"
        rf"|\b[\w.+-]{{1,64}}\sat\s[\w-]{{1,64}}(?:(?:\s?[(\[]dot[)\]]\s?|\sdot\s)[\w-]{{1,64}}){{1,4}}\b",
        re.IGNORECASE,
    )),
    (PHONE, re.compile(r"(?<![\w/])(?:(?:\+|00)44 ?\(?0?\)? ?|\(?0)[1-9](?:[ -]?\(?[0-9]\)?){8,10}(?![\w])")),
    (POSTCODE, re.compile(
        r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b"
        r"|\b(?:[a-z]{1,2}[0-9]{1,2}|[a-z]{1,2}[0-9][a-z]) ?[0-9][abd-hjlnp-uw-z]{2}\b"
        r"|(?<=[Pp]ostcode )(?:is |area |starts with |begins )?[A-Z]{1,2}[0-9][0-9A-Z]?\b"
    )),
    (FOI_NUMBER, re.compile(r"\bFOI(?:A)?[ -/#:]{0,2}(?:[A-Z]{0,4}[ -/]?)?[0-9][\w/-]{0,30}")),
    (REFERENCE, re.compile(
        r"\b(?:(?:UPN|ULN|URN|NHS)(?: number)?(?: is|:)? ?[A-Z]?[0-9](?:[ -]?[0-9A-Z]){8,12}|(?!(?:KS|GCSE|COVID)[/-])[A-Z]{2,5}[/-][0-9][\w/-]{2,20}"
        r"|[0-9]{2,4}[/-][A-Z]{2,5}[/-][0-9]{1,8}"
        r"|(?i:(?:case|pupil|reference|ref|record|file|complaint|number)\.?,? ?(?:number|no\.?|ref|id|is|was)?(?: is| was)?[ :#]{1,3})"
        r"(?:[A-Z]{0,6}[/-]?[0-9][\w/-]{3,20}))"
    )),
    (ADDRESS, re.compile(
        rf"\b(?:Flat [0-9]{{1,3}}[a-zA-Z]?,? )?[1-9][0-9]{{0,3}}[a-c]?,? (?:[A-Z][\w'’]{{1,20}} ){{1,3}}{STREET}\b"
        r"|\bFlat [0-9]{1,3}[a-zA-Z]?,? (?:[A-Z][\w'’]{1,20} ?){1,3}"
        rf"|\b(?:[A-Z][\w'’]{{1,20}} ){{0,2}}[A-Z][\w'’]{{1,20}}, (?:[A-Z][\w'’]{{1,20}} ){{1,2}}{STREET}\b"
    )),
    (BIRTH, re.compile(
        rf"\b(?:born|birthdays?|date of birth|d\.?o\.?b\.?|gave birth)\b[^.!?\n]{{0,25}}?\b{_DATE}(?! Act)", re.IGNORECASE
    )),
    (LINK, re.compile(
        r"\b(?:https?://|www\.)(?![\w.-]{0,60}gov\.uk\b)[^\s<>\"'”’)\]]{3,200}"
        r"|(?<![\w@.])(?![\w.-]{0,60}gov\.uk\b)[\w-]{2,40}(?:\.[\w-]{2,40}){1,3}/[\w./%#?=&~+-]{2,100}"
        r"|(?<![\w.@])@[A-Za-z]\w{2,30}\b"
    )),
)  # fmt: skip


#: What every household has to be spared: 03, 08 and 09 belong to organisations, and so does the council's address.
_OF_ORGANISATIONS = re.compile(r"[^0-9]*(?:(?:\+|00)44)?[^0-9]*0?[^0-9]*[389]")
_OF_AUTHORITIES = re.compile(r"[.@]gov\.uk$", re.IGNORECASE)
_WAYS = {kind: pattern for kind, pattern in PATTERNS if kind in (EMAIL, PHONE)}


@dataclass(frozen=True)
class Ways:
    """How somebody can be reached, as they wrote it."""

    addresses: tuple[str, ...]
    phones: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.addresses or self.phones)


def ways_to_reach(text: str) -> Ways:
    """The email addresses and telephone numbers in a text that may be a household's."""
    addresses = (match[0] for match in _WAYS[EMAIL].finditer(text))
    phones = (match[0] for match in _WAYS[PHONE].finditer(text))
    return Ways(
        tuple(found for found in addresses if not _OF_AUTHORITIES.search(found)),
        tuple(found for found in phones if not _OF_ORGANISATIONS.match(found)),
    )


def contact_details(text: str) -> Iterator[tuple[Kind, int, int]]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()
