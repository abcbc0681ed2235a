"""Damages files as disks, mail programs and ill will do; the same seed gives the same damage."""

import random
import re
from collections.abc import Callable

from tests.documents.writers import unzipped, zipped

_NUMBERS = re.compile(rb"[0-9]{1,10}")
_BAD_NUMBERS = (b"0", b"-1", b"999999999", b"4294967296", b"", b"1e9", b"65536")
_BAD_PIECES = (
    b"<",
    b"&",
    b"\x00",
    b"{",
    b"}",
    b"\\bin99999999 ",
    b"<w:p>",
    b">>",
    b"endobj",
    b"\xff\xfe",
    b"<!DOCTYPE x>",
    b"%PDF-",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with one to four kinds of damage."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_DAMAGES)(data, chance)
    return data


def _cut_short(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(1, 400) :]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _noise(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    noise = chance.randbytes(chance.randint(1, 300))
    return data[:start] + noise + data[start + len(noise) * chance.randint(0, 1) :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    end = start + chance.randint(1, 2_000)
    return data[:end] + data[start:end] * chance.randint(1, 20) + data[end:]


def _wrong_number(data: bytes, chance: random.Random) -> bytes:
    """Lengths, counts and places that are not so."""
    found = list(_NUMBERS.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(_BAD_NUMBERS) + data[match.end() :]


def _wrong_piece(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(_BAD_PIECES) * chance.choice((1, 1, 50, 5_000)) + data[at:]


def _members(data: bytes, chance: random.Random) -> bytes:
    """Damage within the members of a zip file, which is then a good zip file again."""
    try:
        members = unzipped(data)
    except Exception:
        return _flipped(data, chance)
    if not members:
        return data
    one, other = chance.choice(list(members)), chance.choice(list(members))
    change = chance.choice(("swap", "drop", "damage", "damage", "damage", "damage"))
    if change == "swap":
        members[one], members[other] = members[other], members[one]
    elif change == "drop":
        del members[one]
    else:
        texts = [
            name for name in members if name.endswith(("document.xml", "content.xml", "styles.xml", "numbering.xml"))
        ]
        name = chance.choice(texts or [one])
        members[name] = chance.choice(_WITHIN)(members[name], chance)
    return zipped({**members})


_WITHIN: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut_short, _hole, _flipped, _noise, _doubled, _wrong_number, _wrong_number, _wrong_piece, _wrong_piece,
)  # fmt: skip
_DAMAGES = (*_WITHIN, _members, _members, _members, _members, _members)
