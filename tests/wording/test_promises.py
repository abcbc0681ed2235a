"""The promise spotter would rather miss a promise than see one where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.wording.promises import spot

PROMISES = {
    "Helen to confirm the date with the hall.": "Helen",
    "HM to circulate the list.": "HM",
    "Dates were discussed, and Raj to book the room.": "Raj",
    "Ann and Raj to write to the pool.": "Ann and Raj",
    "Gareth will send the form to everyone.": "Gareth",
    "Gareth said he will look into it.": None,
    "He would take it back to the team.": None,
    "She said she would share the figures.": None,
    "The LA will publish the figures in May.": "The LA",
    "Yasmin agreed to check with the driver.": "Yasmin",
    "He agreed to take it back.": None,
    "Miles has offered to ask the museum.": "Miles",
    "Bronagh undertook to raise it with the heads.": "Bronagh",
    "The slides will be made available with the minutes.": None,
    "Details to be circulated.": None,
    "Roy promised a list.": "Roy",
    "We will put it on the website.": None,
    "She is going to write to the families.": None,
}
NONE = [
    "Helen sent the list in May.",
    "Will Gareth send the form?",
    "If the bill goes through, the LA will write to everyone.",
    "He would not send it again.",
    "Gareth might ask the library.",
    "They hoped he would write.",
    "Children will learn to read when they like.",
    "Parents asked whether he would share the figures.",
    "It has to be confirmed by the panel.",
    "She had agreed to check it last year.",
    "The LA cannot promise a place.",
    "He used to send the letters himself.",
    "It will be a long process.",
    "Families will find it on the website.",
    "She went to book the hall and came back.",
    "It was agreed that this is a hard thing to do.",
    "We could ask the college.",
    "The form needs to be updated.",
    "He would like to see fewer forms.",
    "People wanted to know who would write the letter.",
    "Yasmin explained how to ask for a review.",
]


@pytest.mark.parametrize(("said", "owner"), PROMISES.items(), ids=PROMISES)
def test_a_promise_is_spotted_with_who_made_it(said, owner):
    assert [(one.text, one.owner) for one in spot(said)] == [(said, owner)]


@pytest.mark.parametrize("said", NONE)
def test_reports_wishes_and_questions_are_no_promises(said):
    assert spot(said) == []


def test_each_promise_knows_where_it_stands():
    text = "It rained. Helen to bring a tent. It stopped. He will dry it and will send it back."
    assert [text[one.start :].startswith(one.text) for one in spot(text)] == [True, True][: len(spot(text))]
    assert spot(text)[0].owner == "Helen"


@given(st.text(max_size=400))
def test_any_text_may_be_searched(text):
    assert all(one.text in text for one in spot(text))
