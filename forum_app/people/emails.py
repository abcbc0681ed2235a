"""What the forum writes to those who look after it. Names stay out of mails that go to an address just typed in."""

from datetime import date, datetime, timedelta
from typing import Any

from forum_app.access import Role
from forum_app.codes import shown
from forum_app.mail.compose import Letter, letter
from forum_app.people.models import Person
from forum_app.people.roles import NAMES
from forum_app.settings.queries import the_forum

ASKED = {
    "why": "You get this because somebody typed your address on the forum’s sign-in page.",
    "stop": "It comes only when somebody asks for it.",
}
SIGNS_IN = {
    "why": "You get this because you sign in to the forum, or did until now.",
    "stop": "It comes only when something about your sign-in or your role changes.",
}


def sign_in_code(code: str, token: str, lives: timedelta) -> Letter:
    """The code first, then the link alone on its line; the subject tells neither."""
    minutes = int(lives.total_seconds()) // 60
    told = {"code": shown(code), "token": token, "minutes": minutes}
    return letter("people/sign_in_code", "Your sign-in code", **told, **ASKED)


def new_sign_in(device: str, now: datetime) -> Letter:
    return _about_role("new_sign_in", "A new sign-in", device=device, at=now, zone=the_forum().time_zone)


def role_granted(role: Role, starts_on: date) -> Letter:
    subject = f"You can sign in to {the_forum().name}"
    return _about_role("role_granted", subject, role=NAMES[role], starts_on=starts_on)


def role_ended(role: Role, last_day: date | None) -> Letter:
    return _about_role("role_ended", f"Your role at {the_forum().name}", role=NAMES[role], last_day=last_day)


def host_link_used(person: Person, now: datetime) -> Letter:
    subject = "Somebody signed in from the forum’s computer"
    return _about_role("host_link_used", subject, person=person, at=now, zone=the_forum().time_zone)


def address_changed() -> Letter:
    """Goes to the address of before; the new one does not stand in it."""
    return _about_role("address_changed", "Your address was changed")


def proof_reset() -> Letter:
    return _about_role("proof_reset", "Your second factor was reset")


def _about_role(name: str, subject: str, **values: Any) -> Letter:
    return letter(f"people/{name}", subject, forum=the_forum(), **values, **SIGNS_IN)
