"""The new words of a letter, without what it quotes and without what a telephone adds.

What is cut is certain to be a quote; where that leaves nothing, everything stays. A quote too much does less harm
than a word too few, and the original is kept as well.
"""

import re
from itertools import takewhile

from mailparser_reply import EmailReplyParser

from forum_app.mail.inbound.parts import NeedsMoreRoom, Room
from forum_app.mail.tagged import WRITE_ABOVE

#: What goes through the library: its patterns take long on long lines and on many blank ones.
_LONGEST_LINE = 300
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs")
_HELD = "\ue000"
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000-\uf8ff]")
_WROTE = (
    "wrote", "writes", "schrieb", "schreef", "a écrit", "escribió", "ha scritto", "escreveu", "skrev", "napsal",
    "napsala",
    "napsal\\(a\\)", "napisał", "napisała", "napisał\\(a\\)", "kirjoitti", "írta", "a scris", "написал", "написала",
    "пише", "пишет", "写道", "のメール", "작성",
)  # fmt: skip
_ATTRIBUTION = re.compile(rf"(?=.*(?:\d|@)).*\b(?:{'|'.join(_WROTE)})(?: .{{0,80}})?\s?[:：]\s*$", re.IGNORECASE)
_ATTRIBUTION_BEGINS = re.compile(
    r"(?:on|am|le|el|il|op|em|den|dne|dnia|w dniu|pe|la|ons|tor|fre|man|tir)\b.*\d", re.IGNORECASE
)
_HEADER_LINE = re.compile(
    r"\*?(?:from|sent|to|subject|date|cc|von|gesendet|an|betreff|datum|de|envoyé|à|objet|enviado|para|asunto|fecha|"
    r"da|inviato|a|oggetto|data|van|verzonden|aan|onderwerp|från|skickat|till|ämne|fra|sendt|til|emne|od|wysłano|do|temat)"
    r"\s?:\*?\s?\S.*",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"[-_ ]{3,}\s*(?:original message|ursprüngliche nachricht|original-nachricht|message d'origine|mensaje original|"
    r"messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|forwarded message)?"
    r"\s*[-_ ]{3,}|_{20,}",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:sent (?:from|via|with|using) (?:my |the |your )?[\w’' .-]{2,40}|get outlook for \S+.*|"
    r"(?:von meinem|gesendet (?:von|mit|über)|envoyé (?:de|depuis|à partir de)|enviado (?:desde|de|do)|inviato da|"
    r"verzonden (?:vanaf|van|met)|verstuurd vanaf|skickat från|sendt fra|wysłane? z|lähetetty|odesláno z|trimis de pe|"
    r"отправлено с|надіслано з)\s.{2,60}|télécharger outlook.*|outlook für \S+ .*)(?: ?[<(]https?://\S{1,200}[>)])?\.?",
    re.IGNORECASE,
)


def new_words(text: str, room: Room) -> str:
    """Only what the sender wrote. Raises NeedsMoreRoom where another process has some."""
    tidy = tidied(text)
    if len(tidy) > room.letters and room.can_hand_on:
        raise NeedsMoreRoom
    tidy = tidy[: room.letters]
    return _above_the_line(tidy) or _cut(tidy) or tidy


def tidied(text: str) -> str:
    """One kind of line end, no invisible characters, no more than one blank line together."""
    plain = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in plain.split("\n"))).strip()


def _above_the_line(text: str) -> str:
    above, line, _ = text.partition(WRITE_ABOVE)
    return _cut(above.rpartition("\n")[0]) if line else ""


def _cut(text: str) -> str:
    lines = _without_quotes(_first_letter(text).split("\n"))
    return tidied("\n".join(_without_footer(lines)))


def _first_letter(text: str) -> str:
    """What the library takes for the latest of several letters; long lines are held back from it."""
    lines = text.split("\n")
    held = {f"{_HELD}{number}{_HELD}": line for number, line in enumerate(lines) if len(line) > _LONGEST_LINE}
    names = {line: name for name, line in held.items()}
    shown = "\n".join(names.get(line, re.sub(r"[ \t]{2,}", " ", line)) for line in lines)
    replies = EmailReplyParser(languages=list(_LANGUAGES)).read(shown).replies
    first = replies[0].content if replies else shown
    if not _without_quotes(first.split("\n")):
        first = shown  # the answer stands below what it quotes
    return "\n".join(held.get(line, line) for line in first.split("\n"))


def _without_quotes(lines: list[str]) -> list[str]:
    """Without lines that begin with a mark, what introduces them, and whole letters pasted below."""
    kept: list[str] = []
    introductions = _introductions(lines)
    for number, line in enumerate(lines):
        if line.lstrip().startswith((">", "|>")):
            continue
        if _begins_old_letter(lines, number):
            if any(kept_line.strip() for kept_line in kept):
                break
            continue
        if number not in introductions:
            kept.append(line)
    return kept if any(line.strip() for line in kept) else []


def _introductions(lines: list[str]) -> set[int]:
    """Numbers of lines such as “On Monday Jo wrote:”, on one line or on two or three, above a quote or nothing."""
    found: set[int] = set()
    for last, line in enumerate(lines):
        if not line.rstrip().endswith((":", "：")) or not _is_followed_by_quote(lines, last + 1):
            continue
        for first in range(last, max(-1, last - 3), -1):
            joined = " ".join(line.strip() for line in lines[first : last + 1])[:400]
            begins = first == last or _ATTRIBUTION_BEGINS.match(joined)
            if begins and _ATTRIBUTION.fullmatch(joined):
                found.update(range(first, last + 1))
                break
    return found


def _is_followed_by_quote(lines: list[str], number: int) -> bool:
    below = next((lines[at] for at in range(number, len(lines)) if lines[at].strip()), "")
    return not below or below.lstrip().startswith((">", "|>"))


def _begins_old_letter(lines: list[str], number: int) -> bool:
    """A rule or two lines of a head, as Outlook puts them above what it quotes."""
    below = [line for line in lines[number : number + 6] if line.strip()]
    if _RULE.fullmatch(lines[number].strip()):
        below = below[1:]
        return "message" in lines[number].lower() or len(_head_lines(below)) >= 2 or _names_a_letter(lines[number])
    return len(_head_lines(below)) >= 3


def _names_a_letter(rule: str) -> bool:
    return any(letter.isalpha() for letter in rule)


def _head_lines(below: list[str]) -> list[str]:
    return list(takewhile(lambda line: _HEADER_LINE.fullmatch(line.strip()[:400]), below))


def _without_footer(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line in {"-- ", "--"} and number:
            lines = lines[:number]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_footer(lines[end - 1].strip()[:_LONGEST_LINE])):
        end -= 1
    return lines[:end]


def _is_footer(line: str) -> bool:
    return bool(_FOOTER.fullmatch(line) or _RULE.fullmatch(line))
