"""Files that are brought to be shown to others: slides, leaflets, letters of the local authority.

What is kept is a copy written anew by a process of its own, under a name that is drawn; what it was called is text.
"""

import base64
import secrets
import unicodedata
from dataclasses import dataclass

from forum_app.documents.incoming.asking import ask
from forum_app.documents.incoming.errors import CannotRead, Empty, TooLarge

LARGEST = 10 * 1024 * 1024
#: What a file input offers.
TYPES = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".odt")
LONGEST_NAME = 100


class TooLargeToShow(TooLarge):
    sentence = "This file is larger than 10 MB. Make its pictures smaller, save it again, and bring that."


@dataclass(frozen=True)
class CleanFile:
    """A file fit to be handed out."""

    #: Drawn at random, with the suffix of what it holds.
    name: str
    #: What it was called, for people to read: never part of a path.
    called: str
    media_type: str
    data: bytes


def clean(called: str, data: bytes) -> CleanFile:
    """A clean copy of a file. Raises CannotRead of one kind or another, each with a sentence for people."""
    if not data:
        raise Empty
    if len(data) > LARGEST:
        raise TooLargeToShow
    said = ask("clean", "", data)
    return CleanFile(
        name=secrets.token_hex(16) + said["suffix"],
        called=plain_name(called),
        media_type=said["media_type"],
        data=base64.b64decode(said["content"]),
    )


def plain_name(called: str) -> str:
    """The last part of a name, in letters that can be seen; “file” where nothing is left."""
    last = called.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    return " ".join(seen.split())[:LONGEST_NAME] or "file"


__all__ = ["LARGEST", "TYPES", "CannotRead", "CleanFile", "clean", "plain_name"]
