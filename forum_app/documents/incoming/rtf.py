"""RTF documents, as WordPad, TextEdit, LibreOffice and Word write them."""

import re
from collections.abc import Callable
from dataclasses import replace

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.notes import Notes
from forum_app.documents.incoming.rtf_flow import Flow, Paragraph
from forum_app.documents.incoming.rtf_group import Group
from forum_app.documents.incoming.rtf_tokens import (
    SIGNS_FOR_LETTERS,
    WORDS_FOR_LETTERS,
    Token,
    encoding_of_charset,
    encoding_of_page,
    tokens,
)

_HEADING = re.compile(r"heading ([1-6])\b", re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)')
_SKIPPED = {
    "colortbl", "info", "listtable", "listoverridetable", "nonshppict", "nonesttables", "xe", "tc", "filetbl",
    "revtbl", "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "latentstyles",
    "pgdsctbl",
}  # fmt: skip
_SEEN_THOUGH_STARRED = {
    "shpinst", "shppict", "shptxt", "fldinst", "footnote", "annotation", "listtext", "pntext", "pict",
}  # fmt: skip
_PAGE_PARTS = {f"{kind}{which}" for kind in ("header", "footer") for which in ("", "l", "r", "f")}
_MOST_GROUPS = 5_000


def read(data: bytes) -> Marked:
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self._notes = Notes()
        self._headings: dict[int, int] = {}
        self._fonts: dict[int, str] = {}
        self._page = "cp1252"
        self._group = Group()
        self._outer: list[Group] = []
        self._flows = [Flow(Marked(self._notes), self._headings)]
        self._footnotes: list[str] = []
        self._bytes = b""
        self._to_skip = 0
        self._style_or_font, self._instruction = (0, ""), ""

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    def read(self, data: bytes) -> Marked:
        for token in tokens(data):
            if token.kind == "byte":
                self._byte(token.raw)
                continue
            self._flush_bytes()
            self._token(token)
        self._flush_bytes()
        while self._outer:
            self._close()
        marked = self._flow.finish()
        for count, words in enumerate(self._footnotes, 1):
            marked.paragraph(f"[{count}] {words}")
        return marked

    def _token(self, token: Token) -> None:
        if token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close()
        elif token.kind == "text":
            skipped, self._to_skip = token.raw[self._to_skip :], max(0, self._to_skip - len(token.raw))
            self._words(skipped.decode(self._group.encoding, errors="replace"))
        elif token.kind == "sign":
            self._sign(token.said)
        else:
            self._word(token.said, token.number)

    def _open(self) -> None:
        self._to_skip = 0
        self._outer.append(self._group)
        self._group = replace(self._group, starred=False, at_end=[])
        if len(self._outer) > _MOST_GROUPS:
            self._group.use = "skip"

    def _close(self) -> None:
        self._to_skip = 0
        if self._outer:
            ending, self._group = self._group, self._outer.pop()
            for finish in ending.at_end:
                finish()

    def _byte(self, raw: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes += raw

    def _flush_bytes(self) -> None:
        """Bytes side by side may be one letter of an East Asian script."""
        if self._bytes:
            raw, self._bytes = self._bytes, b""
            self._words(raw.decode(self._group.encoding, errors="replace"))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group.starred = True
        elif sign in "\r\n":
            self._end_paragraph()
        else:
            self._words(SIGNS_FOR_LETTERS.get(sign, ""))

    def _words(self, text: str) -> None:
        group = self._group
        if group.use in {"fonts", "styles"}:
            self._know_style(text)
        elif group.use == "instruction":
            self._instruction += text
        elif group.use == "mark":
            self._flow.mark += text
        elif group.use == "text" and text:
            if group.hidden or group.deleted:
                self._notes.count("deletion" if group.deleted else "hidden", bool(text.strip()))
            else:
                self._flow.words(text, group.bold)

    def _know_style(self, text: str) -> None:
        self._style_or_font = (self._style_or_font[0], self._style_or_font[1] + text)
        name = self._style_or_font[1].strip().rstrip(";").strip()
        match = _HEADING.match(name)
        if self._group.use == "styles" and (match or name.lower() == "title"):
            self._headings[self._style_or_font[0]] = int(match[1]) if match else 1
        if text.rstrip().endswith(";"):
            self._style_or_font = (0, "")

    def _word(self, word: str, count: int | None) -> None:
        group = self._group
        if word in WORDS_FOR_LETTERS:
            self._words(WORDS_FOR_LETTERS[word])
        elif word == "u" and count is not None:
            self._words(chr(count & 0xFFFF))
            self._to_skip = group.skips
        elif word == "uc":
            group.skips = min(10, max(0, count or 0))
        elif group.use in {"fonts", "styles"}:
            self._of_a_table(word, count)
        elif word == "shptxt" and group.use == "shape":
            self._box()
        elif word in _SKIPPED or (group.starred and word not in _SEEN_THOUGH_STARRED):
            group.use = "skip"
        elif group.use not in {"skip", "mark", "instruction"}:
            self._act(word, count)
        group.starred = False

    def _act(self, word: str, count: int | None) -> None:
        self._notes.count("insertion", word == "revised" and count != 0)
        known = self._group.formats(word, count) or self._encoding(word, count) or self._destination(word)
        if not known and self._group.use == "text":
            self._paragraph(word, count)

    def _of_a_table(self, word: str, count: int | None) -> None:
        """Within the table of fonts or of styles."""
        if word in {"f", "s", "cs", "ds", "ts"}:
            self._style_or_font = (count or 0 if word in {"f", "s"} else -2, "")
        elif word == "fcharset" and self._group.use == "fonts":
            self._fonts[self._style_or_font[0]] = encoding_of_charset(count or 0, self._page)
        elif self._group.starred and word not in {"cs", "ds", "ts"}:
            self._group.use = "skip"

    def _encoding(self, word: str, count: int | None) -> bool:
        if word == "f":
            self._group.encoding = self._fonts.get(count or 0, self._page)
        elif word in {"ansicpg", "mac"}:
            self._group.encoding = self._page = "mac_roman" if word == "mac" else encoding_of_page(count)
        else:
            return False
        return True

    def _destination(self, word: str) -> bool:
        group = self._group
        if word in {"fonttbl", "stylesheet"}:
            group.use, self._style_or_font = ("fonts" if word == "fonttbl" else "styles"), (0, "")
        elif word in {"listtext", "pntext"}:
            group.use, self._flow.mark = "mark", ""
        elif word == "fldinst":
            group.use, self._instruction = "instruction", ""
        elif word == "fldrslt":
            self._link()
        elif word in {"pict", "object", "annotation"}:
            self._notes.count({"pict": "picture", "annotation": "comment"}.get(word, word))
            group.use = "skip"
        elif word == "shpinst":
            group.use = "shape"
        elif word == "footnote":
            self._aside(self._footnotes.append)
            self._flows[-2].words(f"[{len(self._footnotes) + 1}]", True)
        elif word in _PAGE_PARTS:
            part = word[:6]
            self._aside(lambda words: self._notes.set_aside(f"the {part} of the pages", words))
        else:
            return False
        return True

    def _box(self) -> None:
        """A text box: its words follow those of the paragraph it hangs on."""
        self._group.use, flow = "text", self._flow
        self._aside(lambda words: flow.words(f"\n\n{words}\n\n", True))

    def _aside(self, take: Callable[[str], None]) -> None:
        """Words that stand elsewhere on the page; they go to a flow of their own until the group ends."""
        self._flows.append(Flow(Marked(self._notes), self._headings))
        self._group.at_end.append(lambda: take(self._flows.pop().finish().text()))

    def _link(self) -> None:
        flow, start = self._flow, len(self._flow.pieces)
        match, self._instruction = _LINK.match(self._instruction), ""
        if match:
            self._group.at_end.append(lambda: self._linked(flow, start, match[1]))

    def _linked(self, flow: Flow, start: int, address: str) -> None:
        text = "".join(flow.pieces[start:])
        flow.pieces[start:] = [flow.marked.link(text, address)]

    def _paragraph(self, word: str, count: int | None) -> None:
        flow = self._flow
        if word in {"par", "sect", "page"}:
            self._end_paragraph()
        elif word == "pard":
            flow.paragraph = Paragraph()
        elif word in {"cell", "nestcell"}:
            flow.end_cell() if word == "cell" else flow.words(" / ", True)
        elif word == "row":
            flow.end_row()
        elif word == "s":
            flow.paragraph.style = count
        elif word == "outlinelevel":
            flow.paragraph.outline = count
        elif word == "ilvl":
            flow.paragraph.depth = min(8, max(0, count or 0))
        elif word in {"intbl", "itap"}:
            flow.paragraph.in_table = count != 0

    def _end_paragraph(self) -> None:
        if self._group.use == "text":
            self._flow.end_paragraph()
