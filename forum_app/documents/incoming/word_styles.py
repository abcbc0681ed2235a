"""What a Word document says about its styles and lists, beside the text itself."""

import re
from collections import defaultdict
from typing import NamedTuple
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.numbers import written_number
from forum_app.documents.incoming.trees import child, descendants, local, number, value

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_MOST_ANCESTORS = 20
_BODY_TEXT = 9  # the outline level Word gives to what is no heading


class ListPlace(NamedTuple):
    list_id: str
    level: int


def is_on(properties: Element | None, name: str) -> bool | None:
    """A switch such as bold: on, off, or not said."""
    found = child(properties, name)
    return None if found is None else value(found) not in {"0", "false", "off", "none"}


def list_place(properties: Element | None) -> ListPlace | None:
    found = child(properties, "numPr")
    if found is None:
        return None
    list_id = value(child(found, "numId"))
    return ListPlace(list_id or "", number(value(child(found, "ilvl")), 0, 8))


def outline_level(properties: Element | None) -> int | None:
    level = number(value(child(properties, "outlineLvl")), _BODY_TEXT)
    return level + 1 if level < 6 else None


class Styles:
    """Styles by id; each takes from the one it is based on what it does not say itself."""

    def __init__(self, part: Element | None) -> None:
        styles = [] if part is None else [style for style in part if local(style) == "style"]
        self._by_id = {value(style, "styleId") or "": style for style in styles}

    def name(self, style_id: str | None) -> str:
        style = self._by_id.get(style_id or "")
        return (value(child(style, "name")) or style_id or "").strip()

    def heading_level(self, style_id: str | None) -> int | None:
        for style in self._line(style_id):
            name = value(child(style, "name")) or ""
            match = _HEADING.match(name)
            if match or name.lower() == "title":
                return int(match[1]) if match else 1
            level = outline_level(child(style, "pPr"))
            if level:
                return level
        return None

    def bold(self, style_id: str | None) -> bool:
        said = (is_on(child(style, "rPr"), "b") for style in self._line(style_id))
        return next((bold for bold in said if bold is not None), False)

    def list_place(self, style_id: str | None) -> ListPlace | None:
        places = (list_place(child(style, "pPr")) for style in self._line(style_id))
        return next((place for place in places if place), None)

    def _line(self, style_id: str | None) -> list[Element]:
        """The style and those it is based on."""
        line: list[Element] = []
        style = self._by_id.get(style_id or "")
        while style is not None and len(line) < _MOST_ANCESTORS:
            line.append(style)
            style = self._by_id.get(value(child(style, "basedOn")) or "")
        return line


class Numbering:
    """Counts list items as Word would, and knows the label each carries."""

    def __init__(self, part: Element | None) -> None:
        every = [] if part is None else list(part)
        self._shapes = {value(one, "abstractNumId"): one for one in every if local(one) == "abstractNum"}
        self._lists = {value(one, "numId"): one for one in every if local(one) == "num"}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, place: ListPlace) -> str | None:
        """``-`` for a bullet, or the number with what is written around it; None when it is no list."""
        levels = self._levels(place.list_id)
        here = levels.get(place.level)
        if here is None:
            return None
        counts = self._count(place, levels)
        style = value(child(here, "numFmt")) or "decimal"
        if style == "bullet":
            return "-"
        if style == "none":
            return None
        pattern = value(child(here, "lvlText")) or f"%{place.level + 1}."
        return re.sub(r"%([1-9])", lambda match: self._number(int(match[1]) - 1, counts, levels), pattern).strip()

    def _levels(self, list_id: str) -> dict[int, Element]:
        used = self._lists.get(list_id)
        shape = self._shapes.get(value(child(used, "abstractNumId")))
        sources = [shape] if shape is not None else []
        levels = {number(value(lvl, "ilvl"), 0): lvl for one in sources for lvl in one if local(lvl) == "lvl"}
        overrides = descendants(used, "lvl") if used is not None else ()
        return levels | {number(value(lvl, "ilvl"), 0): lvl for lvl in overrides}

    def _count(self, place: ListPlace, levels: dict[int, Element]) -> dict[int, int]:
        counts = self._counts[self._counter(place.list_id)]
        start = self._start(place, levels)
        counts[place.level] = counts.get(place.level, start - 1) + 1
        for deeper in [level for level in counts if level > place.level]:
            del counts[deeper]
        return counts

    def _counter(self, list_id: str) -> str:
        """Lists of one shape count on from each other, unless one says where it starts anew."""
        used = self._lists.get(list_id)
        anew = used is not None and any(True for _ in descendants(used, "startOverride"))
        return f"list {list_id}" if anew else f"shape {value(child(used, 'abstractNumId'))}"

    def _start(self, place: ListPlace, levels: dict[int, Element]) -> int:
        used = self._lists.get(place.list_id)
        for override in descendants(used, "lvlOverride") if used is not None else ():
            said = value(child(override, "startOverride"))
            if number(value(override, "ilvl"), 0) == place.level and said is not None:
                return number(said, 1)
        return number(value(child(levels[place.level], "start")), 1)

    def _number(self, level: int, counts: dict[int, int], levels: dict[int, Element]) -> str:
        style = value(child(levels.get(level), "numFmt")) or "decimal"
        return written_number(counts.get(level, 1), style)
