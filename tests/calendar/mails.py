"""Mails to calendars as they wait in the outbox, taken apart; and answers as calendars write them."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from icalendar import Calendar, Event
from sqlalchemy import select, update

from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from tests.builders import NOW


@dataclass(frozen=True)
class Sent:
    """One mail to a calendar."""

    to: str
    message: EmailMessage
    data: bytes

    @property
    def calendar(self) -> Calendar:
        return Calendar.from_ical(self.data)

    @property
    def event(self) -> Event:
        return self.calendar.events[0]

    @property
    def method(self) -> str:
        return str(self.calendar["METHOD"])

    @property
    def answers_to(self) -> str:
        return str(self.event["ORGANIZER"]).removeprefix("mailto:")


def gone() -> None:
    """What waits is in a worker's hands: on its way, with its words still to be read here."""
    db.session.flush()
    on_its_way = {"state": OutboxState.SENDING, "leased_until": NOW}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.state == OutboxState.QUEUED).values(**on_its_way))


def letters_to(address: str) -> list[EmailMessage]:
    """Whatever waits for this address or is on its way there, in the order in which it was written."""
    db.session.flush()
    rows = select(OutboxMessage.body).where(
        OutboxMessage.recipient == address, OutboxMessage.state.in_([OutboxState.QUEUED, OutboxState.SENDING])
    )
    found = [message_from_bytes(body or b"", policy=policy.default) for body in db.session.scalars(rows)]
    return sorted(found, key=lambda message: str(message["Message-ID"]))  # type: ignore[arg-type, return-value]


def calendars_to(address: str) -> list[Sent]:
    """The mails to this address that a calendar reads, the lowest SEQUENCE first."""
    sent = [Sent(address, message, part) for message in letters_to(address) if (part := calendar_in(message))]
    return sorted(sent, key=lambda mail: int(mail.event["SEQUENCE"]))


def calendar_in(message: EmailMessage) -> bytes | None:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True) if parts else None  # type: ignore[return-value]


def answer(
    uid: str,
    address: str,
    says: str = "ACCEPTED",
    *,
    sequence: int = 0,
    stamp: str = "20260114T100000Z",
    method: str = "REPLY",
    more: str = "",
) -> bytes:
    """A short answer; tests/mail/samples has whole ones of real programs."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//A calendar//EN", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{uid}", f"SEQUENCE:{sequence}", f"DTSTAMP:{stamp}", f"ATTENDEE;PARTSTAT={says}:mailto:{address}",
        *more.splitlines(), "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def mailed(data: bytes, *, sender: str, to: str, method: str = "REPLY", number: int = 1) -> bytes:
    """The answer in a mail, as Thunderbird builds it."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, "Accepted: the forum"
    message["Message-ID"] = f"<answer-{number}@calendar.example>"
    message.set_content("Somebody has accepted your invitation.")
    message.add_alternative(data.decode(), subtype="calendar", params={"method": method}, cte="base64")
    message.add_attachment(data, maintype="application", subtype="ics", filename="invite.ics")
    return message.as_bytes()
