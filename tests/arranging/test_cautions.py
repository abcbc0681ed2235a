"""What speaks against a date."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from forum_app.arranging.cautions import Known, bank_holidays, cautions

TODAY = date(2026, 1, 13)


@dataclass(frozen=True)
class Span:
    name: str
    first_day: date
    last_day: date


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "early May bank holiday"),
        (date(2026, 5, 25), "spring bank holiday"),
        (date(2026, 8, 31), "summer bank holiday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day"),  # the 26th is a Saturday
        (date(2022, 1, 3), "New Year’s Day"),  # the 1st is a Saturday
        (date(2022, 12, 27), "Christmas Day"),  # the 25th is a Sunday, the 26th a holiday of its own
        (date(2027, 12, 27), "Christmas Day"),  # Saturday and Sunday both move
        (date(2027, 12, 28), "Boxing Day"),
    ],
)
def test_bank_holidays_of_england_are_known(day: date, name: str):
    found = bank_holidays(day.year)
    if (day.year, name) == (2022, "Christmas Day"):
        assert set(found) >= {date(2022, 12, 26), date(2022, 12, 27)}
    else:
        assert found[day] == name


@pytest.mark.parametrize("year", range(2020, 2060))
def test_every_year_has_eight_and_none_is_at_a_weekend(year: int):
    found = bank_holidays(year)
    assert len(found) == 8
    assert all(day.weekday() < 5 for day in found)


def test_a_bank_holiday_and_school_holidays_are_pointed_out():
    known = Known(TODAY, [Span("Easter", date(2026, 3, 30), date(2026, 4, 10))])
    assert cautions(date(2026, 4, 6), known) == [
        "It is a bank holiday in England: Easter Monday.",
        "It is in the school holidays: Easter.",
    ]


def test_a_clash_with_another_meeting_comes_first():
    day = date(2026, 4, 15)
    known = Known(TODAY, taken={day}, also_proposed={day})
    assert cautions(day, known)[0] == "Another meeting is on this day."
    assert len(cautions(day, known)) == 2


@pytest.mark.parametrize(("day", "word"), [(date(2026, 4, 18), "Saturday"), (date(2026, 4, 19), "Sunday")])
def test_a_weekend_is_pointed_out(day: date, word: str):
    assert word in cautions(day, Known(TODAY))[0]


def test_a_usual_weekday_in_good_time_has_nothing_against_it():
    assert cautions(date(2026, 4, 15), Known(TODAY)) == []
    assert cautions(TODAY + timedelta(days=13), Known(TODAY)) == ["It is less than two weeks away."]
