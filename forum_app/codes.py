"""Codes that people can write down: made, shown in groups, read back forgivingly, and kept only as a hash.

The letters are Crockford's base 32 (crockford.com/base32.html): no I, L, O or U, and whoever writes one of
them means 1, 1 or 0.
"""

import hashlib
import hmac
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Sixteen letters of five bits: eighty bits, far beyond guessing through a form.
LETTERS = 16
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BLANKS = re.compile(r"[\s\-–—_.]+")


def derive_code(*parts: str, key: str, purpose: str, letters: int = LETTERS) -> str:
    """A code that only this server can work out from the parts; the same parts give the same code."""
    digest = hmac.new(key.encode(), "\x1f".join((purpose, *parts)).encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:letters])


def shown(code: str) -> str:
    """A code as people read it aloud: 7K4M-2QXD-9PZT-H3WB."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_back(text: str, letters: int = LETTERS) -> str | None:
    """The code somebody typed, whatever blanks, dashes or small letters they used; None if it is none."""
    plain = _BLANKS.sub("", text).upper().translate(_MEANT)
    return plain if len(plain) == letters and all(letter in ALPHABET for letter in plain) else None


def hash_of(code: str, *, key: str) -> str:
    """What is kept of a code: without the server's key nobody can try codes against it."""
    return hmac.new(key.encode(), b"code:" + code.encode(), hashlib.sha256).hexdigest()
