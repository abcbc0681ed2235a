"""Nothing goes out twice, nothing goes out unmeant, and what waits can be stopped: on both engines."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum_app.access import Role
from forum_app.circulation import operations, recipients
from forum_app.circulation.contents import MeetingNotReady
from forum_app.circulation.jobs import forget_recipients, note_outcomes, send_weekly_mail
from forum_app.circulation.models import Audience, Circulation, CirculationRecipient, Kind
from forum_app.circulation.plan import Plan, plan_of, shown
from forum_app.circulation.queries import report_of
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.mail.suppression import Suppression
from forum_app.meetings import operations as meetings
from forum_app.subscriptions import operations as subscriptions
from forum_app.subscriptions.links import private_token
from forum_app.subscriptions.models import Pace, Subscription
from tests.builders import (
    NOBODY,
    NOW,
    is_sent,
    make_circulation,
    make_forum,
    make_person,
    make_subscriber,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    release_circulation,
)

SECRET = "only for tests"
FAMILIES = 9
ADDRESSES = {
    "Ines Marlow": "ines@example.org",
    "Tobias Reed": "tobias@council.example",
    "Nobody Known": "",
}


@pytest.fixture
def running(either_app: Flask, frozen: object, monkeypatch: pytest.MonkeyPatch):
    """Either engine with templates, some families, and people with a part."""
    monkeypatch.setattr(recipients, "address_of", lambda person: ADDRESSES.get(person.name))
    with either_app.app_context():
        make_forum()
        for number in range(FAMILIES):
            make_subscriber(f"family-{number}@example.org")
        make_person("Ines Marlow", Role.CHAIR)
        make_person("Tobias Reed", Role.REPRESENTATIVE)
        make_person("Nobody Known", Role.DEPUTY)
        db.session.commit()
        yield either_app
        db.session.rollback()


EVERYBODY = (Audience.NEXT_MEETING, Audience.OFFICERS, Audience.HELPERS)


# Who gets it --------------------------------------------------------------------------------------------------


def test_the_look_before_and_the_deed_name_the_same_recipients_and_words(running: Flask):
    row = make_circulation(Kind.AGENDA, meeting_with_agenda(), EVERYBODY)
    looked = plan(row)
    release_circulation(row, SECRET)
    assert sorted(to.address for to in looked.to_go) == sorted(recipients_of(row))
    assert (looked.families, [to.name for to in looked.people]) == (FAMILIES, ["Tobias Reed", "Ines Marlow"])
    assert looked.found.without_address == ["Nobody Known"]
    for message in letters(row):
        link = private_link(message["To"])
        expected = shown(looked.letter_to(next(to for to in looked.to_go if to.address == message["To"])))
        assert text_of(message).strip() == expected.text.replace("each-readers-own-link", link).strip()
        assert html_of(message).strip() == expected.html.replace("each-readers-own-link", link).strip()
        assert message["Subject"] == expected.subject


def test_somebody_in_two_groups_gets_it_once(running: Flask):
    make_subscriber("ines@example.org")
    row = make_circulation(audiences=EVERYBODY)
    release_circulation(row, SECRET)
    assert recipients_of(row).count("ines@example.org") == 1
    assert len(recipients_of(row)) == FAMILIES + 2


def test_whose_mail_came_back_is_spared(running: Flask):
    for address in ("family-0@example.org", "ines@example.org"):
        db.session.add(Suppression(address=address, reason="no_such_address", since=NOW))
    row = make_circulation(audiences=EVERYBODY)
    assert plan(row).found.spared == ["Ines Marlow"]
    release_circulation(row, SECRET)
    assert len(recipients_of(row)) == FAMILIES


def test_an_empty_audience_is_not_sent_to(running: Flask):
    row = make_circulation(audiences=[Audience.CARDS])
    with pytest.raises(operations.NobodyToSendTo):
        release_circulation(row, SECRET)


# Never twice --------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_draft(running: Flask):
    assert make_circulation(form_key="the same key").id == make_circulation(form_key="the same key").id
    assert count(Circulation) == 1


def test_a_second_press_sends_nothing(running: Flask):
    row = make_circulation()
    release_circulation(row, SECRET)
    with pytest.raises(operations.AlreadyReleased):
        release_circulation(row, SECRET)
    assert count(OutboxMessage) == FAMILIES


def test_two_overlapping_circulations_of_one_text_reach_each_address_once(running: Flask):
    meeting = meeting_with_agenda()
    first = make_circulation(Kind.AGENDA, meeting, [Audience.NEXT_MEETING], form_key="first")
    second = make_circulation(Kind.AGENDA, meeting, EVERYBODY, form_key="second")
    release_circulation(first, SECRET)
    assert len(plan(second).already) == FAMILIES
    release_circulation(second, SECRET)
    assert sorted(recipients_of(second)) == ["ines@example.org", "tobias@council.example"]


def test_another_text_for_the_same_event_goes_and_says_how_many_had_an_earlier_one(running: Flask):
    meeting = meeting_with_agenda()
    release_circulation(make_circulation(Kind.AGENDA, meeting, form_key="first"), SECRET)
    changed = make_circulation(Kind.AGENDA, meeting, form_key="second", words="The room has changed.")
    assert (len(plan(changed).earlier), plan(changed).already) == (FAMILIES, [])


def test_two_coordinators_release_the_same_text_in_the_same_moment(either_app: Flask):
    with either_app.app_context():
        make_forum()
        for number in range(20):
            make_subscriber(f"{number}@example.org")
        meeting = meeting_with_agenda()
        rows = [make_circulation(Kind.AGENDA, meeting, form_key=key) for key in ("one", "two", "three")]
        db.session.commit()
        ids, looks = [row.id for row in rows], plan(rows[0]).looks

    def press(row_id: int) -> str:
        with either_app.app_context():
            row = db.session.get(Circulation, row_id)
            try:
                operations.release(row, looks, secret_key=SECRET, **NOBODY)
                db.session.commit()
            except operations.NobodyToSendTo:
                return "nobody left"
            return "sent"

    with ThreadPoolExecutor(3) as pool:
        outcomes = Counter(pool.map(press, ids))
    assert outcomes == {"sent": 1, "nobody left": 2}
    with either_app.app_context():
        assert count(OutboxMessage) == 20


def test_what_changed_after_the_look_is_not_sent(running: Flask):
    meeting = meeting_with_agenda()
    row = make_circulation(Kind.AGENDA, meeting, [Audience.NEXT_MEETING])
    seen = plan(row).looks
    meeting.items[0].title = "Something quite different"
    with pytest.raises(operations.ChangedSinceLooked):
        operations.release(row, seen, secret_key=SECRET, **NOBODY)
    seen = plan(row).looks
    operations.change_draft(row, operations.Facts([Audience.OFFICERS]))
    with pytest.raises(operations.ChangedSinceLooked):
        operations.release(row, seen, secret_key=SECRET, **NOBODY)


# Ten minutes, the night, and stopping -------------------------------------------------------------------------


def test_everything_waits_for_ten_minutes(running: Flask):
    row = make_circulation()
    release_circulation(row, SECRET)
    assert set(db.session.scalars(select(OutboxMessage.due_at))) == {NOW + timedelta(minutes=10)}


@pytest.mark.parametrize(
    ("hour", "minute", "urgent", "days", "due"),
    [(20, 49, False, 0, (20, 59)), (20, 50, False, 1, (8, 0)), (2, 0, False, 0, (8, 0)), (2, 0, True, 0, (2, 10))],
)
def test_at_night_only_what_is_urgent_goes(running: Flask, hour: int, minute: int, urgent: bool, days: int, due):
    now = NOW.replace(hour=hour, minute=minute)
    row = make_circulation(urgent=urgent)
    release_circulation(row, SECRET, now)
    assert row.due_at == (NOW + timedelta(days=days)).replace(hour=due[0], minute=due[1])


def test_stopping_in_the_middle_stops_the_rest_and_sending_again_reaches_just_those(running: Flask):
    row = make_circulation(Kind.MINUTES, published_meeting(), [Audience.MINUTES, Audience.OFFICERS])
    release_circulation(row, SECRET)
    gone = deliver(4)
    operations.stop(row, **NOBODY)
    report = report_of(row)
    assert (report.count(OutboxState.SENT), report.count(OutboxState.STOPPED)) == (4, FAMILIES + 1 - 4)
    assert not report.is_waiting
    with pytest.raises(operations.NotReleased):
        operations.stop(row, **NOBODY)
    again = operations.draft_again(row, **NOBODY)
    assert len(plan(again).already) == 4
    release_circulation(again, SECRET)
    assert not set(recipients_of(again)) & gone
    assert len(recipients_of(again)) == FAMILIES + 1 - 4


def test_leaving_during_the_ten_minutes_means_not_getting_it(running: Flask):
    row = make_circulation()
    release_circulation(row, SECRET)
    leaver = db.session.scalars(select(Subscription).where(Subscription.address == "family-3@example.org")).one()
    subscriptions.stop(leaver, now=NOW)
    db.session.flush()
    assert report_of(row).families == {OutboxState.QUEUED: FAMILIES - 1, OutboxState.STOPPED: 1}


def test_the_report_outlives_the_outbox_and_then_only_a_number_stays(running: Flask):
    row = make_circulation(audiences=EVERYBODY)
    release_circulation(row, SECRET)
    deliver(FAMILIES + 2)
    note_outcomes(NOW)
    db.session.execute(OutboxMessage.__table__.delete())
    report = report_of(row)
    assert (report.families, {person.fate for person in report.people}) == ({"sent": FAMILIES}, {"sent"})
    forget_recipients(NOW + timedelta(days=92))
    db.session.flush()
    assert count(CirculationRecipient) == 2, "the named people stay on the report"
    assert report_of(row).families == {"sent": FAMILIES}


# Weekly readers -----------------------------------------------------------------------------------------------


def test_a_weekly_reader_gets_one_mail_a_week_with_everything(running: Flask):
    weekly(*range(FAMILIES))
    for key in ("one", "two"):
        release_circulation(make_circulation(form_key=key, subject=f"Tea {key}"), SECRET)
    assert count(OutboxMessage) == 0
    send_weekly_mail(NOW)
    assert count(OutboxMessage) == 0, "what can still be stopped is not gathered"
    tomorrow = NOW + timedelta(days=1)
    send_weekly_mail(tomorrow)
    send_weekly_mail(tomorrow)
    bodies = [text_of(parsed(body)) for body in db.session.scalars(select(OutboxMessage.body))]
    assert len(bodies) == FAMILIES
    assert all("Tea one" in body and "Tea two" in body for body in bodies)
    release_circulation(make_circulation(form_key="three", subject="Tea three"), SECRET, tomorrow)
    send_weekly_mail(tomorrow + timedelta(days=6))
    assert count(OutboxMessage) == FAMILIES
    send_weekly_mail(tomorrow + timedelta(days=7))
    assert count(OutboxMessage) == 2 * FAMILIES


def test_stopping_takes_it_out_of_the_weekly_mail_too(running: Flask):
    weekly(*range(FAMILIES))
    row = make_circulation()
    release_circulation(row, SECRET)
    operations.stop(row, **NOBODY)
    send_weekly_mail(NOW + timedelta(days=1))
    assert count(OutboxMessage) == 0
    assert report_of(row).families == {"stopped": FAMILIES}
    assert len(plan(operations.draft_again(row, **NOBODY)).to_go) == FAMILIES


# What may be sent, and what it looks like on the wire ---------------------------------------------------------


def test_mail_tells_only_what_the_public_page_shows(running: Flask):
    planning, published = planning_meeting(), published_meeting()
    wrong = [(kind, planning) for kind in Kind if kind != Kind.NOTE] + [(Kind.AGENDA, published)]
    for number, (kind, meeting) in enumerate(wrong):
        with pytest.raises(MeetingNotReady):
            plan(make_circulation(kind, meeting, form_key=f"wrong {number}"))


def test_news_of_a_meeting_that_is_cancelled_says_so(running: Flask):
    meeting = meeting_with_agenda()
    row = make_circulation(Kind.NEXT_MEETING, meeting)
    meetings.cancel(meeting, "The room flooded.", **NOBODY)
    letter = plan(row).to_families
    assert letter.subject.startswith("Cancelled: the meeting on")
    assert "The room flooded." in letter.text


def test_families_can_stop_it_from_their_mail_program_and_others_have_no_list(running: Flask):
    row = make_circulation(audiences=EVERYBODY)
    release_circulation(row, SECRET)
    for message in letters(row):
        is_family = message["To"].startswith("family-")
        stop = f"<http://localhost/news/stop/{private_link(message['To'])}>" if is_family else None
        assert message["List-Unsubscribe"] == stop
        assert message["List-Unsubscribe-Post"] == ("List-Unsubscribe=One-Click" if is_family else None)
        assert message["Reply-To"] is None
        assert message["Cc"] is message["Bcc"] is None
        assert ("/news/" in text_of(message)) == is_family


def test_each_letter_knows_only_its_own_reader(running: Flask):
    row = make_circulation(audiences=EVERYBODY)
    release_circulation(row, SECRET)
    everybody = set(recipients_of(row))
    for body in db.session.scalars(select(OutboxMessage.body)):
        others = everybody - {parsed(body)["To"]}
        assert not [address for address in others if address.encode() in body]


@pytest.mark.parametrize("subject", ["Tea\r\nBcc: x@evil.example", "Tea\nX: y", "Tea\rX: y", "Tea\x0bX", "Té " * 40])
def test_a_subject_is_one_line_whatever_was_typed(running: Flask, subject: str):
    row = make_circulation(subject=subject[:150])
    release_circulation(row, SECRET)
    message = letters(row)[0]
    assert message["Subject"] == " ".join(subject[:150].split())
    assert message["Bcc"] is message["X"] is None


def test_a_thousand_families_are_one_press(running: Flask):
    for number in range(1000 - FAMILIES):
        make_subscriber(f"more-{number}@example.org")
    row = make_circulation()
    release_circulation(row, SECRET)
    assert report_of(row).families == {OutboxState.QUEUED: 1000}
    assert len(set(db.session.scalars(select(OutboxMessage.message_id)))) == 1000
    operations.stop(row, **NOBODY)
    assert report_of(row).families == {OutboxState.STOPPED: 1000}


# Plumbing -----------------------------------------------------------------------------------------------------


def plan(row: Circulation) -> Plan:
    return plan_of(row, secret_key=SECRET, now=NOW)


def recipients_of(row: Circulation) -> list[str]:
    of_this = OutboxMessage.key.startswith(f"circulation:{row.id}:")
    return list(db.session.scalars(select(OutboxMessage.recipient).where(of_this)))


def letters(row: Circulation) -> list[EmailMessage]:
    of_this = OutboxMessage.key.startswith(f"circulation:{row.id}:")
    return [parsed(body) for body in db.session.scalars(select(OutboxMessage.body).where(of_this))]


def parsed(body: bytes) -> EmailMessage:
    return message_from_bytes(body, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content().replace("\r\n", "\n")


def private_link(address: str) -> str:
    row = db.session.scalars(select(Subscription).where(Subscription.address == address)).first()
    return private_token(row.id, SECRET) if row else ""


def deliver(how_many: int) -> set[str]:
    """What the worker does; answers to whom."""
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient).limit(how_many)).all()
    for row in rows:
        is_sent(row)
    db.session.flush()
    return {row.recipient for row in rows}


def weekly(*families: int) -> None:
    addresses = [f"family-{number}@example.org" for number in families]
    db.session.execute(update(Subscription).where(Subscription.address.in_(addresses)).values(pace=Pace.WEEKLY))
    db.session.commit()


def count(model: type) -> int:
    db.session.flush()
    return db.session.scalar(select(func.count()).select_from(model)) or 0
