"""The words of one Word paragraph: runs, links, fields, notes, and what is left out of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.trees import child, descendants, local, value
from forum_app.documents.incoming.word_styles import is_on

_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]*)"')
#: What Word draws with its symbol fonts, as far as minutes use it.
_SYMBOLS = {"F0FC": "✓", "F0FE": "☒", "F0A8": "☐", "F06F": "☐", "F0D8": "➢", "F0B7": "•", "F0E0": "→", "F04A": "☺"}
_PICTURES = ("pic", "imagedata", "chart", "relIds")
_NO_WORDS = {"rPr", "pPr", "instrText", "delText", "delInstrText", "moveFrom", "Fallback", "sdtPr", "tcPr"}


@dataclass
class Inline:
    """Pieces of text in their order, and the text boxes that hang on the paragraph."""

    marked: Marked
    addresses: dict[str, str]
    note_number: Callable[[str, str], int]
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    all_bold: bool = True
    style_is_bold: bool = False
    _fields: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def walk(self, element: Element, bold: bool = False) -> None:
        for below in element:
            name = local(below)
            if name in _NO_WORDS:
                self._instruction(name, below)
            elif name == "r":
                self._run(below)
            elif name == "hyperlink":
                self._link(below, self.addresses.get(value(below, "id") or "", ""), bold)
            elif name == "fldSimple":
                match = _LINK_FIELD.match(value(below, "instr") or "")
                self._link(below, match[1] if match else "", bold)
            elif name == "AlternateContent":
                self.walk(_chosen(below), bold)
            else:
                self._piece(name, below, bold)

    def _piece(self, name: str, element: Element, bold: bool) -> None:
        if name == "t":
            self._words(element.text or "", bold)
        elif name in {"tab", "ptab"}:
            self.pieces.append("\t")
        elif name in {"br", "cr"}:
            self.pieces.append("\n\n" if value(element, "type") == "page" else "\n")
        elif name == "noBreakHyphen":
            self.pieces.append("-")
        elif name == "sym":
            self._symbol(element)
        elif name in {"drawing", "pict", "object"}:
            self._drawing(name, element)
        elif name in {"footnoteReference", "endnoteReference"}:
            self.pieces.append(f"[{self.note_number(name.removesuffix('Reference'), value(element, 'id') or '')}]")
        elif name == "fldChar":
            self._field(value(element, "fldCharType") or "")
        elif name == "del":
            self.marked.notes.count("deletion", any(True for _ in descendants(element, "delText")))
        elif name == "ins":
            self.marked.notes.count("insertion")
            self.walk(element, bold)
        else:
            self.walk(element, bold)

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if is_on(properties, "vanish"):
            self.marked.notes.count("hidden", any((one.text or "").strip() for one in descendants(run, "t")))
            return
        said = is_on(properties, "b")
        is_strong = value(child(properties, "rStyle")) == "Strong"
        self.walk(run, (self.style_is_bold or is_strong) if said is None else said)

    def _words(self, words: str, bold: bool) -> None:
        self.pieces.append(words)
        if words.strip() and not bold:
            self.all_bold = False

    def _link(self, element: Element, address: str, bold: bool) -> None:
        start = len(self.pieces)
        self.walk(element, bold)
        self._linked(start, address)

    def _linked(self, start: int, address: str) -> None:
        text = "".join(self.pieces[start:])
        self.pieces[start:] = [self.marked.link(text, address) if address else text]

    def _instruction(self, name: str, element: Element) -> None:
        if name == "instrText" and self._fields:
            self._fields[-1][1].append(element.text or "")

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append((len(self.pieces), []))
        elif step == "end" and self._fields:
            start, instruction = self._fields.pop()
            match = _LINK_FIELD.match("".join(instruction))
            if match:
                self._linked(start, match[1])

    def _symbol(self, element: Element) -> None:
        code = (value(element, "char") or "").upper()
        known = _SYMBOLS.get(code)
        if known:
            self.pieces.append(known)
        else:
            self.marked.notes.count("symbol")

    def _drawing(self, name: str, element: Element) -> None:
        boxes = _outermost_boxes(element)
        self.boxes += boxes
        pictures = sum(1 for _ in descendants(element, *_PICTURES))
        is_rule = any(value(shape, "hr") for shape in descendants(element, "rect"))
        if name == "object":
            self.marked.notes.count("object")
        elif pictures or not (boxes or is_rule):
            self.marked.notes.count("picture", max(1, pictures))


def _chosen(alternatives: Element) -> Element:
    """Word writes new drawings twice, for itself and for older programs; one of them is enough."""
    choice = child(alternatives, "Choice")
    fallback = child(alternatives, "Fallback")
    return next((one for one in (choice, fallback) if one is not None), Element("nothing"))


def _outermost_boxes(element: Element) -> list[Element]:
    boxes: list[Element] = []
    for below in element:
        if local(below) == "txbxContent":
            boxes.append(below)
        elif local(below) == "AlternateContent":
            boxes += _outermost_boxes(_chosen(below))
        else:
            boxes += _outermost_boxes(below)
    return boxes
