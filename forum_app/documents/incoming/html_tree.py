"""A web page as a tree of elements: as forgiving as a browser, as far as old minutes need it."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element

_NO_END = {
    "br", "hr", "img", "input", "meta", "link", "col", "base", "area", "wbr", "embed", "source", "track",
    "param",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article",
    "aside", "header", "footer", "main", "nav", "blockquote", "pre", "form", "fieldset", "address", "figure",
    "details",
}  # fmt: skip
#: Opening one of these ends an open one of the second kind, up to the third.
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tbody": ({"thead", "tbody", "tr", "td", "th"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
_DEEPEST = 150


def tree_of(page: str) -> Element:
    """The page's elements; text is in ``text`` and ``tail``, as in any tree."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end({"p"}, {"td", "th", "li", "table", "div", "button"})
        if tag in _ENDED_BY:
            self._end(*_ENDED_BY[tag])
        element = Element(tag, {name: said or "" for name, said in attrs})
        self._open[-1].append(element)
        # Deeper than any page is written, everything lies side by side: no word is lost.
        if tag not in _NO_END and (len(self._open) < _DEEPEST or tag in {"script", "style"}):
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        boundary = {"table"} if tag not in {"table", "body", "html"} else set()
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return
            if self._open[depth].tag in boundary:
                return

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data

    def _end(self, ended: set[str], boundary: set[str]) -> None:
        """Close the outermost open element of these kinds, but none beyond a boundary."""
        found = 0
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag in boundary:
                break
            if self._open[depth].tag in ended:
                found = depth
        if found:
            del self._open[found:]
