"""Which backups there are, and which of them stay."""

import re
from collections.abc import Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = "backups"
#: The newest of so many days, and the newest of so many weeks.
DAYS, WEEKS = 14, 8
#: The public page promises that what was deleted is gone for good by then, so no backup is older, whatever its week.
AT_MOST = timedelta(days=35)
BEFORE_A_RESTORE = "before-restore"
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(rf"(forum|{BEFORE_A_RESTORE})-(\d{{8}}-\d{{6}})\.zip")


@dataclass(frozen=True)
class Backup:
    path: Path
    made_at: datetime
    #: Made by itself or by hand, not because another was brought back.
    is_regular: bool

    @property
    def bytes(self) -> int:
        return self.path.stat().st_size


def name_of(now: datetime, kind: str = "forum") -> str:
    return f"{kind}-{now.astimezone(UTC):{_STAMP}}.zip"


def backups(data: Path) -> Sequence[Backup]:
    """Every backup in the forum's folder, the newest first; nothing else that may lie there."""
    found = (read_name(path) for path in (data / FOLDER).glob("*.zip"))
    return sorted(filter(None, found), key=lambda backup: backup.made_at, reverse=True)


def read_name(path: Path) -> Backup | None:
    """What the name of a file says of it; None where it is no name of ours."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    with suppress(ValueError):  # figures that are no moment
        return Backup(path, datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC), named[1] == "forum")
    return None


def drop_old(data: Path, now: datetime) -> int:
    """Delete what is not kept any more; answers how many stay."""
    there = backups(data)
    kept = to_keep(there, now)
    for backup in there:
        if backup not in kept:
            backup.path.unlink(missing_ok=True)
    return len(kept)


def to_keep(newest_first: Sequence[Backup], now: datetime) -> set[Backup]:
    young = [backup for backup in newest_first if now - backup.made_at <= AT_MOST]
    regular = [backup for backup in young if backup.is_regular]
    days = _newest_of_each(((backup.made_at.date(), backup) for backup in regular), DAYS)
    weeks = _newest_of_each(((backup.made_at.isocalendar()[:2], backup) for backup in regular), WEEKS)
    return days | weeks | {backup for backup in young if not backup.is_regular}


def _newest_of_each(marked: Iterable[tuple[Hashable, Backup]], most: int) -> set[Backup]:
    first: dict[Hashable, Backup] = {}
    for mark, backup in marked:
        first.setdefault(mark, backup)
    return set(list(first.values())[:most])
