"""What is kept, about whom, for how long, and what becomes of it then: one list, which the public page prints.

The jobs that delete take their spans from here, and a test holds every table of the database against it. Backups
are kept for 35 days, so every deletion is final that much later.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Kept:
    """One line: what it is and of whom, in which tables, until when, and what happens then."""

    data: str
    about: str
    tables: tuple[str, ...]
    how_long: str
    then: str
    #: For the job that deletes it, where a span alone says when.
    keep: timedelta | None = None


ON_RECORD = "With the record", "Stays: it is what was said and agreed in public"

QUESTION_CONTACT = Kept(
    "A contact left with a question", "whoever chose to leave one", ("question_contact",),
    "Until 30 days after the minutes are approved; for those who asked to be told what becomes of it, until 30 days "
    "after its last action closes", "Deleted; the question stays, in the forum’s words", timedelta(days=30),
)  # fmt: skip
RECEIPT = Kept(
    "The receipt for something left here", "nobody: a code, no contact", ("receipt",),
    "As long as what was left with it", "Deleted together with it",
)  # fmt: skip
PLANS_TO_COME = Kept(
    "Plans to come to a meeting", "whoever gave a name; none is needed", ("rsvp", "attendance_plan"),
    "14 days after the meeting", "Deleted; numbers stay", timedelta(days=14),
)  # fmt: skip
SENT_MAIL = Kept(
    "Email on its way out", "whoever it goes to", ("outbox_message",),
    "The words until it is delivered, the address 7 days after", "Deleted; that a message went out stays as a number",
    timedelta(days=7),
)  # fmt: skip
RECEIVED_MAIL = Kept(
    "Email that came in", "whoever wrote it", ("inbound_message",),
    "Until it is dealt with, 30 days at most", "Deleted", timedelta(days=30),
)  # fmt: skip
NO_MORE_MAIL = Kept(
    "Addresses that want no more email", "whoever asked for that", ("suppression",),
    "Until they ask for email again", "Deleted",
)  # fmt: skip
SURVEY_ANSWERS = Kept(
    "Answers to a survey", "nobody: no link to a person is made", ("consultation_response",),
    "12 months after the report", "Deleted; the report’s tables stay", timedelta(days=365),
)  # fmt: skip
CARDS = Kept(
    "Cards", "numbers; a holder’s name only where one was given", ("card_batch", "card_holding", "card_request"),
    "12 months", "Names deleted; numbers stay", timedelta(days=365),
)  # fmt: skip
RATE_COUNTS = Kept(
    "How often something was sent from one network", "nobody: a hash whose key changes each day", ("rate_count",),
    "A day at most", "Deleted", timedelta(days=1),
)  # fmt: skip
SIGN_INS = Kept(
    "Browsers in which somebody is signed in", "those who look after the forum and officers",
    ("signed_in_session", "used_sign_in_link", "sign_in_request"),
    "Until they sign out, twelve hours at most", "Deleted",
)  # fmt: skip

LINES = (
    Kept("Questions on record", "nobody: the forum’s wording, in random order, without a time",
         ("question", "response"), *ON_RECORD),
    Kept("What participants said", "nobody: “a participant”, in the room or online", ("contribution",), *ON_RECORD),
    QUESTION_CONTACT,
    RECEIPT,
    PLANS_TO_COME,
    SENT_MAIL,
    RECEIVED_MAIL,
    NO_MORE_MAIL,
    SURVEY_ANSWERS,
    CARDS,
    Kept("Meetings, agendas and venues", "nobody", ("meeting", "agenda_item", "venue"), *ON_RECORD),
    Kept("Parts in a meeting: name and post", "officers, speakers, helpers and the chair, with their consent",
         ("role_at_meeting",), *ON_RECORD),
    Kept("Minutes in numbered versions, and the drafts saved over", "those with a part in the meeting",
         ("item_minutes", "earlier_text", "minute_version", "minute_passage"), *ON_RECORD),
    Kept("Promises and what became of them", "whoever promised, with their consent",
         ("action_point", "action_update"), *ON_RECORD),
    Kept("Files of old minutes", "whoever they name", ("old_minutes",),
         "The file until it is read, minutes later; what was read until it is confirmed", "Deleted"),
    Kept("Accounts and roles", "those who look after the forum and officers", ("person", "role_grant"),
         "While they help", "Erased when they ask, or when the coordinator tidies up"),
    Kept("Second factors and recovery codes", "the same", ("authenticator_app", "passkey", "recovery_code"),
         "While they sign in with them", "Deleted with the account"),
    Kept("Links that open one thing", "whoever they were sent to", ("scoped_link",), "Until they expire", "Deleted"),
    Kept("A form kept over a sign-in that ran out", "whoever typed it", ("kept_form",),
         "Until they are back", "Deleted"),
    SIGN_INS,
    Kept("What was done here, and by whom", "those who look after the forum", ("audit_entry",),
         "With the record", "The name goes when the account does"),
    Kept("The forum’s settings and pages", "nobody", ("forum", "page_text", "earlier_page_text"),
         "While there is a forum", "Deleted with it"),
    RATE_COUNTS,
    Kept("Reports of faults", "nobody: no address, no name, nothing typed", (), "14 days", "Deleted"),
    Kept("Backups, encrypted", "all of the above", (), "35 days", "Deleted: every deletion is final by then"),
)  # fmt: skip


def line_of(table: str) -> Kept:
    """The line that speaks of this table."""
    return next(line for line in LINES if table in line.tables)


def lines_for(tables: Collection[str]) -> list[Kept]:
    """The lines that say something of these tables, and those of what is kept outside the database."""
    return [line for line in LINES if not line.tables or not set(line.tables).isdisjoint(tables)]
