"""Making a backup: one file that holds the database and whatever else the forum keeps."""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from forum_app.backups.engines import NAMES, NotWhole, copy_out, look
from forum_app.backups.keeping import FOLDER, name_of

#: Not in a backup: whoever steals one shall not hold the key that signs links; mails in files are the demo's alone.
LEFT_OUT = frozenset({FOLDER, "mail", "secret-key", ".doctor"})
#: Beside a SQLite database stand files that belong to the moment.
OF_THE_DATABASE = ("", "-wal", "-shm", "-journal")


def size_in_words(path: Path) -> str:
    return f"{path.stat().st_size / 1024 / 1024:,.1f} MB"


def make(engine: Engine, data: Path, now: datetime, kind: str = "forum") -> Path:
    """Make a backup and read it back; raises ToolMissing, NotWhole."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as working:
        copy, packed = Path(working) / NAMES[engine.dialect.name], Path(working) / "packed"
        _private(copy)
        copy_out(engine, copy)
        _pack(copy, data, engine, packed)
        copy.unlink()
        check(packed, engine.dialect.name, Path(working))
        return packed.rename(folder / name_of(now, kind))


def check(packed: Path, dialect: str, working: Path) -> Path:
    """Unpack the database of a backup and read all of it; answers where it lies now. Raises NotWhole, ToolMissing."""
    try:
        with zipfile.ZipFile(packed) as archive:
            if archive.testzip() is not None or NAMES[dialect] not in archive.namelist():
                raise NotWhole("It does not hold the database that the settings name.")
            file = Path(archive.extract(NAMES[dialect], working))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise NotWhole("It is no backup of the forum, or it was cut off.") from error
    look(dialect, file)
    return file


def files_beside(data: Path, engine: Engine) -> Iterator[Path]:
    """Whatever else is kept in the forum's folder, file by file."""
    database = engine.url.database or ""
    its_files = {Path(f"{database}{end}") for end in OF_THE_DATABASE}
    for path in sorted(data.rglob("*")):
        if path.is_file() and path.relative_to(data).parts[0] not in LEFT_OUT and path not in its_files:
            yield path


def _pack(copy: Path, data: Path, engine: Engine, packed: Path) -> None:
    _private(packed)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(copy, copy.name)
        for path in files_beside(data, engine):
            archive.write(path, f"files/{path.relative_to(data).as_posix()}")


def _private(path: Path) -> None:
    """An empty file that nobody else may read, before anything is in it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
