"""XML elements by their local names, because each version of a format has namespaces of its own."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """``p`` of ``{some namespace}p``."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute, whatever its namespace."""
    if element is None:
        return None
    plain = element.attrib.get(name)
    if plain is not None:
        return plain
    return next((said for key, said in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, its first child of the next name, and so on."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if local(below) == name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    return (below for below in element.iter() if local(below) in names)


def number(said: str | None, otherwise: int, most: int = 1_000_000) -> int:
    """A number that is written in a file, if it is one and not out of all proportion."""
    text = (said or "").strip()
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
