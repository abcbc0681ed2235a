"""What officers draft stays with officers, and a link opens its own meeting and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from forum_app.access import Role
from forum_app.db import db
from forum_app.people.models import LinkKind
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links
from forum_app.questions.queries import questions_of
from forum_app.threads.models import Duty, EarlierDraft, ResponseDraft
from forum_app.wall import Reach
from tests.builders import (
    NOBODY,
    NOW,
    draft_response,
    make_question,
    meeting_with_agenda,
    published_meeting,
    take_on,
)
from tests.everything import addresses, make_everything, routes
from tests.pages import Browser
from tests.statements import statements
from tests.wall.roles import signed_in_as
from tests.wall.test_the_engine_refuses import reached

SECRET = "Zephyrine says what nobody may read yet"


@pytest.mark.parametrize("reach", [Reach.PUBLIC, Reach.RECEIPT])
@pytest.mark.parametrize("model", [ResponseDraft, EarlierDraft, Duty])
def test_the_engine_refuses_drafts_to_everybody_but_officers(either_app: Flask, reach: Reach, model: type):
    with reached(either_app, reach), pytest.raises(DBAPIError):
        db.session.scalars(select(model)).all()
    with reached(either_app, Reach.OFFICER):
        assert db.session.scalars(select(model)).all() == []


@pytest.mark.usefixtures("frozen")
def test_no_page_for_families_or_the_public_holds_a_word_of_a_draft(browser: Browser):
    app = browser.application
    everything = make_everything(app)
    with app.app_context():
        for draft in db.session.scalars(select(ResponseDraft)):
            draft.text, draft.officer = SECRET, "Zephyrine"
        db.session.commit()
    looked = 0
    for rule in routes(app):
        if "GET" in (rule.methods or set()) and "pack_token" not in rule.arguments:
            for address in addresses(app, rule, everything):
                looked += 1
                assert "Zephyrine" not in browser.open(address).get_data(as_text=True), address
    assert looked > 100
    officer = signed_in_as(app, Role.REPRESENTATIVE)
    own_page = f"/meetings/{everything.meetings[1]}/responses"
    assert SECRET in officer.get(own_page).text
    assert SECRET in officer.get(f"/questions/{everything.questions[1]}/respond").text


@pytest.mark.usefixtures("frozen")
def test_a_coordinator_reads_a_draft_only_once_the_forum_may_take_it(coordinator: Browser):
    with coordinator.application.app_context():
        meeting = meeting_with_agenda()
        open_one, hidden = make_question(meeting, released=True), make_question(meeting, "Another?", released=True)
        draft_response(open_one, "Ready to be read.")
        draft_response(hidden, SECRET, ready=False)
        db.session.commit()
        meeting_id, number = meeting.id, hidden.id
    page = coordinator.get(f"/meetings/{meeting_id}/drafted-responses")
    assert "Ready to be read." in page.text
    assert SECRET not in page.text
    refused = (
        f"/meetings/{meeting_id}/responses",
        f"/questions/{number}/respond",
        f"/questions/{number}/take-response",
    )
    assert [coordinator.get(address).status_code for address in refused] == [404] * 3


@pytest.mark.usefixtures("frozen")
def test_a_link_opens_and_answers_the_questions_of_its_meeting_and_no_other(browser: Browser):
    app = browser.application
    with app.app_context():
        meeting, other = meeting_with_agenda(), published_meeting()
        own, hidden = make_question(meeting, released=True), make_question(meeting, "Not released.")
        elsewhere = questions_of(other.id)[0]
        token = make_scoped_link(LinkKind.PACK, meeting.id, None, NOW.date())
        action = make_scoped_link(LinkKind.ACTION, meeting.id, None, NOW.date())
        db.session.commit()
        own_id, refused = own.id, (hidden.id, elsewhere.id)
        meeting_id = meeting.id
    assert browser.get(f"/packs/{token}/questions/{own_id}").status_code == 200
    sent = {"csrf_token": browser.token(), "text": "Yes.", "outcome": "answered", "officer": "T", "officer_title": "O"}
    for number in refused:
        assert browser.get(f"/packs/{token}/questions/{number}").status_code == 404
        assert browser.post(f"/packs/{token}/questions/{number}", data=sent).status_code == 404
    pages = ("responses", f"questions/{own_id}", "pack.pdf", "pack.docx")
    assert [browser.get(f"/packs/{action}/{page}").status_code for page in pages] == [404] * 4
    with app.app_context():
        revoke_scoped_links(LinkKind.PACK, meeting_id, **NOBODY)
        db.session.commit()
    assert [browser.get(f"/packs/{token}/{page}").status_code for page in pages] == [404] * 4
    assert browser.post(f"/packs/{token}/questions/{own_id}", data=sent).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(ResponseDraft)).all() == []


@pytest.mark.usefixtures("frozen")
def test_a_draft_names_whoever_drafted_it_and_a_successor_their_own_name(browser: Browser):
    app = browser.application
    with app.app_context():
        meeting = meeting_with_agenda()
        question = make_question(meeting, released=True)
        draft_response(question, "As it is.", officer="Tobias Reed")
        token = make_scoped_link(LinkKind.PACK, meeting.id, None, NOW.date() + timedelta(days=1))
        take_on(meeting)
        db.session.commit()
        number = question.id
    page = browser.get(f"/packs/{token}/questions/{number}")
    assert 'value="Tobias Reed"' in page.text
    sent = {"text": "As it is.", "outcome": "answered", "officer": "Nell Harper", "officer_title": "Team leader"}
    answer = browser.post(
        f"/packs/{token}/questions/{number}", data=sent | {"csrf_token": browser.token(), "version": 1}
    )
    assert answer.status_code == 302
    assert 'value="Nell Harper"' in browser.get(f"/packs/{token}/questions/{number}").text


@pytest.mark.usefixtures("frozen")
def test_public_threads_ask_at_most_six_times_however_long_they_are(browser: Browser):
    app = browser.application
    everything = make_everything(app)
    topic = everything.topics[0]
    for address in (f"/questions/{everything.questions[0]}", f"/topics/{topic}", "/topics", "/what-was-said"):
        browser.get(address)
        with statements() as seen:
            assert browser.get(address).status_code == 200, address
        asked = [line for line in seen if not line.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION"))]
        assert len(asked) <= 6, (address, asked)
