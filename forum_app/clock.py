"""What time it is, what a local time means, and how days and times are written in words.

A meeting is kept as a day, a time and the name of a zone, because that is what people agreed in the room: if
the rules for summer time change, "4pm on the Wednesday" still stands. Everything else (a reminder, a closing
date) is worked out from it through `local`.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# "localtime" means something else on each machine, and "Factory" is for a machine nobody has set up.
NOT_A_PLACE = {"localtime", "Factory"}


class ClocksChange(ValueError):
    """A time of day that the clock change spoils. The message, fit for people to read, says what to do."""

    def __init__(self, day: date, at: time, zone: str, jump: int) -> None:
        self.day, self.at, self.zone, self.jump = day, at, zone, jump
        super().__init__(f"{self._fact()} Choose a time at least {minutes_in_words(jump)} earlier or later.")

    def _when(self) -> str:
        return f"on {day_in_words(self.day)} in the time zone {self.zone}"

    def _fact(self) -> str:
        raise NotImplementedError


class TimeDoesNotExist(ClocksChange):
    """The clocks go forward past this time."""

    def _fact(self) -> str:
        return f"There is no {time_in_words(self.at)} {self._when()}, because the clocks go forward past it."


class TimeHappensTwice(ClocksChange):
    """The clocks go back over this time, so it does not say which of two moments is meant."""

    def _fact(self) -> str:
        return f"{time_in_words(self.at)} happens twice {self._when()}, because the clocks go back."


def now() -> datetime:
    """This moment, in UTC. The one place the application asks the time."""
    return datetime.now(UTC)


def today(zone: str, now: datetime | None = None) -> date:
    """The date in a zone: just after midnight in a British summer it is still yesterday in UTC."""
    moment = now or _now()
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone does not say what day it is.")
    return moment.astimezone(ZoneInfo(zone)).date()


_now = now  # `today` has an argument of that name


def local(day: date, at: time, zone: str) -> datetime:
    """The moment a clock on the wall in this zone shows this time.

    zoneinfo takes any time without complaint, so the two nights a year are looked for here. PEP 495: the two
    readings of a time (`fold`) differ only around a change; the first has the smaller offset where an hour is
    left out, and the larger where an hour comes twice.
    """
    moment = datetime.combine(day, at, ZoneInfo(zone))
    first, second = (_offset_in_minutes(moment.replace(fold=fold)) for fold in (0, 1))
    if first < second:
        raise TimeDoesNotExist(day, at, zone, second - first)
    if first > second:
        raise TimeHappensTwice(day, at, zone, first - second)
    return moment


def _offset_in_minutes(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta(0)
    return round(offset.total_seconds() / 60)


@cache
def zone_names() -> tuple[str, ...]:
    """Every time zone that can be chosen, in order. Kept, because finding them reads a few hundred files."""
    return tuple(sorted(available_timezones() - NOT_A_PLACE))


def is_zone(name: str) -> bool:
    """Whether this is a time zone's name, such as Europe/London."""
    return name in zone_names()


def day_in_words(day: date) -> str:
    """Wednesday 15 April 2026. Not strftime, whose words follow the machine's language."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def time_in_words(at: time) -> str:
    """4.30pm, 4pm, 12 noon, 12 midnight: twelve o'clock is named, since few agree which one 12pm is."""
    if at.minute == 0 and at.hour in (0, 12):
        return "12 noon" if at.hour else "12 midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


def minutes_in_words(minutes: int) -> str:
    """1 hour 20 minutes, 2 hours, 45 minutes."""
    if minutes < 0:
        raise ValueError("A length of time cannot be less than nothing.")
    hours, rest = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_counted(rest, "minute"))
    return " ".join(parts)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
