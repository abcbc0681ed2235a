"""Bytes of a mail as text, whatever they claim to be."""

import codecs
import re

from forum_app.documents.incoming.decoding import decoded

#: What mail programs write. Python knows others, some slow (punycode), some no text at all.
_KNOWN = re.compile(
    r"utf-8|utf-8-sig|utf-16(-[bl]e)?|utf-7|ascii|iso8859-\d+|cp\d{3,4}|koi8-[rut]|mac-\w+|gb\w+|big5\w*|shift_jis\w*|"
    r"euc_\w+|iso2022_\w+|tis-620|hz"
)
#: Programs that know no better claim these; where the bytes are good UTF-8 they are that.
_CLAIMED_BY_HABIT = {"ascii", "iso8859-1", "cp1252"}


def text_of(data: bytes, charset: str = "") -> str:
    """The text; what fits no encoding becomes a replacement character, and nothing fails."""
    name = _python_name(charset)
    if not name or name in _CLAIMED_BY_HABIT:
        return decoded(data)
    try:
        # Through UTF-8, because UTF-7 and UTF-16 let half a letter pass that no database takes.
        return data.decode(name, errors="replace").encode("utf-8", "replace").decode("utf-8")
    except (LookupError, UnicodeError, ValueError):
        return decoded(data)


def _python_name(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip()[:40]).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if _KNOWN.fullmatch(name) else ""
