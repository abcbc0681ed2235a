"""What a coordinator should look at: gaps and doubts in a reading, said plainly."""

from __future__ import annotations

from .reading import Reading

_MISSING_FROM_THE_HEAD = {
    "starts_at": "the time it started",
    "venue": "the venue",
    "chair": "the chair",
    "coordinator": "who coordinated it and took the minutes",
    "representatives": "the LA representatives",
}


def check(reading: Reading, page_numbers: list[str], unclear: list[str]) -> None:
    _check_head(reading)
    _check_items(reading)
    _check_questions(reading)
    _check_actions(reading)
    if unclear:
        initials = ", ".join(dict.fromkeys(unclear))
        reading.warnings.append(f"We could not tell whose initials these are: {initials}.")
    _check_next_meeting(reading)
    if page_numbers:
        reading.warnings.append(f"These were taken for page numbers and left out: {', '.join(page_numbers)}.")


def _check_head(reading: Reading) -> None:
    missing = [said for field, said in _MISSING_FROM_THE_HEAD.items() if not getattr(reading, field)]
    if missing:
        reading.warnings.append(f"Not found at the top of the minutes: {', '.join(missing)}.")
    for role in reading.representatives:
        if role.name is None:
            reading.warnings.append(f"An LA representative is given without a name: “{role.title}”.")
        elif role.title is None:
            reading.warnings.append(f"No job title was found for “{role.name}”.")


def _check_items(reading: Reading) -> None:
    if not reading.items and not reading.questions and not reading.actions:
        reading.warnings.append("Nothing was found below the top of the minutes.")
    for item in reading.items:
        if item.title is None:
            reading.warnings.append("Text before the first heading was kept as an item without a title.")
        elif item.kind == "other":
            reading.warnings.append(f"We could not tell what kind of item “{item.title}” is. Please choose.")
        elif item.kind == "case_study" and item.presenter is None:
            reading.warnings.append(f"No name was found for the case study “{item.title}”.")


def _check_questions(reading: Reading) -> None:
    last = 0
    for question in reading.questions:
        called = f"Question {question.number}" if question.number else "The question without a number"
        quoted = f" (“{question.text[:60]}”)" if not question.number else ""
        if not question.text:
            reading.warnings.append(f"{called} has a heading but no words.")
        if question.response is None:
            reading.warnings.append(f"{called}{quoted} has no response from the LA that is marked as one.")
        if question.number is not None:
            _check_number(question.number, last, reading)
            last = question.number


def _check_number(number: int, last: int, reading: Reading) -> None:
    if number == last + 2:
        reading.warnings.append(f"The questions go from {last} to {number}. Is question {last + 1} missing?")
    elif number > last + 2:
        reading.warnings.append(
            f"The questions go from {last} to {number}. Are questions {last + 1} to {number - 1} missing?"
        )
    elif number <= last:
        reading.warnings.append(f"Question {number} comes after question {last}. Please check the numbers.")


def _check_actions(reading: Reading) -> None:
    for action in reading.actions:
        if action.owner is None:
            reading.warnings.append(f"We could not tell who took this on: “{action.text}”.")
        elif not action.text:
            reading.warnings.append(f"“{action.owner}” has an action point without words.")


def _check_next_meeting(reading: Reading) -> None:
    coming = reading.next_meeting
    if coming is None:
        reading.warnings.append("No date of the next meeting was found.")
    elif coming.date is None:
        reading.warnings.append("The next meeting is mentioned without an exact date.")
    elif reading.date and coming.date <= reading.date:
        reading.warnings.append(f"The next meeting ({coming.date}) is not after this one. Please check.")
