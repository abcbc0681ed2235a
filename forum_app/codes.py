"""Codes that people can write down, and links: made, shown in groups, read back forgivingly, kept only as a hash.

The letters are Crockford's base 32 (crockford.com/base32.html): no I, L, O or U, and whoever writes one of
them means 1, 1 or 0.
"""

import hashlib
import hmac
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Sixteen letters of five bits: eighty bits, far beyond guessing through a form.
LETTERS = 16
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BLANKS = re.compile(r"[\s\-‐-―_.]+")
#: Scrypt costs about a twentieth of a second and 16 MB: five guesses in ten minutes is all anybody gets.
COST, BLOCK, LANES = 2**14, 8, 1


# Codes --------------------------------------------------------------------------------------------------------


def new_code(letters: int = LETTERS) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(letters))


def derive_code(*parts: str, key: str, purpose: str, letters: int = LETTERS) -> str:
    """A code that only this server can work out from the parts; the same parts give the same code."""
    return "".join(ALPHABET[byte & 31] for byte in derive(*parts, key=key, purpose=purpose)[:letters])


def derive(*parts: str, key: str, purpose: str) -> bytes:
    """32 bytes that only the server's key and these parts give, different for each purpose."""
    return hmac.digest(key.encode(), "\x1f".join((purpose, *parts)).encode(), "sha256")


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


def slow_hash_of(code: str) -> str:
    """What is kept of a short code: slow to guess even for whoever has the key, with a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(code, salt).hex()}"


def fits_slow_hash(code: str, hashed: str) -> bool:
    salt, _, digest = hashed.partition("$")
    return hmac.compare_digest(_scrypt(code, bytes.fromhex(salt)).hex(), digest)


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=32)


# Links --------------------------------------------------------------------------------------------------------


def new_token(strength: int = 16) -> str:
    """A secret of so many bytes, for a link or a cookie."""
    return secrets.token_urlsafe(strength)


def hash_token(token: str) -> str:
    """What is kept of a long secret; nobody guesses it, so it needs no key."""
    return hashlib.sha256(token.encode()).hexdigest()
