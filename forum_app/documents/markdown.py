"""Minutes are written in Markdown; what comes out is a small, clean part of HTML."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: A passage stands under a heading of the page, so its own headings begin here.
FIRST_HEADING = 4
TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "code",
    "pre",
    "hr",
    "h4",
    "h5",
    "h6",
    "s",
}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ADDRESSES = {"http", "https", "mailto", "tel"}

# A line end that somebody typed is meant: people do not know that Markdown joins lines.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True}).enable(
    ["linkify", "table", "strikethrough"]
)
_heading = re.compile(r"<(/?)h([1-6])>")


def parse(text: str) -> list[Token]:
    """Markdown as the parser's tokens, for what is made of it besides HTML."""
    return _markdown.parse(text)


def to_html(text: str, *, headings: bool = True) -> str:
    """Markdown as clean HTML without scripts, styles, images or ids; without headings they are paragraphs."""
    lowered = _heading.sub(_lower_heading if headings else r"<\1p>", _markdown.render(text))
    return nh3.clean(
        lowered,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=ADDRESSES,
        link_rel="noopener nofollow",
    ).strip()


def to_page_html(text: str) -> str:
    """Markdown as a whole page below its title: headings begin at the second level and leave none out."""
    return nh3.clean(
        _OneByOne().lower_all(_markdown.render(text)),
        tags=TAGS | {"h2", "h3"},
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=ADDRESSES,
        link_rel="noopener nofollow",
    ).strip()


class _OneByOne:
    """Headings as people choose them by size, brought to levels that go down by one at most."""

    def __init__(self) -> None:
        self.level = 1

    def lower_all(self, html: str) -> str:
        return _heading.sub(self._lower, html)

    def _lower(self, match: re.Match[str]) -> str:
        if not match[1]:
            self.level = min(self.level + 1, max(2, int(match[2])))
        return f"<{match[1]}h{self.level}>"


def _lower_heading(match: re.Match[str]) -> str:
    return f"<{match[1]}h{min(6, int(match[2]) + FIRST_HEADING - 1)}>"
