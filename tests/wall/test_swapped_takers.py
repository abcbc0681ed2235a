"""Who took something on, and what they sent, changes not one byte of what anybody but the coordinator can see."""

import random
from collections.abc import Callable
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from forum_app.access import Role
from forum_app.actions import holding
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionHolder, ActionPoint, OwnerKind, TickOff
from forum_app.db import db
from tests.builders import NOBODY, NOW, make_action, make_file, make_forum, make_tick_off, meeting_with_agenda
from tests.builders import published_meeting as published
from tests.figures import note
from tests.wall.roles import signed_in_as
from tests.wall.test_swapped_worlds import look
from tests.wall.worlds import NAMES


@pytest.fixture
def forum(app: Flask, frozen: object) -> "Watchers":
    app.test_client_class = FlaskClient
    with app.app_context():
        make_forum()
        meeting = published()
        action = make_action(meeting, "Draft a letter.", owner_kind=OwnerKind.ANYONE, owner="Anybody")
        coming = meeting_with_agenda()
        db.session.commit()
        number, meetings = action.id, [meeting.id, coming.id]
    return Watchers(app, number, meetings)


def test_swapping_who_took_it_on_changes_no_byte(forum: "Watchers", proof: int):
    dice, pairs = random.Random(7), 20 * proof
    for number in range(pairs):
        assert forum.sees(dice) == forum.sees(dice), f"pair {number} differs"
    note("Swapped takers, pairs that differ", f"0 of {pairs}")


def says_the_name(take: Callable) -> Callable:
    def careless(action, holder, **told):
        return take(action, holder, **told | {"now_with": holder.name})

    return careless


def test_a_name_that_slips_out_is_caught(forum: "Watchers"):
    dice = random.Random(8)
    with patch.object(holding, "give_to", says_the_name(holding.give_to)):
        assert any(forum.sees(dice) != forum.sees(dice) for _ in range(5))


class Watchers:
    """The public and an officer, who look at every page on which the promise stands."""

    def __init__(self, app: Flask, action_id: int, meetings: list[int]) -> None:
        self.app, self.action_id = app, action_id
        pages = ["/promises", f"/promises/{action_id}", "/", *(f"/meetings/{number}" for number in meetings)]
        officer = signed_in_as(app, Role.REPRESENTATIVE)
        self.looks = [(client, page) for client in (app.test_client(), officer) for page in pages]

    def sees(self, dice: random.Random) -> list[tuple[int, list[tuple[str, str]], bytes]]:
        name = f"{dice.choice(NAMES)}{dice.randrange(10**6)}"
        with self.app.app_context():
            action = db.session.get_one(ActionPoint, self.action_id)
            holder = Holder(name, f"{name.lower()}@example.org", is_taker=True)
            holding.give_to(action, holder, day=NOW.date(), **NOBODY)
            make_tick_off(action, words=f"{name} was here", files=[make_file(f"{name}.pdf")])
            db.session.commit()
        seen = [look(client, page) for client, page in self.looks]
        with self.app.app_context():
            for model in (TickOff, ActionHolder):
                db.session.execute(delete(model))
            db.session.commit()
        return seen
