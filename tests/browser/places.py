"""Every page there is to open: each route that answers to GET, filled in with numbers of the demo."""

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from forum_app.access import Role
from forum_app.actions import holding, reminding
from forum_app.actions.models import ActionHolder, ActionPoint, OwnerKind, QuietPeriod, TickOff, TickOffState
from forum_app.arranging.models import DateInvitee, DatePoll, DateProposal, PollState, RoomRequest
from forum_app.asking import operations as asking
from forum_app.asking.models import Submission, SubmissionState
from forum_app.asking.operations import Asked
from forum_app.calendar import tokens
from forum_app.calendar.models import Invitation
from forum_app.circulation.models import Circulation, CirculationState
from forum_app.codes import ALPHABET
from forum_app.db import db
from forum_app.demo.people_and_places import CHAIR, COORDINATOR
from forum_app.history.models import OldMinutes
from forum_app.history.operations import keep_text
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting, MeetingKind, MeetingState, Venue
from forum_app.people.models import Grant, LinkKind, Person
from forum_app.people.operations import make_link_token
from forum_app.people.scoped_links import make_scoped_link
from forum_app.people.signing_in import ask
from forum_app.questions.models import Question, Topic
from forum_app.subscriptions.links import confirm_token, private_token
from forum_app.subscriptions.models import Subscription
from forum_app.support import operations as supporting
from forum_app.threads.models import Duty, Position
from tests.builders import make_inbound, make_poll
from tests.engines import make_app

#: Which of the demo's meetings a route with a meeting in its address is opened for.
OVER, COMING, PRIVATE = "the meeting that is over", "the meeting to come", "the private meeting"
#: An address that belongs to the test's own machinery or is no page to look at.
NOT_PAGES = {
    "static": "files",
    "calendar.file": "a calendar's file; the journeys read it",
    "people.app_picture": "a picture; the tests of signing in read it",
    "threads.pack_pdf": "a file to take away; tests/threads reads it",
    "threads.pack_word": "the same",
    "threads.linked_pack_pdf": "the same",
    "threads.linked_pack_word": "the same",
    "calendar.feed": "a calendar's file; tests/calendar reads it",
    "calendar.own_feed": "the same",
    "accounts.my_data_file": "a file to take away; tests/accounts reads it",
    "actions.file": "a file to take away; tests/actions reads it",
    "actions.sent_file": "a file to take away; tests/actions reads it",
}

#: Pages about action points of one kind only.
KIND_OF_ACTION = {"actions.take_on": "anyone", "actions.reach": "group"}

OLD_MINUTES = """Quarry Bank Families
Positive Dialogue Forum
Minutes
Date: Tuesday 12 March 2024
Time: 4pm for 4.30pm, to end by 6.30pm
Venue: Quarry Bank Hall
Chair: Nell Harper
LA representatives: Owen Strand (Inclusion Officer)
Introduction
Nell welcomed everybody and said where the tea was.
Questions sent in advance for the LA
Question 1
May families borrow the science kits of the teachers’ library?
LA response: Owen will ask the library. A link stands at https://example.org/a-very-long-address-without-any-blank-to-break-it
Any other business
There was none.
ACTION POINTS
Owen: ask the teachers’ library about the kits.
All families: note the new number of the office.
Date of next meeting
Tuesday 11 March 2025, 4pm for 4.30pm
"""


def routes() -> list[Rule]:
    app = make_app("sqlite://", Path("not-used"))
    return [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    ]


def visits_to_make() -> Iterator[tuple[str, str, str]]:
    """Who opens which route, and for which meeting if its address names one."""
    app = make_app("sqlite://", Path("not-used"))
    for rule in routes():
        names_meeting = "meeting_id" in rule.arguments
        if app.view_functions[rule.endpoint].permission.roles is None:
            for meeting in (OVER, COMING) if names_meeting else ("",):
                yield "public", rule.endpoint, meeting
        yield "coordinator", rule.endpoint, usual_meeting(rule.endpoint) if names_meeting else ""
    yield "coordinator", "pages.prepare", OVER
    yield "coordinator", "pages.prepare", PRIVATE
    yield "coordinator", "questions.questions", OVER
    yield "coordinator", "arranging.dates", PRIVATE


def usual_meeting(endpoint: str) -> str:
    """The one that the work of this page is about: before a meeting, or after it."""
    if endpoint.startswith("planning.") or endpoint == "arranging.withdraw":
        return PRIVATE
    before = "meetings.", "questions.", "pages.", "arranging.", "calendar."
    return COMING if endpoint.startswith(before) else OVER


def bring_old_minutes() -> None:
    """Something for the pages of old minutes and of the tray to show."""
    make_inbound(
        subject="Averylongwordwithoutanyblanktobreakit" * 3,
        words="Is there parking?\n\n" + "https://a.example/" + "b" * 90,
    )
    make_inbound(state=InboundState.NOTE, outcome=Outcome.REPLY, about="action:1")
    propose_more_dates()
    keep_text("quarry-bank-2024.txt", OLD_MINUTES, now=datetime.now(UTC))
    db.session.commit()


def propose_more_dates() -> None:
    """A draft for the coordinator to look at, and dates to which the coordinator too can say something."""
    meeting, days = the_meeting(COMING), (date(2031, 12, 26), date(2031, 12, 27))
    chair = db.session.scalars(select(Person).where(Person.name == CHAIR)).one()
    make_poll(meeting, [chair], days, words="Averylongwordwithoutanyblanktobreakit" * 3)
    poll = db.session.scalars(select(DatePoll).where(DatePoll.state == PollState.OPEN)).one()
    poll.invitees.append(DateInvitee(person=db.session.scalars(select(Person).where(Person.name == COORDINATOR)).one()))


def address(app: Flask, endpoint: str, meeting: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    meeting = KIND_OF_ACTION.get(endpoint, meeting)
    with app.app_context():
        values = {name: value(app, name, meeting) for name in rule.arguments}
        if endpoint.startswith("support.") and "code" in values:
            values["code"] = support_code(app)
    with app.test_request_context():
        return url_for(endpoint, **values)


def value(app: Flask, name: str, meeting: str) -> int | str:
    """A number of the demo for this part of an address."""
    if name == "meeting_id":
        return the_meeting(meeting).id
    if name == "token":
        return make_link_token(app.secret_key)
    if name == "link_token":
        return mailed_link(app)
    if name in {"news_token", "confirm_token"}:
        make_token = private_token if name == "news_token" else confirm_token
        return make_token(db.session.scalars(select(Subscription.id)).first(), app.secret_key)
    if name in {"invitation_token", "ask_token"}:
        make_token = tokens.private_token if name == "invitation_token" else tokens.confirm_token
        family = select(Invitation.id).where(Invitation.address.is_not(None))
        return make_token(db.session.scalars(family.limit(1)).one(), app.secret_key)
    if name == "code":
        return receipt_code(app)
    if name == "pack_token":
        token = make_scoped_link(LinkKind.PACK, the_meeting(OVER).id, None, datetime.now(UTC).date())
        db.session.commit()
        return token
    if name in {"dates_token", "room_token", "planning_token"}:
        return arranging_link(name)
    if name in {"part_token", "take_token"}:
        return promise_link(name)
    if name == "reminder_key":
        return reminding.coming(datetime.now(UTC).date())[0].key
    if name == "action_id" and meeting in {"anyone", "group"}:
        return action_of_kind(OwnerKind(meeting))
    if name == "page_name":
        return "impact-assessment"
    over = the_meeting(OVER)
    kept = {
        "submission_id": select(Submission.id).where(Submission.state == SubmissionState.NEW),
        "poll_id": select(DateInvitee.poll_id).join(Person).where(Person.name == CHAIR),
        "proposal_id": select(DateProposal.id).join(DatePoll).where(DatePoll.state == PollState.OPEN),
        "invitation_id": select(Invitation.id).where(Invitation.person_id.is_not(None)),
        "circulation_id": select(Circulation.id).where(Circulation.state == CirculationState.DRAFT),
        "item_id": select(AgendaItem.id).where(
            AgendaItem.meeting_id == over.id, AgendaItem.kind == ItemKind.LA_SPEAKER
        ),
        "question_id": select(Question.id).where(Question.meeting_id == over.id),
        "action_id": select(ActionPoint.id).where(ActionPoint.meeting_id == over.id),
        "venue_id": select(Venue.id),
        "duty_id": select(Duty.id),
        "position_id": select(Position.id),
        "topic_id": select(Topic.id),
        "tick_off_id": select(TickOff.id).where(TickOff.state == TickOffState.WAITING),
        "quiet_id": select(QuietPeriod.id),
        "person_id": select(Person.id).where(Person.name == CHAIR),
        "grant_id": select(Grant.id).where(Grant.role == Role.CHAIR),
        "reading_id": select(OldMinutes.id),
        "message_id": select(InboundMessage.id).where(InboundMessage.state == InboundState.TRAY),
    }
    if name not in kept:
        pytest.fail(f"Say in tests/browser/places.py which <{name}> of the demo to open.")
    found = db.session.scalars(kept[name].limit(1)).first()
    assert found is not None, f"The demo has nothing for <{name}>."
    return found


def arranging_link(name: str) -> str:
    """As it stands in a letter about dates, a room or a planning meeting."""
    chair = db.session.scalars(select(Person.id).where(Person.name == CHAIR)).one()
    kind, thing = {
        "dates_token": (LinkKind.DATES, select(DatePoll.id).where(DatePoll.state == PollState.OPEN)),
        "room_token": (LinkKind.ROOM, select(RoomRequest.id)),
        "planning_token": (LinkKind.PLANNING, select(Meeting.id).where(Meeting.kind == MeetingKind.PLANNING)),
    }[name]
    thing_id = db.session.scalars(thing.limit(1)).one()
    token = make_scoped_link(kind, thing_id, chair, datetime.now(UTC).date())
    db.session.commit()
    return token


def promise_link(name: str) -> str:
    """As it stands in the mail to whoever has something in hand, or would like to."""
    day = datetime.now(UTC).date()
    if name == "take_token":
        token = holding.offer(action_of_kind(OwnerKind.ANYONE), "Wren", "w@post.example", shows_name=False, day=day)
    else:
        waiting = select(TickOff.action_id).where(TickOff.state == TickOffState.WAITING)
        held = select(ActionHolder).where(ActionHolder.until.is_(None), ActionHolder.action_id.not_in(waiting))
        token = holding.link_for(db.session.scalars(held).first(), day)
    db.session.commit()
    return token


def action_of_kind(kind: OwnerKind) -> int:
    """A public one that nobody has taken on or closed."""
    of_kind = select(ActionPoint.id).where(
        ActionPoint.owner_kind == kind, ActionPoint.closed_on.is_(None), ~ActionPoint.taken
    )
    return db.session.scalars(of_kind.order_by(ActionPoint.id.desc())).first()


def mailed_link(app: Flask) -> str:
    """As it stands in a sign-in mail."""
    known = db.session.scalars(select(Person.email).where(Person.name == CHAIR)).one()
    token = ask(str(known), "", str(app.secret_key), now=datetime.now(UTC)).token
    db.session.commit()
    return token


def receipt_code(app: Flask) -> str:
    """A question left just now, so that its code is known; only its hash is kept."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    day = datetime.now(UTC).date()
    asking.ask(Asked("May we film?"), meeting_id=the_meeting(COMING).id, code=code, key=app.secret_key, today=day)
    db.session.commit()
    return code


def support_code(app: Flask) -> str:
    """Somebody asks a question too, just now."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    question_id = db.session.scalars(select(Question.id).where(Question.meeting_id == the_meeting(OVER).id)).first()
    left = {"contact": "reader@example.org", "follows": True, "today": datetime.now(UTC).date()}
    supporting.support(question_id or 0, code=code, key=app.secret_key, **left)
    db.session.commit()
    return code


def the_meeting(which: str) -> Meeting:
    chosen = {
        OVER: select(Meeting).where(Meeting.state == MeetingState.MINUTES_PUBLISHED),
        COMING: select(Meeting).where(Meeting.state == MeetingState.ANNOUNCED),
        PRIVATE: select(Meeting).where(Meeting.kind == MeetingKind.PLANNING),
    }[which]
    return db.session.scalars(chosen.order_by(Meeting.day.desc())).first()
