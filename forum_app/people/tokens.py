"""Secrets that people carry: links, codes, and what is kept of them."""

import hashlib
import hmac
import re
import secrets

#: Thirty-two signs that nobody mistakes for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
#: Scrypt costs about a twentieth of a second and 16 MB: five guesses in ten minutes is all anybody gets.
COST, BLOCK, LANES = 2**14, 8, 1


def new_token() -> str:
    """A secret of 128 bits, for a link."""
    return secrets.token_urlsafe(16)


def hash_token(token: str) -> str:
    """What is kept of a long secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(key: str, purpose: str, text: str) -> bytes:
    """32 bytes that only the forum's own key and this text give, different for each purpose."""
    return hmac.digest(key.encode(), f"{purpose}:{text}".encode(), "sha256")


def new_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of(token: str, key: str) -> str:
    """The short code that stands for a link: its page can show it, and no row holds it."""
    number = int.from_bytes(derived(key, "sign-in-code", token)[:5])
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(CODE_LENGTH)))


def shown(code: str) -> str:
    """7K4M-2QXD: in groups that can be read out."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def plain_code(typed: str) -> str:
    """A code as it was meant, however it was typed: blanks, dashes and small letters do not matter."""
    return re.sub(r"[\s\-‐-―]", "", typed).upper()


def hash_code(code: str) -> str:
    """What is kept of a short secret: slow to guess, with a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(code, salt).hex()}"


def is_code(code: str, hashed: str) -> bool:
    salt, _, digest = hashed.partition("$")
    return hmac.compare_digest(_scrypt(code, bytes.fromhex(salt)).hex(), digest)


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=32)
