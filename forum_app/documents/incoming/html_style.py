"""What the tags and styles of a web page say about a passage: bold, hidden, how its list counts."""

import re
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.numbers import is_mark, written_number
from forum_app.documents.incoming.trees import number

_BOLD_TAGS = {"b", "strong", "th"}
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|[1-9]00)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
#: Word saves the bullet or number of a list item in a span that says it is not part of the text.
_NOT_PART_OF_THE_TEXT = re.compile(r"mso-list\s*:\s*ignore")


def is_bold(element: Element, otherwise: bool) -> bool:
    weight = _WEIGHT.search(_style(element))
    if weight:
        return weight[1] in {"bold", "bolder", "600", "700", "800", "900"}
    return otherwise or element.tag in _BOLD_TAGS


def is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib or _HIDDEN.search(_style(element)) is not None


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def item_mark(item: Element, lists: Element, place: int) -> str:
    """``-``, or the number this item has in its list."""
    if lists.tag != "ol":
        return "-"
    first = number(lists.get("start"), 1)
    count = number(item.get("value"), first + place)
    return written_number(count, lists.get("type", "1")) + "."


def saved_mark(paragraph: Element) -> str | None:
    """The bullet or number in front of a list item that Word saved as a paragraph; it is taken out of the text."""
    if "mso-list" not in _style(paragraph) and "MsoList" not in paragraph.get("class", ""):
        return None
    for span in paragraph.iter("span"):
        if _NOT_PART_OF_THE_TEXT.search(_style(span)):
            mark = words_of(span)
            span.text, span[:] = "", []
            return mark if is_mark(mark) and mark != "o" else "-"
    return None


def _style(element: Element) -> str:
    return element.get("style", "").lower()
