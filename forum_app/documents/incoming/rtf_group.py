"""What holds between two braces of an RTF document."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Group:
    """What holds between two braces; an inner group starts with what holds outside."""

    use: str = "text"  # text, skip, shape, fonts, styles, mark, instruction
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    encoding: str = "cp1252"
    skips: int = 1
    starred: bool = False
    at_end: list[Callable[[], None]] = field(default_factory=list)

    def formats(self, word: str, count: int | None) -> bool:
        """Take in a word about how letters look; False when it is about something else."""
        if word == "b":
            self.bold = count != 0
        elif word == "v":
            self.hidden = count != 0
        elif word == "deleted":
            self.deleted = count != 0
        elif word == "plain":
            self.bold = self.hidden = False
        else:
            return False
        return True
