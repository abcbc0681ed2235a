"""Browsers of people with each role, signed in without walking through the door: that is tested elsewhere."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from forum_app.access import Role
from forum_app.clock import now
from forum_app.db import db
from forum_app.people.models import Proof
from forum_app.people.operations import add_person, open_session


def signed_in_as(
    app: Flask, role: Role, name: str = "Ines Marlow", *, ago: timedelta = timedelta(0), proof: Proof = Proof.HOST
) -> FlaskClient:
    """A browser in which somebody with this role signed in a while ago, second factor and all (but with Proof.MAIL)."""
    with app.app_context():
        person = add_person(name, role, now=now() - timedelta(days=30))
        db.session.flush()
        token = open_session(person, proof, now=now() - ago)
        db.session.commit()
    return holding(app, token, seen=now())


def holding(app: Flask, token: str, *, seen: Any) -> FlaskClient:
    """A browser whose cookie names this session, last seen then."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie |= {"_user_id": token, "_fresh": True, "seen": int(seen.timestamp()) // 60}
    return client
