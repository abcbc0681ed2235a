"""The guard at forms whose words everybody may read as soon as they are saved, or go out in a letter.

Whose addresses and numbers the forum holds is known further down the hill; the slice that knows leaves its guard here.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from wtforms.validators import ValidationError

from forum_app.wording.contact_details import ways_to_reach

_NAME = "egress"

#: Takes a text and says in sentences what of it must not go out.
Guard = Callable[[str], list[str]]


def keep_guard(app: Flask, guard: Guard) -> None:
    app.extensions[_NAME] = guard


def held_back(words: str) -> list[str]:
    """What in some words must not go out, in sentences."""
    guard: Guard | None = current_app.extensions.get(_NAME)
    return guard(words) if guard and words else []


class TellsNobody:
    """The words hold no address and no number of somebody who left something with the forum."""

    def __init__(self, readers: str = "Everybody") -> None:
        self.readers = readers

    def __call__(self, form: Any, field: Any) -> None:
        held = held_back(field.data or "")
        if held:
            raise ValidationError(f"{' '.join(held)} {self.readers} could read it: take it out. Nothing else is lost.")


class GivesNoDetail:
    """No email address and no telephone number at all.

    For what officers and families write together: an answer that depended on the private list would tell officers who
    is on it.
    """

    def __call__(self, form: Any, field: Any) -> None:
        if ways_to_reach(field.data or ""):
            raise ValidationError(
                "An email address or telephone number stands in it. Officers and families read this together, so leave "
                "it out: the coordinator can pass it on. Nothing else is lost."
            )
