from datetime import datetime
from typing import Any

from forum_app.history.models import OldMinutes


def keep_reading(name: str, source: str, *, now: datetime) -> OldMinutes: ...


def make_record(row: OldMinutes, *, by: int | None, now: datetime) -> Any: ...
