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

QUESTIONS_LEFT = Kept(
    "Questions as they were typed, and their receipts", "whoever left them, or asks one too: an "
    "address only where one was given to hear more",
    ("submission", "receipt", "consent_given", "merged", "asker_query", "support"),
    "Until 30 days after the minutes are published; an address, until 30 days after the last promise made to the "
    "question is closed; a question that nobody took up, a year; one kept for a later meeting, two",
    "Deleted; the question on record stays",
    timedelta(days=30),
)  # fmt: skip
INVITATIONS = Kept(
    "Invitations to a meeting, what calendars were told, and answers", "those with a part in the forum; families only "
    "where they asked: an address, no name", ("invitation", "invitation_notice"),
    "Of families, the day after the meeting, or a week without their yes; of others, 30 days", "Deleted",
    timedelta(days=30),
)  # fmt: skip
PRIVATE_CALENDARS = Kept(
    "Private addresses of a calendar", "those who sign in", ("calendar_feed",),
    "While they use one; a year after they ended it, so that their program is told", "Deleted", timedelta(days=365),
)  # fmt: skip
SENT_MAIL = Kept(
    "Email on its way out", "whoever it goes to", ("outbox_message",),
    "The words until it is delivered, or two weeks if it cannot be; the address 30 days, but of a receipt only until "
    "it has gone", "Emptied; that a message went out stays as a number", timedelta(days=30),
)  # fmt: skip
RECEIVED_MAIL = Kept(
    "Email that came in", "whoever wrote it", ("inbound_message",),
    "A question, or an answer to a receipt: all but its words not at all; anything else a week once it is dealt with; "
    "what nobody took up, 30 days; that it came, a hash and a day, 90 days", "Deleted", timedelta(days=30),
)  # fmt: skip
RATE_COUNTS = Kept(
    "How often something was sent from one network", "nobody: a hash whose key changes each day", ("rate_count",),
    "A day at most", "Deleted", timedelta(days=1),
)  # fmt: skip
HELD_BY_TAKERS = Kept(
    "Who has a promise in hand: name and address", "officers and helpers; whoever took one on and gave an address",
    ("action_holder", "action_offer"),
    "While they have it; of who took it on themselves, 30 days after it is done or given back; an offer nobody "
    "confirmed, a week", "Emptied or deleted; that somebody took it on stays", timedelta(days=30),
)  # fmt: skip
WORDS_OF_HOLDERS = Kept(
    "What became of a promise, as its holder wrote it, with files", "whoever has it in hand",
    ("tick_off", "tick_off_file"),
    "Until 90 days after it was sent, once the coordinator has dealt with it",
    "Deleted; what was confirmed stays with the record", timedelta(days=90),
)  # fmt: skip
SIGN_INS = Kept(
    "Browsers in which somebody is signed in", "those who look after the forum and officers",
    ("signed_in_session", "used_sign_in_link", "sign_in_request"),
    "Until they sign out, eight hours at most; then a week to come back to what was typed; a request to sign in, a day",
    "Deleted",
)  # fmt: skip

LINES = (
    Kept("Questions on record", "nobody: the forum’s wording, in random order, without a time",
         ("question", "response", "topic"), *ON_RECORD),
    Kept("Responses that officers draft, and who answers for the council", "officers: name and job title of that day",
         ("response_draft", "earlier_draft", "duty"), *ON_RECORD),
    Kept("Sentences of responses under their subject, and which question a promise came from", "officers: their post",
         ("stated_position", "raised_action"), *ON_RECORD),
    Kept("What participants said", "nobody: “a participant”, in the room or online", ("contribution",), *ON_RECORD),
    Kept("By when a reply is asked for", "nobody", ("reply_due",), *ON_RECORD),
    Kept("A name given to the council with one question", "whoever asked it, and chose so", ("named_asker",),
         *ON_RECORD),
    QUESTIONS_LEFT,
    Kept("News by email", "whoever asked for it: address and topics, no name", ("subscription", "subscribed_topic"),
         "Until they stop it with one press; a week without their yes", "Deleted", timedelta(days=7)),
    Kept("News that was sent", "nobody: the forum’s words", ("circulation", "circulation_audience"), *ON_RECORD),
    Kept("Who was sent which news, without the address", "families and people with a part",
         ("circulation_recipient",), "Of families three months; of people with a part, with the record",
         "Deleted; how many stays", timedelta(days=90)),
    INVITATIONS,
    PRIVATE_CALENDARS,
    SENT_MAIL,
    RECEIVED_MAIL,
    Kept("Addresses that mail came back from, or that want none", "whoever they belong to", ("suppression",),
         "Until they say that it works again", "Deleted"),
    Kept("Runs of what the forum does by itself", "nobody", ("job_run", "outbox_halt"), "60 days", "Deleted",
         timedelta(days=60)),
    Kept("Meetings, agendas and venues", "nobody", ("meeting", "agenda_item", "venue"), *ON_RECORD),
    Kept("Proposed dates, and who said which suit them", "those who look after the forum and officers",
         ("date_poll", "date_proposal", "date_invitee", "date_answer"),
         "With the meeting; what somebody said goes when their account does", "Deleted with it"),
    Kept("Rooms that were asked for, and what was answered", "nobody: the words of the letter and of the answer",
         ("room_request",), "With the meeting", "Deleted with it"),
    Kept("Planning meetings: notes and who was invited", "those who look after the forum and officers",
         ("planning_notes", "planning_guest"), "With the meeting; never public", "Deleted with it"),
    Kept("School holidays to look out for", "nobody", ("school_holiday",), "Until they are noted anew", "Deleted"),
    Kept("Parts in a meeting: name and post", "officers, speakers, helpers and the chair, with their consent",
         ("role_at_meeting",), *ON_RECORD),
    Kept("Minutes in numbered versions, and the drafts saved over", "those with a part in the meeting",
         ("item_minutes", "earlier_text", "minute_version", "minute_passage"), *ON_RECORD),
    Kept("Promises and what became of them", "whoever promised, with their consent",
         ("action_point", "action_update", "action_file", "notice_reach"), *ON_RECORD),
    HELD_BY_TAKERS,
    WORDS_OF_HOLDERS,
    Kept("Which reminders went or were left out, without an address; days on which nobody is reminded", "nobody",
         ("action_reminder", "quiet_period"), *ON_RECORD),
    Kept("Files of old minutes", "whoever they name", ("old_minutes",),
         "The file until it is read, minutes later; what was read until it is confirmed", "Deleted"),
    Kept("Accounts and roles", "those who look after the forum and officers", ("person", "role_grant"),
         "While they help", "Erased when they ask, or when the coordinator tidies up"),
    Kept("Second factors and recovery codes", "the same", ("authenticator_app", "passkey", "recovery_code"),
         "While they sign in with them", "Deleted with the account"),
    Kept("Links that open one thing", "whoever they were sent to", ("scoped_link",),
         "Until a month after their last day", "Deleted"),
    Kept("A form kept over a sign-in that ran out", "whoever typed it", ("kept_form",),
         "Until they are back, a week at most", "Deleted"),
    SIGN_INS,
    Kept("What was done here, and by whom", "those who look after the forum", ("audit_entry",),
         "With the record", "The name goes when the account does"),
    Kept("The forum’s settings and pages", "nobody", ("forum", "page_text", "earlier_page_text"),
         "While there is a forum", "Deleted with it"),
    RATE_COUNTS,
    Kept("Reports of faults", "nobody: no address, no name, nothing typed", (),
         "As long as the forum’s computer keeps its messages; 14 days is what we ask for", "Deleted"),
    Kept("Backups", "all of the above", (),
         "35 days at most; copies elsewhere as long as whoever runs the computer keeps them, and 35 days is what we "
         "ask for",
         "Deleted: every deletion is final by then"),
)  # fmt: skip


def line_of(table: str) -> Kept:
    """The line that speaks of this table."""
    return next(line for line in LINES if table in line.tables)


def lines_for(tables: Collection[str]) -> list[Kept]:
    """The lines that say something of these tables, and those of what is kept outside the database."""
    return [line for line in LINES if not line.tables or not set(line.tables).isdisjoint(tables)]
