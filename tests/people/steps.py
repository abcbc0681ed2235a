"""What people do to sign in, as small steps; used by the tests of signing in and by their planted faults."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pyotp
from flask import Flask
from sqlalchemy import func, select

from forum_app.access import Role
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.people.models import Person, SignedInSession
from tests.builders import made, make_person
from tests.pages import Browser, Page, submit

WREN, TOBIAS = "wren@example.org", "tobias@council.example"
CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", re.MULTILINE)
LINK = re.compile(r"^http\S+/sign-in/link/\S+$", re.MULTILINE)


@dataclass
class Mailbox:
    """The mails that are queued; each is taken once."""

    app: Flask
    taken: set[int] = field(default_factory=set)

    def take(self, to: str | None = None) -> list[EmailMessage]:
        with self.app.app_context():
            rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.due_at)).all()
            fresh = [row for row in rows if row.id not in self.taken and to in {None, row.recipient}]
            self.taken |= {row.id for row in fresh}
            return [message_from_bytes(row.body or b"", policy=default) for row in fresh]  # type: ignore[misc]

    def code_and_link(self, to: str = WREN) -> tuple[str, str]:
        """What stands in the newest sign-in mail: the code, and the path of the link."""
        text = text_of(self.take(to)[-1])
        return CODE.findall(text)[0], urlsplit(LINK.findall(text)[0]).path


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def wren(app: Flask, role: Role = Role.COORDINATOR) -> int:
    return made(app, make_person, "Wren Ashby", role, email=WREN)


def tobias(app: Flask) -> int:
    """An officer: no second factor is asked of them."""
    return made(app, make_person, "Tobias Reed", Role.REPRESENTATIVE, email=TOBIAS)


def ask(browser: Browser, email: str = WREN) -> Page:
    """Ask for a code; answers the page to type it into."""
    sent = submit(browser.get("/sign-in"), "/sign-in", email=email)
    assert (sent.status_code, sent.location) == (302, "/sign-in/code")
    return browser.get(sent.location)


def type_code(browser: Browser, code: str) -> Page:
    return submit(browser.get("/sign-in/code"), "/sign-in/code", code=code)


def sign_in_by_mail(browser: Browser, email: str = TOBIAS) -> Page:
    mails = Mailbox(browser.application)
    mails.take()
    ask(browser, email)
    code, _ = mails.code_and_link(email)
    return type_code(browser, code)


def set_up_app(browser: Browser) -> str:
    """Set up an authenticator app on its page; answers its secret."""
    page = browser.get("/second-factor/set-up")
    secret = page.all("code", class_="key")[0]
    key = "".join("".join(secret.itertext()).split())
    sent = submit(page, "with-app", code=shown_by(key))
    assert sent.status_code == 302, sent.status_code
    return key


def shown_by(key: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(key).at(now())


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/my-sign-ins").status_code == 200


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(SignedInSession.id))) or 0


def rows_of(app: Flask, model: Any) -> list[dict[str, Any]]:
    with app.app_context():
        table = model.__table__
        return [dict(row) for row in db.session.execute(select(table)).mappings()]


def person_id_of(app: Flask, email: str = WREN) -> int:
    with app.app_context():
        return db.session.scalars(select(Person.id).where(Person.email == email)).one()
