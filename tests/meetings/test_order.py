"""However an agenda is shuffled, its positions stay 0, 1, 2 … and nothing is lost."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from forum_app.db import db
from forum_app.meetings import operations
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting
from forum_app.meetings.standard_agenda import AgendaLine
from tests.builders import make_meeting

ANY_KIND = st.sampled_from([ItemKind.OTHER, ItemKind.AOB, ItemKind.NEXT_MEETING, ItemKind.QUESTIONS])


class Shuffling(RuleBasedStateMachine):
    meeting_id: int
    expected: list[str]
    added = 0

    @initialize(kinds=st.lists(ANY_KIND, max_size=5))
    def begin(self, kinds: list[ItemKind]) -> None:
        lines = [AgendaLine(kind, f"Item {place}") for place, kind in enumerate(kinds)]
        self.meeting_id = make_meeting(agenda=lines).id
        self.expected = [line.title for line in lines]
        db.session.commit()

    @property
    def meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.meeting_id)

    @rule(kind=ANY_KIND)
    def add(self, kind: ItemKind) -> None:
        self.added += 1
        item = operations.add_item(self.meeting, AgendaLine(kind, f"Added {self.added}"))
        db.session.commit()
        self.expected.insert(item.position, item.title)

    @precondition(lambda self: self.expected)
    @rule(which=st.integers(0, 99), places=st.integers(-9, 9))
    def move(self, which: int, places: int) -> None:
        place = which % len(self.expected)
        operations.move_item(self.meeting.items[place], places)
        db.session.commit()
        goal = max(0, min(len(self.expected) - 1, place + places))
        self.expected.insert(goal, self.expected.pop(place))

    @precondition(lambda self: self.expected)
    @rule(which=st.integers(0, 99))
    def remove(self, which: int) -> None:
        place = which % len(self.expected)
        operations.remove_item(self.meeting.items[place])
        db.session.commit()
        self.expected.pop(place)

    @invariant()
    def positions_have_no_gap_and_items_their_order(self) -> None:
        of_meeting = select(AgendaItem.position, AgendaItem.title).where(AgendaItem.meeting_id == self.meeting_id)
        rows = db.session.execute(of_meeting.order_by(AgendaItem.position)).all()
        assert [position for position, _ in rows] == list(range(len(rows)))
        assert [title for _, title in rows] == self.expected
        assert [item.title for item in self.meeting.items] == self.expected


@pytest.mark.usefixtures("database")
def test_adding_moving_and_removing_keeps_the_order_whole(proof: int):
    run_state_machine_as_test(Shuffling, settings=settings(max_examples=12 * proof, stateful_step_count=12))
