"""Calendar files: plain values in, iCalendar bytes out.

Two traps shape this module. Desktop Outlook reads a time zone only from yearly rules and ignores lists of
dates ([MS-STANOICAL], VTIMEZONE), while the icalendar library writes lists; so the zone is written here, from
the rule in the last line of the zone's own file (RFC 8536, 3.3). And a file that differs at each fetch can
never be answered with "unchanged", so nothing in it is made up on the spot: no fresh UID, no DTSTAMP of now.

Invitations by mail (RFC 6047: METHOD, ORGANIZER, ATTENDEE) are another kind of file. They would stand beside
`publish`, built from the same `_calendar` and `_fill`.
"""

import hashlib
import re
import zoneinfo
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText, vUri

Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One event. `stamp` is the stored moment of its last change; `sequence` rises with each change sent out.

    Keep `uid` in the database and never change it: by it a calendar knows the event again (RFC 5545,
    3.8.4.7). A private joining link belongs only in a file made for one person.
    """

    uid: str
    sequence: int
    stamp: datetime
    title: str
    starts: datetime
    ends: datetime
    zone: str
    place: str
    description: str
    url: str
    status: Status
    conference_url: str | None = None
    geo: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        _refuse_naive(self.stamp, self.starts, self.ends)
        _refuse_unknown_zone(self.zone)
        if self.ends.astimezone(UTC) <= self.starts.astimezone(UTC):  # not by the clock on the wall
            raise ValueError("An event ends after it starts (RFC 5545, 3.8.2.2).")
        if self.status not in get_args(Status):
            raise ValueError(f"{self.status!r} is not a status an event can have (RFC 5545, 3.8.1.11).")
        for address in (self.url, self.conference_url or ""):
            _refuse_spaces(address)


def publish(
    entries: Sequence[CalendarEntry],
    *,
    name: str,
    product: str,
    refresh: timedelta | None = None,
    source: str | None = None,
) -> bytes:
    """A file to add to a calendar, or to subscribe to when `refresh` and `source` are given.

    It has no METHOD, ORGANIZER or ATTENDEE, or some calendars would mail an answer to the organiser at each
    import; and no VALARM, because a reminder is the reader's own choice.
    """
    calendar = _calendar(product)
    _describe(calendar, name, refresh, source)
    _fill(calendar, entries)
    return calendar.to_ical()


def validator(data: bytes) -> str:
    """A strong validator for these bytes (RFC 9110, 8.8.1), for an ETag; it carries no quotation marks."""
    return hashlib.sha256(data).hexdigest()[:32]


def _calendar(product: str) -> Calendar:
    calendar = Calendar()  # not Calendar.new(), which makes up a UID each time
    calendar.add("version", "2.0")
    calendar.add("prodid", vText(_line(product)))
    return calendar


def _describe(calendar: Calendar, name: str, refresh: timedelta | None, source: str | None) -> None:
    """The calendar's own properties (RFC 7986, section 5), with the older X- names that clients also read.

    REFRESH-INTERVAL and SOURCE have no default type, so each says its VALUE.
    """
    for naming in ("name", "x-wr-calname"):
        calendar.add(naming, vText(_line(name)))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    if source is not None:
        calendar.add("source", vUri(_refuse_spaces(source)), parameters={"VALUE": "URI"})


def _fill(calendar: Calendar, entries: Sequence[CalendarEntry]) -> None:
    """Add the events, after the zones they refer to."""
    found = {entry.zone: rules for entry in entries if (rules := _rules_for(entry))}
    for rules in found.values():
        calendar.add_component(rules.component)
    for entry in entries:
        calendar.add_component(_event(entry))


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    starts, ends = _times(entry)
    event.add("uid", _line(entry.uid))
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("last-modified", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", _text(entry.title))
    _add_particulars(event, entry)
    return event


def _add_particulars(event: Event, entry: CalendarEntry) -> None:
    """What may be empty: a property with nothing in it is left out."""
    for prop, value in (("location", _text(entry.place)), ("description", _description(entry))):
        if value:
            event.add(prop, value)
    if entry.url:
        event.add("url", entry.url)
    if entry.geo:
        event.add("geo", entry.geo)
    if entry.conference_url:
        facts = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"}  # RFC 7986, 5.11
        event.add("conference", entry.conference_url, parameters=facts)


def _description(entry: CalendarEntry) -> str:
    """The description, with the joining link in it: most calendars do not show CONFERENCE."""
    said = _text(entry.description)
    if not entry.conference_url or entry.conference_url in said:
        return said
    return f"{said}\n\nJoin online: {entry.conference_url}".lstrip("\n")


# --- What is refused ------------------------------------------------------------------------------------


def _refuse_naive(*moments: datetime) -> None:
    """A time without a zone ("floating": RFC 5545, 3.3.5) is at another moment for each reader."""
    for moment in moments:
        if moment.utcoffset() is None:
            raise ValueError(f"{moment} has no time zone, so it does not say when the event is.")


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"There is no time zone called {name!r}.") from unknown


def _refuse_spaces(address: str) -> str:
    """A web address is written as it stands (RFC 5545, 3.3.13): a line break in it would begin a new line."""
    if re.search(r"\s", address) or _text(address) != address:
        raise ValueError(f"{address!r} is not a web address: it has a space or a control character in it.")
    return address


# --- Text -----------------------------------------------------------------------------------------------

# Line ends of every kind; some programs would read the rarer ones as the end of the property.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# What RFC 5545 (3.1, CONTROL) keeps out of a file, the second set of controls, and halves of characters,
# which cannot be written as UTF-8. The icalendar library lets the first two through.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _text(value: str) -> str:
    """Text without control characters; a tab becomes a space, so that no words are joined."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", value)).replace("\t", " ")


def _line(value: str) -> str:
    """Text on one line, for a name."""
    return " ".join(_text(value).split())


# --- Times ----------------------------------------------------------------------------------------------


def _times(entry: CalendarEntry) -> tuple[datetime, datetime]:
    """In the zone where its rules can be written down, otherwise in UTC, which is right everywhere."""
    zone = ZoneInfo(entry.zone) if _rules_for(entry) else UTC
    return entry.starts.astimezone(zone), entry.ends.astimezone(zone)


def _rules_for(entry: CalendarEntry) -> "_Rules | None":
    """The zone's rules, if they say truly when this entry is.

    They do not for a time before they were made, nor for the second passing of an hour that comes twice: a
    local time then means the first (RFC 5545, 3.3.5).
    """
    rules, zone = _rules(entry.zone), ZoneInfo(entry.zone)
    second_passing = any(moment.astimezone(zone).fold for moment in (entry.starts, entry.ends))
    if rules is None or second_passing or entry.starts < rules.since:
        return None
    return rules


# --- Time zones -----------------------------------------------------------------------------------------

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
class _Rules:
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
def _rules(zone: str) -> _Rules | None:
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


def _two_changes_a_year(zone: str, *changes: _Change) -> _Rules:
    info = ZoneInfo(zone)
    firsts = [change.first_year(info) for change in changes]
    parts = [_yearly(change, first) for change, first in zip(changes, firsts, strict=True)]
    since = max(change.moment(first) for change, first in zip(changes, firsts, strict=True))
    return _Rules(_timezone(zone, parts), since)


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


def _one_offset(zone: str, offset: _Offset) -> _Rules:
    since = _settled(ZoneInfo(zone), offset.ahead)
    part = TimezoneStandard()
    _fill_part(part, (since + offset.ahead).replace(tzinfo=None), offset, offset)
    return _Rules(_timezone(zone, [part]), since)


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
