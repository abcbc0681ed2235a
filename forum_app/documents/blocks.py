"""Markdown as plain values: paragraphs, list entries and quotations made of runs, for documents that are not HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it.token import Token

from forum_app.documents.markdown import ADDRESSES, parse


@dataclass(frozen=True)
class Run:
    """Some letters that look alike."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


@dataclass
class Block:
    """A paragraph, or an entry of a list: so deep in, with this mark before it."""

    runs: list[Run] = field(default_factory=list)
    depth: int = 0
    mark: str = ""
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def to_blocks(markdown: str) -> list[Block]:
    """The blocks of a text in their order; no word is left out."""
    return [block for block in _Reader().read(parse(markdown)) if block.text.strip()]


class _Reader:
    """Walks the parser's tokens, remembering which lists and quotations it is in."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []
        self.mark = ""
        self.quotes = 0
        self.heading = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.type == "inline":
                yield self._block(_runs(token.children or [], strong=self.heading))
            elif token.type in {"fence", "code_block"}:
                yield self._block([Run(token.content.rstrip("\n"))])
            else:
                self._step(token)

    def _step(self, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            self.lists.append(int(token.attrGet("start") or 1) if kind.startswith("ordered") else None)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif kind == "list_item_open":
            self._next_mark()
        elif kind in {"blockquote_open", "blockquote_close"}:
            self.quotes += token.nesting
        elif kind in {"heading_open", "heading_close"}:
            self.heading = token.nesting > 0

    def _next_mark(self) -> None:
        number = self.lists[-1]
        self.mark = "•" if number is None else f"{number}."
        if number is not None:
            self.lists[-1] = number + 1

    def _block(self, runs: list[Run]) -> Block:
        mark, self.mark = self.mark, ""
        return Block(runs, depth=len(self.lists), mark=mark, quoted=self.quotes > 0)


def _runs(tokens: Sequence[Token], *, strong: bool) -> list[Run]:
    runs, bold, italic, link = [], int(strong), 0, ""
    for token in tokens:
        if token.type == "strong_open" or token.type == "strong_close":
            bold += token.nesting
        elif token.type == "em_open" or token.type == "em_close":
            italic += token.nesting
        elif token.type == "link_open":
            link = _safe(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            link = ""
        elif words := _words_of(token):
            runs.append(Run(words, bold > 0, italic > 0, link))
    return runs


def _words_of(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return token.content


def _safe(address: str) -> str:
    """Only addresses that a page would link to as well."""
    return address if urlsplit(address).scheme in ADDRESSES else ""
