"""What the record holds and what was set aside are together the source, word for word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.wording.old_minutes import read_minutes

from .helpers import words_unaccounted_for
from .test_any_text import HEAD, MINUTES, seen

HABITS = st.sampled_from(
    [
        *(
            "# Title",
            "## Actions",
            "**Welcome**",
            "> quoted",
            "---",
            "Present:",
            "Bo Lee (BL) (Chair)",
            "12 parents",
        ),
        *(
            "| Action | Who | By when |",
            "| sing | Bo | 3 May |",
            "| No | Question | Response |",
            "| 1 | Why? | So. |",
        ),
        *(
            "| Item | Notes | Action by |",
            "| Tea | It was hot. Bo will pour. | BL |",
            "| Date | 3 June 2024 |",
            "| a |",
        ),
        *(
            "ACTION (BL): sing by 3 May",
            "Action: Bo – sing by 3 May",
            "It rained. (Action: BL)",
            "All to note: it rained",
        ),
        *(
            "Bo to sing or, if not, hum",
            "2. Tea\n2.1 It was hot.",
            "Q1 Why?",
            "A. So.",
            "Next meeting TBC",
            "SHOUTED WORDS",
        ),
        *(
            "Meeting held on 3 June 2024 at 7pm in the Mill",
            "Apologies were received from Cy Dow (Clerk)",
            "\n",
            "\n\n",
        ),
        *(
            "Chair: Bo. Notes: Al.",
            "Question from a parent: why?",
            "Council response:",
            "Helen to bring tea.",
            "\t",
        ),
    ]
)
WITH_HABITS = st.lists(st.tuples(HABITS, st.sampled_from(["\n", "\n\n", " "])), max_size=25).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
SIMPLE = st.text(st.characters(exclude_categories=["C", "Z", "M"]) | st.sampled_from(" \n|:-#*"), max_size=300)


@given(st.one_of(WITH_HABITS, MINUTES, SIMPLE), st.sampled_from(["", HEAD]))
@settings(max_examples=400)
def test_every_word_is_in_the_record_or_set_aside_and_only_once(body, head):
    text = head + seen(body)
    assert not words_unaccounted_for(text, read_minutes(text))


@given(WITH_HABITS)
@settings(max_examples=150)
def test_what_is_set_aside_says_where_it_stood_and_why(body):
    lines = (HEAD + body).split("\n")
    for passage in read_minutes(HEAD + body).set_aside:
        first, last = passage.lines
        assert passage.why
        assert passage.text.split()[0] in " ".join("\n".join(lines[first - 1 : last]).split())


@given(WITH_HABITS)
@settings(max_examples=150)
def test_everything_found_has_its_lines_and_a_word_of_confidence(body):
    reading = read_minutes(HEAD + body)
    found = [*reading.items, *reading.questions, *reading.actions, *reading.representatives, *reading.apologies]
    assert all(thing.lines and thing.confidence in {"sure", "likely", "please check"} for thing in found)
    assert set(reading.header_confidence.values()) <= {"sure", "likely", "please check"}


HOSTILE = {
    "rows of actions": "| sing | Bo | 3 May |\n",
    "rows": "|",
    "actions": "ACTION (BL): sing by 3 May\n\n",
    "owners in brackets": "Action: sing (Bo) ",
    "capitals": "AB CD\n",
    "bold": "**",
    "brackets": "(AB) ",
    "and": " and send",
    "crowds": "12 parents, ",
    "labels on one line": "It is. Chair: Bo. ",
    "promises": "Helen to send it. ",
    "numbers": "2. Tea\n2.1 ",
}
