"""What the coordinator's desk says of questions that were left, and what goes to the officers with a release."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.asking import operations
from forum_app.asking.models import Submission, SubmissionState
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import scoped_links
from forum_app.questions.models import Outcome, Question
from forum_app.threads.jobs import KEPT_FOR_LATER, WAITS_FOR, forget_askers
from tests.builders import (
    NOBODY,
    NOW,
    PAST,
    draft_response,
    make_person,
    make_submission,
    meeting_with_agenda,
    published_meeting,
    released_submission,
)
from tests.pages import Browser, Page, submit

pytestmark = pytest.mark.usefixtures("frozen")
OFFICERS = {"Tobias Reed": "tobias@council.example", "Amara Finch": "amara@council.example"}


@pytest.fixture
def meeting_id(coordinator: Browser) -> int:
    with coordinator.application.app_context():
        number = meeting_with_agenda().id
        db.session.commit()
        return number


def the(meeting_id: int) -> Meeting:
    return db.session.get_one(Meeting, meeting_id)


def desk(browser: Browser) -> str:
    return browser.get("/desk").words


def test_something_else_that_may_be_said_is_on_the_desk(coordinator: Browser, meeting_id: int):
    with coordinator.application.app_context():
        released_submission(the(meeting_id))
        db.session.commit()
    assert "may be said" not in desk(coordinator)
    with coordinator.application.app_context():
        row = db.session.scalars(select(Submission)).one()
        operations.mention_request(row, "https://requests.example/7", "waiting", shown=True)
        db.session.commit()
    assert "Look at what may be said with 1 question" in desk(coordinator)
    listed = coordinator.get("/questions-left").words
    assert "0 new, 0 worded and waiting for release, 1 of which something else may be said" in listed
    assert "something else may be said of who asked" in coordinator.get(f"/meetings/{meeting_id}/questions-left").words


def test_a_question_that_whoever_asked_took_back_is_on_the_desk(coordinator: Browser, meeting_id: int):
    with coordinator.application.app_context():
        operations.withdraw(released_submission(the(meeting_id)), now=NOW)
        db.session.commit()
    assert "Take 1 question off the agenda" in desk(coordinator)
    assert "1 withdrawn by whoever asked" in coordinator.get("/questions-left").words


def test_what_was_kept_for_a_later_meeting_comes_back_when_one_is_planned(coordinator: Browser, meeting_id: int):
    with coordinator.application.app_context():
        over = meeting_with_agenda(day=PAST)
        operations.set_aside(make_submission(over), SubmissionState.PARKED, "No time.", **NOBODY)
        db.session.commit()
    assert "Take up 1 question kept from" in desk(coordinator)
    assert "1 kept for a later meeting" in coordinator.get("/questions-left").words


def test_what_was_kept_for_later_is_kept_for_longer(coordinator: Browser):
    with coordinator.application.app_context():
        over = meeting_with_agenda(day=PAST)
        operations.set_aside(make_submission(over), SubmissionState.PARKED, "No time.", **NOBODY)
        make_submission(over, code="0123456789ABCDEF")
        db.session.flush()
        forget_askers(NOW + WAITS_FOR + timedelta(days=1))
        assert [row.state for row in db.session.scalars(select(Submission))] == [SubmissionState.PARKED]
        forget_askers(NOW + KEPT_FOR_LATER + timedelta(days=1))
        assert db.session.scalars(select(Submission)).all() == []


def test_a_reply_that_was_asked_for_by_a_day_is_on_the_desk_when_it_comes_near(coordinator: Browser, meeting_id: int):
    with coordinator.application.app_context():
        make_submission(the(meeting_id), wording="May we?")
        (question,) = operations.release(the(meeting_id), reply_by=NOW.date() + timedelta(days=3), **NOBODY)
        number = question.id
        db.session.commit()
    assert "Hear about 1 reply for" in desk(coordinator)
    with coordinator.application.app_context():
        draft_response(db.session.get_one(Question, number))
        db.session.commit()
    assert "Hear about" not in desk(coordinator)


def test_an_answer_that_was_taken_back_to_the_team_wants_an_action_point(coordinator: Browser):
    with coordinator.application.app_context():
        meeting = published_meeting(day=NOW.date() - timedelta(days=20))
        question = db.session.scalars(select(Question).where(Question.meeting_id == meeting.id)).first()
        assert question is not None
        assert question.response is not None
        question.response.outcome = Outcome.TAKEN_BACK
        db.session.commit()
    assert "Note what was taken back to the team on" in desk(coordinator)


def test_taking_it_up_twice_tells_whoever_asked_once(coordinator: Browser, meeting_id: int):
    with coordinator.application.app_context():
        row = make_submission(the(meeting_id), contact="wren@ashby.example", follows=True)
        operations.set_aside(row, SubmissionState.PARKED, "No time.", **NOBODY)
        number = row.id
        db.session.commit()
    for _ in range(2):
        page = coordinator.get(f"/questions-left/{number}/take-up")
        assert submit(page, page.address).status_code == 302
    with coordinator.application.app_context():
        keys = db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.startswith("asked:"))).all()
    assert len(keys) == 1


# What goes to the officers ------------------------------------------------------------------------------------


def release_page(browser: Browser, meeting_id: int) -> Page:
    with browser.application.app_context():
        for name, address in OFFICERS.items():
            make_person(name, Role.REPRESENTATIVE, email=address)
        make_submission(the(meeting_id), wording="May families visit the library?")
        db.session.commit()
    return browser.get(f"/meetings/{meeting_id}/release-questions")


def letters(browser: Browser) -> dict[str, str]:
    with browser.application.app_context():
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("pack:"))).all()
        read = {row.recipient: message_from_bytes(row.body or b"", policy=default) for row in rows}
    return {to: str(m.get_body(("plain",)).get_content()) for to, m in read.items()}  # type: ignore[attr-defined]


def test_each_officer_gets_a_link_of_their_own_with_the_release(coordinator: Browser, meeting_id: int):
    page = release_page(coordinator, meeting_id)
    assert all(name in page.words for name in OFFICERS)
    submit(page, page.address, few=True, reply_by="27 January 2026")
    sent = letters(coordinator)
    assert sorted(sent) == sorted(OFFICERS.values())
    links = {text.split("/packs/")[1].split()[0] for text in sent.values()}
    assert len(links) == 2
    for text in sent.values():
        assert "1 question from families is ready for you" in text
        assert "A reply would help by Tuesday 27 January 2026" in text
        assert "library" not in text
    stranger = coordinator.application.test_client()
    for link in links:
        assert "May families visit the library?" in stranger.get(f"/packs/{link}").words


def test_whoever_is_taken_out_gets_none(coordinator: Browser, meeting_id: int):
    page = release_page(coordinator, meeting_id)
    submit(page, page.address, few=True, officers=[])
    assert letters(coordinator) == {}
    with coordinator.application.app_context():
        assert scoped_links(LinkKind.PACK, meeting_id) == []
