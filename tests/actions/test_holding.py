"""Who has a promise in hand: given, passed on with its history, taken on by anybody, given back, forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum_app.access import Role
from forum_app.accounts.operations import erase_person
from forum_app.actions import holding
from forum_app.actions.holding import Holder, NoSuchOffer, NotOpenToAnybody, NoWayToReach, TakenMeanwhile
from forum_app.actions.models import ActionHolder, ActionOffer, ActionPoint, ActionState, OwnerKind
from forum_app.actions.part import part_behind
from forum_app.db import db
from tests.builders import (
    NOBODY,
    NOW,
    former_helper,
    hear,
    make_action,
    make_held_action,
    make_meeting,
    make_person,
    make_tick_off,
    published_meeting,
)

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
TOLD = {**NOBODY, "day": TODAY}
MONTH = timedelta(days=30)


def test_it_is_in_the_hands_of_one_at_a_time_and_who_promised_it_stays():
    action = make_held_action(make_meeting())
    holding.give_to(action, Holder("Amara Finch", "amara@council.example"), now_with="the new lead", **TOLD)
    db.session.commit()
    assert [(row.name, row.until) for row in holding.holders_so_far(action.id)] == [
        ("Tobias Reed", TODAY), ("Amara Finch", None),
    ]  # fmt: skip
    assert (action.owner, action.now_with) == ("Tobias Reed", "the new lead")


def test_passing_it_on_ends_the_links_of_whoever_had_it():
    action = make_held_action(make_meeting())
    before = holding.link_for(holding.current_holder(action.id), TODAY)
    holding.give_to(action, Holder("Amara Finch", "amara@council.example"), **TOLD)
    after = holding.link_for(holding.current_holder(action.id), TODAY)
    db.session.commit()
    assert part_behind(before, TODAY) is None
    assert part_behind(after, TODAY).name == "Amara Finch"


def test_a_holder_needs_a_way_to_be_reached():
    with pytest.raises(NoWayToReach):
        holding.give_to(make_action(make_meeting()), Holder("Tobias Reed"), **TOLD)


def test_everything_open_passes_to_a_successor_and_what_is_closed_stays():
    meeting, officer = make_meeting(), make_person("Tobias Reed", Role.REPRESENTATIVE, email="t@council.example")
    successor = make_person("Amara Finch", Role.REPRESENTATIVE, email="a@council.example")
    first, second, closed = (make_held_action(meeting, holder=Holder.of_person(officer)) for _ in range(3))
    hear(closed)
    passed = holding.pass_all(officer, Holder.of_person(successor), **TOLD)
    db.session.commit()
    assert passed == [first, second]
    assert [row.action_id for row in holding.held_by(successor.id)] == [first.id, second.id]
    assert (first.owner, first.now_with) == ("Tobias Reed", "Amara Finch")
    assert holding.current_holder(closed.id).person_id == officer.id


def test_the_desk_knows_what_somebody_left_behind():
    gone = former_helper("Nell Harper")
    gone.email = "nell@example.org"
    make_held_action(make_meeting(), holder=Holder.of_person(gone))
    make_held_action(make_meeting())
    assert [row.name for row in holding.left_behind(TODAY)] == ["Nell Harper"]


def test_erasing_somebody_leaves_the_promise_and_nobody_holding_it():
    gone = former_helper("Nell Harper")
    action = make_held_action(make_meeting(), holder=Holder("x", "x@y.example"))
    holding.give_to(action, Holder.of_person(gone), **TOLD)
    waiting = make_tick_off(action)
    erase_person(gone, **NOBODY)
    db.session.commit()
    db.session.refresh(waiting)
    assert holding.holder_of(action.id) is None
    assert (waiting.holder_id, waiting.words) == (None, "It is booked.")


# Taking on ----------------------------------------------------------------------------------------------------


def offered(shows_name: bool = False, **facts: object) -> tuple[ActionPoint, str]:
    action = make_action(published_meeting(), **{"owner_kind": OwnerKind.ANYONE, "owner": "Anybody"} | facts)
    token = holding.offer(action.id, "Sorrel", "sorrel@post.example", shows_name=shows_name, day=TODAY)
    db.session.flush()
    return action, token


@pytest.mark.parametrize("shows_name", [True, False])
def test_whoever_takes_it_on_is_named_only_if_they_said_so(shows_name: bool):
    action, token = offered(shows_name)
    row = holding.take(token, now=NOW, day=TODAY)
    db.session.commit()
    assert (action.taken, action.now_with) == (True, "Sorrel" if shows_name else "")
    assert (row.name, row.mail_to, row.is_taker) == ("Sorrel", "sorrel@post.example", True)
    assert db.session.scalar(select(func.count(ActionOffer.id))) == 0


def test_the_link_takes_it_on_once():
    _, token = offered()
    holding.take(token, now=NOW, day=TODAY)
    with pytest.raises(NoSuchOffer):
        holding.take(token, now=NOW, day=TODAY)


def test_of_two_the_first_has_it():
    action, token = offered()
    second = holding.offer(action.id, "Jay", "jay@post.example", shows_name=False, day=TODAY)
    db.session.flush()
    holding.take(token, now=NOW, day=TODAY)
    with pytest.raises(TakenMeanwhile):
        holding.take(second, now=NOW, day=TODAY)
    assert holding.current_holder(action.id).name == "Sorrel"


def test_what_is_closed_cannot_be_taken_on():
    action, token = offered()
    hear(action, ActionState.NOT_DONE)
    with pytest.raises(NotOpenToAnybody):
        holding.take(token, now=NOW, day=TODAY)


def test_an_offer_runs_out_after_a_week():
    _, token = offered()
    assert holding.find_offer(db.session, token, TODAY + timedelta(days=7))
    with pytest.raises(NoSuchOffer):
        holding.find_offer(db.session, token, TODAY + timedelta(days=8))


def test_a_month_after_it_is_done_nobody_knows_who_took_it_on():
    action, token = offered()
    holding.take(token, now=NOW, day=TODAY)
    hear(action, ActionState.DONE, "There is a letter.", TODAY)
    assert holding.forget_takers(TODAY + MONTH, MONTH) == 0
    assert holding.forget_takers(TODAY + MONTH + timedelta(days=1), MONTH) == 1
    db.session.commit()
    row = db.session.scalars(select(ActionHolder)).one()
    assert (row.name, row.address) == ("", None)
    assert action.taken


def test_officers_are_not_forgotten_with_them_and_old_offers_go():
    action = make_held_action(make_meeting())
    hear(action, ActionState.DONE, "Done.", TODAY)
    offered()
    assert holding.forget_takers(TODAY + timedelta(days=400), MONTH) == 0
    assert holding.holders_so_far(action.id)[0].name == "Tobias Reed"
    assert db.session.scalar(select(func.count(ActionOffer.id))) == 0
