"""What would go to whom if a circulation were released now: the same for the look before and for the deed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.sql import ColumnElement

from forum_app.circulation.emails import LINK, SHOWN_AS, news
from forum_app.circulation.models import Circulation, CirculationRecipient
from forum_app.circulation.recipients import Addressee, Found, find
from forum_app.clock import today
from forum_app.db import db
from forum_app.mail.compose import Letter, filled, wrapped
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.settings.queries import the_forum

NEVER_WENT = (OutboxState.FAILED, OutboxState.STOPPED)


@dataclass(frozen=True)
class Plan:
    #: The choices on the page: for whom, and whether at night.
    choices: str
    to_families: Letter
    to_people: Letter
    found: Found
    to_go: list[Addressee]
    #: They got this very text for this event already, and do not get it again.
    already: list[Addressee]
    #: Among those it goes to: they got another text for the same event.
    earlier: list[Addressee]

    @property
    def fingerprint(self) -> str:
        """Which text it is."""
        return fingerprint(self.to_families)

    @property
    def looks(self) -> str:
        """What a person saw before pressing: the text and for whom it is."""
        return hashlib.sha256(f"{self.fingerprint} {self.choices}".encode()).hexdigest()

    def letter_to(self, addressee: Addressee) -> Letter:
        return self.to_families if addressee.is_family else self.to_people

    @property
    def people(self) -> list[Addressee]:
        return [addressee for addressee in self.to_go if not addressee.is_family]

    @property
    def families(self) -> int:
        return len(self.to_go) - len(self.people)

    @property
    def weekly(self) -> int:
        """How many families get it in their weekly mail."""
        return sum(addressee.weekly for addressee in self.to_go)

    @property
    def families_in_audience(self) -> int:
        return sum(addressee.is_family for addressee in self.found.addressees)


def plan_of(row: Circulation, *, secret_key: str, now: datetime) -> Plan:
    """Work out letters and recipients; raises MeetingNotReady."""
    day = today(the_forum().time_zone, now)
    to_families, to_people = news(row, day, for_families=True), news(row, day, for_families=False)
    found = find(row.audiences, day)
    had = _texts_had(row.event)
    this = fingerprint(to_families)
    keys = [(addressee, addressee.key(secret_key)) for addressee in found.addressees]
    return Plan(
        f"{sorted(row.audiences)} {row.urgent}",
        to_families,
        to_people,
        found,
        to_go=[addressee for addressee, key in keys if this not in had.get(key, ())],
        already=[addressee for addressee, key in keys if this in had.get(key, ())],
        earlier=[addressee for addressee, key in keys if key in had and this not in had[key]],
    )


def fingerprint(letter: Letter) -> str:
    return hashlib.sha256(f"{letter.subject}\n{shown(letter).text}".encode()).hexdigest()


def shown(letter: Letter) -> Letter:
    """The letter with words in place of the personal part, for whoever looks before it goes."""
    parts = {LINK: SHOWN_AS}
    text, html = wrapped(filled(letter.text, parts)), filled(letter.html, parts)
    return replace(letter, text=text, html=html, list_id="", unsubscribe="", unsubscribe_mailto="")


def _texts_had(event: str) -> dict[str, set[str]]:
    """Which texts of an event each address got or is about to get."""
    rows = db.session.execute(
        select(CirculationRecipient.recipient_key, CirculationRecipient.fingerprint)
        .outerjoin(OutboxMessage, OutboxMessage.key == CirculationRecipient.outbox_key)
        .where(CirculationRecipient.event == event, CirculationRecipient.fingerprint.is_not(None), went())
    )
    had: dict[str, set[str]] = {}
    for key, text in rows:
        had.setdefault(key, set()).add(text or "")
    return had


def went() -> ColumnElement[bool]:
    """Of a recipient joined with its letter: it was sent, waits to be, or waits for the weekly mail."""
    return or_(OutboxMessage.state.is_(None), OutboxMessage.state.not_in(NEVER_WENT))
