"""The words of a letter's HTML as a page of ours may show them: its styles stay with the letter."""

import re

import nh3

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
_first_heading = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_heading = re.compile(r"<(/?)h[1-6]>")


def words_of_html(letter_html: str, *, without_heading: bool = False) -> str:
    """What stands in the letter, headings as strong lines so that the page keeps its own order."""
    if without_heading:
        letter_html = _first_heading.sub("", letter_html, count=1)
    clean = nh3.clean(
        letter_html,
        tags=TAGS,
        attributes={"a": {"href"}},
        clean_content_tags={"script", "style", "title"},
        link_rel="noopener nofollow",
    )
    return _heading.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", clean).strip()
