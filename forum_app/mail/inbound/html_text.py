"""Words of a mail that came only as a web page: cleaned by nh3, then written down line by line, quotes left out."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

_BLOCKS = {
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "center", "dd", "dt",
}  # fmt: skip
_TAGS = _BLOCKS | {"a", "b", "i", "em", "strong", "u", "span", "font", "td", "th", "tbody", "thead", "s", "code"}
_PARAGRAPHS = {"p", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_ATTRIBUTES = {"*": {"class", "id"}, "blockquote": {"type", "class", "id"}, "a": {"href"}}
_WITH_CONTENT = {"script", "style", "title", "template", "noscript", "svg", "math", "object", "iframe"}
#: Elements in which mail programs put what is quoted, by class; words beside them are kept.
_QUOTES = {"gmail_attr", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "gmail_signature"}
#: From here on Outlook quotes, and marks no end.
_QUOTED_FROM_HERE = {"divrplyfwdmsg", "appendonsend", "ms-outlook-mobile-reference-message", "mail-editor-reference"}
_NO_END = {"br", "hr"}
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def to_text(page: str, most_tags: int) -> str | None:
    """The words, without what is quoted where something else remains; None for more tags than these."""
    if page.count("<") > most_tags:
        return None
    clean = nh3.clean(
        page,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_WITH_CONTENT,
        link_rel=None,
        url_schemes={"https", "http"},
    )
    return _written(clean, cuts=True) or _written(clean, cuts=False)


def without_tags(page: str) -> str:
    """For what is too much to be understood: everything between tags."""
    return html.unescape(_ANY_TAG.sub("\n", page))


def _written(clean: str, *, cuts: bool) -> str:
    writer = _Writer(cuts=cuts)
    writer.feed(clean)
    writer.close()
    return writer.text()


@dataclass
class _Writer(HTMLParser):
    """Nothing nested: how many quotes are open is all that is remembered."""

    cuts: bool
    _lines: list[str] = field(default_factory=lambda: [""])
    _open: list[tuple[str, bool]] = field(default_factory=list)
    _quoting: int = 0
    _ended: bool = False
    _link: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").lower() for name, value in attrs}
        if self.cuts and said.get("id", "").removeprefix("x_") in _QUOTED_FROM_HERE:
            self._ended = True
        if tag in _BLOCKS:
            self._break(tag)
        if tag == "li" and not self._quoting:
            self._lines[-1] += "- "
        if tag == "a":
            self._link = dict(attrs).get("href") or ""
        if tag not in _NO_END:
            quote = self.cuts and _is_quote(tag, said)
            self._open.append((tag, quote))
            self._quoting += quote

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._name_link()
        if tag in _BLOCKS - _NO_END:
            self._break(tag)
        while self._open and tag not in _NO_END:
            closed, quote = self._open.pop()
            self._quoting -= quote
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._quoting or self._ended:
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._lines[-1] += words.lstrip() if not self._lines[-1] else words

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in self._lines)).strip()

    def _break(self, tag: str) -> None:
        if self._lines[-1].strip() or tag == "br":
            self._lines.append("")
        if tag in _PARAGRAPHS and len(self._lines) > 1 and self._lines[-2]:
            self._lines.append("")

    def _name_link(self) -> None:
        """An address that the words do not show is written behind them; it is never opened."""
        address, self._link = self._link, ""
        shown = self._lines[-1].rstrip("/")
        if address and not self._quoting and not self._ended and not shown.endswith(address.rstrip("/")):
            bare = address.partition("//")[2].rstrip("/")
            if not shown.endswith(bare):
                self._lines[-1] += f" ({address})"


def _is_quote(tag: str, said: dict[str, str]) -> bool:
    classes = set(said.get("class", "").split())
    if classes & _QUOTES:
        return True
    return tag == "blockquote" and (said.get("type") == "cite" or "gmail_quote" in classes)
