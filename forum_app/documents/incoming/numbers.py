"""Numbers of lists as word processors write them: 3, c, C, iii, III."""

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SHORT_MARK = re.compile(r"\(?[0-9A-Za-z]{1,4}(?:\.[0-9]{1,3})*[.)]?")


def written_number(count: int, style: str) -> str:
    """``style`` as Word or OpenDocument name it: lowerRoman or i, upperLetter or A, decimal or 1."""
    if style in {"lowerLetter", "a"}:
        return _letters(count)
    if style in {"upperLetter", "A"}:
        return _letters(count).upper()
    if style in {"lowerRoman", "i"}:
        return _roman(count)
    if style in {"upperRoman", "I"}:
        return _roman(count).upper()
    return str(count)


def is_mark(label: str) -> bool:
    """Is this just a number, or does it say something, as "Question 3:" does?"""
    return _SHORT_MARK.fullmatch(label) is not None


def _letters(count: int) -> str:
    """a to z, then aa to zz, as word processors go on."""
    return chr(ord("a") + (count - 1) % 26) * min(5, (count - 1) // 26 + 1) if count > 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written
