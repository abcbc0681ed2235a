"""Time zones as calendars read them: VTIMEZONE made of yearly rules.

Desktop Outlook reads a zone only from yearly rules ([MS-STANOICAL], VTIMEZONE), so they are written from the rule
in the last line of the zone's own file (RFC 8536, 3.3).
"""

import re
import zoneinfo
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_OFFSET = r"[+-]?\d{1,3}(?::\d\d){0,2}"
_NAME = r"[A-Za-z]{3,}|<[A-Za-z0-9+-]+>"
# The nth weekday of a month (5 is the last) at a time of that day. A change "at 26 hours" or "at -1 hours",
# as in Jerusalem and Nuuk, is on another day than it says, which no rule that Outlook reads can follow: such
# a zone does not match, and its events are written in UTC.
_RULE = r"M(?:1?\d)\.[1-5]\.[0-6](?:/(?:1?\d|2[0-3])(?::\d\d){0,2})?"
_FOOTER = re.compile(
    rf"(?P<name>{_NAME})(?P<offset>{_OFFSET})"
    rf"(?:(?P<other>{_NAME})(?P<other_offset>{_OFFSET})?,(?P<to_other>{_RULE}),(?P<back>{_RULE}))?"
)

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_FAR_YEAR = 2090  # later than any change that a zone's file lists one by one
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class ZoneRules:
    component: Timezone
    since: datetime  # the rules are wrong about moments before this


@dataclass(frozen=True)
class _Offset:
    name: str
    ahead: timedelta  # of UTC


@dataclass(frozen=True)
class _Change:
    """The clocks change once a year from one offset to another."""

    month: int
    week: int
    weekday: int  # 0 is Sunday
    at: timedelta
    before: _Offset
    after: _Offset

    def on_the_wall(self, year: int) -> datetime:
        """What the clock shows as it is changed, without a zone."""
        month = [date(year, self.month, day) for day in range(1, monthrange(year, self.month)[1] + 1)]
        days = [day for day in month if day.isoweekday() % 7 == self.weekday]
        return datetime.combine(days[-1 if self.week == 5 else self.week - 1], time()) + self.at

    def moment(self, year: int) -> datetime:
        return (self.on_the_wall(year) - self.before.ahead).replace(tzinfo=UTC)

    def happened(self, year: int, zone: ZoneInfo) -> bool:
        onset = self.moment(year)
        around = [moment.astimezone(zone).utcoffset() for moment in (onset - timedelta(seconds=1), onset)]
        return around == [self.before.ahead, self.after.ahead]

    def first_year(self, zone: ZoneInfo) -> int:
        """The first of the unbroken run of years in which it happened."""
        year = _FAR_YEAR
        while year > _START.year and self.happened(year - 1, zone):
            year -= 1
        return year


@cache
def zone_rules(zone: str) -> ZoneRules | None:
    """The zone as yearly rules (RFC 5545, 3.6.5), or None where it has to be UTC."""
    footer = _FOOTER.fullmatch(_footer(zone))
    if footer is None or footer[0] == "UTC0":
        return None
    if footer["other"]:
        return _two_changes_a_year(zone, *_changes(footer))
    return _one_offset(zone, _Offset(footer["name"].strip("<>"), -_duration(footer["offset"])))


def _changes(footer: re.Match[str]) -> tuple[_Change, _Change]:
    """Both changes; POSIX counts offsets westwards, and the second offset is an hour ahead unless it says."""
    first = _Offset(footer["name"].strip("<>"), -_duration(footer["offset"]))
    stated = footer["other_offset"]
    ahead = -_duration(stated) if stated else first.ahead + timedelta(hours=1)
    other = _Offset(footer["other"].strip("<>"), ahead)
    return _change(footer["to_other"], first, other), _change(footer["back"], other, first)


def _change(rule: str, before: _Offset, after: _Offset) -> _Change:
    day, _, at = rule[1:].partition("/")
    month, week, weekday = map(int, day.split("."))
    return _Change(month, week, weekday, _duration(at or "2"), before, after)


def _duration(text: str) -> timedelta:
    """Hours, with minutes and seconds if there are any: "2", "-5:30"."""
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    hours, minutes, seconds = (*parts, 0, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length


def _two_changes_a_year(zone: str, *changes: _Change) -> ZoneRules:
    info = ZoneInfo(zone)
    firsts = [change.first_year(info) for change in changes]
    parts = [_yearly(change, first) for change, first in zip(changes, firsts, strict=True)]
    since = max(change.moment(first) for change, first in zip(changes, firsts, strict=True))
    return ZoneRules(_timezone(zone, parts), since)


def _yearly(change: _Change, first_year: int) -> TimezoneStandard | TimezoneDaylight:
    """A change to the larger offset is to daylight time.

    Dublin's file has it the other way about, with winter as the exception to "Irish Standard Time", but
    readers expect DAYLIGHT when the clocks are forward.
    """
    forward = change.after.ahead > change.before.ahead
    part = TimezoneDaylight() if forward else TimezoneStandard()
    _fill_part(part, change.on_the_wall(first_year), change.before, change.after)
    nth = -1 if change.week == 5 else change.week
    weekday = f"{nth}{_WEEKDAYS[change.weekday]}"
    part.add("rrule", {"freq": "yearly", "bymonth": change.month, "byday": weekday})
    return part


def _one_offset(zone: str, offset: _Offset) -> ZoneRules:
    since = _settled(ZoneInfo(zone), offset.ahead)
    part = TimezoneStandard()
    _fill_part(part, (since + offset.ahead).replace(tzinfo=None), offset, offset)
    return ZoneRules(_timezone(zone, [part]), since)


def _settled(zone: ZoneInfo, ahead: timedelta) -> datetime:
    """Since when the zone has kept one offset, to the week (in the days before, UTC will do)."""
    moment = _START + _WEEK * ((datetime(_FAR_YEAR, 1, 1, tzinfo=UTC) - _START) // _WEEK)
    while moment > _START and (moment - _WEEK).astimezone(zone).utcoffset() == ahead:
        moment -= _WEEK
    return moment


def _fill_part(part: TimezoneStandard | TimezoneDaylight, onset: datetime, before: _Offset, after: _Offset) -> None:
    part.add("dtstart", onset)
    part.add("tzoffsetfrom", before.ahead)
    part.add("tzoffsetto", after.ahead)
    part.add("tzname", after.name)


def _timezone(zone: str, parts: Iterable[TimezoneStandard | TimezoneDaylight]) -> Timezone:
    component = Timezone()
    component.add("tzid", zone)
    for part in parts:
        component.add_component(part)
    return component


def _footer(zone: str) -> str:
    """The last line of the zone's file: its rule from now on, as in "GMT0BST,M3.5.0/1,M10.5.0".

    Empty in a file of the first version, which has none (RFC 8536, 3.3).
    """
    data = _zone_file(zone)
    return "" if data[4:5] < b"2" else data.rsplit(b"\n", 2)[1].decode("ascii")


def _zone_file(zone: str) -> bytes:
    """The file that zoneinfo itself reads: the machine's own, or else the tzdata package's."""
    for root in zoneinfo.TZPATH:
        path = Path(root, zone)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
