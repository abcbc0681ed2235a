"""The words of one OpenDocument paragraph, and what is left out of them."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from forum_app.documents.incoming.marked import Marked
from forum_app.documents.incoming.open_styles import OpenStyles
from forum_app.documents.incoming.trees import child, descendants, local, number, value

_MOST_SPACES = 200
_DRAWINGS = {"image", "object", "object-ole", "plugin", "applet", "floating-frame"}
#: Written in the text, though no reader sees it.
_NO_WORDS = {"title", "desc", "tracked-changes", "sequence-decls", "forms", "ruby-text", "event-listeners"}


@dataclass
class OpenInline:
    """Pieces of text in their order; text boxes and footnotes are gathered for those who place them."""

    marked: Marked
    styles: OpenStyles
    footnotes: list[Element]
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    all_bold: bool = True

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def walk(self, element: Element, bold: bool = False) -> None:
        """XML's own line ends and runs of spaces mean one space here."""
        self._words(element.text, bold)
        for below in element:
            self._piece(local(below), below, bold)
            self._words(below.tail, bold)

    def _piece(self, name: str, element: Element, bold: bool) -> None:
        if name == "s":
            self.pieces.append(" " * number(value(element, "c"), 1, _MOST_SPACES))
        elif name == "tab":
            self.pieces.append("\t")
        elif name == "line-break":
            self.pieces.append("\n")
        elif name == "span":
            self._span(element, bold)
        elif name == "a":
            self._link(element, bold)
        elif name == "note":
            self.footnotes.append(element)
            self.pieces.append(f"[{len(self.footnotes)}]")
        elif name == "annotation":
            self.marked.notes.count("comment")
        elif name in {"hidden-text", "hidden-paragraph"}:
            self.marked.notes.count("hidden")
        elif name == "text-box":
            self.boxes.append(element)
        elif name in _DRAWINGS:
            self._drawing(name, element)
        elif name not in _NO_WORDS:
            self._further(element, bold)

    def _further(self, element: Element, bold: bool) -> None:
        """Fields, frames, shapes: what words they hold. A shape holds paragraphs, as a text box does."""
        if local(element) != "frame" and child(element, "p") is not None:
            self.boxes.append(element)
        else:
            self.walk(element, bold)

    def _span(self, element: Element, bold: bool) -> None:
        style = value(element, "style-name")
        if self.styles.hidden(style):
            self.marked.notes.count("hidden")
            return
        said = self.styles.bold(style)
        self.walk(element, bold if said is None else said)

    def _link(self, element: Element, bold: bool) -> None:
        start = len(self.pieces)
        self.walk(element, bold)
        text = "".join(self.pieces[start:])
        self.pieces[start:] = [self.marked.link(text, value(element, "href") or "")]

    def _drawing(self, name: str, element: Element) -> None:
        """A frame may show a picture in place of an object; only one of them is counted."""
        if name == "image":
            self.marked.notes.count("picture")
        else:
            self.marked.notes.count("object")
        self.boxes += list(descendants(element, "text-box"))

    def _words(self, words: str | None, bold: bool) -> None:
        if not words:
            return
        start, end = words[:1].isspace(), words[-1:].isspace()
        self.pieces.append(" " * start + " ".join(words.split()) + " " * (end and bool(words.strip())))
        if words.strip() and not bold:
            self.all_bold = False
