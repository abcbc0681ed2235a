"""One row of a table whose columns are understood: a question with its response, or an action point."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    kind: str  # question, action, or action_by: an owner beside the text the action stands in
    text: str
    number: str = ""
    response: str | None = None
    owner: str = ""
    due: str = ""
    status: str = ""
