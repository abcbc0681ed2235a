"""Invitations from the desk to a calendar and back, and a family that asks for one and leaves again."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import current_app
from sqlalchemy import select

from forum_app.calendar.invited import answer_now
from forum_app.calendar.models import Answer, Invitation
from forum_app.calendar.tokens import rsvp_token
from forum_app.clock import now
from forum_app.db import db
from forum_app.demo.people_and_places import CHAIR, TOBIAS
from forum_app.mail.inbound.receiving import receive
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.meetings.models import Meeting
from forum_app.people.models import Person
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.places import COMING, the_meeting
from tests.browser.stage import PHONE, Site, Visits
from tests.calendar.mails import answer, calendar_in, mailed
from tests.journeys.walking import Visitor, somebody

FAMILY = "reader@example.org"


def test_a_coordinator_tells_what_changed_stops_it_tells_it_again_and_takes_one_person_off(coordinator: Visitor):
    meeting_id = coordinator.site.numbers(lambda: the_meeting(COMING).id)
    coordinator.opens("/desk")
    coordinator.follows("See what changed")
    coordinator.sees(
        "Ways to come: in the room or online (they know: in the room)", CHAIR, TOBIAS[0], "ewer than 8 families"
    )
    coordinator.presses("Tell them")
    coordinator.sees("12 mails wait.")
    assert len(waiting(coordinator.site)) == 12

    coordinator.presses("Stop what has not gone out")
    coordinator.sees("Stopped.", "Something changed since people were told.")
    assert waiting(coordinator.site) == {}
    coordinator.follows("See what changed, and tell them")
    coordinator.presses("Tell them")
    told = waiting(coordinator.site)
    assert all(method_of(message) == "REQUEST" for message in told.values())

    coordinator.follows(f"Take off the list: {TOBIAS[0]}", within=coordinator.entry(TOBIAS[0]))
    assert coordinator.heading == f"Take {TOBIAS[0]} off the list?"
    coordinator.presses("Take off the list")
    coordinator.sees("is off the list.", "12 mails wait.")  # the update that waited for him is called back
    (new,) = {key: message for key, message in waiting(coordinator.site).items() if key not in told}.values()
    assert (method_of(new), new["To"]) == ("CANCEL", coordinator.site.numbers(lambda: address_of(TOBIAS[0])))

    coordinator.follows("Invite others")
    coordinator.presses("Look at it")
    coordinator.sees("Look before it goes", TOBIAS[0], "Fenwick Vale Positive Dialogue Forum")
    coordinator.presses("Send 1 invitation")
    coordinator.sees("13 mails wait.", "No answer yet")
    assert coordinator.path == f"/meetings/{meeting_id}/invitations"


def test_an_answer_of_a_calendar_shows_on_the_coordinators_page(coordinator: Visitor):
    coordinator.site.numbers(chair_declines_by_mail)
    coordinator.opens(f"/meetings/{coordinator.site.numbers(lambda: the_meeting(COMING).id)}/invitations")
    coordinator.sees("Cannot come", "I am away that week.", within=coordinator.entry(CHAIR))
    coordinator.does_not_see("@families.example.org")


def test_a_family_asks_for_an_invitation_answers_it_and_ends_it(parent: Visitor):
    parent.opens(f"/meetings/{parent.site.numbers(lambda: the_meeting(COMING).id)}")
    parent.goes_to("Add to my calendar")
    parent.goes_to("Get an invitation by email")
    parent.types("Your email address", FAMILY)
    assert parent.submits("Send me the mail") == 302
    assert parent.heading == "Look into your mail"
    (asked,) = to_the_family(parent.site)
    assert calendar_in(asked) is None

    parent.opens(link_in(asked, "/invitations/confirm/"))
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Yes, invite me")
    parent.sees("Thank you. The invitation is on its way.")
    (invited,) = [message for message in to_the_family(parent.site) if calendar_in(message)]

    parent.opens(link_in(invited, "/invitations/yours/"))
    parent.ticks("I plan to come")
    parent.types("A few words for the coordinator", "We bring cake.")
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Save my answer")
    parent.sees("Thank you. The coordinator sees your answer; you can change it here.")
    assert parent.field("I plan to come").is_checked()
    assert parent.site.numbers(lambda: answer_now(of(FAMILY))) == Answer.ACCEPTED

    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("End my invitation")
    assert parent.heading == "You are not invited any more"
    assert parent.site.numbers(lambda: of(FAMILY)) is None
    parent.opens(link_in(invited, "/invitations/yours/"))
    assert parent.heading == "You are not invited any more"


def test_whoever_signs_in_makes_a_private_calendar_and_ends_it(coordinator: Visitor):
    coordinator.opens("/desk")
    coordinator.follows_more("My calendar")
    coordinator.presses("Make my calendar")
    address = coordinator.main.locator("textarea").input_value()
    path = re.sub(r"^https?://[^/]+", "", address)
    fetched = coordinator.page.request.get(path)
    assert (fetched.status, fetched.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "planning meeting" in fetched.text()
    coordinator.presses("End this address")
    coordinator.sees("The address no longer works.")
    assert coordinator.page.request.get(path).status == 410


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def parent(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site, viewport=PHONE)


@pytest.fixture
def coordinator(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site).signs_in()


def waiting(site: Site) -> dict[str, EmailMessage]:
    """Mails to calendars that wait, by their key."""
    rows = select(OutboxMessage.key, OutboxMessage.body).where(
        OutboxMessage.key.startswith("invitation:"), OutboxMessage.state == OutboxState.QUEUED
    )
    found = site.numbers(lambda: [(row.key, row.body) for row in db.session.execute(rows)])
    return {key: message_from_bytes(body, policy=policy.default) for key, body in found}


def to_the_family(site: Site) -> list[EmailMessage]:
    return [message for message in waiting(site).values() if message["To"] == FAMILY]


def method_of(message: EmailMessage) -> str:
    found = re.search(rb"METHOD:(\w+)", calendar_in(message) or b"")
    return found[1].decode() if found else ""


def link_in(message: EmailMessage, path: str) -> str:
    body = message.get_body(("plain",)).get_content()
    found = re.search(rf"http://[^/\s]+({path}\S+)", body)
    assert found, body
    return found[1]


def address_of(name: str) -> str:
    return str(db.session.scalars(select(Person.email).where(Person.name == name)).one())


def of(address: str) -> Invitation | None:
    return db.session.scalars(select(Invitation).where(Invitation.address == address)).first()


def chair_declines_by_mail() -> None:
    from_chair = select(Invitation).join(Invitation.person).where(Person.name == CHAIR)
    row = db.session.scalars(from_chair).one()
    secret = current_app.config["SECRET_KEY"]
    meeting: Meeting = row.meeting
    stamp = now().strftime("%Y%m%dT%H%M%SZ")
    said = answer(meeting.calendar_uid, row.mailbox, "DECLINED", sequence=row.notices[-1].sequence, stamp=stamp,
                  more="COMMENT:I am away that week.")  # fmt: skip
    address = f"hello+rsvp+{rsvp_token(row.id, secret)}@fenwick-vale.example.org"
    receive(mailed(said, sender=row.mailbox, to=address), now=now())
