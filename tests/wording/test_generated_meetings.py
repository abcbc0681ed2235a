"""Invented meetings, written in each shape and read back, lose nothing.

200 meetings in each shape as a rule; 2,000 with FORUM_PROOF=1.
"""

import re

import pytest

from forum_app.wording.old_minutes import ReadAction, Reading, read_minutes

from .helpers import words_unaccounted_for
from .shapes import SHAPES, Meeting, invented

QUICK = 200
HEAD = ("date", "starts_at", "ends_by", "venue", "chair", "coordinator")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_meeting_is_read_back_without_loss(shape, proof):
    for seed in range(QUICK * proof // len(SHAPES) + 1):
        meeting = invented(seed)
        reading = read_minutes(shape(meeting))
        assert told(reading) == expected(meeting), (shape.__name__, seed)
        assert not words_unaccounted_for(shape(meeting), reading), (shape.__name__, seed)


def told(reading: Reading) -> dict:
    return {
        "head": [getattr(reading, name) for name in HEAD],
        "officers": [(role.name, role.title) for role in reading.representatives],
        "away": [(role.name, role.title) for role in reading.apologies],
        "topics": [(_bare(item.title or ""), _bare(item.text)) for item in reading.items if item.kind == "other"],
        "questions": [(question.number, question.text, question.response) for question in reading.questions],
        "actions": sorted(_action(action) for action in reading.actions),
        "next": reading.next_meeting and reading.next_meeting.date,
    }  # fmt: skip


def expected(meeting: Meeting) -> dict:
    return {
        "head": [meeting.date, meeting.starts, meeting.ends, meeting.venue, meeting.chair, meeting.minutes],
        "officers": meeting.officers,
        "away": [meeting.away],
        "topics": [(_bare(topic), _bare(prose)) for topic, prose in meeting.topics],
        "questions": [(number, *both) for number, both in enumerate(meeting.questions, 1)],
        "actions": sorted((owner, task, due) for owner, task, due in meeting.actions),
        "next": meeting.next_date,
    }  # fmt: skip


def _bare(text: str) -> str:
    """Without the number in front, and whether or not in capitals."""
    return re.sub(r"^[0-9.]+ ", "", text).lower()


def _action(action: ReadAction) -> tuple:
    return _first_name(action.owner), action.text.split(" by ")[0], action.due


def _first_name(owner: str | None) -> str:
    return (owner or "nobody").split()[0]
