"""Two invented meetings with the reading each must give."""

import pytest

from forum_app.wording.old_minutes import read_minutes

from .helpers import expected, lost_words, sample

SAMPLES = pytest.mark.parametrize("name", ["harbour-forum", "hillside-forum"])
BODY_BEGINS = {"harbour-forum": "\nIntroduction\n", "hillside-forum": "None received\n"}


@SAMPLES
def test_a_sample_gives_the_reading_beside_it(name):
    assert read_minutes(sample(name)).as_json() == expected(name)


@SAMPLES
def test_no_word_of_a_sample_is_lost(name):
    body = sample(name).partition(BODY_BEGINS[name])[2]
    assert len(body.split()) > 700
    assert not lost_words(body, read_minutes(sample(name)).as_json())


@SAMPLES
@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "  \n"),
        lambda text: text.replace("e", "e\u00ad").replace("\n", "\x00\n"),
    ],
    ids=["windows", "hard spaces", "trailing spaces", "unseen characters"],
)
def test_what_no_reader_sees_changes_nothing(name, disguise):
    assert read_minutes(disguise(sample(name))).as_json() == expected(name)


@SAMPLES
def test_every_found_thing_knows_the_lines_it_stood_on(name):
    reading = read_minutes(sample(name))
    lines = sample(name).split("\n")
    for action in reading.actions:
        first, last = action.lines
        assert action.text.split()[-1] in lines[last - 1]
        assert (action.owner or "large") in lines[first - 1]
    found = [*reading.items, *reading.questions, *reading.representatives, reading.next_meeting]
    assert all(1 <= thing.lines[0] <= thing.lines[1] <= len(lines) for thing in found)
