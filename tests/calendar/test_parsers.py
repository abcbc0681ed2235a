"""What is written is read the same by four programs that share no code, whatever is in it and whenever it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import ics as ics_py
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from forum_app.actions.models import ActionPoint
from forum_app.calendar.entries import deadline_entry, promise_entry
from forum_app.clock import time_in_words
from forum_app.ics import CalendarEntry, DayEntry, Party, cancel, invite, publish
from forum_app.meetings.models import Meeting
from forum_app.settings.models import Forum

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

PAGE = "https://forum.example/promises/7"
KINDS = ["publish", "invite", "cancel"]
#: The days of clock changes, a leap day, and both ends of a year.
DAYS = [*(change.date() for change in CHANGES), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)]
LENGTHS = (timedelta(hours=2, minutes=30), timedelta(minutes=45), timedelta(hours=26))


@dataclass(frozen=True)
class Read:
    """What a program makes of an entry."""

    uid: str
    title: str
    place: str
    starts: date
    ends: date
    description: str
    status: str
    sequence: int
    url: str
    organizer: Party | None = None
    attendee: Party | None = None


def by_icalendar(data: bytes) -> Read:
    event = Calendar.from_ical(data).events[0]
    organizer, attendee = (event.get(who) for who in ("ORGANIZER", "ATTENDEE"))
    return Read(
        str(event["UID"]), str(event["SUMMARY"]), str(event.get("LOCATION", "")), event["DTSTART"].dt,
        event["DTEND"].dt, str(event["DESCRIPTION"]), str(event["STATUS"]), event["SEQUENCE"], str(event["URL"]),
        *(party(who, who.params["CN"]) if who else None for who in (organizer, attendee)),
    )  # fmt: skip


def by_vobject(data: bytes) -> Read:
    event = vobject.readOne(data.decode()).vevent
    parties = (event.contents.get(who, [None])[0] for who in ("organizer", "attendee"))
    place = event.location.value if "location" in event.contents else ""
    return Read(
        event.uid.value, event.summary.value, place, event.dtstart.value, event.dtend.value, event.description.value,
        event.status.value, int(event.sequence.value), event.url.value,
        *(party(who.value, who.params["CN"][0]) if who else None for who in parties),
    )  # fmt: skip


def by_ics(data: bytes) -> Read:
    event = next(iter(ics_py.Calendar(data.decode()).events))
    begin, end = event.begin.datetime, event.end.datetime
    (sequence,) = [int(line.value) for line in event.extra if line.name == "SEQUENCE"]
    return Read(
        event.uid, event.name or "", event.location or "", begin.date() if event.all_day else begin,
        end.date() if event.all_day else end, event.description or "", event.status or "", sequence, event.url or "",
        *(party(who.email, who.common_name) if who else None for who in (event.organizer, *event.attendees)),
    )  # fmt: skip


def by_ical(data: bytes) -> Read:
    event: Any = IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    return Read(
        event.uid, event.summary, event.location or "", event.dtstart, event.dtend, event.description,
        event.status.value, event.sequence, event.url,
        *(party(who.uri, who.common_name) if who else None for who in (event.organizer, *event.attendees)),
    )  # fmt: skip


def party(address: str, name: str) -> Party:
    return Party(name, str(address).removeprefix("mailto:"))


PROGRAMS: list[Callable[[bytes], Read]] = [by_icalendar, by_vobject, by_ics, by_ical]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_every_program_reads_the_same_words(kind: str, title: str):
    entry = made(title, CHANGES[0] + timedelta(days=17))
    read = {program.__name__: in_utc(program(written(kind, entry))) for program in PROGRAMS}
    expected = Read(
        entry.uid, plain(title), entry.place, entry.starts, entry.ends, plain(entry.description),
        "CANCELLED" if kind == "cancel" else "CONFIRMED", 3, entry.url,
        *((None, None) if kind == "publish" else (Party("The 'Fenwick' Forum", ORGANIZER.address), INES)),
    )  # fmt: skip
    assert set(read.values()) == {expected}, read


@pytest.mark.parametrize("kind", ["invite", "cancel"])
def test_every_program_reads_what_a_mail_asks_of_a_calendar(kind: str):
    data = written(kind, made("Tea", CHANGES[0])).decode()
    method = {"invite": "REQUEST", "cancel": "CANCEL"}[kind]
    assert str(Calendar.from_ical(data)["METHOD"]) == method
    assert vobject.readOne(data).method.value == method
    assert IcsCalendarStream.calendar_from_ics(data).method == method


@pytest.mark.parametrize("kind", KINDS)
def test_every_program_reads_the_same_moment_at_every_hour_around_the_clock_changes(kind: str, proof: int):
    """Each hour of a day and a half around each change; in full each quarter of one, for three lengths."""
    for starts in hours(quarters=proof > 1):
        for length in LENGTHS if proof > 1 else LENGTHS[:1]:
            entry = made("Tea", starts, length)
            read = {program.__name__: in_utc(program(written(kind, entry))) for program in PROGRAMS}
            assert {(one.starts, one.ends) for one in read.values()} == {(starts, starts + length)}, read


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_every_program_reads_the_same_words_of_a_promised_day(title: str):
    entry = promise_entry(promised(title, date(2026, 6, 1)), PAGE, "forum.example")
    words = plain(title)
    said = f"Inspector Rook: {words}\n\nFrom the meeting on Wednesday 15 April 2026.\n\n{PAGE}"
    expected = Read(
        "promise-7@forum.example", f"Promised: {words}", "", date(2026, 6, 1), date(2026, 6, 2), said, "CONFIRMED",
        4, PAGE,
    )  # fmt: skip
    read = {program.__name__: program(in_a_feed(entry)) for program in PROGRAMS}
    assert set(read.values()) == {expected}, read


def test_every_program_reads_the_same_day_of_a_promise_on_each_day_of_some_years(proof: int):
    """The days of both clock changes, a leap day and the turn of a year; in full every day of three years."""
    for day in every_day() if proof > 1 else DAYS:
        entry = promise_entry(promised("Tea", day), PAGE, "forum.example")
        read = {program.__name__: program(in_a_feed(entry)) for program in PROGRAMS}
        assert {(one.starts, one.ends) for one in read.values()} == {(day, day + timedelta(days=1))}, read


@pytest.mark.parametrize("at", [time(0), time(1, 30), time(12), time(23, 59)])
def test_every_program_reads_the_same_of_the_day_on_which_questions_close(at: time):
    """By the clock on the wall: no hour of it makes the day another."""
    for day in DAYS:
        entry = deadline_entry(held(), datetime.combine(day, at), PAGE, Forum(version=2))
        said = f"Questions for the meeting on Wednesday 15 April 2026 can be sent in advance until {time_in_words(at)}."
        expected = Read(
            "questions-held", "Questions for the forum close", "", day, day + timedelta(days=1),
            f"{said} You need not give a name.\n\n{PAGE}", "CONFIRMED", 6, PAGE,
        )  # fmt: skip
        read = {program.__name__: program(in_a_feed(entry)) for program in PROGRAMS}
        assert set(read.values()) == {expected}, read


def every_day() -> Iterator[date]:
    yield from (date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365 + 1))


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


def held() -> Meeting:
    return Meeting(day=date(2026, 4, 15), calendar_uid="held", calendar_stamp=CHANGES[0], version=6)


def promised(sentence: str, day: date) -> ActionPoint:
    return ActionPoint(id=7, text=sentence, owner="Inspector Rook", due_on=day, version=5, meeting=held())


def in_a_feed(entry: DayEntry) -> bytes:
    return publish([entry], name="A forum", zone="Europe/London", product="-//A forum//EN")


def plain(words: str) -> str:
    """Without what has no place in a calendar."""
    return "".join(letter for letter in words if ord(letter) >= 32 or letter == "\n")


def written(kind: str, entry: CalendarEntry) -> bytes:
    if kind == "publish":
        return publish([entry], name="A forum", product="-//A forum//EN")
    write = invite if kind == "invite" else cancel
    return write(entry, organizer=ORGANIZER, attendee=INES, product="-//A forum//EN")


def in_utc(read: Read) -> Read:
    assert isinstance(read.starts, datetime)
    assert isinstance(read.ends, datetime)
    return replace(read, starts=read.starts.astimezone(UTC), ends=read.ends.astimezone(UTC))
