"""Two people at once, on both engines: one wins, the other is told, and nothing typed is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from forum_app.actions.models import ActionPoint
from forum_app.asking.models import Submission
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.meetings.models import AgendaItem, Meeting
from forum_app.minutes.models import EarlierText, ItemMinutes, MinuteVersion
from forum_app.people.models import Person, SignedInSession, UsedSignInLink
from forum_app.people.operations import make_link_token
from forum_app.receipts.models import Receipt
from tests.builders import (
    NOW,
    PAST,
    announced_meeting,
    made,
    make_forum,
    make_meeting,
    make_question,
    published_meeting,
    write_minutes,
)
from tests.figures import note
from tests.pages import Browser, Page, submit

#: As many as a server works on at a time; all others wait at its door.
SEATS = BoundedSemaphore(16)


@pytest.fixture
def running(either_app: Flask) -> Flask:
    """The application on either engine, with the forum set up."""
    with either_app.app_context():
        make_forum()
    return either_app


def test_one_of_twenty_presses_on_a_sign_in_link_signs_in(running: Flask):
    address = f"/sign-in/{make_link_token(running.secret_key)}"
    pages = [running.test_client().get(address) for _ in range(20)]
    statuses = Counter(page.status_code for page in at_once([lambda page=page: submit(page) for page in pages]))
    assert statuses == {302: 1, 410: 19}
    assert counts(running, SignedInSession, UsedSignInLink, Person) == [1, 1, 1]


def test_one_of_two_saves_of_an_items_minutes_is_kept_and_the_other_shown(running: Flask):
    item_id = made(running, first_item)
    saves = minutes_forms(running, item_id, ["From the kitchen.", "From the sofa."])
    won, lost = sorted(at_once(saves), key=lambda page: page.status_code)
    assert (won.status_code, lost.status_code) == (302, 409)
    assert {"From the kitchen.", "From the sofa."} <= set(texts_on(lost))
    assert counts(running, ItemMinutes) == [1]


def test_of_many_saves_over_one_text_none_is_lost(running: Flask):
    item_id = made(running, item_with_minutes)
    typed = [f"Version of writer {number}." for number in range(6)]
    pages = at_once(minutes_forms(running, item_id, typed))
    assert Counter(page.status_code for page in pages) == {302: 1, 409: 5}
    shown = {words for page in pages if page.status_code == 409 for words in texts_on(page)}
    with running.app_context():
        kept = {db.session.get_one(ItemMinutes, item_id).text, *db.session.scalars(select(EarlierText.text))}
    assert set(typed) <= shown | kept
    assert "As it was." in kept


def test_the_one_who_was_told_can_save_after_putting_both_together(running: Flask):
    item_id = made(running, item_with_minutes)
    first, second = (signed_in(running).get(f"/agenda-items/{item_id}/minutes") for _ in range(2))
    assert submit(first, press="Save", text="Theirs.").status_code == 302
    told = submit(second, press="Save", text="Mine.")
    assert told.status_code == 409
    assert submit(told, press="Save", text="Theirs. Mine.").status_code == 302
    with running.app_context():
        assert db.session.get_one(ItemMinutes, item_id).text == "Theirs. Mine."
        assert set(db.session.scalars(select(EarlierText.text))) == {"As it was.", "Theirs."}


@pytest.mark.parametrize(
    ("address", "field", "build"),
    [
        ("/meetings/{}/details", "new_venue", make_meeting),
        ("/agenda-items/{}", "title", lambda: first_item()),
        ("/questions/{}/edit", "wording", lambda: make_question(make_meeting())),
        ("/actions/{}/edit", "owner", lambda: first_action()),
        ("/settings", "name", lambda: first_item()),
    ],
)
def test_the_second_save_of_any_form_shows_both_texts(
    running: Flask, address: str, field: str, build: Callable[[], Any]
):
    where = address.format(made(running, build))
    first, second = (signed_in(running).get(where) for _ in range(2))
    assert submit(first, press_save(first), **{field: "The first text"}).status_code == 302
    told = submit(second, press_save(second), **{field: "The second text"})
    assert told.status_code == 409
    assert "The second text" in texts_on(told)
    if field != "new_venue":
        assert "The first text" in texts_on(told)


def test_of_two_people_publishing_one_makes_the_version(running: Flask):
    meeting_id = made(running, lambda: item_with_minutes().meeting)
    pages = [signed_in(running).get(f"/meetings/{meeting_id}/publish-minutes") for _ in range(2)]
    sent = at_once([lambda page=page: submit(page) for page in pages])
    assert sorted(page.status_code for page in sent)[0] == 302
    assert all(page.status_code < 500 for page in sent), [page.status_code for page in sent]
    assert counts(running, MinuteVersion) == [1]


def test_items_added_at_once_all_come_on_the_agenda_in_one_order(running: Flask):
    meeting_id = made(running, make_meeting)
    pages = [signed_in(running).get(f"/meetings/{meeting_id}/agenda") for _ in range(4)]
    adding = [
        lambda page=page, n=n: submit(page, page_form(page, "title"), title=f"Extra {n}")
        for n, page in enumerate(pages)
    ]
    statuses = [page.status_code for page in at_once(adding)]
    assert all(status < 500 for status in statuses), statuses
    with running.app_context():
        rows = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
        assert {row.title for row in rows} >= {f"Extra {n}" for n in range(4) if statuses[n] == 302}
        assert sorted(row.position for row in rows) == list(range(len(rows)))


def test_action_points_noted_at_once_are_all_kept(running: Flask):
    meeting_id = made(running, make_meeting)
    pages = [signed_in(running).get(f"/meetings/{meeting_id}/actions/new") for _ in range(4)]
    sent = at_once([lambda page=page: submit(page, owner="Tobias Reed", text="Write.") for page in pages])
    assert all(page.status_code < 500 for page in sent), [page.status_code for page in sent]
    with running.app_context():
        kept = db.session.scalar(select(func.count(ActionPoint.id)))
    assert kept == sum(page.status_code == 302 for page in sent)


def test_many_writes_from_two_threads_never_find_the_database_busy(running: Flask, proof: int):
    """Trap 1: a transaction that begins as a reader and then writes fails as busy when two meet."""
    meeting_id = made(running, make_meeting)
    rounds = 100 * proof

    def write() -> int:
        for _ in range(rounds):
            with running.app_context():
                meeting = db.session.get_one(Meeting, meeting_id)
                db.session.add(AuditEntry(at=NOW, by_id=None, sentence=f"Looked at {meeting.day}."))
                db.session.commit()
        return rounds

    before = counts(running, AuditEntry)[0]
    assert at_once([write, write]) == [rounds, rounds]
    assert counts(running, AuditEntry)[0] == before + 2 * rounds


def test_of_many_questions_left_at_once_none_is_lost(running: Flask, proof: int, frozen: Any):
    """Half a hundred families press at the same moment, ten times as many in the long run; some press twice."""
    made(running, announced_meeting)
    total = 50 * proof
    note("Questions left at once", total)
    pages = [from_network(running, n).get("/ask") for n in range(total)]
    frozen.shift(10)
    sending = [
        lambda page=page, n=n: served(lambda: submit(page, page_form(page, "words"), words=f"Is there a choir {n}?"))
        for n, page in enumerate(pages)
    ]
    assert {page.status_code for page in at_once(sending + sending[: total // 8])} == {302}
    with running.app_context():
        kept = Counter(db.session.scalars(select(Submission.words)))
        receipts = db.session.scalar(select(func.count(func.distinct(Receipt.code_hash))))
    assert kept == Counter(f"Is there a choir {n}?" for n in range(total))
    assert receipts == total


def from_network(app: Flask, number: int) -> Browser:
    """A browser at home, each on a network of its own."""
    browser = app.test_client()
    browser.environ_base |= {"REMOTE_ADDR": f"10.{number // 250}.{number % 250}.7"}
    return browser


def served(request: Callable[[], Page]) -> Page:
    with SEATS:
        return request()


def test_reading_goes_on_while_somebody_writes(running: Flask):
    meeting_id = made(running, published_meeting)
    with running.app_context():
        db.session.execute(text("UPDATE meeting SET cancelled_because = 'half done'"))
        statuses = at_once([lambda: running.test_client().get(f"/meetings/{meeting_id}").status_code])
        db.session.rollback()
    assert statuses == [200]


# Plumbing -----------------------------------------------------------------------------------------------------


def first_item() -> AgendaItem:
    meeting = make_meeting(day=PAST)
    db.session.add(ActionPoint(meeting_id=meeting.id, position=0, owner_kind="person", owner="T.", text="Write."))
    return meeting.items[0]


def first_action() -> ActionPoint:
    first_item()
    db.session.flush()
    return db.session.scalars(select(ActionPoint)).one()


def item_with_minutes() -> AgendaItem:
    item = first_item()
    write_minutes(item, "As it was.")
    return item


def signed_in(app: Flask) -> Browser:
    return app.test_client().sign_in()


def minutes_forms(app: Flask, item_id: int, typed: list[str]) -> list[Callable[[], Page]]:
    """For each text somebody with the page open, about to save it."""
    pages = [signed_in(app).get(f"/agenda-items/{item_id}/minutes") for _ in typed]
    return [
        lambda page=page, words=words: submit(page, press="Save", text=words)
        for page, words in zip(pages, typed, strict=True)
    ]


def page_form(page: Page, field: str) -> int:
    return next(place for place, form in enumerate(page.forms) if field in form.names)


def press_save(page: Page) -> int:
    """The form with the version in it is the one that two people may save."""
    return page_form(page, "version")


def texts_on(page: Page) -> list[str]:
    """What stands in the fields of the page and beside them."""
    fields = ["".join(area.itertext()).strip() for area in page.all("textarea", "pre")]
    return fields + [box.get("value", "") for box in page.all("input")]


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them in the same moment, each in a thread of its own."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        barrier.wait(timeout=30)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def counts(app: Flask, *models: Any) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]
