"""Action points that stand where they were agreed: "Action: …", "ACTION (HM) …", "… (Action: HM)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .marks import vocabulary_kind
from .task_words import ACTION_WORD

_BEFORE = r"[*_>\s]{0,6}(?:[0-9]{1,2}(?:\.[0-9]{1,2})?[.)]?\s+|[-•*]\s+)?[*_\[(]{0,4}"
_LABEL = rf"(?i:{ACTION_WORD})(?:\s*(?i:no\.? ?)?[0-9]{{1,2}})?"
_STARTS = re.compile(
    rf"{_BEFORE}(?i:(?:agreed |new |follow-?up )?action|(?:all|every\w+|members|parents)(?: \w+)? to note)"
)
_IN_BRACKETS = re.compile(
    rf"{_BEFORE}{_LABEL}[*_]{{0,4}}\s*(?:(?i:for|by|on)\s+)?[(\[](?P<owner>[^()\[\]]{{1,60}})[)\]][*_]{{0,4}}"
    r"(?:\s*[:–—-])?[*_]{0,4}\s+(?P<rest>\S.*)",
    re.DOTALL,
)
_PLAIN = re.compile(rf"{_BEFORE}{_LABEL}[*_]{{0,4}}(?:\s*:|\s+[–—-]\s)[\s*_]{{0,6}}(?P<rest>\S.*)", re.DOTALL)
_OWNED = re.compile(
    rf"{_BEFORE}{_LABEL}\s+(?:(?i:for|by|on)\s+)?(?P<owner>[A-Z][^:.?!\n]{{0,40}}?)"
    r"[*_]{0,4}(?::|\s[–—-]\s)[\s*_]{0,6}(?P<rest>\S.*)",
    re.DOTALL,
)
_SHOUTED = re.compile(rf"{_BEFORE}ACTIONS?\s+(?P<rest>(?:[A-Z]|all\b|every)\S*(?:\s+\S+){{2,}})", re.DOTALL)
_ALL_TO_NOTE = re.compile(
    rf"{_BEFORE}(?P<rest>(?i:(?:all|everyone|everybody|members|parents)(?: \w+)? to note\b).+)", re.DOTALL
)
_WITHIN = re.compile(
    r"(?:(?<=[.!?;)])\s+|\s*(?P<open>[(\[]))(?:ACTIONS?|Actions?)(?: points?)?"
    r"(?:\s*\((?P<owner>[^()]{1,40})\))?(?::|\s*[–—-]\s)\s*(?P<rest>[^\s)\]][^()\[\]]{0,400})"
)
_CUT = re.compile(r"(?<=[.!?;])\s+(?=(?:ACTIONS?|Actions?)\b)")
_LONGEST_START = 3_000


class Marked(NamedTuple):
    owner: str
    words: str
    guessed: bool = False


def starts_action(text: str) -> bool:
    return _STARTS.match(text) is not None and marked_action(text) is not None


def marked_action(text: str) -> Marked | None:
    """The action point that this text is, from its label to its end."""
    if not _STARTS.match(text) or vocabulary_kind(text):
        return None
    for form in (_IN_BRACKETS, _PLAIN, _OWNED, _SHOUTED, _ALL_TO_NOTE):
        match = form.match(text[:_LONGEST_START])
        if match:
            rest = match["rest"] + text[_LONGEST_START:]
            return Marked(match.groupdict().get("owner") or "", _closed(text, rest))
    return None


def _closed(text: str, rest: str) -> str:
    """Without the bracket that closes one before the label."""
    opened = text.lstrip("*_> ")[:1]
    closing = {"[": "]", "(": ")"}.get(opened, "")
    return rest.rstrip().removesuffix(closing) if closing and rest.count(closing) > rest.count(opened) else rest


def actions_within(text: str) -> Iterator[Marked]:
    """Action points inside a paragraph; "(Action: HM)" gives the sentence before it to HM."""
    if "ction" not in text and "CTION" not in text:
        return
    for match in _WITHIN.finditer(text):
        rest = _CUT.split(match["rest"])[0].strip()
        if match["open"] and _only_an_owner(rest):
            yield Marked(rest, _sentence_before(text[max(0, match.start() - 600) : match.start()]), True)
        else:
            yield Marked(match["owner"] or "", rest)


def _only_an_owner(rest: str) -> bool:
    return len(rest.split()) <= 3 and " to " not in rest and rest[:1].isupper()


def _sentence_before(text: str) -> str:
    sentences = [one for one in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if one]
    return sentences[-1].strip() if sentences else ""
