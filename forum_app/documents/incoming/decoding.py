"""Bytes of plain text, as programs on Windows, Macs and Linux write them."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Tab, line ends, page break, escape, and the end-of-file mark of old editors.
_IN_TEXT = set(b"\t\n\x0b\x0c\r\x1a\x1b")
_MOST_CONTROLS = 0.01


def is_text(data: bytes) -> bool:
    """Could a person have typed this? A NUL, or more than a few control characters, says no."""
    encoding = encoding_of(data)
    if encoding.startswith(("utf-16", "utf-32")):
        return True
    beginning = data[:100_000]
    controls = sum(1 for byte in beginning if byte < 32 and byte not in _IN_TEXT)
    return b"\x00" not in beginning and controls <= _MOST_CONTROLS * len(beginning)


def encoding_of(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    even, odd = data[0:2_000:2], data[1:2_000:2]
    if len(odd) > 4 and odd.count(0) > 0.6 * len(odd) and not even.count(0):
        return "utf-16-le"  # Windows Notepad's "Unicode", when the mark was lost
    return "utf-8"


def decoded(data: bytes) -> str:
    """The text; a byte that fits no encoding becomes a replacement character."""
    encoding = encoding_of(data)
    if encoding != "utf-8":
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.start > len(data) - 5:
            return data.decode("utf-8", errors="replace")  # cut in the middle of a letter
        return data.decode("cp1252", errors="replace")
