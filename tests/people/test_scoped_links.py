"""A link that opens exactly one thing, until it is over or taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.access import Role
from forum_app.db import db
from forum_app.people.models import LinkKind, ScopedLink
from forum_app.people.operations import LinkNotValid
from forum_app.people.scoped_links import (
    make_scoped_link,
    open_scoped_link,
    revoke_scoped_link,
    revoke_scoped_links,
    scoped_links,
)
from tests.builders import NOBODY, NOW, make_person
from tests.statements import WRITES, statements

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
LATER = TODAY + timedelta(days=7)


def link(thing_id: int = 7, kind: LinkKind = LinkKind.PACK, person_id: int | None = None) -> str:
    token = make_scoped_link(kind, thing_id, person_id, LATER)
    db.session.commit()
    return token


def test_it_opens_what_it_was_made_for_and_says_for_whom():
    person = make_person("Tobias Reed", Role.REPRESENTATIVE)
    opened = open_scoped_link(link(person_id=person.id), today=TODAY)
    assert (opened.kind, opened.thing_id, opened.person_id) == (LinkKind.PACK, 7, person.id)


def test_opening_it_often_changes_nothing():
    token = link()
    with statements() as seen:
        assert open_scoped_link(token, today=TODAY) == open_scoped_link(token, today=LATER)
    assert [statement for statement in seen if WRITES.match(statement)] == []


@pytest.mark.parametrize("alter", [lambda t: t[:-1], lambda t: t + "x", str.swapcase, lambda t: "", lambda t: "é" * 22])
def test_an_edited_link_opens_nothing(alter):
    with pytest.raises(LinkNotValid):
        open_scoped_link(alter(link()), today=TODAY)


def test_it_works_through_its_last_day():
    token = link()
    assert open_scoped_link(token, today=LATER)
    with pytest.raises(LinkNotValid):
        open_scoped_link(token, today=LATER + timedelta(days=1))


def test_it_can_be_taken_back_alone_or_with_all_of_its_thing():
    first, second, other = link(), link(), link(thing_id=8)
    assert len(scoped_links(LinkKind.PACK, 7)) == 2
    revoke_scoped_link(opened_row(first), **NOBODY)
    db.session.commit()
    assert works(second)
    assert not works(first)
    assert revoke_scoped_links(LinkKind.PACK, 7, **NOBODY) == 1
    db.session.commit()
    assert not works(second)
    assert works(other)
    assert scoped_links(LinkKind.PACK, 7) == []


def test_its_secret_is_long_and_kept_nowhere():
    token = link()
    assert len(token) >= 22  # 128 bits
    assert not [row for row in db.session.scalars(select(ScopedLink.token_hash)) if token in row]


def opened_row(token: str) -> ScopedLink:
    return db.session.get_one(ScopedLink, open_scoped_link(token, today=TODAY).link_id)


def works(token: str) -> bool:
    try:
        return bool(open_scoped_link(token, today=TODAY))
    except LinkNotValid:
        return False
