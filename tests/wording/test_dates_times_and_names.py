"""The small grammars: how minutes write days, hours, and people."""

import datetime as dt

import pytest

from forum_app.wording.old_minutes.dates import find_dates
from forum_app.wording.old_minutes.names import read_names, read_people
from forum_app.wording.old_minutes.times import find_times


@pytest.mark.parametrize(
    "written",
    ["Wednesday 5 June 2024", "5th June 2024", "Wed. 5 Jun 2024", "June 5, 2024", "5/6/24", "2024-06-05"],
)
def test_a_day_is_understood_however_it_is_written(written):
    assert [found.exact() for found in find_dates(f"on {written} at four")] == [dt.date(2024, 6, 5)]


@pytest.mark.parametrize("written", ["31 February 2024", "5 Juniper 2024", "in June 2024", "99/99/2024"])
def test_what_is_no_day_is_not_made_into_one(written):
    assert not [found for found in find_dates(written) if found.exact()]


def test_a_day_without_a_year_is_the_next_one_after_the_meeting():
    (found,) = find_dates("on 29 February")
    assert found.after(dt.date(2025, 3, 1)) == dt.date(2028, 2, 29)
    assert found.exact() is None


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("2pm for 2.15pm start; finishing no later than 4pm", "14:00 14:15 16:00"),
        ("4 for 4.30-6.30pm", "16:00 16:30 18:30"),
        ("4.30pm to 6.30pm", "- 16:30 18:30"),
        ("7.30–9pm", "- 19:30 21:00"),
        ("11.30-1pm", "- 11:30 13:00"),
        ("10.30-11.15am", "- 10:30 11:15"),
        ("6.30 for 7 to 9.45am", "06:30 07:00 09:45"),
        ("10am arrival, 10.30 start, 12 noon finish", "10:00 10:30 12:00"),
        ("Start 4:30pm; doors 4pm; finish 6:30pm", "16:00 16:30 18:30"),
        ("13.30 for 14.00, closing by 16.00", "13:30 14:00 16:00"),
        ("ages 5 to 7, 28 days, £300", "- - -"),
    ],
)
def test_doors_start_and_end_are_told_apart(written, times):
    found = find_times(written)[:3]
    assert " ".join(time.strftime("%H:%M") if time else "-" for time in found) == times


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (
            "Ann Roe (Lead, Plans), Bo Lee (Officer) and Cy Ash-Poe (O'Hara's Team)",
            [("Ann Roe", "Lead, Plans"), ("Bo Lee", "Officer"), ("Cy Ash-Poe", "O'Hara's Team")],
        ),
        (
            "LA transport representative and Ann Roe, Head of Schools and Families",
            [(None, "LA transport representative"), ("Ann Roe", "Head of Schools and Families")],
        ),
        ("Ann Roe, Head of Plans and Bo Lee", [("Ann Roe", "Head of Plans"), ("Bo Lee", None)]),
        ("Ann Roe, Head of Piers and Ferries", [("Ann Roe", "Head of Piers and Ferries")]),
        ("Ann Roe, Head of Plans, Bo Lee", [("Ann Roe", "Head of Plans"), ("Bo Lee", None)]),
        ("Ann Roe – Solicitor; the duty officer", [("Ann Roe", "Solicitor"), (None, "the duty officer")]),
        ("received from Ann Roe (Clerk (acting))", [("Ann Roe", "Clerk (acting)")]),
        ("None received", []),
    ],
)
def test_people_and_posts_are_told_apart(written, people):
    assert [(role.name, role.title) for role in read_people(written)] == people


def test_names_one_after_the_other_are_split():
    assert read_names("Mary-Lou, Ed & Kit and Jo (a, b)") == ["Mary-Lou", "Ed", "Kit", "Jo (a, b)"]
