"""The guard at forms whose words everybody may read as soon as they are saved.

Whose addresses and numbers the forum holds is known further down the hill; the slice that knows leaves its guard here.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from wtforms.validators import ValidationError

_NAME = "egress"

#: Takes a text and says in sentences what of it must not go out.
Guard = Callable[[str], list[str]]


def keep_guard(app: Flask, guard: Guard) -> None:
    app.extensions[_NAME] = guard


class TellsNobody:
    """The words hold no address and no number of somebody who left something with the forum."""

    def __call__(self, form: Any, field: Any) -> None:
        guard: Guard | None = current_app.extensions.get(_NAME)
        held = guard(field.data) if guard and field.data else []
        if held:
            raise ValidationError(f"{' '.join(held)} Everybody could read it: take it out. Nothing else is lost.")
