"""Two people have the same page open. Whoever saves second sees both texts, and nothing is lost."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.meetings.models import AgendaItem
from forum_app.minutes.models import ItemMinutes
from tests.browser.places import COMING, OVER, the_meeting
from tests.browser.stage import Site, Visits
from tests.journeys.walking import Visitor, somebody

MINUTES = "Minutes of this item"


def test_two_people_write_the_minutes_of_one_item(minute_taker: Visitor, chair: Visitor, written: int):
    both_open(minute_taker, chair, f"/agenda-items/{written}/minutes")
    before = chair.field(MINUTES).input_value()
    minute_taker.types(MINUTES, before + "\n\nThe tea ran out at five.")
    assert minute_taker.submits("Save") == 302

    chair.types(MINUTES, before + "\n\nThe cake was praised.")
    assert chair.submits("Save") == 409
    chair.sees("Somebody else saved this while you were writing", "Nothing is lost.")
    assert chair.field(MINUTES).input_value().endswith("The cake was praised.")
    chair.sees("The tea ran out at five.", within=theirs(chair))

    chair.types(MINUTES, before + "\n\nThe tea ran out at five. The cake was praised.")
    assert chair.submits("Save") == 302
    minute_taker.opens(f"/agenda-items/{written}/minutes")
    assert minute_taker.field(MINUTES).input_value().endswith("The tea ran out at five. The cake was praised.")
    every_text_is_kept(minute_taker, "The tea ran out at five.", before[-60:])


def test_two_people_write_the_first_words_of_one_item(minute_taker: Visitor, chair: Visitor, unwritten: int):
    both_open(minute_taker, chair, f"/agenda-items/{unwritten}/minutes")
    minute_taker.types(MINUTES, "She welcomed everybody.")
    assert minute_taker.submits("Save") == 302
    chair.types(MINUTES, "I welcomed everybody.")
    assert chair.submits("Save") == 409
    chair.sees("She welcomed everybody.", within=theirs(chair))
    assert chair.submits("Save") == 302  # saving again means it
    chair.opens(f"/agenda-items/{unwritten}/minutes")
    assert chair.field(MINUTES).input_value() == "I welcomed everybody."
    every_text_is_kept(chair, "She welcomed everybody.")


def test_a_preview_between_does_not_hide_that_somebody_else_saved(minute_taker: Visitor, chair: Visitor, written: int):
    both_open(minute_taker, chair, f"/agenda-items/{written}/minutes")
    minute_taker.types(MINUTES, "Theirs.")
    assert minute_taker.submits("Save") == 302
    chair.types(MINUTES, "Mine.")
    assert chair.submits("Preview") == 200
    assert chair.submits("Save") == 409
    chair.sees("Theirs.", within=theirs(chair))


def test_two_people_change_the_details_of_one_meeting(minute_taker: Visitor, chair: Visitor, coming: int):
    both_open(minute_taker, chair, f"/meetings/{coming}/details")
    minute_taker.chooses("Room", "Not asked for yet")
    minute_taker.types("Starts", "16:45")
    assert minute_taker.submits("Save") == 422  # a room was asked for at the other time
    minute_taker.ticks("Move the meeting; the room is asked for anew")
    assert minute_taker.submits("Save") == 302

    chair.types("Finishes no later than", "19:00")
    assert chair.submits("Save") == 409
    assert chair.field("Finishes no later than").input_value() == "19:00"
    texts = theirs(chair).all_inner_texts()
    assert any("4.45pm" in text for text in texts)
    assert any("Not asked for yet" in text for text in texts)
    assert any("6.30pm" in text for text in texts)

    chair.types("Starts", "16:45")
    chair.chooses("Room", "Booked and confirmed")
    assert chair.submits("Save") == 302
    chair.opens(f"/meetings/{coming}")
    chair.sees("4pm for 4.45pm, finishing by 7pm")


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def minute_taker(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site).signs_in()


@pytest.fixture
def chair(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site).signs_in()


@pytest.fixture
def written(site: Site) -> int:
    """An item with minutes."""
    items = select(AgendaItem.id).join(ItemMinutes, ItemMinutes.item_id == AgendaItem.id)
    return site.numbers(lambda: db.session.scalars(items.where(AgendaItem.meeting_id == the_meeting(OVER).id)).first())


@pytest.fixture
def unwritten(site: Site) -> int:
    return site.numbers(lambda: the_meeting(COMING).items[0].id)


@pytest.fixture
def coming(site: Site) -> int:
    return site.numbers(lambda: the_meeting(COMING).id)


def both_open(one: Visitor, other: Visitor, path: str) -> None:
    for somebody_signed_in in (one, other):
        assert somebody_signed_in.opens(path) == 200


def theirs(visitor: Visitor):
    return visitor.main.locator(".theirs")


def every_text_is_kept(visitor: Visitor, *texts: str) -> None:
    """Each of these stands among the earlier texts, the newest first."""
    kept = visitor.section("Earlier texts").locator("details")
    for place, text in enumerate(texts):
        kept.nth(place).locator("summary").click()
        visitor.sees(text.strip().splitlines()[-1], within=kept.nth(place))
