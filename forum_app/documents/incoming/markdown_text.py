"""Markdown: nearly the conventions of marked text already; links, pictures and table rulers differ."""

import re

from forum_app.documents.incoming import plain_text
from forum_app.documents.incoming.marked import Marked

_PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(\s{0,5}<?([^)\s<>]{1,2000})>?(?:\s+\"[^\"\n]{0,300}\")?\s*\)")
_RULER = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$\n?", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?![-#|>\s])(.{1,200})\n(=|-)\2{2,}[ \t]*$", re.MULTILINE)


def read(data: bytes) -> Marked:
    marked = plain_text.read(data)
    text = marked.text()
    marked.notes.count("picture", len(_PICTURE.findall(text)))
    text = _LINK.sub(lambda match: marked.link(match[1], match[2]), _PICTURE.sub("", text))
    text = _RULER.sub("", _UNDERLINED.sub(lambda match: f"{'#' if match[2] == '=' else '##'} {match[1]}", text))
    whole = Marked(marked.notes)
    whole.as_it_stands(text)
    return whole
