"""What those who sign in are told about themselves, what organisers read of deeds, and how an account goes."""

import ast
import json
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum_app import audit, demo, places
from forum_app.access import FRESH_FOR, Role
from forum_app.accounts import operations, queries
from forum_app.accounts.operations import StillHelps
from forum_app.audit import ADDRESS, AuditEntry
from forum_app.db import db
from forum_app.meetings.models import RoleAtMeeting
from forum_app.people.models import Grant, Person, SignedInSession
from tests.builders import NOW, former_helper, make_person, published_meeting
from tests.pages import Browser, submit, words_in

#: Parts of a sentence that would name a family, an address or a secret.
NEVER_TOLD = re.compile(r"e?mail|address|phone|recipient|contact|token|code|secret|wording|asker|typed", re.I)


# What was done ------------------------------------------------------------------------------------------------


def test_deeds_are_read_newest_first_page_by_page(coordinator: Browser):
    with coordinator.application.app_context():
        for number in range(60):
            audit.record(f"Deed {number} was done.", by=None, now=NOW + timedelta(minutes=number))
        db.session.commit()
    first, second = (coordinator.get(f"/what-was-done?page={page}") for page in (1, 2))
    deeds = [words_in(entry) for entry in first.main.iter("li")]
    assert deeds[0].startswith("Deed 59 was done.")
    assert len(deeds) == queries.A_PAGE
    assert "Deed 0 was done." in second.words
    assert "by The coordinator" in second.words, "signing in was a deed of theirs"


@pytest.mark.parametrize("typed", ["ines@example.org", "07700 900123", "+44 20 7946 0018", "(01632) 960-001"])
def test_an_address_somebody_typed_as_a_name_stays_out(database: Flask, typed: str):
    audit.record(f"Set up {typed}, for good.", by=None, now=NOW)
    db.session.flush()
    assert told()[-1] == "Set up (an address), for good."


def test_days_and_versions_are_no_telephone_numbers():
    for sentence in (
        "Published the minutes of Wednesday 15 April 2026, version 12.",
        "Took back action point 1234567.",
    ):
        assert ADDRESS.sub("", sentence) == sentence


def test_no_sentence_in_the_code_tells_an_address_or_who_asked():
    sentences = [call.args[0] for file in places.PACKAGE.rglob("*.py") for call in recordings(file)]
    assert len(sentences) > 15
    for sentence in sentences:
        source = ast.unparse(sentence)
        fixed = "".join(str(part.value) for part in ast.walk(sentence) if isinstance(part, ast.Constant))
        assert not ADDRESS.search(fixed), source
        names = [part.attr for part in ast.walk(sentence) if isinstance(part, ast.Attribute)]
        names += [part.id for part in ast.walk(sentence) if isinstance(part, ast.Name)]
        assert not [name for name in names if NEVER_TOLD.search(name)], f"{source} tells who or where"


def recordings(file) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"
    ]


def test_no_sentence_of_a_whole_year_holds_an_address(either_app: Flask):
    with either_app.app_context():
        demo.load(now=NOW)
        db.session.flush()
        assert len(told()) > 5
        assert not [sentence for sentence in told() if ADDRESS.search(sentence)]
        db.session.rollback()


def told() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id)))


# My data ------------------------------------------------------------------------------------------------------


def test_whoever_signs_in_reads_everything_that_hangs_on_their_account(coordinator: Browser):
    page = coordinator.get("/my-data")
    for words in ("The coordinator", "coordinator", "signed in with a link from the forum's computer", "Started at"):
        assert words in page.words
    assert not re.search(r"[0-9a-f]{40}", page.words), "what proves who they are is not shown"


def test_the_file_holds_the_same_and_nothing_of_anybody_else(coordinator: Browser):
    with coordinator.application.app_context():
        other = make_person("Nell Harper", Role.DEPUTY)
        audit.record("Nell Harper looked.", by=other.id, now=NOW)
        db.session.commit()
    file = coordinator.get("/my-data/everything.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="kept-about-me.json"'
    assert file.headers["Cache-Control"] == "no-store"
    kept = json.loads(file.text)["kept"]
    assert kept["Accounts and roles"][0] == {"name": "The coordinator", "email": None}
    assert set(kept) == {
        "Accounts and roles", "Browsers in which somebody is signed in", "What was done here, and by whom",
    }  # fmt: skip
    assert "Nell" not in file.text
    assert not re.search(r"\d\d:\d\d", file.text), "moments are told as days"


def test_the_file_asks_again_who_it_is_and_the_page_does_not(frozen: time_machine.Traveller, coordinator: Browser):
    """A screen that was left open shows what it shows; a file can be carried away."""
    assert coordinator.get("/my-data/everything.json").status_code == 200
    frozen.shift(FRESH_FOR + timedelta(minutes=1))
    assert coordinator.get("/my-data").status_code == 200
    asked = coordinator.get("/my-data/everything.json")
    assert (asked.status_code, asked.location) == (302, "/second-factor")


def test_every_table_that_points_to_a_person_is_told(database: Flask):
    pointing = {table.name for table, _ in queries._about_people()}
    assert pointing >= {"person", "role_grant", "signed_in_session", "audit_entry"}
    assert pointing == {
        table.name
        for table in db.metadata.sorted_tables
        if table.name == "person" or any(key.referred_table.name == "person" for key in table.foreign_key_constraints)
    }


# Erasing ------------------------------------------------------------------------------------------------------


def test_an_account_goes_with_everything_on_it_and_the_record_stays(database: Flask):
    published_meeting()
    helper = former_helper("Ines Marlow")
    audit.record("Ines Marlow signed in.", by=helper.id, now=NOW)
    audit.record("Granted a role to Ines Marlow.", by=None, now=NOW)
    audit.record("Ines Marlowe is somebody else.", by=None, now=NOW)
    db.session.add(SignedInSession(token_hash="x", person_id=helper.id, started_at=NOW, ends_at=NOW, proof="mail"))
    db.session.commit()
    operations.erase_person(helper, by=None, now=NOW)
    db.session.commit()
    assert [count(model) for model in (Person, Grant, SignedInSession)] == [0, 0, 0]
    sentences = told()
    assert "Somebody who no longer helps signed in." in sentences
    assert "Granted a role to somebody who no longer helps." in sentences
    assert "Ines Marlowe is somebody else." in sentences
    assert not [sentence for sentence in sentences if re.search(r"Ines Marlow\b", sentence)]
    assert "Ines Marlow" in db.session.scalars(select(RoleAtMeeting.name)), "her part in the minutes was agreed"
    assert sentences[-1] == "Erased the account of somebody who no longer helps."


def test_whoever_still_has_a_role_is_not_erased(database: Flask):
    helping = make_person("Nell Harper", Role.DEPUTY)
    ends_today = former_helper("Ines Marlow")
    ends_today.grants[0].ends_on = NOW.date()
    db.session.flush()
    for person in (helping, ends_today):
        with pytest.raises(StillHelps):
            operations.erase_person(person, by=None, now=NOW)
    assert count(Person) == 2


def test_the_coordinator_finds_and_erases_a_former_helper(coordinator: Browser):
    with coordinator.application.app_context():
        helper = former_helper("Ines Marlow")
        db.session.commit()
        number = helper.id
    page = coordinator.get("/former-helpers")
    assert "The coordinator" not in page.words
    sent = submit(coordinator.get(page.links["Erase the account of Ines Marlow"]))
    assert sent.location == "/former-helpers"
    assert "Ines Marlow" not in coordinator.get("/former-helpers").words
    assert coordinator.get(f"/people/{number}/erase").status_code == 404


def test_erasing_somebody_who_helps_is_refused_kindly(coordinator: Browser):
    with coordinator.application.app_context():
        number = db.session.scalar(select(Person.id))
    sent = submit(coordinator.get(f"/people/{number}/erase"))
    assert sent.status_code == 409
    assert "still has a role" in sent.words


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
