"""What an OpenDocument text says about its styles and lists, beside the words."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.numbers import written_number
from forum_app.documents.incoming.trees import child, descendants, local, number, value

_MOST_ANCESTORS = 20
_BOLD = {"bold", "600", "700", "800", "900"}


class OpenStyles:
    """Styles by name, those of the document and those of the passage alike."""

    def __init__(self, parts: list[Element]) -> None:
        every = [style for part in parts for style in descendants(part, "style", "list-style")]
        self._styles = {value(style, "name") or "": style for style in every if local(style) == "style"}
        self._lists = {value(style, "name") or "": style for style in every if local(style) == "list-style"}

    def is_title(self, name: str | None) -> bool:
        return any(value(style, "name") == "Title" for style in self._line(name))

    def heading_level(self, name: str | None) -> int | None:
        """Of a style that makes headings out of paragraphs."""
        levels = (number(value(style, "default-outline-level"), 0) for style in self._line(name))
        return next((level for level in levels if level), None)

    def bold(self, name: str | None) -> bool | None:
        """None when neither the style nor its parents say."""
        weights = (value(child(style, "text-properties"), "font-weight") for style in self._line(name))
        said = next((weight for weight in weights if weight), None)
        return None if said is None else said in _BOLD

    def hidden(self, name: str | None) -> bool:
        return any(value(child(style, "text-properties"), "display") == "none" for style in self._line(name))

    def list_style(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings along."""
        return next((value(style, "list-style-name") for style in self._line(name)), None)

    def mark(self, list_name: str | None, depth: int, count: int) -> str:
        """``-``, or the number with what is written around it."""
        level = self._list_level(list_name, depth)
        if level is None or local(level) != "list-level-style-number":
            return "-"
        style = value(level, "num-format")
        if not style:
            return "-"
        before, after = value(level, "num-prefix") or "", value(level, "num-suffix") or ""
        return f"{before}{written_number(count, style)}{after}".strip()

    def start(self, list_name: str | None, depth: int) -> int:
        return number(value(self._list_level(list_name, depth), "start-value"), 1)

    def _list_level(self, list_name: str | None, depth: int) -> Element | None:
        levels = self._lists.get(list_name or "")
        found = [one for one in levels if number(value(one, "level"), 0) == depth + 1] if levels is not None else []
        return found[0] if found else None

    def _line(self, name: str | None) -> Iterator[Element]:
        """The style and its parents."""
        for _ in range(_MOST_ANCESTORS):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = value(style, "parent-style-name")
