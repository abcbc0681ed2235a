"""Which questions ask the same: measured on questions of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.wording.likeness import alike, likeness, most_alike
from tests.figures import note
from tests.wording.likeness.measure import SETS, measure, read

#: No less than now; `python -m tests.wording.likeness.measure` prints the figures of docs/privacy.md.
AT_LEAST = {"first": (0.8, 0.8), "second": (0.95, 0.75), "third": (0.85, 0.65), "held-out": (0.6, 0.7)}


@pytest.mark.parametrize("name", SETS)
def test_most_of_those_that_ask_the_same_are_suggested_and_few_others(name: str):
    score, (recall, precision) = measure(name), AT_LEAST[name]
    note(f"Likely duplicates, {name}", f"recall {score.recall:.0%}, precision {score.precision:.0%}")
    assert score.recall >= recall
    assert score.precision >= precision


def test_the_sets_hold_enough_to_say_something():
    assert all(len(read(name)) > 30 for name in SETS)


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_is_a_share_and_the_same_from_both_sides(one: str, other: str):
    assert 0 <= likeness(one, other) <= 1.0001
    assert likeness(one, other) == pytest.approx(likeness(other, one))


def test_the_likest_come_first_and_no_more_than_asked():
    texts = ["A bus pass for pupils?", "The pool on Mondays?", "Bus passes", "A bus pass at eleven, for pupils?"]
    assert most_alike("Bus pass for pupils", texts, str, most=2) == ["A bus pass for pupils?", "Bus passes"]


def test_words_that_every_question_has_make_no_two_alike():
    assert not alike("Could the council please tell us more?", "Would you please help our families?")
