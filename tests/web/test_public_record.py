"""What the public reads of a meeting, and what it never does."""

from datetime import timedelta

import pytest

from forum_app.actions.models import ActionState
from forum_app.actions.queries import actions_of
from forum_app.db import db
from forum_app.meetings.models import Meeting
from forum_app.minutes import operations as minutes
from tests.builders import (
    DAY,
    NOBODY,
    PAST,
    VOICES,
    announced_meeting,
    cancelled_meeting,
    hear,
    made,
    make_action,
    make_meeting,
    make_question,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    write_minutes,
)
from tests.pages import Browser

pytestmark = pytest.mark.usefixtures("frozen")

PRIVATE = (
    "Ten days at most.",
    "The chair opened the meeting.",
    "A participant had waited longer.",
    "Write a letter.",
)


def meeting_with_private_words() -> Meeting:
    meeting = meeting_with_agenda(day=PAST)
    make_question(meeting, "How long?", released=True, response_text=PRIVATE[0], contributions=VOICES)
    make_action(meeting, PRIVATE[3])
    write_minutes(meeting.items[0], PRIVATE[1])
    return meeting


def everything_public(browser: Browser, meeting_id: int) -> str:
    addresses = ("/", "/meetings", f"/meetings/{meeting_id}", "/promises", f"/meetings/{meeting_id}/meeting.ics")
    return "".join(browser.get(address).text for address in addresses)


def test_responses_minutes_and_promises_stay_private_until_the_minutes_are_published(browser: Browser):
    number = made(browser.application, meeting_with_private_words)
    before = everything_public(browser, number)
    assert "How long?" in before
    assert [words for words in PRIVATE if words in before] == []
    change(browser, number, lambda meeting: minutes.publish(meeting, "", **NOBODY))
    after = everything_public(browser, number)
    assert [words for words in PRIVATE if words not in after] == []


def test_withdrawing_takes_them_out_of_sight_again(browser: Browser):
    number = made(browser.application, published_meeting)
    assert "Ten days at most." in everything_public(browser, number)
    change(browser, number, lambda meeting: minutes.withdraw(meeting, **NOBODY))
    after = everything_public(browser, number)
    assert "Ten days at most." not in after
    assert "Book the library room." not in after


def test_a_correction_says_what_was_corrected(browser: Browser):
    number = made(browser.application, published_meeting)
    change(browser, number, lambda meeting: minutes.publish(meeting, "A name was misspelt.", **NOBODY))
    assert "A name was misspelt." in browser.get(f"/meetings/{number}").words


@pytest.mark.parametrize("build", [make_meeting, planning_meeting])
def test_drafts_and_planning_meetings_are_nowhere_in_public(browser: Browser, build):
    number = made(browser.application, build)
    assert browser.get(f"/meetings/{number}").status_code == 404
    for address in ("/", "/meetings"):
        assert "15 April 2026" not in browser.get(address).text


def test_a_question_that_was_not_released_waits_at_the_desk(browser: Browser):
    number = made(browser.application, meeting_with_agenda)
    change(browser, number, lambda meeting: make_question(meeting, "Not yet?"))
    assert "Not yet?" not in browser.get(f"/meetings/{number}").text


def test_the_link_to_join_is_shown_only_from_its_moment_on(browser: Browser, frozen):
    link = "https://meet.example/abc"
    number = made(browser.application, announced_meeting, online_link=link, link_hours_before=24)
    assert link not in everything_public(browser, number)
    frozen.move_to(frozen_at(DAY - timedelta(days=1), 20), tick=False)
    assert link in browser.get(f"/meetings/{number}").text


def test_a_cancelled_meeting_says_that_it_is_and_why(browser: Browser):
    number = made(browser.application, cancelled_meeting, "The room flooded.")
    page = browser.get(f"/meetings/{number}")
    assert "The room flooded." in page.words
    assert "STATUS:CANCELLED" in browser.get(f"/meetings/{number}/meeting.ics").text


def test_the_public_reads_what_became_of_a_promise(browser: Browser):
    number = made(browser.application, published_meeting)
    change(browser, number, lambda meeting: hear(actions_of(meeting.id)[0], ActionState.NOT_DONE, "The room is gone."))
    for address in (f"/meetings/{number}", "/promises", "/promises/1"):
        assert "The room is gone." in browser.get(address).words, address


def test_an_unchanged_page_is_answered_with_304_and_a_changed_one_is_not(browser: Browser):
    number = made(browser.application, meeting_with_agenda)
    kept = {"If-None-Match": browser.get(f"/meetings/{number}").headers["ETag"]}
    assert browser.get(f"/meetings/{number}", headers=kept).status_code == 304
    change(browser, number, lambda meeting: make_question(meeting, "New?", released=True))
    assert browser.get(f"/meetings/{number}", headers=kept).status_code == 200


def change(browser: Browser, meeting_id: int, deed) -> None:
    with browser.application.app_context():
        deed(db.session.get_one(Meeting, meeting_id))
        db.session.commit()


def frozen_at(day, hour: int):
    return NOBODY["now"].replace(year=day.year, month=day.month, day=day.day, hour=hour)
