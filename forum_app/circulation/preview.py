"""The words of a letter's HTML as a page of ours may show them: its styles stay with the letter."""

import re

import nh3

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
_heading = re.compile(r"<(/?)h[1-6]>")


def words_of_html(letter_html: str) -> str:
    """What stands in the letter, headings as strong lines so that the page keeps its own order."""
    clean = nh3.clean(
        letter_html,
        tags=TAGS,
        attributes={"a": {"href"}},
        clean_content_tags={"script", "style", "title"},
        link_rel="noopener nofollow",
    )
    return _heading.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", clean).strip()
