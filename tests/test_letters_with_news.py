"""The letters of news, word for word, as they are committed in tests/golden/mail."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from forum_app.circulation.emails import Item, digest, news
from forum_app.circulation.models import Kind
from forum_app.circulation.plan import shown
from forum_app.mail.compose import Letter
from forum_app.meetings.models import Meeting
from forum_app.subscriptions import emails
from forum_app.subscriptions.models import Pace, Topic
from tests.builders import (
    DAY,
    NOW,
    cancelled_meeting,
    make_circulation,
    make_forum,
    make_question,
    make_venue,
    meeting_with_agenda,
    published_meeting,
)

GOLDEN = Path(__file__).parent / "golden" / "mail"
TOPICS = {Topic.NEXT_MEETING, Topic.MINUTES}


def of_circulation(kind: Kind, build: Callable[[], Meeting] | None = None, **facts: object) -> Letter:
    for_families = facts.pop("for_families", True)
    row = make_circulation(kind, build() if build else None, **facts)
    return shown(news(row, NOW.date(), for_families=for_families))


def full_meeting() -> Meeting:
    meeting = meeting_with_agenda(venue=make_venue())
    make_question(meeting, "May we visit the library?", number=1, released=True)
    return meeting


LETTERS: dict[str, Callable[[], Letter]] = {
    "subscriptions/confirm": lambda: emails.confirm("TOKEN", TOPICS, Pace.WEEKLY),
    "subscriptions/already": lambda: emails.already("TOKEN"),
    "subscriptions/welcome": lambda: emails.welcome("TOKEN", TOPICS, Pace.AS_IT_HAPPENS),
    "circulation/call_for_questions": lambda: of_circulation(Kind.CALL_FOR_QUESTIONS, full_meeting, questions_by=DAY),
    "circulation/agenda": lambda: of_circulation(Kind.AGENDA, full_meeting, words="Do come."),
    "circulation/agenda_to_an_officer": lambda: of_circulation(Kind.AGENDA, full_meeting, for_families=False),
    "circulation/minutes": lambda: of_circulation(Kind.MINUTES, published_meeting),
    "circulation/next_meeting": lambda: of_circulation(Kind.NEXT_MEETING, full_meeting),
    "circulation/next_meeting_cancelled": lambda: of_circulation(Kind.NEXT_MEETING, cancelled_meeting),
    "circulation/note": lambda: of_circulation(Kind.NOTE),
    "circulation/digest": lambda: shown(digest([Item("Tea", "There will be cake."), Item("Minutes", "They are out.")])),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_committed(app: Flask, frozen: object, name: str):
    with app.app_context():
        make_forum()
        letter = LETTERS[name]()
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert f"Subject: {letter.subject}\n\n{letter.text}" == expected


def test_every_committed_letter_is_written():
    committed = {str(path.relative_to(GOLDEN).with_suffix("")) for path in GOLDEN.rglob("*.txt")}
    assert {name for name in committed if name.startswith(("subscriptions/", "circulation/"))} == set(LETTERS)
