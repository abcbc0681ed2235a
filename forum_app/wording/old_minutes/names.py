"""Names of people and titles of posts in a line such as "Ann Roe (Head of X), LA representative and Jo"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .reading import Lines, NamedRole
from .vocabulary import NEVER_IN_A_NAME, NOBODY, PARTICLES, POSTS, plain

_WORD_TRIM = ".,;:!?'\"“”‘’()[]"
_SEPARATOR = re.compile(r"[()]|\s?[,;\n]\s*(?:(?:and|&)\s+)?|\s(?:and|&|plus)\s+")
_BRACKETED = re.compile(r"([^()]*)\((.*)\)\s*", re.DOTALL)
_UNNAMED_POST = re.compile(
    r"(?:an? [a-z].*|[^()]*\((?:post )?(?:is )?(?:currently )?(?:vacant|vacancy|to be appointed)\).*)",
    re.IGNORECASE,
)
_RECEIVED_FROM = re.compile(r"(?:(?:were |was )?(?:received |sent )?(?:from|by))\s+", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Could this be a person's name, and nothing else?"""
    if len(text) > 80:
        return False
    words = text.split()
    if not 1 <= len(words) <= 6:
        return False
    return all(_fits_in_a_name(word, i) for i, word in enumerate(words))


def is_full_name(text: str) -> bool:
    return len(text.split()) >= 2 and is_name(text)


def is_post(text: str) -> bool:
    return any(word in POSTS for word in plain(text).replace("/", " ").split())


def _fits_in_a_name(word: str, position: int) -> bool:
    bare = word.strip(_WORD_TRIM)
    if not bare or any(sign in bare for sign in "@/:…=<>") or any(letter.isdigit() for letter in bare):
        return False
    if plain(bare) in PARTICLES and position > 0:
        return True
    return bare[0].isalpha() and not bare[0].islower() and plain(bare) not in NEVER_IN_A_NAME


def read_names(text: str) -> list[str]:
    """Names one after the other, as written."""
    if plain(text) in NOBODY:
        return []
    return [piece for _, piece in _pieces(text) if piece]


def read_people(text: str, lines: Lines = None) -> list[NamedRole]:
    """Names with titles, titles without a name, names without a title; nothing of the text is left out."""
    text = _RECEIVED_FROM.sub("", text, count=1) if _RECEIVED_FROM.match(text) else text
    if plain(text) in NOBODY:
        return []
    people: list[NamedRole] = []
    for separator, piece in _pieces(text):
        if not piece:
            continue
        person = _someone_new(separator, piece, people[-1] if people else None)
        if person:
            person.lines = lines
            people.append(person)
        else:
            last = people[-1]
            last.title = f"{last.title}{_as_written(separator)}{piece}" if last.title else piece
    return people


def _someone_new(separator: str, piece: str, last: NamedRole | None) -> NamedRole | None:
    """A new person, or None when the piece goes on with the last one's title."""
    bracketed = _BRACKETED.fullmatch(piece)
    before = bracketed[1].strip() if bracketed else piece
    if bracketed and is_name(before) and not is_post(before):
        return NamedRole(before, bracketed[2].strip() or None)
    dashed = re.split(r"\s+[-–—]\s+", piece, maxsplit=1)
    if len(dashed) == 2 and is_name(dashed[0]):
        return NamedRole(dashed[0], dashed[1])
    if last is None or ";" in separator or "\n" in separator:
        return _fresh(piece)
    return _fresh(piece) if _begins_someone(separator, piece, last) else None


def _fresh(piece: str) -> NamedRole:
    is_title = is_post(piece) or not (is_name(piece) or len(piece.split()) <= 3)
    return NamedRole(None, piece) if is_title else NamedRole(piece, None)


def _begins_someone(separator: str, piece: str, last: NamedRole) -> bool:
    joined_by_and = "," not in separator
    if _UNNAMED_POST.match(piece) and is_post(piece):
        return True
    if is_name(piece):
        # "Head of Schools and Families": one word after an "and" goes on with the title.
        return not (joined_by_and and last.title and last.name and not is_full_name(piece))
    if not is_post(piece):
        return last.title is None and last.name is not None and plain(piece).startswith("la ")
    stands_for_a_body = re.match(r"(?:the |an? )?(?:la|local authority)\b.*\brep", plain(piece)) is not None
    return stands_for_a_body or last.name is None or (joined_by_and and last.title is None)


def _as_written(separator: str) -> str:
    return f" {separator.strip()} " if separator.strip() in {"and", "&", "plus"} else ", "


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at commas and the like outside brackets: (what stood before the piece, the piece)."""
    balanced = _brackets_balance(text)
    depth, start, before = 0, 0, ""
    for match in _SEPARATOR.finditer(text):
        sign = match[0].strip()
        if sign in {"(", ")"}:
            depth += (1 if sign == "(" else -1) if balanced else 0
        elif depth == 0:
            yield before, text[start : match.start()].strip()
            start, before = match.end(), match[0]
    yield before, text[start:].strip().removesuffix(".")


def _brackets_balance(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
