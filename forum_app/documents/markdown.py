"""Minutes are written in Markdown; what comes out is a small, clean part of HTML."""

import re

import nh3
from markdown_it import MarkdownIt

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


def to_html(text: str) -> str:
    """Markdown as clean HTML without scripts, styles, images or ids."""
    lowered = _heading.sub(_lower_heading, _markdown.render(text))
    return nh3.clean(
        lowered,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=ADDRESSES,
        link_rel="noopener nofollow",
    ).strip()


def _lower_heading(match: re.Match[str]) -> str:
    return f"<{match[1]}h{min(6, int(match[2]) + FIRST_HEADING - 1)}>"
