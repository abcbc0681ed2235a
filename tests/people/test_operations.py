"""Signing in with a one-time link, and what a person may do while a role is theirs."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from forum_app.access import (
    ANSWER_BY_LINK,
    AT_THE_DOOR,
    CHANGE_SETTINGS,
    DRAFT_RESPONSES,
    EVERYONE,
    FOLLOW_LINK,
    HOLD_RECEIPT,
    INVITED_BY_MAIL,
    NEWS_BY_MAIL,
    PERMISSIONS,
    READ_OWN_FEED,
    SEE_DESK,
    SIGNED_IN,
    STRICT,
    Role,
)
from forum_app.db import db
from forum_app.people.models import Grant, Person, SignedInSession
from forum_app.people.operations import (
    LINK_LIVES,
    REMEMBERED,
    LinkNotValid,
    check_link_token,
    make_link_token,
    sign_in_with_link,
    sign_out,
)
from forum_app.people.queries import SignedIn, signed_in
from tests.builders import NOW, make_person

pytestmark = pytest.mark.usefixtures("database", "frozen")
KEY = "a secret key"
SESSION_LIVES = STRICT.at_most


def test_a_link_signs_in_the_coordinator():
    person = sign_in()
    assert person.roles == {Role.COORDINATOR}
    assert person.name == "The coordinator"


def test_the_second_link_signs_in_the_same_coordinator():
    assert sign_in().person_id == sign_in().person_id
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_a_link_signs_in_the_coordinator_the_forum_has_and_nobody_else():
    make_person("A deputy", Role.DEPUTY)
    coordinator = make_person("Wren Ashby", Role.COORDINATOR)
    assert sign_in().person_id == coordinator.id


def test_a_link_works_once():
    token = make_link_token(KEY)
    sign_in_with_link(token, KEY, now=NOW)
    db.session.commit()
    with pytest.raises(LinkNotValid):
        sign_in_with_link(token, KEY, now=NOW)


def test_looking_at_a_link_does_not_use_it_up():
    token = make_link_token(KEY)
    assert check_link_token(token, KEY) == check_link_token(token, KEY)
    assert sign_in_with_link(token, KEY, now=NOW)


def test_a_link_lives_for_half_a_day(frozen: time_machine.Traveller):
    token = make_link_token(KEY)
    frozen.shift(LINK_LIVES)
    assert check_link_token(token, KEY)
    frozen.shift(timedelta(seconds=1))
    with pytest.raises(LinkNotValid):
        check_link_token(token, KEY)


@pytest.mark.parametrize("alter", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" + t, lambda t: t.swapcase(),
                                   lambda t: "", lambda t: "..", lambda t: "\0", lambda t: "é" * 50])  # fmt: skip
def test_an_altered_link_signs_nobody_in(alter):
    with pytest.raises(LinkNotValid):
        sign_in_with_link(alter(make_link_token(KEY)), KEY, now=NOW)
    assert db.session.scalar(select(func.count(SignedInSession.id))) == 0


def test_a_link_of_another_key_signs_nobody_in():
    with pytest.raises(LinkNotValid):
        sign_in_with_link(make_link_token("another key"), KEY, now=NOW)


def test_the_database_holds_no_token_that_would_sign_anybody_in():
    link = make_link_token(KEY)
    token = sign_in_with_link(link, KEY, now=NOW)
    db.session.commit()
    kept = [
        str(value) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)) for value in row
    ]
    assert not [text for text in kept if token in text or link in text or (text in link and len(text) > 8)]


# Sessions -----------------------------------------------------------------------------------------------------


def test_a_session_ends_by_itself():
    token = sign_in().token
    assert signed_in(token, now=NOW + SESSION_LIVES - timedelta(seconds=1)) is not None
    assert signed_in(token, now=NOW + SESSION_LIVES) is None


def test_signing_out_ends_this_session_and_no_other():
    here, there = (sign_in().token for _ in range(2))
    sign_out(here)
    db.session.commit()
    assert signed_in(here, now=NOW) is None
    assert signed_in(there, now=NOW) is not None


def test_sessions_that_are_over_are_cleared_away():
    sign_in()
    later = NOW + SESSION_LIVES + REMEMBERED + timedelta(minutes=1)
    sign_in(later)
    assert db.session.scalar(select(func.count(SignedInSession.id))) == 1


@pytest.mark.parametrize("token", ["", "x", "None", "\0", "é"])
def test_a_made_up_session_is_nobody(token: str):
    sign_in()
    assert signed_in(token, now=NOW) is None


# Roles --------------------------------------------------------------------------------------------------------


def test_a_role_that_has_ended_opens_nothing():
    person = sign_in()
    end_roles(NOW - timedelta(days=1))
    seen = signed_in(person.token, now=NOW)
    assert seen is not None
    assert all(permission.roles is None for permission in PERMISSIONS if permission.granted_to(seen.roles))


def test_a_role_is_held_through_its_last_day():
    person = sign_in()
    end_roles(NOW)
    assert signed_in(person.token, now=NOW).roles == {Role.COORDINATOR}
    assert signed_in(person.token, now=NOW + timedelta(hours=7)).roles == {Role.COORDINATOR}


def test_a_role_that_begins_tomorrow_opens_nothing_today():
    person = sign_in()
    begin_roles(NOW + timedelta(days=1))
    assert signed_in(person.token, now=NOW).roles == frozenset()


def test_a_coordinator_whose_role_has_ended_is_not_signed_in_by_a_link():
    former = make_person("Wren Ashby", Role.COORDINATOR)
    end_roles(NOW - timedelta(days=1))
    assert sign_in().person_id != former.id


def test_each_permission_is_granted_to_whom_its_sentence_says():
    public = frozenset()
    assert EVERYONE.granted_to(public)
    open_to_all = {permission for permission in PERMISSIONS if permission.granted_to(public)}
    by_mail = {NEWS_BY_MAIL, INVITED_BY_MAIL, READ_OWN_FEED, FOLLOW_LINK, ANSWER_BY_LINK}
    assert open_to_all == by_mail | {EVERYONE, HOLD_RECEIPT, AT_THE_DOOR}
    not_the_coordinators = {permission for permission in PERMISSIONS if not permission.granted_to({Role.COORDINATOR})}
    assert not_the_coordinators == {DRAFT_RESPONSES}
    assert not SEE_DESK.granted_to({Role.REPRESENTATIVE, Role.CHAIR})
    assert CHANGE_SETTINGS.granted_to({Role.DEPUTY})
    assert SIGNED_IN.granted_to({Role.CHAIR})


def sign_in(now: datetime = NOW) -> SignedIn:
    token = sign_in_with_link(make_link_token(KEY), KEY, now=now)
    db.session.commit()
    person = signed_in(token, now=now)
    assert person is not None
    return person


def end_roles(moment: datetime) -> None:
    for grant in db.session.scalars(select(Grant)):
        grant.starts_on, grant.ends_on = (moment - timedelta(days=30)).date(), moment.date()
    db.session.commit()


def begin_roles(moment: datetime) -> None:
    for grant in db.session.scalars(select(Grant)):
        grant.starts_on = moment.date()
    db.session.commit()
