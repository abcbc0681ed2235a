"""The demo comes by itself once at most: a marker in the data folder outlives a cleared database."""

from contextlib import suppress
from pathlib import Path

from forum_app.settings.queries import find_forum

MARKER = "started"
SENTENCE = "This forum was started before, so the demo does not come by itself again.\n"


def never_loaded(data: Path) -> bool:
    """Whether this is the very first start: no forum in the database and no marker in the folder."""
    return not (data / MARKER).exists() and find_forum() is None


def remember(data: Path) -> None:
    """Leave the marker; does nothing where it is already."""
    with suppress(FileExistsError), (data / MARKER).open("x", encoding="utf-8") as file:
        file.write(SENTENCE)
