"""A mail is kept once, becomes what it is once, and is forgotten when nobody needs it any more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.mail.inbound import receiving
from forum_app.mail.inbound.handlers import Handlers, Known, Letter, handlers_of
from forum_app.mail.inbound.incoming import Outcome, Severity
from forum_app.mail.inbound.jobs import ARRIVALS_KEPT, ORIGINALS_KEPT, TRAY_KEPT, forget, read_what_waits
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.inbound.outbox import find_message
from forum_app.mail.inbound.queries import notes_about, waiting_for_a_person
from forum_app.mail.inbound.receiving import MOST_TRIES, Received, keep, receive
from forum_app.mail.inbound.tally import MOST_A_DAY
from forum_app.mail.tagged import Tag, Use, tag_of, tagged
from tests.builders import NOW, make_inbound, make_outbox_message
from tests.mail.samples import letter, sample


@dataclass
class Takers:
    """What the slices would do, noted down."""

    questions: list[Letter] = field(default_factory=list)
    replies: list[tuple[str, str]] = field(default_factory=list)
    bounces: list[tuple[str, Severity]] = field(default_factory=list)
    calendars: list[tuple[bytes, Known | None, str]] = field(default_factory=list)
    takes_questions: bool = True

    def question(self, taken: Letter) -> str | None:
        if not self.takes_questions:
            return None
        self.questions.append(taken)
        return f"receipt:{len(self.questions)}"

    def calendar(self, data: bytes, known: Known | None, sender: str, now: object) -> str | None:
        self.calendars.append((data, known, sender))
        return known.about if known else None

    def find(self, tag: Tag) -> Known | None:
        return {
            "k3x9m2p7q4r8s5t1": Known("receipt:7", "jo@home.example"),
            "w6h3d8s2l9q5z1x7": Known("action:3", "jo@home.example"),
            "b7n2c9d4f6g1h8j3": Known("receipt:8", "nell@gone.example"),
            "r5v8w1x4y7z2a6b9": Known("invitation:9", None),
        }.get(tag.token)

    def register(self, taking: Handlers) -> None:
        taking.find_tag.append(self.find)
        taking.find_message.append(find_message)
        taking.take_question, taking.take_calendar = self.question, self.calendar
        taking.nameless.add("receipt")
        taking.take_reply["receipt"] = lambda about, taken: self.replies.append((about, taken.words))
        taking.take_bounce.append(lambda known, bounce, now: self.bounces.append((known.about, bounce.severity)))


@pytest.fixture
def takers(database: Flask) -> Takers:
    database.config["PUBLIC_URL"] = "https://forum.fenwick.example"
    found = Takers()
    found.register(handlers_of(database))
    return found


def received(name: str) -> Received:
    return receive(sample(name), now=NOW)


def row(of: Received) -> InboundMessage:
    return db.session.get_one(InboundMessage, of.id)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(InboundMessage)) or 0


# What it becomes ----------------------------------------------------------------------------------------------


def test_a_question_is_handed_to_whoever_takes_questions(takers: Takers):
    found = received("question-plain")
    assert (found.outcome, found.about) == (Outcome.SUBMISSION, "receipt:1")
    assert takers.questions[0].sender == "nell@home.example"
    assert takers.questions[0].words.startswith("May home-educated children")
    kept = row(found)
    assert (kept.state, kept.words, kept.subject, kept.sender) == (InboundState.DONE, "", "", "")


def test_where_no_meeting_takes_questions_it_waits_in_the_tray(takers: Takers):
    takers.takes_questions = False
    found = received("question-plain")
    assert (found.outcome, found.about) == (Outcome.TRIAGE, None)
    assert row(found).state == InboundState.TRAY
    assert row(found).words.startswith("May home-educated children")


def test_a_reply_is_a_note_and_changes_nothing_else(takers: Takers):
    found = received("reply-gmail")
    assert (found.outcome, found.about) == (Outcome.REPLY, "receipt:7")
    assert takers.replies == [("receipt:7", "Yes, the second wording is better.")]
    assert [note.id for note in notes_about("receipt:7")] == [found.id]
    assert waiting_for_a_person() == (1, NOW.date())


def test_a_reply_that_lost_its_token_is_known_by_the_message_it_answers(takers: Takers):
    make_outbox_message(
        key="receipt:12:x", recipient="jo@home.example", message_id="<4f1c0e5a7b@forum.fenwick.example>"
    )
    db.session.commit()
    assert (received("reply-only-references").outcome, row_about()) == (Outcome.REPLY, "receipt:12")


def row_about() -> str:
    return db.session.scalars(select(InboundMessage.about)).one()


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("reply-forged-token", Outcome.TRIAGE, "not known here"),
        ("reply-fake-name", Outcome.HELD, "another address"),
        ("reply-two-tokens", Outcome.HELD, "several letters"),
        ("reply-only-references", Outcome.TRIAGE, "not known here"),
    ],
)
def test_what_is_not_certain_waits_for_a_person(takers: Takers, name: str, outcome: Outcome, reason: str):
    raw = sample(name).replace(b"Nell Harper <nell@", b"Jo Carver <jo@")
    found = receive(raw, now=NOW)
    assert found.outcome is outcome
    assert reason in found.reason
    assert row(found).state == InboundState.TRAY
    assert takers.replies == []


def test_a_bounce_is_believed_only_with_a_token_of_ours(takers: Takers):
    assert received("bounce-postfix-unknown").about == "receipt:8"
    assert received("bounce-postfix-full").about == "receipt:8"
    assert received("bounce-of-nothing-of-ours").about is None
    assert takers.bounces == [("receipt:8", Severity.HARD), ("receipt:8", Severity.SOFT)]


def test_an_address_that_fails_softly_three_times_in_a_fortnight_is_told_apart(takers: Takers):
    for days in (0, 20, 25, 30):
        again = b"X-Day: %d\n" % days + sample("bounce-postfix-full").replace(b"<20260303", b"<%d.20260303" % days)
        receive(again, now=NOW + timedelta(days=days))
    assert [severity for _, severity in takers.bounces] == ["soft", "soft", "soft", "often"]


def test_a_bounce_is_never_taken_for_an_automatic_answer(takers: Takers):
    assert b"Auto-Submitted: auto-replied" in sample("bounce-postfix-unknown")
    assert received("bounce-postfix-unknown").outcome is Outcome.BOUNCE
    assert received("calendar-says-automatic").outcome is Outcome.RSVP


def test_a_calendar_answers_with_its_bytes_and_its_token(takers: Takers):
    found = received("calendar-outlook")
    assert (found.outcome, found.about) == (Outcome.RSVP, "invitation:9")
    data, known, sender = takers.calendars[0]
    assert b"METHOD:REPLY" in data
    assert (known, sender) == (Known("invitation:9", None), "jo@home.example")


@pytest.mark.parametrize(
    "name", ["auto-english", "auto-vacation", "auto-german-note", "own-receipt", "loop-many-stations"]
)
def test_machines_and_our_own_mail_ask_nothing_of_anybody(takers: Takers, name: str):
    found = received(name)
    assert found.outcome in {Outcome.AUTO_REPLY, Outcome.OWN}
    assert row(found).state == InboundState.DONE
    assert (takers.questions, takers.replies) == ([], [])


def test_one_sender_is_not_acted_on_without_end(takers: Takers):
    for number in range(MOST_A_DAY):
        assert receive(letter(b"Question %d?" % number), now=NOW).outcome is Outcome.SUBMISSION
    assert receive(letter(b"One more?"), now=NOW).outcome is Outcome.HELD
    assert receive(letter(b"The day after?"), now=NOW + timedelta(days=1)).outcome is Outcome.SUBMISSION
    other = letter(b"Another?").replace(b"jo@", b"nell@")
    assert receive(other, now=NOW + timedelta(hours=1)).outcome is Outcome.SUBMISSION


def test_what_was_too_much_for_an_hour_or_a_day_is_over_with_it(takers: Takers):
    hours = [[receive(forged(100 * hour + n), now=NOW + timedelta(hours=hour)) for n in range(25)] for hour in range(5)]
    taken = [sum(one.outcome is Outcome.SUBMISSION for one in found) for found in hours]
    assert taken == [20, 20, 20, 0, 0], "what an hour refuses does not count against the day"
    assert receive(forged(999), now=NOW + timedelta(days=1)).outcome is Outcome.SUBMISSION


def forged(number: int) -> bytes:
    return letter(b"Is there a %d?" % number).replace(b"jo@", b"jo%d@" % number)


def test_of_a_mail_that_is_too_large_only_the_beginning_is_kept(takers: Takers):
    found = receive(letter(b"x" * 11_000_000), now=NOW)
    assert found.outcome is Outcome.REFUSED
    assert row(found).size > 11_000_000
    assert len(row(found).raw or b"") == receiving.KEPT_OF_LARGE
    assert (row(found).state, row(found).sender) == (InboundState.TRAY, "jo@home.example")


# Once ---------------------------------------------------------------------------------------------------------


def test_the_same_mail_twice_is_one_row_and_one_question(takers: Takers):
    first, again = received("question-plain"), received("question-plain")
    assert (again.outcome, again.about, again.id) == (Outcome.DUPLICATE, "receipt:1", first.id)
    assert (count(), len(takers.questions)) == (1, 1)


def test_the_same_mail_by_another_way_is_the_same(takers: Takers):
    received("question-plain")
    other = b"Received: from somewhere\nDelivered-To: forum@fenwick.example\n" + sample("question-plain")
    assert receive(other, now=NOW).outcome is Outcome.DUPLICATE


def test_two_letters_with_one_number_are_two(takers: Takers):
    """Some programs number badly; no words may be lost for it."""
    received("question-plain")
    other = sample("question-plain").replace(b"college", b"library")
    assert receive(other, now=NOW).outcome is Outcome.SUBMISSION


def test_the_same_mail_in_the_same_moment_is_one_row(database: Flask, takers: Takers):
    def bring(number: int) -> Outcome:
        with database.app_context():
            return receive(sample("question-plain"), now=NOW).outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(bring, range(8)))
    assert outcomes.count(Outcome.SUBMISSION) == 1
    assert outcomes.count(Outcome.DUPLICATE) == 7
    assert (count(), len(takers.questions)) == (1, 1)


# Nothing is lost ----------------------------------------------------------------------------------------------


def test_what_was_kept_before_a_crash_is_read_after_it(takers: Takers):
    keep(sample("question-plain"), now=NOW)
    assert takers.questions == []
    assert read_what_waits(NOW) == 1
    assert len(takers.questions) == 1
    assert read_what_waits(NOW) == 0


def test_the_same_mail_after_a_crash_is_taken_up_where_it_was_left(takers: Takers):
    keep(sample("question-plain"), now=NOW)
    assert received("question-plain").outcome is Outcome.SUBMISSION
    assert len(takers.questions) == 1


def test_a_mail_whose_taker_fails_waits_and_then_goes_to_a_person(database: Flask, takers: Takers):
    def fails(taken: Letter) -> str:
        db.session.add(make_outbox_message())
        raise ArithmeticError

    handlers_of(database).take_question = fails
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(ArithmeticError):
            received("question-plain")
    found = received("question-plain")
    assert (found.outcome, row(found).state) == (Outcome.TRIAGE, InboundState.TRAY)
    assert row(found).words.startswith("May home-educated children")
    assert db.session.scalar(text_count("outbox_message")) == 0, "what a failed taker began was not kept"


def text_count(table: str):
    return select(func.count()).select_from(db.metadata.tables[table])


def test_a_mail_that_takes_the_reader_down_is_not_tried_for_ever(takers: Takers, monkeypatch: pytest.MonkeyPatch):
    kept = keep(sample("question-plain"), now=NOW)
    kept.tries = MOST_TRIES
    db.session.commit()
    monkeypatch.setattr(receiving, "read", lambda *args: pytest.fail("it was read once more"))
    read_what_waits(NOW)
    assert (kept.state, kept.outcome) == (InboundState.TRAY, Outcome.TRIAGE)
    assert "sixth-form college" in kept.words


# Forgotten ----------------------------------------------------------------------------------------------------


def test_what_nobody_needs_is_forgotten_in_time(takers: Takers):
    done, note = received("own-marked"), received("reply-gmail")
    tray = make_inbound()
    db.session.commit()
    tray_id, kept = tray.id, row(done)
    forget(NOW + ORIGINALS_KEPT)
    assert kept.raw
    forget(NOW + ORIGINALS_KEPT + timedelta(days=1))
    db.session.expire_all()
    assert (kept.raw, kept.about) == (None, "")
    assert received("own-marked").outcome is Outcome.DUPLICATE
    assert row(note).words
    forget(NOW + TRAY_KEPT + timedelta(days=1))
    db.session.expire_all()
    assert db.session.get(InboundMessage, tray_id) is None
    assert db.session.get(InboundMessage, note.id) is None
    forget(NOW + ARRIVALS_KEPT + timedelta(days=1))
    assert count() == 0


def test_of_what_is_nobodys_business_only_the_words_are_kept(takers: Takers):
    question, reply = row(received("question-plain")), row(received("reply-gmail"))
    assert [(kept.raw, kept.sender) for kept in (question, reply)] == [(None, ""), (None, "")]
    assert reply.words == "Yes, the second wording is better."


def test_a_row_tells_no_hour_and_no_order(takers: Takers):
    columns = {column.name: str(column.type) for column in InboundMessage.__table__.columns}
    assert [name for name, kind in columns.items() if "TIME" in kind] == []
    keys = [receive(letter(b"Question %d?" % number), now=NOW).id for number in range(12)]
    assert keys != sorted(keys)


# Tagged addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("domain", "separator", "address"),
    [
        ("", "+", "forum+reply+abcdefgh@a.example"),
        ("", "-", "forum-reply-abcdefgh@a.example"),
        ("replies.a.example", "+", "reply+abcdefgh@replies.a.example"),
        ("replies.a.example", "=", "reply=abcdefgh@replies.a.example"),
    ],
)
def test_a_tagged_address_is_known_again(domain: str, separator: str, address: str):
    made = tagged(Use.REPLY, "abcdefgh", mailbox="forum@a.example", domain=domain, separator=separator)
    assert made == address
    domains = frozenset({"a.example", "replies.a.example"})
    assert tag_of(address.upper(), domains=domains, separator=separator) == Tag(Use.REPLY, "abcdefgh")
    assert tag_of(address, domains=frozenset({"b.example"}), separator=separator) is None
