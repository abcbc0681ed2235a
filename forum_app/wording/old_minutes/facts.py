"""From the labels of the head to the facts of the meeting, and kind words about what could not be read."""

from __future__ import annotations

import re
from dataclasses import replace

from .attendance import tell_present
from .dates import FoundDate, find_dates, without_dates
from .header import Head, Labelled, dated_titles
from .label_words import LISTS_OF_PEOPLE
from .names import read_names, read_people
from .opening import tell_opening
from .owners import without_initials
from .reading import Reading
from .times import find_times

_WORDS_OF_DATES_AND_TIMES = re.compile(
    r"[0-9]+(?:st|nd|rd|th|\s?[ap]\.?m\b\.?)?|[.:;,()\s–—-]+|\b(?:for|start\w*|finish\w*|end\w*|no|later|than|by|to|until|till|doors?"
    r"|open\w*|at|from|clos\w*|begin\w*|noon|midday|and|on|the|of|arriv\w*|latest|prompt|sharp|hrs)\b",
    re.IGNORECASE,
)
_LONGEST_DATE = 500
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ONE_TIME = ("doors_at", "starts_at", "ends_by")


def tell_facts(head: Head, reading: Reading) -> None:
    """Fill the reading's head; the first label of a kind counts, the others are quoted in a warning."""
    for labelled in head.labelled:
        for field in labelled.fields:
            _tell(field, labelled, reading)
    _notes_taken_by(reading, head)
    _date_from_title(head, reading)
    tell_opening(head, reading)
    told = {lines[0] for lines in reading.header_lines.values()}
    unread = [line.text for line in head.unread if line.number not in told]
    if unread:
        quoted = "; ".join(f"“{text}”" for text in unread)
        reading.warnings.append(f"These lines at the top were not used: {quoted}.")


def _tell(field: str, labelled: Labelled, reading: Reading) -> None:
    if field == "present":
        _tell_present(labelled, reading)
        return
    if field in reading.header_lines and field in LISTS_OF_PEOPLE:
        _tell_people(field, labelled, reading)
        return
    if field in reading.header_lines:
        reading.warnings.append(
            f"This is said twice at the top, and the first was kept. Please check: “{labelled.as_written}”."
        )
        return
    if not labelled.value:
        reading.warnings.append(f"Nothing was found beside “{labelled.as_written}”.")
        return
    reading.header_lines[field] = labelled.source
    if field in {"date", "time", *_ONE_TIME}:
        reading.header_written[field] = labelled.value
    if field == "date":
        _tell_date(labelled, reading)
    elif field == "time":
        _tell_times(labelled, reading)
    elif field in _ONE_TIME:
        _tell_one_time(field, labelled, reading)
    elif field in LISTS_OF_PEOPLE:
        _tell_people(field, labelled, reading)
    elif field in {"venue", "chair", "coordinator"}:
        setattr(reading, field, _without_initials(labelled.value, reading))


def _tell_people(field: str, labelled: Labelled, reading: Reading) -> None:
    value = _without_initials(labelled.value, reading)
    if field == "online_support":
        reading.online_support += read_names(value)
    else:
        getattr(reading, field).extend(read_people(value, labelled.source))


def _tell_present(labelled: Labelled, reading: Reading) -> None:
    if labelled.value:
        reading.header_lines.setdefault("present", labelled.source)
        labelled.values = [_without_initials(value, reading) for value in labelled.values]
        beside = tell_present(labelled, reading)
        if beside:
            reading.warnings.append(f"Named as present, without a post, and left out: {', '.join(beside)}.")


def _without_initials(value: str, reading: Reading) -> str:
    text, named = without_initials(value)
    reading.initials.update(named)
    return text


def _tell_one_time(field: str, labelled: Labelled, reading: Reading) -> None:
    times = find_times(without_dates(labelled.value[:_LONGEST_DATE]), every_number_is_a_time=True)
    found = next((time for time in times[:3] if time is not None), None)
    if found is None:
        reading.warnings.append(f"Please check what was read as a time: “{labelled.as_written}”.")
        return
    setattr(reading, field, found)
    reading.header_lines.setdefault("time", labelled.source)


def _tell_date(labelled: Labelled, reading: Reading) -> None:
    dates = find_dates(labelled.value[:_LONGEST_DATE])
    times = find_times(without_dates(labelled.value[:_LONGEST_DATE]))
    if dates:
        _use_date(dates[0], labelled.value, reading)
    if times.any() and reading.starts_at is None:
        reading.doors_at, reading.starts_at, reading.ends_by = times[:3]
    if reading.date is None or len(dates) > 1 or _says_more(labelled.value):
        reading.warnings.append(f"Please check what was read as the date of the meeting: “{labelled.value}”.")


def _use_date(found: FoundDate, written: str, reading: Reading) -> None:
    reading.date = found.exact()
    if reading.date and not found.weekday_fits(reading.date):
        reading.warnings.append(
            f"The weekday does not go with the date: “{written}” was a {reading.date:%A}. Please check both."
        )


def _tell_times(labelled: Labelled, reading: Reading) -> None:
    times = find_times(without_dates(labelled.value[:_LONGEST_DATE]), every_number_is_a_time=True)
    if times.any():
        reading.doors_at, reading.starts_at, reading.ends_by = times[:3]
    if times.guessed:
        reading.warnings.append(f"The time says neither am nor pm: “{labelled.value}”. Please check it.")
    if not times.any() or (_says_more(labelled.value) and "date" not in labelled.fields):
        reading.warnings.append(f"Please check what was read as the time of the meeting: “{labelled.value}”.")


def _says_more(value: str) -> bool:
    return len(value) > _LONGEST_DATE or _WORDS_OF_DATES_AND_TIMES.sub("", without_dates(value)).strip() != ""


def _notes_taken_by(reading: Reading, head: Head) -> None:
    """Whoever takes the notes is the coordinator; if another one is named as such, that name stays."""
    notes = next((one for one in head.labelled if "minutes" in one.fields and one.value), None)
    if notes is None:
        return
    if reading.coordinator is None:
        reading.coordinator = _without_initials(notes.value, reading)
        reading.header_lines["coordinator"] = notes.source
    elif reading.coordinator != notes.value:
        reading.warnings.append(
            f"“{notes.value}” took the minutes, but “{reading.coordinator}” is named as coordinator."
        )


def _date_from_title(head: Head, reading: Reading) -> None:
    if reading.date is None:
        for line in dated_titles(head):
            _use_date(find_dates(line.text)[0], line.text, reading)
            if reading.date:
                reading.header_lines["date"] = (line.number, line.number)
                reading.header_confidence["date"] = "likely"
                break
    if reading.date is None:
        _date_with_the_year_of_a_title(head, reading)
    if reading.date is None:
        reading.warnings.append("No date of the meeting was found. Please add it.")


def _date_with_the_year_of_a_title(head: Head, reading: Reading) -> None:
    """ "Date: 3 June" under "Minutes 2024": the one year that the titles name."""
    years = {int(year) for line in (*head.titles, *head.unread) for year in _YEAR.findall(line.text[:_LONGEST_DATE])}
    written = next((one.value for one in head.labelled if "date" in one.fields), "")
    found = next(iter(find_dates(written[:_LONGEST_DATE])), None)
    date = replace(found, year=years.pop()).exact() if found and len(years) == 1 else None
    if found and date and found.weekday_fits(date):
        reading.date = date
        reading.header_confidence["date"] = "likely"
