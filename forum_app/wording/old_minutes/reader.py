"""Old minutes, read: clean text, paragraphs, head, sections, and a reader for each kind of section."""

from __future__ import annotations

from .actions import ActionReader, written_actions
from .checks import check
from .facts import tell_facts
from .header import split_head
from .headings import Officers
from .lines import CleanText, clean_text
from .next_meeting import find_next_meeting, read_next_meeting
from .paragraphs import gather
from .questions import QuestionReader
from .reading import Reading, ReadItem, ReadQuestion
from .sections import Section, Text, cut_into_sections, run_together, spanned


def read_minutes(text: str) -> Reading:
    """What the text of old minutes says. Doubts are said in `warnings`; nothing is dropped."""
    clean = clean_text(text)
    reading = Reading()
    paragraphs = gather(clean.lines)
    if not paragraphs and not clean.rest:
        reading.warnings.append("There is no text to read.")
        return reading
    head, body = split_head(paragraphs)
    tell_facts(head, reading)
    sections = cut_into_sections(body, Officers(reading.representatives))
    action_reader = ActionReader(_everyone_named(reading, sections), reading.date)
    for section in sections:
        if section.kind == "actions":
            _read_actions(section, action_reader, reading)
        else:
            _read_item(section, reading)
    if reading.next_meeting is None:
        reading.next_meeting = find_next_meeting(reading.items, reading.date)
    check(reading, clean.page_numbers)
    _keep_the_rest(clean, reading)
    return reading


def _keep_the_rest(clean: CleanText, reading: Reading) -> None:
    if clean.rest:
        last = clean.rest_from + clean.rest.count("\n")
        reading.items.append(ReadItem("other", None, None, clean.rest, (clean.rest_from, last)))
        reading.warnings.append(
            f"The text is far longer than minutes are. From line {clean.rest_from} on it was only kept."
        )


def _read_item(section: Section, reading: Reading) -> None:
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
