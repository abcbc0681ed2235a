"""News by email: a parent asks for it and leaves again; a coordinator sends it, stops it, and sends it again."""

import re
import time
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select, update

from forum_app.circulation.models import Circulation, CirculationState
from forum_app.clock import now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.subscriptions.models import Subscription, Topic
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.places import COMING, the_meeting
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import is_sent, make_subscriber
from tests.journeys.walking import Visitor, somebody

READER = "reader@example.org"


def test_a_parent_asks_for_news_changes_what_comes_and_stops_it(parent: Visitor):
    parent.opens("/")
    parent.goes_to("News by email")
    parent.types("Your email address", READER)
    assert parent.submits("Send me the mail") == 302
    assert parent.heading == "Look into your mail"
    assert subscription(parent.site).confirmed_on is None

    parent.opens(link_in(waiting_mail(parent.site, "subscription:%:1"), "/news/confirm/"))
    time.sleep(SECONDS_TO_READ + 0.5)
    parent.presses("Yes, send me news")
    parent.sees("Thank you. You will hear from us about what is ticked here.")
    assert subscription(parent.site).topics == {Topic.NEXT_MEETING, Topic.MINUTES}

    welcome = waiting_mail(parent.site, "subscription:%:welcome")
    parent.opens(link_in(welcome, "/news/yours/"))
    parent.field("Minutes, when they are published").uncheck()
    parent.ticks("Cards for home-educating families")
    parent.ticks("At most once a week, gathered into one mail")
    assert parent.submits("Save") == 302
    assert subscription(parent.site).topics == {Topic.NEXT_MEETING, Topic.CARDS}
    assert parent.field("At most once a week, gathered into one mail").is_checked()

    parent.opens(link_in(welcome, "/news/stop/"))
    assert subscription(parent.site) is not None, "opening the link changes nothing"
    assert parent.submits("Stop all mail to me") == 302, "pressed sooner than anybody reads"
    parent.sees("Please press the button once more")
    assert subscription(parent.site) is not None
    time.sleep(SECONDS_TO_READ + 0.5)
    assert parent.submits("Stop all mail to me") == 200
    assert parent.heading == "No more mail comes to you"
    assert subscription(parent.site) is None


def test_a_coordinator_looks_tests_sends_stops_and_sends_again(coordinator: Visitor, readers: int):
    coordinator.opens(f"/meetings/{coordinator.site.numbers(lambda: the_meeting(COMING).id)}/prepare")
    coordinator.follows("Call for questions")
    coordinator.types("A few words of your own", "Do come: there will be cake.")
    coordinator.presses("Look at it")
    coordinator.sees(f"{readers} families", "there will be cake.", "Not sent yet")

    coordinator.follows("See it as each of them gets it")
    for part in ("#as-text", "#as-html"):
        expect(coordinator.main.locator(part)).to_contain_text("there will be cake.")
    coordinator.page.go_back()
    coordinator.presses("Send me a test")
    coordinator.sees("A test is on its way to")
    assert "there will be cake." in body_of(waiting_mail(coordinator.site, "circulation-test:%"))

    coordinator.presses("Send it")
    coordinator.sees("Nothing has gone out yet.", f"0 of {readers} mails dealt with.")
    coordinator.presses("Stop what has not gone out")
    coordinator.sees("Stopped.", f"{readers} of {readers} mails dealt with.")
    assert states(coordinator.site) == {OutboxState.STOPPED: readers}

    coordinator.presses("Draft it again")
    coordinator.presses("Send it")
    deliver(coordinator.site, readers - 2)
    coordinator.follows("Look again how far it is")
    coordinator.sees("It is going out.", f"{readers - 2} of {readers} mails dealt with.")
    deliver(coordinator.site, readers)
    coordinator.follows("Look again how far it is")
    coordinator.sees("It has gone out.", within=status(coordinator))

    coordinator.follows("Send news")
    coordinator.sees("Stopped", "Sent", "Questions wanted for the meeting on")


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def parent(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site, viewport=PHONE)


@pytest.fixture
def coordinator(visit: Visits, site: Site) -> Visitor:
    return somebody(visit, site).signs_in()


@pytest.fixture
def readers(site: Site) -> int:
    """How many families hear of the next meeting; ten of them, and no others."""

    def only_ten() -> int:
        for row in db.session.scalars(select(Subscription)):
            db.session.delete(row)
        for number in range(10):
            make_subscriber(f"family-{number}@example.org")
        db.session.commit()
        return 10

    return int(site.numbers(only_ten))


def status(visitor: Visitor) -> Locator:
    return visitor.main.get_by_role("status").last


def subscription(site: Site) -> Subscription | None:
    return site.numbers(lambda: db.session.scalars(select(Subscription).where(Subscription.address == READER)).first())


def waiting_mail(site: Site, key: str) -> EmailMessage:
    """The mail that waits under a key like this."""
    waiting = select(OutboxMessage.body).where(OutboxMessage.key.like(key))
    (body,) = site.numbers(lambda: db.session.scalars(waiting).all())
    return message_from_bytes(body, policy=policy.default)


def body_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def link_in(message: EmailMessage, path: str) -> str:
    found = re.search(rf"http://[^/\s]+({path}\S+)", body_of(message))
    assert found, body_of(message)
    return found[1]


def of_circulations() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("circulation:"))))


def states(site: Site) -> dict[str, int]:
    found = site.numbers(lambda: [row.state for row in of_circulations()])
    return {state: found.count(state) for state in set(found)}


def deliver(site: Site, count: int) -> None:
    """What a worker does when the ten minutes are over, for so many letters in all."""

    def hand_over() -> None:
        released = update(Circulation).where(Circulation.state == CirculationState.RELEASED)
        db.session.execute(released.values(due_at=now() - timedelta(minutes=1)))
        live = [row for row in of_circulations() if row.state in {OutboxState.QUEUED, OutboxState.SENT}]
        for row in live[:count]:
            is_sent(row)
        db.session.commit()

    site.numbers(hand_over)
