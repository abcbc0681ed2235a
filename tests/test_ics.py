"""Calendar files, read back by two parsers that share no code; their zones are checked against zoneinfo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from forum_app import clock
from forum_app.ics import CalendarEntry, publish

GOLDEN = Path(__file__).parent / "golden" / "meeting.ics"
LONDON = "Europe/London"
AWKWARD = [
    "Agenda, questions; answers, and actions",
    'What "suitable" means',
    "C:\\new\\notes and a trailing \\",
    "already escaped \\, \\; \\n \\\\",
    "first line\nsecond line\n\nfourth line",
    "Tea ☕ and families 👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿 in Ynys Môn",
    "x" * 300,
    "é" * 300,
    "BEGIN:VEVENT\nATTENDEE:mailto:someone@forum.example\nEND:VEVENT",
    "trailing colon: and = and ^n ^' %0A",
]


def test_the_london_zone_is_the_two_yearly_rules_that_outlook_reads():
    assert zone_lines(published(entry())) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize(
    "zone",
    [
        LONDON,
        "Europe/Dublin",  # its file calls the winter the exception, an hour behind
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Australia/Sydney",  # summer over the new year
        "Australia/Lord_Howe",  # half an hour
        "Pacific/Chatham",
        "Antarctica/Troll",  # two hours
        "Asia/Beirut",  # changes at midnight
        "Asia/Kolkata",
        "America/Phoenix",
        "Africa/Abidjan",
    ],
)
def test_the_rules_in_the_file_say_what_zoneinfo_says_at_every_hour_around_each_change(zone: str):
    onsets = offsets_by_onset(published(entry(zone=zone)))
    for hour in hours_around_changes(ZoneInfo(zone)):
        assert offset_at(onsets, hour) == hour.astimezone(ZoneInfo(zone)).utcoffset(), hour


def test_in_every_kind_of_zone_both_parsers_find_the_right_moment():
    for zone in one_zone_of_each_kind():
        for month in (1, 7):
            starts = datetime(2027, month, 14, 16, tzinfo=ZoneInfo(zone))
            data = published(entry(zone=zone, starts=starts, ends=starts + timedelta(hours=2)))
            assert icalendar_event(data)["dtstart"].dt == starts, zone
            assert vobject_event(data).dtstart.value == starts, zone


def test_dublin_has_its_daylight_time_in_summer_whatever_its_file_says():
    lines = zone_lines(published(entry(zone="Europe/Dublin")))
    daylight = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert {"TZNAME:IST", "TZOFFSETTO:+0100"} < set(daylight)


def test_a_zone_without_summer_time_is_one_standard_and_no_rule():
    lines = zone_lines(published(entry(zone="Asia/Kolkata")))
    assert lines.count("BEGIN:STANDARD") == 1
    assert {"TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"} < set(lines)
    assert not [line for line in lines if line.startswith(("RRULE", "BEGIN:DAYLIGHT"))]


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "America/Nuuk", "UTC", "Etc/UTC"])
def test_a_zone_that_yearly_rules_cannot_say_is_written_in_utc(zone: str):
    meeting = entry(zone=zone)
    data = published(meeting)
    assert not zone_lines(data)
    assert meeting.starts.astimezone(UTC).strftime("DTSTART:%Y%m%dT%H%M%SZ") in lines_of(data)


def test_no_list_of_dates_is_ever_written_for_a_zone():
    for zone in one_zone_of_each_kind():
        assert b"RDATE" not in published(entry(zone=zone)), zone


def test_a_meeting_from_before_the_zones_present_rules_is_written_in_utc():
    old = datetime(1990, 10, 24, 16, tzinfo=ZoneInfo(LONDON))
    data = published(entry(starts=old, ends=old + timedelta(hours=2)))
    assert "DTSTART:19901024T150000Z" in lines_of(data)


def test_an_end_in_the_second_passing_of_an_hour_is_not_moved_to_the_first():
    ends = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo(LONDON))
    data = published(entry(starts=ends - timedelta(hours=3), ends=ends))
    assert icalendar_event(data)["dtend"].dt == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_event_may_end_at_an_earlier_hour_on_the_wall_once_the_clocks_have_gone_back():
    starts = datetime(2026, 10, 25, 1, 45, tzinfo=ZoneInfo(LONDON))
    data = published(entry(starts=starts, ends=starts.replace(minute=15, fold=1)))
    assert {"DTSTART:20261025T004500Z", "DTEND:20261025T011500Z"} < set(lines_of(data))


def test_each_zone_is_described_once_before_the_events():
    data = published(entry(uid="a"), entry(uid="b"), entry(uid="c", zone="Europe/Berlin"))
    begins = [line for line in lines_of(data) if line in ("BEGIN:VTIMEZONE", "BEGIN:VEVENT")]
    assert begins == ["BEGIN:VTIMEZONE"] * 2 + ["BEGIN:VEVENT"] * 3


@pytest.mark.parametrize(
    "moment", [datetime(2026, 4, 15, 15, tzinfo=UTC), clock.local(date(2026, 4, 15), time(16), LONDON)]
)
def test_a_moment_given_in_another_zone_is_written_in_the_entrys_own(moment: datetime):
    data = published(entry(starts=moment))
    assert "DTSTART;TZID=Europe/London:20260415T160000" in lines_of(data)
    assert vobject_event(data).dtstart.value == moment


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_comes_back_the_same_from_both_parsers(text: str):
    data = published(entry(title=text, place=text, description=text))
    for prop in ("summary", "location", "description"):
        assert str(icalendar_event(data)[prop]) == text
        assert getattr(vobject_event(data), prop).value == text


def test_control_characters_are_left_out_and_line_ends_are_kept_as_one_kind():
    data = published(entry(title="a\0b\x07c\x0bd\x1fe\x7ff\x9bg\ud800h\r\ni\rj\u2028k\tl"))
    assert str(icalendar_event(data)["summary"]) == "abcdefgh\ni\nj\nk l"
    assert not set(data.replace(b"\r\n", b"")) & {*range(32), 127}


# Everything that can be written as UTF-8, but the characters that are left out or changed on the way.
WRITABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.sampled_from('\n\\,;:"^'))


@given(title=WRITABLE, place=WRITABLE)
@settings(deadline=None)
def test_any_title_and_place_come_back_the_same(title: str, place: str):
    data = published(entry(title=title, place=place, zone="UTC"))  # no rules to read a hundred times
    ours, theirs = icalendar_event(data), vobject_event(data)
    assert (str(ours["summary"]), str(ours.get("location", ""))) == (title, place)
    assert theirs.summary.value == title
    assert not place or theirs.location.value == place


@given(text=st.text(), name=st.text())
@settings(deadline=None)
def test_whatever_is_typed_the_lines_are_short_and_end_as_they_should(text: str, name: str):
    data = publish([entry(title=text, place=text, description=text)], name=name, product=name)
    *lines, last = data.split(b"\r\n")
    assert last == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert all(line.decode() for line in lines), "a character is never cut in two"


def test_the_same_entries_give_the_same_bytes():
    assert published(entry(), entry(uid="b")) == published(entry(), entry(uid="b"))


@pytest.mark.parametrize("change", [{"sequence": 1}, {"title": "Moved"}, {"stamp": datetime(2026, 3, 3, tzinfo=UTC)}])
def test_a_changed_entry_is_another_file(change: dict[str, Any]):
    before, after = published(entry()), published(replace(entry(), **change))
    assert before == published(entry())
    assert before != after


def test_versions_and_stamps_are_the_stored_ones():
    lines = lines_of(published(entry(sequence=3)))
    assert {"SEQUENCE:3", "DTSTAMP:20260302T093000Z", "LAST-MODIFIED:20260302T093000Z"} < set(lines)
    assert [line for line in lines if line.startswith("UID")] == ["UID:6f1c2a@forum.example"]


def test_a_first_version_is_written_too():
    assert "SEQUENCE:0" in lines_of(published(entry(sequence=0)))


def test_a_stamp_from_another_zone_is_written_in_utc():
    stamp = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo(LONDON))
    assert "DTSTAMP:20260601T090000Z" in lines_of(published(entry(stamp=stamp)))


def test_nothing_in_the_file_asks_for_an_answer_or_sets_an_alarm():
    for line in lines_of(published(entry(conference_url="https://video.example/j/1"))):
        assert not line.startswith(("METHOD", "ORGANIZER", "ATTENDEE", "BEGIN:VALARM"))


def test_a_plain_file_says_nothing_of_being_fetched_again():
    lines = lines_of(published(entry()))
    assert not [line for line in lines if line.startswith(("REFRESH", "SOURCE", "X-PUBLISHED"))]


def test_a_feed_says_when_and_where_to_fetch_it_again():
    data = publish([entry()], name="F", product="P", refresh=timedelta(hours=1), source="https://forum.example/c.ics")
    wanted = {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"}
    assert wanted | {"SOURCE;VALUE=URI:https://forum.example/c.ics"} < set(lines_of(data))


def test_a_calendar_says_only_a_zone_that_there_is():
    assert "X-WR-TIMEZONE:Europe/London" in lines_of(publish([], name="F", product="P", zone="Europe/London"))
    assert "X-WR-TIMEZONE" not in published().decode()
    with pytest.raises(ValueError, match="no time zone called"):
        publish([], name="F", product="P", zone="Fenwick/Vale")


def test_a_feeds_address_cannot_begin_a_line_of_its_own():
    with pytest.raises(ValueError, match="not a web address"):
        publish([entry()], name="F", product="P", source="https://forum.example/c.ics\r\nMETHOD:REQUEST")


def test_the_calendars_name_is_one_line_with_its_commas_escaped():
    lines = lines_of(publish([], name="Fenwick, Vale;\nForum", product="-//Forum//EN"))
    assert {"NAME:Fenwick\\, Vale\\; Forum", "X-WR-CALNAME:Fenwick\\, Vale\\; Forum"} < set(lines)


def test_a_feed_with_nothing_in_it_is_still_a_calendar():
    assert publish([], name="Forum", product="-//Forum//EN").endswith(b"END:VCALENDAR\r\n")


def test_a_joining_link_is_in_the_description_once_for_calendars_that_show_no_other():
    link = "https://video.example/j/1?pwd=a,b;c"
    for description in ("Doors at 4pm.", f"Doors at 4pm. Join at {link}"):
        data = published(entry(description=description, conference_url=link))
        assert vobject_event(data).description.value.count(link) == 1
        assert icalendar_event(data)["conference"] == link


def test_a_place_on_the_map_goes_beside_the_address():
    data = published(entry(geo=(54.5, -1.25)))
    assert {"GEO:54.5;-1.25", "LOCATION:Village Hall"} < set(lines_of(data))


@pytest.mark.parametrize("empty", [{"place": ""}, {"description": ""}, {"url": ""}])
def test_what_is_empty_is_left_out(empty: dict[str, str]):
    prop = {"place": "LOCATION", "description": "DESCRIPTION", "url": "URL"}[next(iter(empty))]
    assert not [line for line in lines_of(published(entry(**empty))) if line.startswith(prop)]


@pytest.mark.parametrize("status", ["TENTATIVE", "CONFIRMED", "CANCELLED"])
def test_each_status_is_written(status: str):
    assert f"STATUS:{status}" in lines_of(published(entry(status=status)))


@pytest.mark.parametrize("field", ["stamp", "starts", "ends"])
def test_a_time_without_a_zone_is_refused(field: str):
    with pytest.raises(ValueError, match="no time zone"):
        entry(**{field: datetime(2026, 4, 15, 17)})  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(
    "fault",
    [
        {"status": "confirmed"},
        {"zone": "London"},
        {"zone": "../../../etc/passwd"},
        {"zone": "Europe"},
        {"ends": datetime(2026, 4, 15, 15, tzinfo=UTC)},
        {"url": "https://forum.example/\r\nATTENDEE:mailto:a@forum.example"},
        {"conference_url": "https://video.example/a b"},
    ],
)
def test_an_entry_that_calendars_could_not_read_is_refused(fault: dict[str, Any]):
    with pytest.raises(ValueError, match=r"status|zone|ends|address"):
        entry(**fault)


def test_the_file_for_a_meeting_is_the_one_that_was_read_through_and_kept():
    """After a change that is meant: write the new bytes to tests/golden/meeting.ics and read them through."""
    assert lines_of(published(the_meeting())) == lines_of(GOLDEN.read_bytes())
    assert published(the_meeting()) == GOLDEN.read_bytes()


def the_meeting() -> CalendarEntry:
    day = date(2026, 4, 15)
    doors, business, close = time(16), time(16, 30), time(18, 30)
    return CalendarEntry(
        uid="2b8e7c1e-6a51-4a7e-9d0b-0c5f7f0e9a44@forum.fenwickvale.example",
        sequence=2,
        stamp=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        title="Fenwick Vale Positive Dialogue Forum",
        starts=clock.local(day, doors, LONDON),
        ends=clock.local(day, close, LONDON),
        zone=LONDON,
        place="Fenwick Vale Village Hall, 3 Mill Lane, Fenwick, FV1 2AB",
        description=(
            f"{clock.day_in_words(day)}\n"
            f"Doors open at {clock.time_in_words(doors)}. Business starts at {clock.time_in_words(business)} "
            f"and must end by {clock.time_in_words(close)}.\n\n"
            "Children are welcome; there is step-free access, a quiet room, and tea ☕.\n"
            "Agenda and questions: https://forum.fenwickvale.example/meetings/2026"
        ),
        url="https://forum.fenwickvale.example/meetings/2026",
        status="CONFIRMED",
        geo=(54.321, -1.234),
    )


def entry(**changes: Any) -> CalendarEntry:
    zone = ZoneInfo(changes["zone"]) if clock.is_zone(changes.get("zone", "")) else ZoneInfo(LONDON)
    facts: dict[str, Any] = {
        "uid": "6f1c2a@forum.example",
        "sequence": 0,
        "stamp": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "title": "Forum",
        "starts": datetime(2026, 4, 15, 16, tzinfo=zone),
        "ends": datetime(2026, 4, 15, 18, 30, tzinfo=zone),
        "zone": LONDON,
        "place": "Village Hall",
        "description": "Doors at 4pm.",
        "url": "https://forum.example/meetings/2026",
        "status": "CONFIRMED",
    }
    return CalendarEntry(**facts | changes)


def published(*entries: CalendarEntry) -> bytes:
    return publish(entries, name="Fenwick Vale Positive Dialogue Forum", product="-//Fenwick Vale//Forum//EN")


def lines_of(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").splitlines()


def zone_lines(data: bytes) -> list[str]:
    lines = lines_of(data)
    if "BEGIN:VTIMEZONE" not in lines:
        return []
    return lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]


def icalendar_event(data: bytes) -> Any:
    return Calendar.from_ical(data).events[0]


def vobject_event(data: bytes) -> Any:
    return vobject.readOne(data.decode()).vevent


def offsets_by_onset(data: bytes) -> list[tuple[datetime, timedelta]]:
    """When each offset begins, in UTC, worked out from the text of the VTIMEZONE and nothing else."""
    found = []
    for part in Calendar.from_ical(data).walk("VTIMEZONE")[0].subcomponents:
        first = part["dtstart"].dt
        onsets = [first]
        if "rrule" in part:
            rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=first)
            onsets = rule.between(first, datetime(2031, 6, 1), inc=True)  # noqa: DTZ001  the clock on the wall
        found += [((onset - part["tzoffsetfrom"].td).replace(tzinfo=UTC), part["tzoffsetto"].td) for onset in onsets]
    return sorted(found)


def offset_at(onsets: list[tuple[datetime, timedelta]], moment: datetime) -> timedelta:
    return [offset for onset, offset in onsets if onset <= moment][-1]


def one_zone_of_each_kind() -> list[str]:
    """A zone for each pattern of offsets that any zone follows through 2027."""
    noons = [datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=3 * step) for step in range(121)]
    kinds = {tuple(noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons): zone for zone in clock.zone_names()}
    return sorted(kinds.values())


def hours_around_changes(zone: tzinfo) -> Iterator[datetime]:
    """Every half hour for some days around each change from 2026 to 2030, and noon of every day between."""
    half = timedelta(minutes=30)
    for day in range(5 * 365):
        noon = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        yield noon
        sides = [(noon + timedelta(days=side)).astimezone(zone).utcoffset() for side in (-2, 2)]
        if sides[0] != sides[1]:
            yield from (noon + step * half for step in range(-24, 25))
