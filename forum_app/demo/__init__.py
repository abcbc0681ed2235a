"""A fictional forum to look around in."""

from pathlib import Path


def never_loaded(data: Path) -> bool:
    return False


def remember(data: Path) -> None: ...
def load(*, now): ...
def clear(): ...
