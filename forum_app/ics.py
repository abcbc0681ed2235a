"""Calendar files: plain values in, iCalendar bytes out.

Two traps shape this module. Desktop Outlook reads a time zone only from yearly rules and ignores the lists of
dates that the icalendar library writes, so `time_zones` writes the zones. And a file that differs at each fetch
can never be answered with "unchanged", so nothing in it is made up on the spot: no fresh UID, no DTSTAMP of now.

Invitations by mail (RFC 5546 and 6047) are another kind of file: with a METHOD, whoever invites, and the one person
who is invited. Nobody else's address is ever in one.
"""

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

from forum_app.time_zones import ZoneRules, zone_rules

Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
#: What somebody has answered so far (RFC 5545, 3.2.12).
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"]


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


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """Something of a whole day, at no hour: until when questions are wanted, what somebody promised to do by then."""

    uid: str
    sequence: int
    stamp: datetime
    title: str
    day: date
    description: str
    url: str
    status: Status = "CONFIRMED"

    def __post_init__(self) -> None:
        _refuse_naive(self.stamp)
        _refuse_spaces(self.url)


AnyEntry = CalendarEntry | DayEntry


@dataclass(frozen=True)
class Party:
    """Whoever invites or is invited: a name for people, if there is one, and an address for calendars."""

    name: str
    address: str


def publish(
    entries: Sequence[AnyEntry],
    *,
    name: str,
    product: str,
    zone: str | None = None,
    refresh: timedelta | None = None,
    source: str | None = None,
) -> bytes:
    """A file to add to a calendar, or to subscribe to when `refresh` and `source` are given.

    Some calendars show it in its `zone`; each time in it says its own all the same.

    It has no METHOD, ORGANIZER or ATTENDEE, or some calendars would mail an answer to the organiser at each
    import; and no VALARM, because a reminder is the reader's own choice.
    """
    calendar = _calendar(product)
    _describe(calendar, name, zone, refresh, source)
    _fill(calendar, entries)
    return calendar.to_ical()


def invite(
    entry: CalendarEntry, *, organizer: Party, attendee: Party, answered: PartStat = "NEEDS-ACTION", product: str
) -> bytes:
    """An invitation, or its update: the same UID with a higher SEQUENCE. The answer is sent to the organizer's address.

    It asks for an answer even where there is one (RSVP), or some calendars would show no buttons to change it.
    """
    asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": answered, "RSVP": "TRUE"}
    return _to_one("REQUEST", entry, organizer, _address(attendee, asked), product)


def cancel(entry: CalendarEntry, *, organizer: Party, attendee: Party, product: str) -> bytes:
    """Takes the entry out of one calendar: the meeting is cancelled, or this person is not invited any more."""
    return _to_one("CANCEL", replace(entry, status="CANCELLED"), organizer, _address(attendee), product)


def _to_one(method: str, entry: CalendarEntry, organizer: Party, attendee: vCalAddress, product: str) -> bytes:
    calendar = _calendar(product)
    calendar.add("method", vText(method))
    event = _event(entry)
    event.add("organizer", _address(organizer))
    event.add("attendee", attendee)
    _add_zones(calendar, [entry])
    calendar.add_component(event)
    return calendar.to_ical()


def _address(party: Party, facts: dict[str, str] | None = None) -> vCalAddress:
    address = vCalAddress(f"mailto:{_refuse_spaces(party.address)}")
    # Older calendars show the escape for a double quote (RFC 6868) as it stands.
    name = _line(party.name).replace('"', "'")
    address.params.update(({"CN": name} if name else {}) | (facts or {}))
    return address


def _calendar(product: str) -> Calendar:
    calendar = Calendar()  # not Calendar.new(), which makes up a UID each time
    calendar.add("version", "2.0")
    calendar.add("prodid", vText(_line(product)))
    return calendar


def _describe(calendar: Calendar, name: str, zone: str | None, refresh: timedelta | None, source: str | None) -> None:
    """The calendar's own properties (RFC 7986, section 5), with the older X- names that clients also read.

    REFRESH-INTERVAL and SOURCE have no default type, so each says its VALUE.
    """
    for naming in ("name", "x-wr-calname"):
        calendar.add(naming, vText(_line(name)))
    if zone is not None:
        _refuse_unknown_zone(zone)
        calendar.add("x-wr-timezone", vText(zone))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    if source is not None:
        calendar.add("source", vUri(_refuse_spaces(source)), parameters={"VALUE": "URI"})


def _fill(calendar: Calendar, entries: Sequence[AnyEntry]) -> None:
    """Add the events, after the zones they refer to."""
    _add_zones(calendar, entries)
    for entry in entries:
        calendar.add_component(_event(entry) if isinstance(entry, CalendarEntry) else _whole_day(entry))


def _add_zones(calendar: Calendar, entries: Sequence[AnyEntry]) -> None:
    timed = [entry for entry in entries if isinstance(entry, CalendarEntry)]
    found = {entry.zone: rules for entry in timed if (rules := _rules_for(entry))}
    for rules in found.values():
        calendar.add_component(rules.component)


def _event(entry: CalendarEntry) -> Event:
    event = _what_all_have(entry)
    starts, ends = _times(entry)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    _add_particulars(event, entry)
    return event


def _whole_day(entry: DayEntry) -> Event:
    event = _what_all_have(entry)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))  # the first day that is not meant (RFC 5545, 3.6.1)
    event.add("transp", vText("TRANSPARENT"))  # nobody is busy all day because of it
    if entry.description:
        event.add("description", _text(entry.description))
    return event


def _what_all_have(entry: AnyEntry) -> Event:
    event = Event()
    event.add("uid", _line(entry.uid))
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("last-modified", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("summary", _text(entry.title))
    if entry.url:
        event.add("url", entry.url)
    return event


def _add_particulars(event: Event, entry: CalendarEntry) -> None:
    """What may be empty: a property with nothing in it is left out."""
    for prop, value in (("location", _text(entry.place)), ("description", _description(entry))):
        if value:
            event.add(prop, value)
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


def _rules_for(entry: CalendarEntry) -> ZoneRules | None:
    """The zone's rules, if they say truly when this entry is.

    They do not for a time before they were made, nor for the second passing of an hour that comes twice: a
    local time then means the first (RFC 5545, 3.3.5).
    """
    rules, zone = zone_rules(entry.zone), ZoneInfo(entry.zone)
    second_passing = any(moment.astimezone(zone).fold for moment in (entry.starts, entry.ends))
    if rules is None or second_passing or entry.starts < rules.since:
        return None
    return rules
