"""Other groups' habits, one at a time."""

import datetime as dt

import pytest

from forum_app.wording.old_minutes import read_minutes
from forum_app.wording.old_minutes.due import due_in_its_own_column, find_due
from forum_app.wording.old_minutes.halves import halves
from forum_app.wording.old_minutes.owners import Roster, initials_of
from forum_app.wording.old_minutes.times import find_times

MET = dt.date(2025, 3, 12)  # a Wednesday
HEAD = (
    "Date: Wednesday 12 March 2025\nChair: Bo Lee\nMinutes: Helen Munro\n"
    "LA: Ivor Pratley (Adviser), Ann Roe (Officer)\n\nWelcome\n\nBo welcomed everybody to the hall.\n\n"
)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("sing by 30 June", dt.date(2025, 6, 30)),
        ("sing by 30/6", dt.date(2025, 6, 30)),
        ("sing by 2/1", dt.date(2026, 1, 2)),
        ("sing by the end of July", dt.date(2025, 7, 31)),
        ("sing by end of February", dt.date(2026, 2, 28)),
        ("sing by the end of the month", dt.date(2025, 3, 31)),
        ("sing by Friday", dt.date(2025, 3, 14)),
        ("sing by Wednesday", dt.date(2025, 3, 19)),
        ("sing within two weeks", dt.date(2025, 3, 26)),
        ("sing within a fortnight", dt.date(2025, 3, 26)),
        ("sing within the month", dt.date(2025, 4, 12)),
    ],
)
def test_a_day_that_is_certain_is_given_with_its_reason(written, date):
    found = find_due(written, MET)
    assert (found.date, found.words, bool(found.reason)) == (date, None, True)


@pytest.mark.parametrize(
    "words",
    ["by half-term", "before the next meeting", "by mid-May", "by Easter", "as soon as possible", "by June",
     "in the autumn term", "by next Friday", "before 1 July"],
)  # fmt: skip
def test_words_that_make_no_certain_day_stay_words(words):
    assert find_due(f"sing {words}", MET)[:2] == (None, words)


def test_without_the_day_of_the_meeting_no_day_is_made_up():
    assert find_due("sing by Friday", None) == (None, None, None)
    assert find_due("sing by the end of July", None)[:2] == (None, "by the end of July")


@pytest.mark.parametrize(("cell", "told"), [("30 June", dt.date(2025, 6, 30)), ("Ongoing", "Ongoing"), ("-", None)])
def test_a_column_for_the_day_needs_no_by(cell, told):
    found = due_in_its_own_column(cell, MET)
    assert (found.date or found.words) == told


@pytest.mark.parametrize(
    ("task", "parts"),
    [
        ("check whether it can be sent, or update the page if not",
         ("check whether it can be sent", "or", "update the page if not")),
        ("either book the hall or find another", ("book the hall", "or", "find another")),
        ("find out who writes and tell Bo", ("find out who writes", "and", "tell Bo")),
        ("ask whether to book or find a hall", None),
        ("circulate the minutes and the date", None),
        ("draft and send a letter", None),
    ],
)  # fmt: skip
def test_a_task_in_two_halves_is_cut_at_the_join(task, parts):
    assert halves(task) == parts


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("half past seven for eight", "19:30 20:00 -"),
        ("quarter to two", "- 13:45 -"),
        ("7.30–9pm", "- 19:30 21:00"),
        ("doors 18:45, start 19:00", "18:45 19:00 -"),
        ("7pm prompt", "- 19:00 -"),
        ("19.30hrs", "- 19:30 -"),
        ("1930hrs to 2100hrs", "- 19:30 21:00"),
        ("six o'clock", "- 18:00 -"),
    ],
)
def test_the_hours_are_understood_however_they_are_said(written, times):
    found = find_times(written, every_number_is_a_time=True)[:3]
    assert " ".join(time.strftime("%H:%M") if time else "-" for time in found) == times


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Thu 3rd Dec 2026", "2026-12-03"),
        ("3/12/24", "2024-12-03"),
        ("the first Thursday in May 2026", "2026-05-07"),
        ("the last Friday of May 2026", "2026-05-29"),
    ],
)
def test_the_day_of_the_meeting_is_understood(written, date):
    assert read_minutes(f"Date: {written}\nChair: Bo Lee\n\nWelcome\n\nHello.").as_json()["date"] == date


def test_a_day_without_its_year_takes_the_one_year_of_the_titles():
    reading = read_minutes("Forum minutes, spring 2024\n\nDate: Monday 3 June\nChair: Bo Lee\n\nWelcome\n\nHello.")
    assert (reading.date, reading.header_confidence["date"]) == (dt.date(2024, 6, 3), "likely")


def test_an_answer_without_a_label_is_taken_for_one_and_to_be_checked():
    reading = read_minutes(f"{HEAD}Questions\n\nQ1. Is there a form?\n\nThere is.\n\nQ2. Is it long?\n\nIt is not.")
    assert [(one.text, one.response) for one in reading.questions] == [
        ("Is there a form?", "There is."),
        ("Is it long?", "It is not."),
    ]
    assert {one.confidence for one in reading.questions} == {"please check"}


def test_initials_are_spelt_out_only_when_they_are_one_persons():
    roster = Roster(["Helen Munro", "Hal Moss", "Dr Tariq Aziz-Poole"], {})
    assert roster.spelt_out("TAP") == ("Dr Tariq Aziz-Poole", [])
    assert roster.spelt_out("HM") == ("HM", ["HM"])
    assert roster.spelt_out("LA") == ("LA", [])
    assert initials_of("Ivor Pratley") == {"IP"}


@pytest.mark.parametrize(
    ("line", "owner", "kind", "text"),
    [
        ("Action: Helen – book the hall", "Helen", "person", "book the hall"),
        ("ACTION (HM): book the hall", "Helen Munro", "person", "book the hall"),
        ("**Action**: Ivor to book the hall", "Ivor", "person", "book the hall"),
        ("ACTION Ivor to book the hall", "Ivor", "person", "book the hall"),
        ("[Action: HM to book the hall]", "Helen Munro", "person", "book the hall"),
        ("Action for Helen: book the hall", "Helen", "person", "book the hall"),
        ("ACTION: Helen and Ann: book the hall", "Helen and Ann", "person", "book the hall"),
        ("Action point 3: a volunteer to book the hall", "a volunteer", "anyone", "book the hall"),
        ("All to note: the hall is booked", "All", "group", "note: the hall is booked"),
        ("Action: XY to book the hall", "XY", "person", "book the hall"),
    ],
)
def test_an_action_point_is_known_where_it_was_agreed(line, owner, kind, text):
    reading = read_minutes(f"{HEAD}{line}\n\nAOB\n\nNone.")
    assert [(one.owner, one.owner_kind, one.text) for one in reading.actions] == [(owner, kind, text)]
    assert all("book" not in item.text for item in reading.items)


def test_the_same_action_point_counts_once_and_says_where_it_also_stood():
    reading = read_minutes(f"{HEAD}ACTION (HM): Book the hall\n\nActions\n\n- Helen: book the hall by 1 May\n")
    (action,) = reading.actions
    assert (action.owner, action.lines, action.also_lines) == ("Helen Munro", (10, 10), [(14, 14)])
    assert action.due == dt.date(2025, 5, 1)
    assert any("counted once" in warning for warning in reading.warnings)


def test_the_same_task_of_two_people_stays_two():
    reading = read_minutes(f"{HEAD}Actions\n\n- Helen: bring a chair\n- Ann: bring a chair\n")
    assert [action.owner for action in reading.actions] == ["Helen", "Ann"]


def test_initials_that_could_be_anybodys_are_a_doubt():
    reading = read_minutes(f"{HEAD}ACTION (XY): book the hall")
    assert reading.actions[0].confidence == "please check"
    assert any("XY" in warning for warning in reading.warnings)


def test_a_promise_that_no_action_point_keeps_is_offered():
    body = "Ivor will send the new form. Helen agreed to check the kettle.\n\nActions\n\n- Ivor: send the new form\n"
    offers = read_minutes(HEAD + body).offers
    told = [(offer.owner, offer.text, offer.lines) for offer in offers]
    assert told == [("Helen", "Helen agreed to check the kettle.", (10, 10))]


def test_people_without_a_post_are_in_no_field():
    reading = read_minutes("Date: 3 June 2024\nPresent: Bo Lee (Chair), Cy Dow, 12 parents\n\nWelcome\n\nHello.")
    assert "Cy Dow" not in str(reading.as_json()["representatives"])
    assert reading.chair == "Bo Lee"
    left_out = " ".join(passage.text for passage in reading.set_aside)
    assert "Cy Dow, 12 parents" in left_out


def test_a_next_meeting_without_a_day_keeps_its_words():
    assert read_minutes(HEAD + "Next meeting\n\nTo be confirmed.").next_meeting_words == "To be confirmed."
