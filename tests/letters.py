"""A sample of every letter that the forum writes; `tests/test_every_email.py` keeps what they say in golden/mail/.

Another letter needs a line here, named for its slice and its function. FORUM_REWRITE=1 writes the files.
"""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from forum_app.access import Role
from forum_app.asking import emails as asking
from forum_app.circulation import emails as circulation
from forum_app.circulation.emails import Item
from forum_app.circulation.models import Kind
from forum_app.circulation.plan import shown
from forum_app.mail import emails as mail
from forum_app.mail.compose import Letter
from forum_app.meetings.models import Meeting
from forum_app.people import emails as people
from forum_app.people.models import Person
from forum_app.subscriptions import emails as subscriptions
from forum_app.subscriptions.models import Pace, Topic
from tests.builders import (
    CODE,
    DAY,
    NOW,
    cancelled_meeting,
    make_circulation,
    make_question,
    make_venue,
    meeting_with_agenda,
    published_meeting,
)

TOPICS = {Topic.NEXT_MEETING, Topic.MINUTES}


def of_circulation(kind: Kind, build: Callable[[], Meeting] | None = None, **facts: object) -> Letter:
    """A circulation's letter as it reads, each reader's own link aside."""
    for_families = facts.pop("for_families", True)
    form_key = secrets.token_hex(8)  # each its own, or the first would come back
    row = make_circulation(kind, build() if build else None, form_key=form_key, **facts)
    return shown(circulation.news(row, NOW.date(), for_families=for_families))


def full_meeting() -> Meeting:
    meeting = meeting_with_agenda(venue=make_venue())
    make_question(meeting, "May we visit the library?", number=1, released=True)
    return meeting


def weekly() -> Letter:
    return shown(circulation.digest([Item("Tea", "There will be cake."), Item("Minutes", "They are out.")]))


SAMPLES: dict[str, Callable[[], Letter]] = {
    "asking.receipt": lambda: asking.receipt(CODE, follows=False),
    "asking.receipt#mailed-in": lambda: asking.receipt(CODE, follows=False, mailbox_days=30),
    "asking.receipt#followed": lambda: asking.receipt(CODE, follows=True),
    "asking.released": asking.released,
    "circulation.news#call-for-questions": lambda: of_circulation(
        Kind.CALL_FOR_QUESTIONS, full_meeting, questions_by=DAY
    ),
    "circulation.news#agenda": lambda: of_circulation(Kind.AGENDA, full_meeting, words="Do come."),
    "circulation.news#agenda-to-an-officer": lambda: of_circulation(Kind.AGENDA, full_meeting, for_families=False),
    "circulation.news#minutes": lambda: of_circulation(Kind.MINUTES, published_meeting),
    "circulation.news#next-meeting": lambda: of_circulation(Kind.NEXT_MEETING, full_meeting),
    "circulation.news#cancelled": lambda: of_circulation(Kind.NEXT_MEETING, cancelled_meeting),
    "circulation.news#note": lambda: of_circulation(Kind.NOTE),
    "circulation.digest": weekly,
    "subscriptions.confirm": lambda: subscriptions.confirm("TOKEN", TOPICS, Pace.WEEKLY),
    "subscriptions.already": lambda: subscriptions.already("TOKEN"),
    "subscriptions.already#came-back": lambda: subscriptions.already("TOKEN", came_back=True),
    "subscriptions.welcome": lambda: subscriptions.welcome("TOKEN", "mailbox", TOPICS, Pace.AS_IT_HAPPENS),
    "people.sign_in_code": lambda: people.sign_in_code("7K4M2QXD", "a-token-of-the-link", timedelta(minutes=10)),
    "people.new_sign_in": lambda: people.new_sign_in("Firefox on Windows", NOW),
    "people.role_granted": lambda: people.role_granted(Role.CHAIR, date(2026, 11, 24)),
    "people.role_granted#to-an-officer": lambda: people.role_granted(Role.REPRESENTATIVE, date(2026, 11, 24)),
    "people.role_ended": lambda: people.role_ended(Role.CHAIR, date(2026, 11, 24)),
    "people.role_ended#at-once": lambda: people.role_ended(Role.CHAIR, None),
    "people.host_link_used": lambda: people.host_link_used(Person(name="Wren Ashby"), NOW),
    "people.proof_reset": people.proof_reset,
    "people.address_changed": people.address_changed,
    "mail.trial": lambda: mail.trial(date(2026, 11, 24)),
}
