"""Once a day the record says about how many ask each question."""

from datetime import datetime

from forum_app.support.operations import count_roughly


def count_askers(now: datetime) -> str | None:
    """Set “several asked this”, or a number rounded to fives; run once a day, whenever anybody pressed."""
    changed = count_roughly()
    return f"{changed} questions changed" if changed else None
