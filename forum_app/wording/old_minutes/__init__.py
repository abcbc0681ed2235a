"""The old-minutes reader: the text of past minutes in, what was found in it out."""

from .reader import read_minutes
from .reading import NamedRole, ReadAction, Reading, ReadItem, ReadNextMeeting, ReadQuestion

__all__ = [
    "NamedRole",
    "ReadAction",
    "ReadItem",
    "ReadNextMeeting",
    "ReadQuestion",
    "Reading",
    "read_minutes",
]
