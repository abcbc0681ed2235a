"""Which backups stay: of each of fourteen days, then of each week, and none for longer than was promised."""

from datetime import timedelta
from pathlib import Path

from forum_app.backups.keeping import AT_MOST, BEFORE_A_RESTORE, FOLDER, Backup, backups, drop_old, name_of
from tests.builders import NOW


def test_a_year_of_nights_leaves_fourteen_days_and_the_weeks_before(tmp_path: Path):
    for day in range(365):
        moment = NOW + timedelta(days=day)
        lay_down(tmp_path, moment)
        drop_old(tmp_path, moment)
    ages = [(moment - backup.made_at).days for backup in backups(tmp_path)]
    assert ages[:14] == list(range(14))
    assert max(ages) <= AT_MOST.days
    assert len({backup.made_at.isocalendar()[:2] for backup in backups(tmp_path)}) == 6
    assert len(ages) == 14 + 3


def test_of_a_day_with_several_the_newest_stays(tmp_path: Path):
    made = [lay_down(tmp_path, NOW + timedelta(hours=hours)) for hours in range(3)]
    assert drop_old(tmp_path, NOW) == 1
    assert [backup.path for backup in backups(tmp_path)] == made[-1:]


def test_how_it_was_before_a_restore_stays_beside_them_as_long(tmp_path: Path):
    before = [lay_down(tmp_path, NOW + timedelta(minutes=n), BEFORE_A_RESTORE) for n in range(2)]
    lay_down(tmp_path, NOW)
    assert drop_old(tmp_path, NOW + AT_MOST) == 3
    assert drop_old(tmp_path, NOW + AT_MOST + timedelta(seconds=90)) == 0
    assert not any(path.exists() for path in before)


def test_nothing_else_in_the_folder_is_touched(tmp_path: Path):
    names = ("forum-99999999-999999.zip", "forum-20200101-000000.zip.part", "holiday.zip")
    others = [lay_down(tmp_path, NOW).with_name(name) for name in names]
    for other in others:
        other.touch()
    assert drop_old(tmp_path, NOW + timedelta(days=400)) == 0
    assert all(other.exists() for other in others)
    assert backups(tmp_path) == []


def lay_down(data: Path, moment, kind: str = "forum") -> Path:
    (data / FOLDER).mkdir(exist_ok=True)
    path = data / FOLDER / name_of(moment, kind)
    path.touch()
    assert Backup(path, moment.replace(microsecond=0), kind == "forum") in backups(data)
    return path
