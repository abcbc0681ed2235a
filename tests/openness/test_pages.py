"""The pages on which the forum says what it does: as they come, written anew, by two at once, and put back."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app import retention
from forum_app.access import PERMISSIONS
from forum_app.db import db
from forum_app.documents.markdown import to_page_html
from forum_app.openness.models import EarlierPageText, PageName
from tests.pages import Browser, submit, words_in

ADDRESS = {"privacy": "/privacy", "sharing": "/what-the-council-receives", "impact-assessment": "/impact-assessment"}


# As they come -------------------------------------------------------------------------------------------------


def test_the_pages_come_filled_in_from_the_settings(coordinator: Browser):
    for address in ADDRESS.values():
        words = coordinator.get(address).words
        assert "Fenwick Vale County Council" in words
        assert "{{" not in words
    assert "Fenwick Vale Positive Dialogue Forum decides" in coordinator.get("/privacy").words


def test_the_sheet_for_the_council_says_what_it_does_and_does_not_receive(browser: Browser):
    page = browser.get("/what-the-council-receives")
    assert [words_in(heading) for heading in page.all("h2")][:2] == ["You receive", "You do not receive"]
    assert "Who asked, who came, who answered" in page.words


def test_the_impact_assessment_marks_what_the_forum_has_to_fill_in(coordinator: Browser):
    assert len(re.findall(r"\[[^\]]+\]", coordinator.get("/impact-assessment").words)) >= 8


def test_families_are_led_from_privacy_to_the_details(browser: Browser):
    links = browser.get("/privacy").links
    for words in ("What is kept, and how long", "Who may do what here", "What the council receives"):
        assert browser.get(links[words]).status_code == 200
    assert "Impact assessment" not in links
    assert "Change it" not in links


# Written anew -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ADDRESS)
def test_a_page_can_be_written_anew_and_put_back(coordinator: Browser, name: str):
    coordinator.get("/desk")  # the message of having signed in is read once
    ours = coordinator.get(ADDRESS[name]).words
    sent = submit(coordinator.get(f"/page-texts/{name}"), press="Save", text="## In short\n\nWe keep *nothing*.")
    assert sent.location == ADDRESS[name]
    assert "We keep nothing." in coordinator.get(ADDRESS[name]).words
    put_back = coordinator.get(f"/page-texts/{name}/put-back")
    assert submit(put_back).location == ADDRESS[name]
    assert "Put back" not in coordinator.get(f"/page-texts/{name}").words
    assert coordinator.get(ADDRESS[name]).words == ours
    assert "We keep *nothing*." in coordinator.get(f"/page-texts/{name}").words, "what was typed is kept"


def test_a_preview_saves_nothing(coordinator: Browser):
    page = submit(coordinator.get("/page-texts/privacy"), press="Preview", text="## Soon")
    assert page.all("h2")[0].text == "How it will read"
    assert dict(page.form(0).values)["text"].strip() == "## Soon"
    assert "Soon" not in coordinator.get("/privacy").words


def test_the_second_of_two_savers_sees_both_texts(coordinator: Browser):
    first, second = (coordinator.get("/page-texts/privacy") for _ in range(2))
    assert submit(first, press="Save", text="Theirs.").status_code == 302
    told = submit(second, press="Save", text="Mine.")
    assert told.status_code == 409
    assert [words_in(area) for area in told.all("textarea", "pre")][:2] == ["Mine.", "Theirs."]
    assert submit(told, press="Save", text="Theirs and mine.").status_code == 302
    assert "Theirs and mine." in coordinator.get("/privacy").words


def test_saving_a_text_that_somebody_put_back_meanwhile_shows_ours(coordinator: Browser):
    submit(coordinator.get("/page-texts/privacy"), press="Save", text="Theirs.")
    opened = coordinator.get("/page-texts/privacy")
    submit(coordinator.get("/page-texts/privacy/put-back"))
    told = submit(opened, press="Save", text="Mine.")
    assert told.status_code == 409
    assert "What this site knows about you" in told.words


def test_every_text_saved_over_is_kept(coordinator: Browser):
    for text in ("One.", "Two.", "Three."):
        submit(coordinator.get("/page-texts/sharing"), press="Save", text=text)
    with coordinator.application.app_context():
        assert list(db.session.scalars(select(EarlierPageText.text).order_by(EarlierPageText.id))) == ["One.", "Two."]
        assert db.session.scalar(select(func.count(EarlierPageText.id))) == 2


def test_only_pages_there_are_can_be_written(coordinator: Browser):
    for address in ("/page-texts/home", "/page-texts/home/put-back"):
        assert coordinator.get(address).status_code == 404
    assert set(ADDRESS) == set(PageName)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("# A\n\n# B", "<h2>A</h2>\n<h2>B</h2>"),
        ("#### A\n\n## B\n\n##### C", "<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:1)", "<p>[x](javascript:1)</p>"),
    ],
)
def test_headings_go_down_one_by_one_and_nothing_typed_becomes_a_script(typed: str, html: str):
    assert to_page_html(typed) == html


# Who may what, and what is kept -------------------------------------------------------------------------------


def test_every_permission_stands_on_the_page_with_who_holds_it(browser: Browser):
    page = browser.get("/who-may-what")
    for permission in PERMISSIONS:
        assert permission.sentence in page.words
    entries = {words_in(entry) for entry in page.all("li")}
    assert any("without a name. Held by everybody." in entry for entry in entries)
    assert any("Held by the coordinator and deputies." in entry for entry in entries)
    assert sum("second factor must" in entry for entry in entries) == sum(one.step_up for one in PERMISSIONS)


def test_every_table_has_its_line_on_the_page_of_what_is_kept(app: Flask):
    told = [table for line in retention.LINES for table in line.tables]
    missing = set(db.metadata.tables) - set(told)
    assert not missing, f"the fix: say in forum_app/retention.py what {sorted(missing)} hold, and how long"
    assert len(told) == len(set(told)), "a table stands in one line"


def test_the_page_says_nothing_of_what_this_forum_does_not_keep(browser: Browser):
    words = browser.get("/what-is-kept").words
    shown = {line for line in retention.LINES if line.data in words}
    assert shown == set(retention.lines_for(db.metadata.tables))
    assert all(line.how_long and line.then and line.about for line in retention.LINES)


def test_the_spans_are_those_the_forum_promised():
    spans = {line.data: line.keep for line in retention.LINES if line.keep}
    assert spans["Questions as they were typed, and their receipts"] == timedelta(days=30)
    assert spans["Email on its way out"] == timedelta(days=30)
