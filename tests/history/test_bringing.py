"""Bringing in old minutes: files wait in line, are read or refused, and a person confirms what was understood."""

import io
from datetime import date

from sqlalchemy import select

from forum_app.actions.models import ActionPoint
from forum_app.db import db
from forum_app.history import operations
from forum_app.history.models import OldMinutes
from forum_app.meetings.models import Meeting
from tests.builders import NOBODY, NOW
from tests.pages import Browser, Page, submit

SAMPLE = """Ashcombe Positive Dialogue Forum

Date: Wednesday 6 May 2026
Time: 4pm for 4.30pm, to end by 6.30pm
Venue: Old Maltings, Ashcombe
Chair: Della Frome
Coordinator/minutes: Petra Lowe
LA representatives: Ivo Marchant (Home Education Lead)

Introduction

Della welcomed everybody and said where the tea was. A parent called Rosalind Peck talked about her son, aged 9.

Questions sent in advance

Question 1

Which libraries lend microscopes?

LA response: Two of them do. Ivo will send the list of those libraries to Petra.

Any other business

Nothing was raised.

Date of next meeting

Wednesday 5 May 2027, 4pm for 4.30pm to 6.30pm.

Action points

- Petra: Put the microscope list on the website by 30 June 2026
- Anyone: write to the museum
"""


def test_several_files_wait_in_line_and_are_read_one_by_one(coordinator: Browser):
    page = upload(coordinator, ("one.txt", SAMPLE), ("two.txt", SAMPLE.replace("2026", "2025")))
    assert "0 of 2 files looked at." in page.words
    page = follow(submit(page, press="Read the next one"))
    assert "1 of 2 files looked at." in page.words
    page = follow(submit(page, press="Read the next one"))
    assert "2 of 2 files looked at." in page.words
    assert not page.forms, "there is nothing left to read"


def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing_of_itself(coordinator: Browser):
    page = upload(coordinator, ("sheet.xlsx", b"PK\x03\x04 not a document"))
    page = follow(submit(page, press="Read the next one"))
    assert "Could not be read" in page.words
    with coordinator.application.app_context():
        row = db.session.scalars(select(OldMinutes)).one()
        assert (row.upload, row.source, row.reading) == (None, "", None)
        assert row.refused.endswith(".")


def test_what_was_refused_can_be_taken_off_the_list(coordinator: Browser):
    page = upload(coordinator, ("empty.txt", b""))
    page = follow(submit(page, press="Read the next one"))
    sent = submit(coordinator.get(page.links["Take it off the list: empty.txt"]), press="Discard it")
    assert sent.status_code == 302
    with coordinator.application.app_context():
        assert db.session.scalars(select(OldMinutes)).all() == []


def test_the_review_shows_the_source_what_is_doubtful_and_what_was_promised_in_passing(coordinator: Browser):
    page = pasted(coordinator)
    assert "Which libraries lend microscopes?" in page.words
    assert "Promises in the text that are no action point yet" in page.words
    assert "words or details to look at" in page.words
    assert "Rosalind Peck" in page.words
    assert "set aside" in page.words


def test_each_found_thing_leads_to_its_place_in_the_text(coordinator: Browser):
    page = pasted(coordinator)
    place = SAMPLE.splitlines().index("Date: Wednesday 6 May 2026") + 1
    assert page.links[f"Date: line {place} of the text"] == f"#line-{place}"
    chair = SAMPLE.splitlines().index("Chair: Della Frome") + 1
    assert page.links[f"Line {chair} of the text"] == f"#line-{chair}"
    assert "Sure" in page.words


def test_a_promise_that_is_ticked_becomes_an_action_point(coordinator: Browser):
    page = pasted(coordinator)
    submit(page, 0, press="confirm", **{"offers-0-take": True})
    with coordinator.application.app_context():
        texts = [action.text for action in db.session.scalars(select(ActionPoint))]
        assert len(texts) == 3
        assert any("list of those libraries" in text for text in texts)


def test_confirming_makes_the_record_and_the_next_meeting_and_deletes_the_text(coordinator: Browser):
    submit(pasted(coordinator), 0, press="confirm")
    with coordinator.application.app_context():
        days = [meeting.day for meeting in db.session.scalars(select(Meeting).order_by(Meeting.day))]
        assert days == [date(2026, 5, 6), date(2027, 5, 5)]
        assert db.session.scalars(select(OldMinutes)).all() == []


def test_a_review_put_aside_is_as_it_was_left(coordinator: Browser):
    page = pasted(coordinator)
    page = follow(submit(page, 0, press="keep", venue="The New Maltings", **{"actions-1-drop": True}))
    assert dict(page.form(0).values)["venue"] == "The New Maltings"
    assert "write to the museum" not in dict(page.form(0).values).values()


def test_a_due_date_that_the_text_gives_is_kept_with_the_action_point(database):
    row = operations.keep_text("Pasted minutes", SAMPLE, now=NOW)
    made = operations.make_record(row, **NOBODY)
    db.session.commit()
    due = [action.due_on for action in db.session.scalars(select(ActionPoint)) if action.owner == "Petra"]
    assert due == [date(2026, 6, 30)]
    assert made.following is not None
    assert made.following.previous_id == made.meeting.id


def test_a_file_waits_with_its_bytes_and_loses_them_when_it_is_read(database):
    row = operations.keep_file("minutes.txt", SAMPLE.encode(), now=NOW)
    db.session.commit()
    assert row.is_waiting
    operations.read_file(row)
    db.session.commit()
    assert row.upload is None
    assert row.reading["day"] == "2026-05-06"


def test_names_are_pointed_at_before_minutes_are_published(coordinator: Browser):
    submit(pasted(coordinator), 0, press="confirm")
    with coordinator.application.app_context():
        meeting_id = db.session.scalars(select(Meeting).order_by(Meeting.day)).first().id
    page = coordinator.get(f"/meetings/{meeting_id}/publish-minutes")
    assert "“Rosalind Peck”" in page.words
    assert "“Ivo Marchant”" not in page.words, "an officer of the meeting may be named"


def pasted(browser: Browser) -> Page:
    return follow(submit(browser.get("/old-minutes"), 0, text=SAMPLE))


def upload(browser: Browser, *files: tuple[str, str | bytes]) -> Page:
    data = [(io.BytesIO(words.encode() if isinstance(words, str) else words), name) for name, words in files]
    sent = browser.post("/old-minutes", data={"csrf_token": browser.token(), "text": "", "files": data})
    return follow(sent)


def follow(sent: Page) -> Page:
    assert sent.status_code == 302, sent.words
    return sent.browser.get(sent.headers["Location"])
