"""What the coordinator's pages show and refuse: never a small number of families, never a second sending."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum_app.circulation.models import Audience, Circulation, CirculationState, Kind
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from tests.builders import (
    NOW,
    cancelled_meeting,
    is_sent,
    made,
    make_circulation,
    make_subscriber,
    meeting_with_agenda,
    published_meeting,
)
from tests.pages import Browser, Page, submit

pytestmark = pytest.mark.usefixtures("frozen")
A_NUMBER = re.compile(r"\b[0-7]\b")


def test_a_double_click_on_each_button_is_one_draft_one_test_and_one_sending(coordinator: Browser):
    families(coordinator.application, 9)
    form = coordinator.get("/circulations/new?kind=note")
    facts = {"subject": "Tea", "words": "There will be cake.", "to_next_meeting": True}
    drafted = [submit(form, **facts) for _ in range(2)]
    assert {page.location for page in drafted} == {"/circulations/1"}
    page = coordinator.get("/circulations/1")
    for _ in range(2):
        submit(page, "test")
    assert count(coordinator.application, OutboxMessage) == 1
    for _ in range(2):
        assert submit(page, "release").status_code == 302
    assert "Nothing went out twice." in coordinator.get("/circulations/1").words
    assert count(coordinator.application, OutboxMessage) == 1 + 9


def test_two_coordinators_at_one_draft(coordinator: Browser):
    families(coordinator.application, 9)
    made(coordinator.application, make_circulation)
    deputy = coordinator.application.test_client().sign_in()
    looked, opened = deputy.get("/circulations/1"), deputy.get("/circulations/1/edit")
    assert submit(coordinator.get("/circulations/1/edit"), words="There will be tea.").status_code == 302
    assert submit(looked, "release").status_code == 409
    clash = submit(opened, words="There will be pie.")
    assert clash.status_code == 409
    assert "There will be tea." in clash.words
    assert submit(coordinator.get("/circulations/1"), "release").status_code == 302
    assert submit(clash, words="There will be pie.").status_code == 409
    assert count(coordinator.application, OutboxMessage) == 9


def test_fewer_than_eight_families_are_nowhere_a_number(coordinator: Browser):
    families(coordinator.application, 5)
    made(coordinator.application, make_circulation)
    pages = [coordinator.get("/circulations"), coordinator.get("/circulations/1")]
    submit(pages[1], "release")
    pages.append(coordinator.get("/circulations/1"))
    with coordinator.application.app_context():
        is_sent(db.session.scalars(select(OutboxMessage)).first())
        db.session.commit()
    pages.append(coordinator.get("/circulations/1"))
    submit(pages[-1], "stop")
    pages.append(coordinator.get("/circulations/1"))
    submit(pages[-1], "again")
    pages.append(coordinator.get("/circulations/2"))
    for page in pages:
        assert "ewer than 8 families" in page.words
        assert not A_NUMBER.findall(without_days(page)), page.words
        assert "@" not in page.words.replace("forum@fenwick.example", "")


def test_the_desk_offers_the_minutes_once_and_shows_how_far_they_are(coordinator: Browser):
    families(coordinator.application, 8)
    made(coordinator.application, published_meeting, NOW.date() - timedelta(days=20))
    desk = coordinator.get("/desk")
    assert "Send the minutes of Wednesday 24 December 2025 to those who asked" in desk.words
    assert "Going out" not in desk.words
    form = coordinator.get(next(link for link in links(desk) if "kind=minutes" in link))
    assert form.all("input", name="to_minutes")[0].get("checked") is not None
    look = coordinator.get(submit(form).location)
    assert "/circulations/1" in links(coordinator.get("/desk"))
    submit(look, "release")
    desk = coordinator.get("/desk")
    assert "Send the minutes" not in desk.words
    assert "Nothing has gone out yet." in desk.words
    with coordinator.application.app_context():
        is_sent(db.session.scalars(select(OutboxMessage)).first())
        db.session.execute(update(Circulation).values(due_at=NOW))
        db.session.commit()
    desk = coordinator.get("/desk")
    assert "1 of 8 mails dealt with." in desk.words
    assert desk.all("progress")[0].get("value") == "1"


def test_the_desk_offers_a_call_for_questions_and_the_final_agenda(coordinator: Browser):
    made(coordinator.application, meeting_with_agenda)
    words = coordinator.get("/desk").words
    assert "Call for questions for Wednesday 15 April 2026" in words
    assert "Send the agenda for Wednesday 15 April 2026 to those who asked" in words


def test_about_a_cancelled_meeting_nobody_is_called_for_questions(coordinator: Browser):
    made(coordinator.application, cancelled_meeting)
    words = coordinator.get("/desk").words
    assert "Call for questions" not in words
    assert "Send the agenda" not in words


def test_minutes_of_earlier_years_are_no_news(coordinator: Browser):
    made(coordinator.application, published_meeting)
    assert "Send the minutes" not in coordinator.get("/desk").words


def test_of_few_families_the_desk_counts_none(coordinator: Browser):
    families(coordinator.application, 3)
    made(coordinator.application, make_circulation)
    submit(coordinator.get("/circulations/1"), "release")
    with coordinator.application.app_context():
        db.session.execute(update(Circulation).values(due_at=NOW))
        db.session.commit()
    desk = coordinator.get("/desk")
    assert "It is going out." in desk.words
    assert not desk.all("progress")


def test_eight_families_are_counted(coordinator: Browser):
    families(coordinator.application, 8)
    made(coordinator.application, make_circulation)
    page = coordinator.get("/circulations/1")
    assert "8 families" in page.words
    submit(page, "release")
    page = coordinator.get("/circulations/1")
    assert "0 of 8 mails dealt with." in page.words
    assert page.all("progress")[0].get("max") == "8"


def test_who_had_this_text_already_is_told_in_numbers(coordinator: Browser):
    families(coordinator.application, 9)
    meeting_id = made(coordinator.application, meeting_with_agenda)
    for _ in range(2):
        form = coordinator.get(f"/circulations/new?kind=agenda&meeting={meeting_id}")
        page = coordinator.get(submit(form, to_next_meeting=True).location)
        if page.address.endswith("/1"):
            submit(page, "release")
            families(coordinator.application, 3, "later")
    assert "9 people and families got this very text already." in page.words
    assert "3 families" in page.words


def test_what_cannot_be_sent_is_not_offered_and_not_opened(coordinator: Browser):
    over, coming = (made(coordinator.application, build) for build in (published_meeting, meeting_with_agenda))
    offered = coordinator.get("/circulations").links
    assert {"The minutes: Wednesday 9 April 2025", "The agenda: Wednesday 15 April 2026"} <= set(offered)
    for kind, meeting_id in (("agenda", over), ("minutes", coming), ("agenda", 99), ("agenda", "")):
        assert coordinator.get(f"/circulations/new?kind={kind}&meeting={meeting_id}").status_code == 404


def test_a_draft_whose_meeting_was_withdrawn_says_why_it_cannot_go(coordinator: Browser):
    families(coordinator.application, 9)
    meeting_id = made(coordinator.application, published_meeting)
    with coordinator.application.app_context():
        meeting = db.session.get(Circulation.meeting.property.mapper.class_, meeting_id)
        make_circulation(Kind.MINUTES, meeting, [Audience.MINUTES])
        db.session.commit()
    looked = coordinator.get("/circulations/1")
    submit(coordinator.get(f"/meetings/{meeting_id}/withdraw-minutes"))
    assert submit(looked, "release").status_code == 409
    assert "This cannot be sent as things stand" in coordinator.get("/circulations/1").words
    with coordinator.application.app_context():
        assert db.session.get(Circulation, 1).state == CirculationState.DRAFT


def test_a_family_named_in_a_note_lights_the_lantern(coordinator: Browser):
    words = "Thank you to Penelope Farthing, aged 9, for the cake."
    made(coordinator.application, make_circulation, words=words)
    assert "to look at before this is public" in coordinator.get("/circulations/1").words


def test_the_notice_for_the_authority_is_no_endorsement_and_asks_for_no_name(coordinator: Browser):
    meeting_id = made(coordinator.application, meeting_with_agenda)
    submit(coordinator.get(f"/circulations/new?kind=next_meeting&meeting={meeting_id}"))
    page = coordinator.get("/circulations/1/elsewhere")
    short, notice = ("".join(box.itertext()) for box in page.all("textarea"))
    assert f"http://localhost/meetings/{meeting_id}" in short
    assert len(short) < 400
    for words in ("independent of Fenwick Vale County Council", "for information only", "nobody needs to give a name"):
        assert words in notice
    assert not re.search(r"(?i)recommend|support|endorse|approve|partner|official|invite", notice)


def test_a_forged_subject_stays_one_line(coordinator: Browser):
    families(coordinator.application, 9)
    form = coordinator.get("/circulations/new?kind=note")
    submit(form, subject="Tea\r\nBcc: x@evil.example", words="Cake.", to_next_meeting=True)
    submit(coordinator.get("/circulations/1"), "release")
    with coordinator.application.app_context():
        bodies = db.session.scalars(select(OutboxMessage.body)).all()
    assert len(bodies) == 9
    assert all(b"Subject: Tea Bcc: x@evil.example" in body for body in bodies)


# Plumbing -----------------------------------------------------------------------------------------------------


def families(app: Flask, number: int, name: str = "family") -> None:
    for one in range(number):
        made(app, make_subscriber, f"{name}-{one}@example.org")


def links(page: Page) -> list[str]:
    return [link.get("href", "") for link in page.all("a")]


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def without_days(page: Page) -> str:
    """The words without days, times of day, and what is no number of people."""
    words = re.sub(r"\d+ [A-Z][a-z]+ \d{4}(, [\d.]+[ap]m)?", "", page.words)
    return re.sub(r"[\d.]+[ap]m|fewer than 8|http\S+", "", words)
