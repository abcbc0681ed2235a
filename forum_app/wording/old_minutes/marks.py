"""The marks by which a line shows what it is: a bullet, a label, a number, a heading's wording."""

from __future__ import annotations

import re

from .vocabulary import (
    CONTRIBUTIONS_LABEL,
    HEADINGS,
    NUMBERED_QUESTION,
    QUESTION_NUMBERS,
    RESPONSE_LABEL,
    RUN_IN_HEADINGS,
    SAID_BY_THE_LABEL,
    SAYS_CHAT,
    SAYS_ROOM,
    UNNUMBERED_QUESTION,
    plain,
    straight,
)

BULLET = re.compile(r"(?:[-*•–—·▪◦‣●○➢✓]|\(?[0-9]{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
LONGEST_HEADING = 200

_NUMBERING = re.compile(r"(?:item )?(?:[0-9]{1,2}(?:\.[0-9]{1,2})?|[a-z])[.):]?\s+")
_AFTER_A_LABEL = r"(?:\s*:[\s*_]*|\s+[–—-]\s+|[\s*_]*\Z)"
_RESPONSE = re.compile(rf"[*_#\s]*(?:{RESPONSE_LABEL}){_AFTER_A_LABEL}", re.IGNORECASE)
_CONTRIBUTIONS = re.compile(rf"[*_#\s]*(?:{CONTRIBUTIONS_LABEL}){_AFTER_A_LABEL}", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"[*_#\s]*{NUMBERED_QUESTION}(?P<aside>\s*\([^)]{{0,60}}\))?(?:\s*[.:)][\s*_]*|\s+[–—-]\s+|[\s*_]*\Z)",
    re.IGNORECASE,
)
# "Q1 What is …?" has no mark between, but a capital letter.
_NUMBERED_AND_CAPITAL = re.compile(r"[*_#\s]*[Qq][.]? ?([0-9]{1,3})(?P<aside>)\s+(?=[A-Z\"'])")
_UNNUMBERED = re.compile(UNNUMBERED_QUESTION)
_VOCABULARY = re.compile("|".join(f"(?P<heading{n}>{pattern})" for n, (_, pattern) in enumerate(HEADINGS)))
_SENT_BEFOREHAND = re.compile(r"\badvance\b|\bsent\b|\bemail|\bsubmitted\b|\bbeforehand\b")
_URL = re.compile(r"https?://|www\.|\S@\S+\.\S|\b[a-z0-9-]+\.(?:org|com|uk|net|gov)\b", re.IGNORECASE)


def has_url(text: str) -> bool:
    return _URL.search(text) is not None


def without_numbering(text: str) -> str:
    bare = text.lstrip("*_# ")
    match = _NUMBERING.match(bare)
    return (bare[match.end() :] if match and match.end() < len(bare) else bare).strip("*_ ")


def vocabulary_kind(text: str) -> str | None:
    """The kind of a heading worded as headings of minutes usually are."""
    if not text or len(text) > LONGEST_HEADING:
        return None
    worded = plain(without_numbering(text)).rstrip(": ")
    match = _VOCABULARY.fullmatch(worded)
    return HEADINGS[int(match.lastgroup.removeprefix("heading"))][0] if match and match.lastgroup else None


def run_in_heading(text: str) -> tuple[str, str] | None:
    """(heading, what follows it on the line), for the few headings written that way."""
    before, colon, after = text.partition(":")
    if not colon or not after.strip() or len(before) > 60:
        return None
    before, after = before.strip("*_ "), after.strip("*_ ")
    return (before + colon, after) if after and vocabulary_kind(before) in RUN_IN_HEADINGS else None


def response_text(text: str) -> str | None:
    """What follows "LA response:", or None when the text does not begin so."""
    return _after(_RESPONSE, text) if _CONTRIBUTIONS.match(straight(text[:120])) is None else None


def contribution_text(text: str) -> str | None:
    return _after(_CONTRIBUTIONS, text)


def _after(label: re.Pattern[str], text: str) -> str | None:
    match = label.match(straight(text[:LONGEST_HEADING]))
    if not match:
        return None
    # "Response from Maud Lint: …" says who answered; that must not go with the label.
    return text[match.end() :].strip() if says_no_more_than_a_label(match[0]) else text


def says_no_more_than_a_label(text: str) -> bool:
    return all(word in SAID_BY_THE_LABEL for word in re.findall(r"[\w']+", plain(text)))


def numbered_question(text: str) -> tuple[int, str, str] | None:
    """(number, what the heading says beside it, the words that follow) of "Question 3 (chat): …"."""
    start = straight(text[:LONGEST_HEADING])
    match = _NUMBERED.match(start) or _NUMBERED_AND_CAPITAL.match(start)
    if not match:
        return None
    written = match[1].lower()
    number = QUESTION_NUMBERS.get(written) or int(written)
    aside = (match["aside"] or "").strip()
    return number, aside, f"{aside} {text[match.end() :].strip()}".strip()


def unnumbered_question(text: str) -> tuple[str, str] | None:
    """(the heading, the words that follow) of "Additional question from the chat: …"."""
    before, _, after = text.partition(":")
    if len(before) > 100 or before.endswith((".", ",", "?")):
        return None
    is_one = _UNNUMBERED.fullmatch(plain(without_numbering(before)))
    return (before.strip(), after.strip()) if is_one else None


def question_kind(heading: str, otherwise: str) -> str:
    """advance, chat or room, as far as the heading says."""
    worded = plain(heading)
    if _SENT_BEFOREHAND.search(worded):
        return "advance"
    if re.search(SAYS_CHAT, worded):
        return "chat"
    return "room" if re.search(SAYS_ROOM, worded) else otherwise


def starts_question(text: str) -> bool:
    return numbered_question(text) is not None or unnumbered_question(text) is not None


def starts_labelled_text(text: str) -> bool:
    start = straight(text[:120])
    labelled = _RESPONSE.match(start) or _CONTRIBUTIONS.match(start)
    return labelled is not None or numbered_question(text[:120]) is not None


def is_bare_label(text: str) -> bool:
    """A label or question heading with nothing behind it on its line."""
    said = response_text(text)
    if said is None:
        said = contribution_text(text)
    numbered = numbered_question(text)
    bare_number = numbered is not None and numbered[2] == numbered[1]
    bare_name = said == text and text.endswith(":")
    return said == "" or bare_name or bare_number or unnumbered_question(text) is not None
