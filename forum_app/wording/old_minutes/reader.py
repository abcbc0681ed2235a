"""Old minutes, read: clean text, paragraphs, head, sections, and a reader for each kind of section."""

from __future__ import annotations

from .account import set_aside
from .actions import ActionReader
from .checks import check
from .confidence import tell_confidence
from .facts import tell_facts
from .header import split_head
from .headings import Officers
from .lines import CleanText, Line, clean_text
from .markings import mark_headings
from .next_meeting import find_next_meeting, read_next_meeting, words_about_it, words_in_passing
from .owners import Roster
from .paragraphs import gather
from .promised import tell_offers
from .questions import QuestionReader
from .reading import Reading, ReadItem, ReadQuestion
from .repeats import count_once
from .sections import Section, Text, cut_into_sections, run_together, spanned
from .tables import unfold_tables
from .written_actions import taken_out, written_actions


def read_minutes(text: str) -> Reading:
    """What the text of old minutes says. Doubts are said in `warnings`; nothing is dropped."""
    clean = clean_text(text)
    reading = Reading()
    if not any(line.text for line in clean.lines) and not clean.rest:
        reading.warnings.append("There is no text to read.")
        reading.set_aside = set_aside(clean, reading, {})
        return reading
    unclear = _read_parts(clean.lines, reading)
    reasons = count_once(reading)
    _find_next_meeting(reading)
    check(reading, [page.text for page in clean.pages], unclear)
    tell_confidence(reading)
    tell_offers(reading, clean.lines)
    reading.set_aside = set_aside(clean, reading, reasons)
    _keep_the_rest(clean, reading)
    return reading


def _read_parts(lines: list[Line], reading: Reading) -> list[str]:
    """Head, items, questions and action points; back come initials that could not be told."""
    head, body = split_head(gather(mark_headings(unfold_tables(lines))))
    tell_facts(head, reading)
    sections = cut_into_sections(body, Officers(reading.representatives))
    action_reader = ActionReader(Roster(_everyone_named(reading, sections), reading.initials), reading.date)
    for section in sections:
        if section.kind == "actions":
            _read_actions(section, action_reader, reading)
        else:
            _read_item(section, action_reader, reading)
    return action_reader.unclear


def _find_next_meeting(reading: Reading) -> None:
    if reading.next_meeting is None:
        reading.next_meeting = find_next_meeting(reading.items, reading.date)
        if reading.next_meeting:
            reading.next_meeting.confidence = "likely"
    if reading.next_meeting is None or reading.next_meeting.date is None:
        section = next((item for item in reading.items if item.kind == "next_meeting"), None)
        words = words_about_it(section.text) if section else words_in_passing(reading.items)
        reading.next_meeting_words = words


def _keep_the_rest(clean: CleanText, reading: Reading) -> None:
    if clean.rest:
        last = clean.rest_from + clean.rest.count("\n")
        reading.items.append(
            ReadItem("other", None, None, clean.rest, (clean.rest_from, last), confidence="please check")
        )
        reading.warnings.append(
            f"The text is far longer than minutes are. From line {clean.rest_from} on it was only kept."
        )


def _read_item(section: Section, reader: ActionReader, reading: Reading) -> None:
    written, section.paragraphs = taken_out(section.paragraphs)
    reading.actions += [reader.read(one) for one in written]
    found = QuestionReader(section, _last_number(reading.questions))
    reading.questions += found.questions
    _add_item(section, found.prose, reading)
    if section.kind == "next_meeting":
        _read_next_meeting(reading)


def _last_number(questions: list[ReadQuestion]) -> int:
    return next((question.number for question in reversed(questions) if question.number), 0)


def _add_item(section: Section, prose: list[Text], reading: Reading) -> None:
    heading = section.heading
    if heading is None and not prose:
        return
    reading.items.append(
        ReadItem(
            section.kind if section.kind != "actions" else "other",
            heading.title if heading else None,
            heading.presenter if heading else None,
            run_together(prose),
            spanned(section.heading_source, *(text.source for text in prose)),
            confidence="likely" if heading and heading.by_shape else "sure",
        )
    )


def _read_next_meeting(reading: Reading) -> None:
    item = reading.items[-1]
    found = read_next_meeting(item.text, reading.date)
    if found and reading.next_meeting is None:
        found.lines = item.lines
        reading.next_meeting = found


def _read_actions(section: Section, reader: ActionReader, reading: Reading) -> None:
    written, beside = written_actions(section.paragraphs)
    reading.actions += [reader.read(one) for one in written]
    if beside:
        prose = Section(section.heading, section.heading_source, beside).texts()
        _add_item(section, prose, reading)
        reading.warnings.append(f"Among the action points, but not read as one: “{run_together(prose)}”.")


def _everyone_named(reading: Reading, sections: list[Section]) -> list[str]:
    roles = [role.name for role in (*reading.representatives, *reading.apologies)]
    presenters = [section.heading.presenter for section in sections if section.heading]
    named = [reading.chair, reading.coordinator, *reading.online_support, *roles, *presenters]
    return [name for name in named if name]
