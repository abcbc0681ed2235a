"""RTF cut into its tokens, and the encodings its fonts stand for."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|."
    , re.DOTALL,
)  # fmt: skip
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
WORDS_FOR_LETTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "tab": "\t", "line": "\n", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SIGNS_FOR_LETTERS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}


class Token(NamedTuple):
    kind: str  # word, byte, sign, open, close, text
    said: str
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """Control words, bytes in hex, signs, braces and text; the bytes of pictures are jumped over."""
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            return
        at = match.end()
        word, number, byte, sign, brace, text = match.groups()
        if word:
            count = int(number) if number else None
            if word == b"bin":
                at += max(0, count or 0)
            yield Token("word", word.decode("ascii"), count)
        elif byte:
            yield Token("byte", "", None, bytes.fromhex(byte.decode("ascii")))
        elif sign:
            yield Token("sign", sign.decode("latin-1"))
        elif brace:
            yield Token("open" if brace == b"{" else "close", "")
        elif text:
            yield Token("text", "", None, text)


def encoding_of_charset(charset: int, otherwise: str) -> str:
    return _CHARSETS.get(charset, otherwise)


def encoding_of_page(page: int | None) -> str:
    """The code page that the whole file names."""
    try:
        return codecs.lookup(f"cp{page}").name if page else "cp1252"
    except LookupError:
        return "cp1252"


def joined_halves(text: str) -> str:
    """RTF writes a rare letter as two halves; together they make it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
