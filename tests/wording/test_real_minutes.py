"""The published minutes this reader was first made for. They stay outside the repository."""

import pytest

from forum_app.wording.old_minutes import read_minutes

from .helpers import REAL_MINUTES, lost_words

pytestmark = pytest.mark.skipif(not REAL_MINUTES.exists(), reason="the real minutes are not beside this copy")


@pytest.fixture(scope="module")
def source():
    return REAL_MINUTES.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading(source):
    return read_minutes(source).as_json()


def test_the_day_and_its_three_times_are_read(reading):
    assert reading["date"] == "2025-04-09"
    assert [reading[key] for key in ("doors_at", "starts_at", "ends_by")] == ["16:00", "16:30", "18:30"]


def test_three_representatives_are_read_each_with_a_title(reading):
    assert len(reading["representatives"]) == 3
    assert all(len(role["name"].split()) == 2 and role["title"] for role in reading["representatives"])
    assert not any("(" in role["title"] for role in reading["representatives"])


def test_two_apologies_are_read_one_of_them_a_post_without_a_name(reading):
    assert [bool(role["name"]) for role in reading["apologies"]] == [False, True]
    assert all(role["title"] for role in reading["apologies"])


def test_the_helpers_and_the_two_who_run_the_meeting_are_read(reading):
    assert len(reading["online_support"]) == 5
    assert all(len(name.split()) == 1 for name in reading["online_support"])
    assert [len(reading[role].split()) for role in ("chair", "coordinator")] == [2, 2]
    assert reading["venue"].endswith("Centre")


def test_the_items_stand_in_the_order_of_the_document(reading):
    speaking = ["introduction", "la_speaker", "la_speaker", "guest_speaker", "questions"]
    kinds = [*speaking, "la_news", "case_study", "aob", "next_meeting"]
    assert [item["kind"] for item in reading["items"]] == kinds


def test_speakers_and_the_storyteller_are_named(reading):
    presenters = [item["presenter"] for item in reading["items"] if item["presenter"]]
    officers = [role["name"] for role in reading["representatives"]]
    assert presenters[:2] == [officers[0], officers[2]]
    assert [len(name.split()) for name in presenters[2:]] == [3, 2]


def test_five_numbered_questions_and_one_from_the_room_all_have_a_response(reading):
    asked = [(question["number"], question["kind"]) for question in reading["questions"]]
    assert asked == [(number, "advance") for number in range(1, 6)] + [(None, "room")]
    assert all(question["text"] and question["response"] for question in reading["questions"])


def test_a_response_keeps_all_its_paragraphs_and_ends_where_the_next_heading_begins(reading):
    fourth, last = reading["questions"][3]["response"], reading["questions"][5]["response"]
    assert fourth.count("\n\n") == 3
    assert len(fourth.split()) > 450
    assert "News" not in last


def test_only_the_labelled_participants_responses_are_contributions(reading):
    assert [len(question["contributions"]) for question in reading["questions"]] == [1, 0, 0, 0, 0, 0]


def test_the_poem_stays_whole_with_its_lines(reading, source):
    story = next(item["text"] for item in reading["items"] if item["kind"] == "case_study")
    lines = source.splitlines()
    poem = "\n".join(lines[150:169])
    assert story.endswith(poem)


def test_a_paragraph_broken_over_a_page_is_one_again(reading, source):
    broken = source.splitlines()[42].split()[-1], source.splitlines()[44].split()[0]
    text = next(item["text"] for item in reading["items"][2:] if item["kind"] == "la_speaker")
    assert " ".join(broken) in text


def test_ten_promises_are_read_with_the_kinds_of_their_owners(reading):
    kinds = [action["owner_kind"] for action in reading["actions"]]
    assert (len(kinds), kinds.count("person"), kinds.count("group"), kinds.count("anyone")) == (10, 6, 2, 2)
    assert all(action["due"] is None for action in reading["actions"])


def test_two_promises_go_through_the_coordinator(reading):
    first_name = reading["coordinator"].split()[0]
    assert [action["via"] for action in reading["actions"] if action["via"]] == [first_name, first_name]


def test_the_next_meeting_is_read_with_its_three_times(reading):
    times = {"doors_at": "16:00", "starts_at": "16:30", "ends_by": "18:30"}
    assert reading["next_meeting"] == {"date": "2026-04-15", **times}


def test_no_word_of_the_body_is_lost(reading, source):
    body = source.partition("\nIntroduction\n")[2]
    assert len(body.split()) > 4000
    assert not lost_words(body, reading)


def test_nothing_but_the_title_line_is_left_to_a_warning(reading):
    assert len(reading["warnings"]) == 1
