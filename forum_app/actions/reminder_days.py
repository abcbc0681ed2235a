"""On which days somebody is reminded: worked out from when a thing is due, never on a quiet day. Plain days only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY = 5


class Stage(StrEnum):
    """Which of the three reminders of one action point it is."""

    BEFORE = "before"
    ON_THE_DAY = "on-the-day"
    AFTER = "after"


#: How long after the day on which it is due each of them is meant.
STAGES = {Stage.BEFORE: -WEEK, Stage.ON_THE_DAY: timedelta(0), Stage.AFTER: 3 * WEEK}
#: A reminder that could not go on its day goes within a week, or not at all: the digest speaks of it.
LAPSES_AFTER = WEEK
#: Nothing goes about what somebody has had for less than this: the desk shows it for as long first.
SEEN_FIRST = timedelta(days=3)
QUARTERS = (1, 4, 7, 10)
BEFORE_MEETING = 3 * WEEK
#: The digest before a meeting stands for that of the quarter where both would come so close together.
CLOSE = 2 * WEEK


@dataclass(frozen=True)
class Quiet:
    """From one day through another nobody is reminded."""

    starts_on: date
    ends_on: date
    why: str = ""

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class DigestDay:
    """The day of one digest, and its name, by which it is known to have gone."""

    name: str
    day: date


@dataclass(frozen=True)
class StageDay:
    stage: Stage
    day: date
    #: From this day on it is too late for it.
    lapses_on: date


def holidays(year: int) -> tuple[Quiet, ...]:
    """What the forum keeps quiet in any year."""
    return (
        Quiet(date(year, 7, 24), date(year, 8, 31), "the summer holidays"),
        Quiet(date(year, 12, 19), date(year + 1, 1, 4), "Christmas and New Year"),
    )


def quiet_days(own: Sequence[Quiet], first: date, last: date) -> list[Quiet]:
    """The quiet periods that touch these days: the holidays, and the forum's own."""
    usual = [quiet for year in range(first.year - 1, last.year + 1) for quiet in holidays(year)]
    return [quiet for quiet in (*usual, *own) if quiet.ends_on >= first and quiet.starts_on <= last]


def is_good(day: date, quiet: Sequence[Quiet]) -> bool:
    """A working day on which nobody asked for quiet."""
    return day.weekday() < SATURDAY and not any(period.holds(day) for period in quiet)


def good_day(day: date, quiet: Sequence[Quiet]) -> date:
    """This day, or the first good one after it."""
    while not is_good(day, quiet):
        day = max([period.ends_on for period in quiet if period.holds(day)], default=day) + DAY
    return day


def good_day_before(day: date, quiet: Sequence[Quiet]) -> date:
    """This day, or the last good one before it."""
    while not is_good(day, quiet):
        day = min([period.starts_on for period in quiet if period.holds(day)], default=day) - DAY
    return day


def stage_days(due_on: date, held_since: date, not_before: date | None, quiet: Sequence[Quiet]) -> list[StageDay]:
    """The reminders of what is due on a day, for somebody who has had it since a day.

    Where quiet days push two of them together only the later one goes.
    """
    planned = [(stage, due_on + after) for stage, after in STAGES.items() if due_on + after >= held_since + SEEN_FIRST]
    days = [(stage, good_day(max(day, not_before or day), quiet)) for stage, day in planned]
    return [
        StageDay(stage, day, day + LAPSES_AFTER)
        for place, (stage, day) in enumerate(days)
        if all(later > day for _, later in days[place + 1 :])
    ]


def digest_days(
    first: date, last: date, meetings: Sequence[tuple[int, date]], quiet: Sequence[Quiet]
) -> list[DigestDay]:
    """The digests that fall into these days: one a quarter, and one before each meeting."""
    before = [DigestDay(f"meeting-{number}", good_day_before(day - BEFORE_MEETING, quiet)) for number, day in meetings]
    quarterly = [
        digest
        for digest in _quarterly(first.year, last.year, quiet)
        if all(abs(digest.day - other.day) > CLOSE for other in before)
    ]
    return sorted((d for d in (*before, *quarterly) if first <= d.day <= last), key=lambda d: (d.day, d.name))


def _quarterly(first_year: int, last_year: int, quiet: Sequence[Quiet]) -> Iterator[DigestDay]:
    for year in range(first_year, last_year + 1):
        for number, month in enumerate(QUARTERS, start=1):
            start = date(year, month, 1)
            monday = start + timedelta(days=-start.weekday() % 7)
            yield DigestDay(f"{year}-{number}", good_day(monday, quiet))
