"""A text as a reader or a mail program would see it, each letter knowing where it stood before.

Letters of other alphabets that look like ours, letters with signs, and letters no eye sees are brought back to plain
ones; what is written in code for web pages, addresses or mail is read out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

#: Greek, Cyrillic, Armenian and other letters that look like Latin ones; Unicode's own tables do not join these.
_LETTERS_LIKE_OURS = (
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝьгпкАΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχωγϲⅼӏƖɡɑıȷʟɪսոօցհℓ∂ØøŁłĐđ",
    "ABESIJKMHOPCTYXaesijopcyxdhqwbrnkAABEZHIKMNOPTYXaeiKvoptuxwyclllgaijliunoghldOoLlDd",
)
_LOOKALIKES = dict(zip(*_LETTERS_LIKE_OURS, strict=True)) | {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "。": ".", "‚": ",", "–": "-", "—": "-",
    "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "`": "'",
}  # fmt: skip
_UNSEEN = {"Cf", "Mn", "Me"}  # zero-width and soft signs; accents that stand over the letter before
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}){1,64}")
_SOFT = re.compile(r"=[ \t]{0,8}\r?\n|(?:=[0-9A-F]{2}){1,64}")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
_PUNYCODE = re.compile(r"\bxn--[a-zA-Z0-9-]{1,59}")
_TAG = re.compile(r"<[^<>]{0,300}>")
_ROUNDS = 3


@dataclass(frozen=True)
class View:
    """`origin[i]` is where the letter `text[i]` stood in what was handed in."""

    text: str
    origin: list[int] | range

    def where(self, start: int, end: int) -> tuple[int, int]:
        return self.origin[start], self.origin[end - 1] + 1

    def replaced(self, pattern: re.Pattern[str], by: Callable[[str], str]) -> View:
        pieces: list[str] = []
        origin: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            new = by(match[0])
            pieces += [self.text[done : match.start()], new]
            origin += [*self.origin[done : match.start()], *([self.origin[match.start()]] * len(new))]
            done = match.end()
        if not done:
            return self
        return View("".join(pieces) + self.text[done:], [*origin, *self.origin[done:]])


def views_of(text: str) -> Iterator[View]:
    """The text as it stands, then with what was written in code read out, each in plain letters."""
    raw = View(text, range(len(text)))
    seen: set[str] = set()
    for view in (raw, *_read_out(raw)):
        plain = in_plain_letters(view)
        if plain.text not in seen:
            seen.add(plain.text)
            yield plain


def plainest(text: str) -> str:
    """One text with everything read out: for what a text is held against."""
    return in_plain_letters(_without_code(View(text, range(len(text))))).text


def in_plain_letters(view: View) -> View:
    if view.text.isascii():
        return view
    plain = {letter: _plain(letter) for letter in set(view.text)}
    if all(len(letters) == 1 for letters in plain.values()):
        return View("".join(plain[letter] for letter in view.text), view.origin)
    origin = [place for letter, place in zip(view.text, view.origin, strict=True) for _ in plain[letter]]
    return View("".join(plain[letter] for letter in view.text), origin)


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFKD", _LOOKALIKES.get(letter, letter))
    return "".join(_figure(_LOOKALIKES.get(part, part)) for part in parts if unicodedata.category(part) not in _UNSEEN)


def _figure(letter: str) -> str:
    return str(unicodedata.digit(letter)) if not letter.isascii() and letter.isdigit() else letter


def _read_out(raw: View) -> Iterator[View]:
    for view in (_without_code(raw), _without_code(raw.replaced(_SOFT, _of_mail))):
        if view is not raw:
            yield view
        bare = view.replaced(_TAG, lambda _: "")
        if bare is not view:
            yield bare


def _without_code(view: View) -> View:
    """Code within code is read out too, three deep."""
    for _ in range(_ROUNDS):
        before = view
        for pattern, by in _CODES:
            view = view.replaced(pattern, by)
        if view.text == before.text:
            return before
    return view


def _of_bytes(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _of_mail(code: str) -> str:
    return "" if code.endswith("\n") else _of_bytes(bytes.fromhex(code.replace("=", "")))


def _of_escape(code: str) -> str:
    return chr(int(code[2:], 16))


def _of_punycode(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_ENTITY, html.unescape),
    (_PERCENT, lambda code: _of_bytes(unquote_to_bytes(code))),
    (_ESCAPE, _of_escape),
    (_PUNYCODE, _of_punycode),
)
