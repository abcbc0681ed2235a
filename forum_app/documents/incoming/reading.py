"""A file read in this process, with every bound but those on time and memory, which the child process adds."""

from importlib import import_module

from forum_app.documents.incoming.errors import CannotRead, Damaged, Empty, TooLarge, UnpacksTooLarge
from forum_app.documents.incoming.kinds import Kind, kind_of, suffix_of
from forum_app.documents.incoming.marked import MOST_LETTERS, IncomingText, Marked

LARGEST = 20 * 1024 * 1024


def check_size(data: bytes) -> None:
    """Raises Empty, TooLarge."""
    if not data:
        raise Empty
    if len(data) > LARGEST:
        raise TooLarge


def read_here(name: str, data: bytes) -> IncomingText:
    """The text of a file. Raises CannotRead of one kind or another, and nothing else but MemoryError."""
    check_size(data)
    kind = kind_of(name, data)
    marked = _parsed(kind, data)
    text = marked.text()
    if not any(letter.isalnum() for letter in text):
        raise Empty
    if len(text) > MOST_LETTERS:
        raise UnpacksTooLarge
    return IncomingText(text, kind.said, [*_name_says_otherwise(name, kind), *marked.notes.sentences()])


def _parsed(kind: Kind, data: bytes) -> Marked:
    """Only the module that this kind needs is loaded: that keeps a small file quick."""
    reader = import_module(f"forum_app.documents.incoming.{kind.module}")
    try:
        parsed: Marked = reader.read(data)
    except (CannotRead, MemoryError):
        raise
    except Exception as broken:  # parsers fail on damaged files in more ways than can be listed
        raise Damaged from broken
    return parsed


def _name_says_otherwise(name: str, kind: Kind) -> list[str]:
    suffix = suffix_of(name)
    if not suffix or suffix in kind.names:
        return []
    return [f"The name ends in {suffix}, but what the file holds is of another kind. It was read as: {kind.said}."]
