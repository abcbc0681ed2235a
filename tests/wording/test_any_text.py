"""Whatever the text: a reading comes back, in the promised form, with every word in it."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.wording.old_minutes import read_minutes

from .helpers import lost_words, words

KEYS = {
    "": "date doors_at starts_at ends_by venue chair coordinator online_support representatives apologies"
    " items questions actions next_meeting warnings",
    "items": "kind title presenter text",
    "questions": "number kind text response contributions",
    "actions": "owner owner_kind text via due",
    "representatives": "name title",
    "apologies": "name title",
    "next_meeting": "date doors_at starts_at ends_by",
}
KINDS = {
    "items": "introduction la_speaker guest_speaker questions la_news case_study aob next_meeting other",
    "questions": "advance room chat",
    "actions": "person group anyone",
}
HEAD = "Date: Monday 3 June 2024\nLA representatives: Ann Roe (Officer)\n\nIntroduction\n\n"
PIECES = st.sampled_from(
    [
        *("Question 1", "Question 4", "LA response: yes", "Participant responses: no", "LA response:"),
        *("- Ann: go via Bo by 3 May", "• all: stay", "3. Bo to sing", "Any other business", "Actions"),
        *("Ann Roe, on plans", "Ann Roe", "Maud Lint (Guild), Felt", "www.felt.example", "a line"),
        *("The sentence was broken", "after these words and before", "others.", "of verse,", "Introduction"),
        *("Case study; Jo – a tale", "Is this asked?", "Additional question from the chat", "\n\n", "\t"),
        *("Response from Maud Lint: hm", "Question from Cy in the hall", "Comments from Di: oh"),
        *("Next meeting: 4 for 4.30pm 2 July", "\n", "\f"),
        *("Chair: Bo", "2", "Page 7", "Some heading", "A much longer paragraph, " * 6, "News from the LA"),
    ]
)
MINUTES = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n", " ", "\r\n"])), max_size=25).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
ANY_TEXT = st.one_of(st.text(), st.text(st.characters()), MINUTES, st.tuples(MINUTES, st.text()).map("".join))


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_exactly_the_promised_form(text):
    reading = json.loads(json.dumps(read_minutes(text).as_json(), ensure_ascii=False).encode())
    assert set(reading) == set(KEYS[""].split())
    for part in ("items", "questions", "actions", "representatives", "apologies"):
        assert all(set(thing) == set(KEYS[part].split()) for thing in reading[part])
    coming = reading["next_meeting"]
    assert coming is None or set(coming) == set(KEYS["next_meeting"].split())


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_kinds_dates_and_times_are_always_of_the_promised_sort(text):
    reading = read_minutes(text).as_json()
    assert {item["kind"] for item in reading["items"]} <= set(KINDS["items"].split())
    assert {question["kind"] for question in reading["questions"]} <= set(KINDS["questions"].split())
    assert {action["owner_kind"] for action in reading["actions"]} <= set(KINDS["actions"].split())
    days = [reading["date"], *(action["due"] for action in reading["actions"])]
    assert all(dt.date.fromisoformat(day) for day in days if day)
    times = [reading[key] for key in ("doors_at", "starts_at", "ends_by") if reading[key]]
    assert all(re.fullmatch(r"[0-2]\d:[0-5]\d", clock) for clock in times)


def seen(text: str) -> str:
    """The text without what the reader does not see, by a rule of this test's own."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t ")


@given(st.text(st.characters(exclude_categories=["C", "Z", "M"]) | st.sampled_from(" \n"), max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_word_of_any_body_is_lost(text):
    body = seen(text)
    assert not lost_words(body, read_minutes(HEAD + body).as_json())


@given(MINUTES)
@settings(max_examples=400, deadline=None)
def test_no_word_of_a_body_shaped_like_minutes_is_lost(body):
    reading = read_minutes(HEAD + body).as_json()
    labels = words("Question 1, Question 4, LA response, Participant responses, Actions, 2, 3. to")
    labels += words("Additional question from the chat")
    assert not set(lost_words(body, reading)) - set(labels)


@given(MINUTES)
@settings(max_examples=200, deadline=None)
def test_every_line_number_lies_within_the_text(text):
    reading = read_minutes(HEAD + text)
    count = (HEAD + text).replace("\r\n", "\n").count("\n") + 1
    found = [*reading.items, *reading.questions, *reading.actions, *reading.representatives]
    assert all(thing.lines and 1 <= thing.lines[0] <= thing.lines[1] <= count for thing in found)


HOSTILE = {
    "one letter a million times": "a",
    "open brackets": "(",
    "numbers that might be times": "4 for ",
    "labels without end": "Chair: x\n",
    "paragraphs of one letter": "A\n\n",
    "speakers without end": "Maud Lint, Felt\n\n",
    "questions without end": "Question 1: a?\nLA response: b\n\n",
    "promises without end": "Actions\n\n- Bo: go via Ann by 1 May\n",
    "next meetings without end": "Next meeting: 1 May 4pm\n",
    "addresses without end": "www.a@b.c ",
    "sentences without end": "The sentence has no end and no stop\n\n",
}


@pytest.mark.parametrize("head", ["", HEAD])
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_million_hostile_letters_are_kept_but_not_all_read(piece, head):
    text = head + piece * (1_000_000 // len(piece))
    reading = read_minutes(text)
    # What is read in detail stays bounded, and so does the time it takes.
    assert len(reading.items) + len(reading.questions) + len(reading.actions) < 3_100
    assert len(json.dumps(reading.as_json(), ensure_ascii=False)) > len("".join(text.split())) * 0.4
    assert any("far longer" in warning for warning in reading.warnings)


@pytest.mark.parametrize("field", ["LA representatives", "Time", "Date", "Apologies", "Zoom support"])
def test_an_endless_value_beside_a_label_is_read_or_quoted(field):
    value = "4 for (Ann) and 1 May, " * 8_000
    kept = json.dumps(read_minutes(f"{field}: {value}\n\nIntroduction\n\nHello.").as_json())
    assert kept.count("Ann") >= 8_000
