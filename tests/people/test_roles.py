"""Roles begin, end and are handed over; there is always a coordinator (T-A8)."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.access import Role
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.people.models import Grant, Person
from forum_app.people.queries import coordinators_on, to_confirm
from forum_app.people.roles import (
    AddressTaken,
    Holder,
    LastCoordinator,
    RoleIsOver,
    change_person,
    confirm_role,
    end_role,
    grant_role,
    hand_over,
)
from tests.builders import NOBODY, NOW, make_forum, make_person
from tests.pages import Browser, submit
from tests.people.steps import WREN, Mailbox, is_signed_in, sign_in_by_mail, tobias
from tests.test_races import at_once

TODAY = NOW.date()
DAY = timedelta(days=1)
NELL = Holder("Nell Harper", "nell@example.org")


def coordinator(name: str = "Wren Ashby", email: str = WREN) -> Grant:
    return make_person(name, Role.COORDINATOR, email=email).grants[0]


@pytest.mark.usefixtures("database")
class TestTheRules:
    @pytest.mark.parametrize("last_day", [None, TODAY, TODAY + 30 * DAY])
    def test_the_last_coordinator_stays(self, last_day: date | None):
        grant = coordinator()
        make_person("A deputy", Role.DEPUTY)
        with pytest.raises(LastCoordinator):
            end_role(grant, last_day, **NOBODY)

    def test_one_of_two_can_go(self):
        grant, other = coordinator(), coordinator("Ines Marlow", "ines@example.org")
        end_role(grant, None, **NOBODY)
        assert coordinators_on(TODAY) == [other.person]
        with pytest.raises(LastCoordinator):
            end_role(other, None, **NOBODY)

    def test_somebody_who_comes_too_late_does_not_count(self):
        grant = coordinator()
        grant_role(NELL, Role.COORDINATOR, TODAY + 10 * DAY, **NOBODY)
        with pytest.raises(LastCoordinator):
            end_role(grant, TODAY + 8 * DAY, **NOBODY)
        end_role(grant, TODAY + 9 * DAY, **NOBODY)
        assert [len(coordinators_on(TODAY + number * DAY)) for number in (9, 10, 99)] == [1, 1, 1]

    def test_somebody_who_leaves_before_does_not_count(self):
        grant = coordinator()
        grant_role(NELL, Role.COORDINATOR, TODAY, TODAY + 3 * DAY, **NOBODY)
        with pytest.raises(LastCoordinator):
            end_role(grant, TODAY + 3 * DAY, **NOBODY)

    def test_somebody_who_will_leave_later_does_not_count_either(self):
        grant = coordinator()
        grant_role(NELL, Role.COORDINATOR, TODAY, TODAY + 90 * DAY, **NOBODY)
        with pytest.raises(LastCoordinator):
            end_role(grant, None, **NOBODY)

    def test_a_second_role_of_the_same_person_does_not_count(self):
        grant = coordinator()
        grant_role(Holder("Wren", WREN), Role.COORDINATOR, TODAY, **NOBODY)
        with pytest.raises(LastCoordinator):
            end_role(grant, None, **NOBODY)

    def test_a_hand_over_is_one_step(self):
        grant = coordinator()
        begun = hand_over(grant, NELL, TODAY + 14 * DAY, **NOBODY)
        assert (begun.person.name, begun.role, begun.starts_on, begun.ends_on) == (
            "Nell Harper",
            "coordinator",
            TODAY,
            None,
        )
        assert len(coordinators_on(TODAY + 14 * DAY)) == 2
        assert coordinators_on(TODAY + 15 * DAY) == [begun.person]

    def test_somebody_known_is_found_by_their_address_and_keeps_their_name(self):
        grant = make_person("Wren Ashby", Role.CHAIR, email=WREN).grants[0]
        again = grant_role(Holder("W.", WREN), Role.DEPUTY, TODAY, **NOBODY)
        assert again.person_id == grant.person_id
        assert again.person.name == "Wren Ashby"
        assert again.person.roles_on(TODAY) == {Role.CHAIR, Role.DEPUTY}

    def test_a_role_given_today_and_ended_at_once_is_gone(self):
        grant = make_person("A chair", Role.CHAIR).grants[0]
        end_role(grant, None, **NOBODY)
        assert db.session.scalars(select(Grant)).all() == []

    def test_a_role_that_is_over_cannot_be_ended_again(self):
        grant = make_person("A chair", Role.CHAIR).grants[0]
        grant.starts_on, grant.ends_on = TODAY - 9 * DAY, TODAY - DAY
        for deed in (lambda: end_role(grant, None, **NOBODY), lambda: confirm_role(grant, **NOBODY)):
            with pytest.raises(RoleIsOver):
                deed()

    def test_an_address_is_one_persons(self):
        grant, other = coordinator(), coordinator("Ines Marlow", "ines@example.org")
        with pytest.raises(AddressTaken):
            change_person(other.person, "Ines Marlow", WREN, **NOBODY)
        change_person(grant.person, "Wren", WREN, **NOBODY)

    def test_after_a_year_somebody_looks_whether_it_is_still_right(self):
        grant = coordinator()
        assert to_confirm(TODAY + 364 * DAY) == []
        assert to_confirm(TODAY + 365 * DAY) == [grant]
        confirm_role(grant, by=None, now=NOW + 365 * DAY)
        assert to_confirm(TODAY + 366 * DAY) == []

    def test_what_was_done_is_noted_without_addresses(self):
        grant = coordinator()
        hand_over(grant, NELL, None, **NOBODY)
        db.session.flush()
        sentences = db.session.scalars(select(AuditEntry.sentence)).all()
        assert any("Made Nell Harper coordinator" in sentence for sentence in sentences)
        assert not [sentence for sentence in sentences if "@" in sentence]


def test_of_two_who_take_each_other_away_one_stays(either_app: Flask):
    with either_app.app_context():
        make_forum()
        grants = [coordinator(), coordinator("Ines Marlow", "ines@example.org")]
        db.session.commit()
        numbers = [grant.id for grant in grants]

    def remove(number: int) -> str:
        with either_app.app_context():
            try:
                end_role(db.session.get_one(Grant, number), None, **NOBODY)
                db.session.commit()
            except LastCoordinator:
                db.session.rollback()
                return "stays"
            return "goes"

    assert sorted(at_once([lambda number=number: remove(number) for number in numbers])) == ["goes", "stays"]
    with either_app.app_context():
        assert len(coordinators_on(TODAY)) == 1


# On the pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
        coordinator()
        db.session.commit()
    return app


@pytest.fixture
def boss(forum: Flask) -> Browser:
    return forum.test_client().sign_in()


def test_a_role_is_given_and_its_holder_told(forum: Flask, boss: Browser):
    mails = Mailbox(forum)
    sent = submit(boss.get("/people/new"), name="Nell Harper", email="NELL@Example.org", role="chair")
    assert sent.location == "/people"
    assert "Nell Harper" in boss.get("/people").words
    assert [str(mail["Subject"]) for mail in mails.take("nell@example.org")] == [
        "You can sign in to Fenwick Vale Positive Dialogue Forum"
    ]


def test_whoever_loses_a_role_is_signed_out_at_once(forum: Flask, boss: Browser):
    tobias(forum)
    officer = forum.test_client()
    sign_in_by_mail(officer)
    assert is_signed_in(officer)
    submit(boss.get(f"/roles/{grant_of('Tobias Reed', forum)}/end"), press="End the role", last_day="")
    assert not is_signed_in(officer)


def test_a_role_that_goes_on_until_a_day_ends_the_sign_ins_too(forum: Flask, boss: Browser):
    tobias(forum)
    officer = forum.test_client()
    sign_in_by_mail(officer)
    submit(boss.get(f"/roles/{grant_of('Tobias Reed', forum)}/end"), press="End the role", last_day="15 April 2026")
    assert not is_signed_in(officer)
    sign_in_by_mail(officer)
    assert is_signed_in(officer)


def test_the_last_coordinator_is_told_why_not(forum: Flask, boss: Browser):
    sent = submit(boss.get(f"/roles/{grant_of('Wren Ashby', forum)}/end"), press="End the role", last_day="")
    assert sent.status_code == 409
    assert "Somebody else must be coordinator first" in sent.words
    assert boss.get("/desk").status_code == 200


def test_a_hand_over_says_what_is_still_to_do_and_signs_both_out(forum: Flask, boss: Browser):
    page = boss.get(f"/roles/{grant_of('Wren Ashby', forum)}/hand-over")
    sent = submit(page, name="Nell Harper", email="nell@example.org", told=True, mailbox=True)
    assert sent.location == "/"
    assert "Still to do: they know the next dates" in boss.get("/").words
    assert boss.get("/desk").status_code == 404
    assert sign_in_by_mail(boss, "nell@example.org").location == "/second-factor"


def test_only_a_coordinator_changes_roles(forum: Flask):
    with forum.app_context():
        make_person("A deputy", Role.DEPUTY, email="deputy@example.org")
        db.session.commit()
    deputy = forum.test_client()
    sign_in_by_mail(deputy, "deputy@example.org")
    for address in ("/people/new", f"/roles/{grant_of('Wren Ashby', forum)}/end"):
        assert deputy.get(address).status_code == 404


def grant_of(name: str, app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(Grant.id).join(Person).where(Person.name == name)).one()
