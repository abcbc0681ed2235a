"""The days of the demo, all worked out from the day on which it is loaded."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/London"
WEDNESDAY = 2


@dataclass(frozen=True)
class Days:
    """The four meetings: two that are over, a private one to plan the next, and the next."""

    today: date
    earlier: date
    last: date
    planning: date
    next: date


def days_around(today: date) -> Days:
    return Days(
        today=today,
        earlier=meeting_day(months_away(today, -19)),
        last=meeting_day(months_away(today, -7)),
        planning=meeting_day(today + timedelta(weeks=6)),
        next=meeting_day(months_away(today, 5)),
    )


def meeting_day(near: date) -> date:
    """The Wednesday nearest to a day; over Christmas and New Year the last one before."""
    day = near + timedelta(days=(WEDNESDAY - near.weekday() + 3) % 7 - 3)
    while (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 2):
        day -= timedelta(weeks=1)
    return day


def months_away(day: date, months: int) -> date:
    """The same day some months away, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def evening_of(day: date) -> datetime:
    """When a volunteer sits down to the forum's work: half past eight."""
    return datetime.combine(day, time(20, 30), ZoneInfo(ZONE))
