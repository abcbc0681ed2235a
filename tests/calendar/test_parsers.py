"""What is written is read the same by four programs that share no code, whatever is in it and whenever it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import ics as ics_py
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from forum_app.ics import CalendarEntry, Party, cancel, invite, publish

#: Both clock changes of some years, in UTC.
CHANGES = [
    datetime(year, month, day, 1, tzinfo=UTC)
    for year, month, day in ((2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2031, 3, 30))
]
#: A backslash before an n is missing here: ics 0.7 reads it as a line end. tests/test_ics.py looks at it.
TITLES = [
    "Agenda, questions; answers, and actions",
    'What "suitable" means, and what it does not',
    "Tea ☕ and families 👩‍👧‍👦 in Ynys Môn",
    "control\x00 cha\x07racters\x0b and\x1f more",
    "x" * 300,
    "é" * 300,
    "semi;colon: and = and ^n ^' %0A",
    "BEGIN:VEVENT",
]
ORGANIZER, INES = Party('The "Fenwick" Forum', "rsvp+abc@forum.example"), Party("Ines; Marlow, chair", "ines@x.example")


LENGTHS = (timedelta(hours=2, minutes=30), timedelta(minutes=45), timedelta(hours=26))


@dataclass(frozen=True)
class Read:
    """What a program makes of an entry."""

    uid: str
    title: str
    place: str
    starts: datetime
    ends: datetime


def by_icalendar(data: bytes) -> Read:
    event = Calendar.from_ical(data).events[0]
    return Read(
        str(event["UID"]), str(event["SUMMARY"]), str(event["LOCATION"]), event["DTSTART"].dt, event["DTEND"].dt
    )


def by_vobject(data: bytes) -> Read:
    event = vobject.readOne(data.decode()).vevent
    return Read(event.uid.value, event.summary.value, event.location.value, event.dtstart.value, event.dtend.value)


def by_ics(data: bytes) -> Read:
    event = next(iter(ics_py.Calendar(data.decode()).events))
    return Read(event.uid, event.name or "", event.location or "", event.begin.datetime, event.end.datetime)


def by_ical(data: bytes) -> Read:
    event: Any = IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    return Read(event.uid, event.summary, event.location, event.dtstart, event.dtend)


PROGRAMS: list[Callable[[bytes], Read]] = [by_icalendar, by_vobject, by_ics, by_ical]


@pytest.mark.parametrize("kind", ["publish", "invite", "cancel"])
@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_every_program_reads_the_same_words(kind: str, title: str):
    entry = made(title, CHANGES[0] + timedelta(days=17))
    read = {program.__name__: in_utc(program(written(kind, entry))) for program in PROGRAMS}
    plain = "".join(letter for letter in title if ord(letter) >= 32)
    assert set(read.values()) == {Read(entry.uid, plain, entry.place, entry.starts, entry.ends)}, read


@pytest.mark.parametrize("kind", ["publish", "invite"])
def test_every_program_reads_the_same_moment_at_every_hour_around_the_clock_changes(kind: str, proof: int):
    """Each hour of a day and a half around each change; in full each quarter of one, for three lengths."""
    for starts in hours(quarters=proof > 1):
        for length in LENGTHS if proof > 1 else LENGTHS[:1]:
            entry = made("Tea", starts, length)
            read = {program.__name__: in_utc(program(written(kind, entry))) for program in PROGRAMS}
            assert {(one.starts, one.ends) for one in read.values()} == {(starts, starts + length)}, read


def hours(*, quarters: bool) -> Iterator[datetime]:
    step = timedelta(minutes=15) if quarters else timedelta(hours=1)
    for change in CHANGES if quarters else CHANGES[:2]:
        moment = change - timedelta(hours=18)
        while moment < change + timedelta(hours=18):
            yield moment
            moment += step


def made(title: str, starts: datetime, length: timedelta = timedelta(hours=2)) -> CalendarEntry:
    return CalendarEntry(
        uid="2b8e7c1e-6a51-4a7e-9d0b-0c5f7f0e9a44", sequence=3, stamp=CHANGES[0], title=title, starts=starts,
        ends=starts + length, zone="Europe/London", place="Village Hall, 3 Mill Lane; Fenwick", status="CONFIRMED",
        description=f"{title}\n\nChildren are welcome.", url="https://forum.example/meetings/7",
    )  # fmt: skip


def written(kind: str, entry: CalendarEntry) -> bytes:
    if kind == "publish":
        return publish([entry], name="A forum", product="-//A forum//EN")
    write = invite if kind == "invite" else cancel
    return write(entry, organizer=ORGANIZER, attendee=INES, product="-//A forum//EN")


def in_utc(read: Read) -> Read:
    return Read(read.uid, read.title, read.place, read.starts.astimezone(UTC), read.ends.astimezone(UTC))
