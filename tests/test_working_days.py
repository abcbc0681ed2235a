"""Working days in England: what the council's reply-by date is counted in."""

from datetime import date

import pytest

from forum_app.working_days import after_working_days, bank_holidays, is_working_day, working_days_between

#: As gov.uk/bank-holidays lists them, but for the coronation in 2023; the jubilee moved one in 2022.
LISTED = {
    2021: "1/1 2/4 5/4 3/5 31/5 30/8 27/12 28/12",
    2023: "2/1 7/4 10/4 1/5 29/5 28/8 25/12 26/12",
    2024: "1/1 29/3 1/4 6/5 27/5 26/8 25/12 26/12",
    2025: "1/1 18/4 21/4 5/5 26/5 25/8 25/12 26/12",
    2026: "1/1 3/4 6/4 4/5 25/5 31/8 25/12 28/12",
    2027: "1/1 26/3 29/3 3/5 31/5 30/8 27/12 28/12",
}


@pytest.mark.parametrize("year", LISTED)
def test_bank_holidays_are_those_of_the_list(year: int):
    listed = (entry.split("/") for entry in LISTED[year].split())
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == {date(year, int(m), int(d)) for d, m in listed}


def test_ten_working_days_over_easter_end_after_the_holidays():
    assert after_working_days(date(2026, 3, 31), 10) == date(2026, 4, 16)
    assert working_days_between(date(2026, 3, 31), date(2026, 4, 16)) == 10


def test_days_counted_there_and_back_are_the_same():
    for count in range(1, 300):
        last = after_working_days(date(2026, 11, 24), count)
        assert is_working_day(last)
        assert working_days_between(date(2026, 11, 24), last) == count


def test_a_day_that_is_over_is_no_working_day_away():
    assert working_days_between(date(2026, 4, 16), date(2026, 3, 31)) == 0
