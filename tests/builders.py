"""Sample rows, made with the operations the application itself uses. Plain functions; each leaves its rows
flushed in the open session, so call them inside an application context, or through ``made``.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum_app.access import Role
from forum_app.actions import holding, ticking_off
from forum_app.actions import operations as actions
from forum_app.actions.holding import Holder
from forum_app.actions.models import ActionPoint, ActionState, OwnerKind, Said, TickOff
from forum_app.actions.operations import ActionFacts
from forum_app.actions.ticking_off import Told
from forum_app.arranging import operations as arranging
from forum_app.arranging.models import DatePoll, RoomRequest
from forum_app.arranging.operations import Option, Proposed
from forum_app.asking import operations as asking
from forum_app.asking.models import Submission
from forum_app.asking.operations import Asked
from forum_app.calendar import operations as calendars
from forum_app.calendar.models import Invitation, InvitationNotice, Method
from forum_app.calendar.plan import change_plan, first_plan
from forum_app.calendar.queries import candidates, of_address
from forum_app.circulation import operations as circulations
from forum_app.circulation.models import Audience, Circulation, Kind
from forum_app.circulation.operations import Facts as CirculationFacts
from forum_app.circulation.plan import plan_of
from forum_app.codes import hash_of
from forum_app.db import db
from forum_app.documents.uploads import CleanFile
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.mail.models import OutboxMessage, OutboxState
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting, MeetingKind, RoleKind, Venue
from forum_app.meetings.operations import Details, RoleLine
from forum_app.meetings.standard_agenda import AgendaLine, standard_agenda
from forum_app.minutes import operations as minutes
from forum_app.minutes.queries import items_with_minutes, questions_with_responses
from forum_app.people.models import Passkey
from forum_app.people.operations import add_person
from forum_app.planning import operations as planning
from forum_app.questions.models import Question, QuestionKind, VoiceKind
from forum_app.questions.operations import QuestionFacts, Voice, record_question
from forum_app.receipts.models import Receipt
from forum_app.settings import operations as settings
from forum_app.settings.models import Forum
from forum_app.settings.operations import ForumFacts
from forum_app.subscriptions.models import Subscription, Topic
from forum_app.support import operations as supporting
from forum_app.support.models import Support
from forum_app.threads import operations as threads
from forum_app.threads.models import Duty, ResponseDraft
from forum_app.threads.operations import Answer
from tests.documents.pdf_writer import drawn, pdf_of

#: A Tuesday morning in winter, three months before the meeting.
NOW = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
DAY = date(2026, 4, 15)
#: The day of a meeting that is over.
PAST = date(2025, 4, 9)
ZONE = "Europe/London"
DETAILS = Details(day=DAY, doors_at=time(16), starts_at=time(16, 30), ends_by=time(18, 30), time_zone=ZONE)
FACTS = ForumFacts(
    name="Fenwick Vale Positive Dialogue Forum",
    local_authority="Fenwick Vale County Council",
    contact_email="forum@fenwick.example",
    time_zone=ZONE,
    usual_doors=time(16),
    usual_start=time(16, 30),
    usual_end=time(18, 30),
    about="Families and officers meet three times a year.",
)
NOBODY: dict[str, Any] = {"by": None, "now": NOW}


def made(app: Flask, build: Callable[..., Any], *args: Any, **facts: Any) -> int:
    """Build one row, commit, and answer its number: for tests that then open pages."""
    with app.app_context():
        row = build(*args, **facts)
        db.session.commit()
        return int(row.id)


def make_forum(**changes: Any) -> Forum:
    """The forum set up, and committed."""
    forum = settings.set_up(replace(FACTS, **changes), **NOBODY)
    db.session.commit()
    return forum


def make_venue(name: str = "Fenwick Library", **facts: str) -> Venue:
    given = {"address": "2 Mill Lane", "directions": "Behind the market.", "access": "Step-free."} | facts
    return _kept(Venue(name=name, **given))


def make_meeting(
    kind: MeetingKind = MeetingKind.FORUM,
    agenda: Sequence[AgendaLine] | None = None,
    venue: Venue | None = None,
    previous: Meeting | None = None,
    **details: Any,
) -> Meeting:
    """A draft meeting; ``day=``, ``starts_at=`` and so on differ from DETAILS."""
    lines = standard_agenda(kind) if agenda is None else agenda
    facts = replace(DETAILS, **details)
    return _kept(meetings.make_meeting(kind, facts, lines, venue=venue, previous=previous, **NOBODY))


def planning_meeting(**details: Any) -> Meeting:
    return make_meeting(MeetingKind.PLANNING, **details)


def announced_meeting(**details: Any) -> Meeting:
    meeting = make_meeting(**details)
    meetings.announce(meeting, **NOBODY)
    return _kept(meeting)


def meeting_with_agenda(**details: Any) -> Meeting:
    """Its agenda is final and public."""
    meeting = announced_meeting(**details)
    meetings.publish_agenda(meeting, **NOBODY)
    return _kept(meeting)


def cancelled_meeting(because: str = "The room flooded.", **details: Any) -> Meeting:
    meeting = announced_meeting(**details)
    meetings.cancel(meeting, because, **NOBODY)
    return _kept(meeting)


def published_meeting(day: date = PAST, **details: Any) -> Meeting:
    """A meeting on record: roles, minutes, two questions with responses, and three action points."""
    meeting = meeting_with_agenda(day=day, **details)
    meetings.set_roles(meeting, ROLES, **NOBODY)
    make_question(meeting, "How long does a reply take?", number=1, response_text="Ten days at most.")
    make_question(meeting, "Who reads our letters?", number=2, contributions=VOICES)
    make_action(meeting)
    make_action(meeting, owner_kind=OwnerKind.GROUP, owner="All families", text="Note the new address.")
    make_action(meeting, owner_kind=OwnerKind.ANYONE, owner="Anybody", text="Draft a letter to the museum.")
    write_minutes(meeting.items[0], "The chair opened the meeting.\n\n- tea\n- cake")
    minutes.publish(meeting, "", **NOBODY)
    return _kept(meeting)


ROLES = (
    RoleLine(RoleKind.CHAIR, "Ines Marlow"),
    RoleLine(RoleKind.REPRESENTATIVE, "Tobias Reed", "Inclusion officer"),
    RoleLine(RoleKind.APOLOGIES, None, "Head of attendance"),
)
VOICES = (Voice(VoiceKind.ROOM, "A participant had waited longer."), Voice(VoiceKind.CHAT, "So had another."))


def item_of(meeting: Meeting, kind: ItemKind) -> AgendaItem:
    return next(item for item in meeting.items if item.kind == kind)


def write_minutes(item: AgendaItem, text: str, opened_version: int = 0, now: datetime = NOW) -> None:
    minutes.write_item(item, text, opened_version, now=now)
    db.session.flush()


@dataclass(frozen=True)
class Shown:
    """What the public reads of a meeting's minutes: HTML by item and by question."""

    items: dict[int, str]
    responses: dict[int, str]
    contributions: dict[int, str]


def shown_of(meeting: Meeting) -> Shown:
    db.session.flush()
    items = items_with_minutes(meeting.id, published=meeting.has_minutes)
    questions = questions_with_responses(meeting.id, published=meeting.has_minutes)
    return Shown(
        {item.id: html for item, html in items if html},
        {question.id: response.html for question, response, _ in questions if response},
        {question.id: html for question, _, html in questions if html},
    )


def make_question(meeting: Meeting, wording: str = "May we visit the library?", **facts: Any) -> Question:
    given = QuestionFacts(kind=facts.pop("kind", QuestionKind.ADVANCE), wording=wording, **facts)
    item = next((item for item in meeting.items if item.kind == ItemKind.QUESTIONS), None)
    return _kept(record_question(meeting, item, given))


def make_poll(meeting: Meeting, people: Sequence[Any], days: Sequence[date] = (), **facts: Any) -> DatePoll:
    """Two dates for a meeting, asked of these people; a draft unless `sent_poll` sends it."""
    options = [Option(day, time(16), time(16, 30), time(18, 30)) for day in days or (DAY, DAY + timedelta(days=7))]
    given = {"reply_by": NOW.date() + timedelta(days=10), "words": "The library is free on both."} | facts
    return _kept(arranging.draft_poll(meeting, Proposed(options, [one.id for one in people], **given), now=NOW))


def sent_poll(meeting: Meeting, people: Sequence[Any], days: Sequence[date] = (), **facts: Any) -> DatePoll:
    poll = make_poll(meeting, people, days, **facts)
    arranging.send_poll(poll, **NOBODY)
    return _kept(poll)


def make_room_request(meeting: Meeting, *officers: Any, words: str = "About 40 seats, please.") -> RoomRequest:
    return _kept(arranging.ask_for_room(meeting, words, officers, **NOBODY))


def asked_for_planning(asker: Any = None, words: str = "Who speaks next time?") -> Meeting:
    """A planning meeting whose date is still to be found."""
    number = asker.id if asker else None
    return _kept(planning.ask_for_meeting(words, None, ZONE, asker=number, by=number, now=NOW))


#: The key of the tests' configuration, and the code of the receipt that `make_submission` makes unless told another.
KEY, CODE = "only for tests", "7K4M2QXD9PZTH3WB"


def make_submission(
    meeting: Meeting | None, words: str = "Could we visit the library?", code: str = CODE, **asked: Any
) -> Submission:
    """A question as somebody left it; with ``wording=`` it is worded, and waits for its release."""
    wording = asked.pop("wording", None)
    left = {"meeting_id": meeting.id if meeting else None, "code": code, "key": KEY, "today": NOW.date()}
    asking.ask(Asked(words, **asked), **left)
    db.session.flush()
    receipt_id = select(Receipt.id).where(Receipt.code_hash == hash_of(code, key=KEY)).scalar_subquery()
    submission = db.session.scalars(select(Submission).where(Submission.receipt_id == receipt_id)).one()
    if wording:
        asking.word(submission, wording, **NOBODY)
    return _kept(submission)


def released_submission(meeting: Meeting, wording: str = "May families visit the library?", **asked: Any) -> Submission:
    """A question that was left, and is on record in the forum's words."""
    submission = make_submission(meeting, wording=wording, **asked)
    asking.release(meeting, **NOBODY)
    return _kept(submission)


def make_support(question: Question, code: str = "GHJKMNPQRSTVWXYZ", **left: Any) -> Support:
    """Somebody asks it too."""
    given = {"contact": None, "follows": False, "key": KEY, "today": NOW.date()} | left
    supporting.support(question.id, code=code, **given)
    db.session.flush()
    receipt_id = select(Receipt.id).where(Receipt.code_hash == hash_of(code, key=KEY)).scalar_subquery()
    return db.session.scalars(select(Support).where(Support.receipt_id == receipt_id)).one()


def make_action(meeting: Meeting, text: str = "Book the library room.", **facts: Any) -> ActionPoint:
    given = {"owner_kind": OwnerKind.PERSON, "owner": "Tobias Reed"} | facts
    return _kept(actions.add_action(meeting, ActionFacts(text=text, **given)))


def hear(action: ActionPoint, state: str = ActionState.DONE, words: str = "It is booked.", day: date = DAY) -> None:
    """Record what became of a promise."""
    actions.add_update(action, state, words, day, **NOBODY)
    db.session.flush()


def draft_response(
    question: Question, text: str = "We will look at it.", *, ready: bool = True, opened_version: int = 0, **facts: str
) -> ResponseDraft:
    """A response as an officer prepares it."""
    given = {"outcome": "taken_back", "officer": "Tobias Reed", "officer_title": "Inclusion officer"} | facts
    answer = Answer(text=text, **given)
    draft = threads.draft_response(question, answer, ready=ready, opened_version=opened_version, today=NOW.date())
    return _kept(draft)


def take_on(meeting: Meeting, name: str = "Tobias Reed", job_title: str = "Inclusion officer", **who: Any) -> Duty:
    """Somebody answers for the local authority at a meeting."""
    holder = {"link_id": None, "person_id": None} | who
    return _kept(threads.take_on(meeting.id, name, job_title, today=NOW.date(), **holder))


def make_held_action(meeting: Meeting, text: str = "Book the library room.", **facts: Any) -> ActionPoint:
    """An action point in somebody's hands: an officer without an account, unless ``holder=`` says who."""
    holder = facts.pop("holder", None) or Holder("Tobias Reed", "tobias@council.example")
    since = facts.pop("since", NOW.date())
    action = make_action(meeting, text, **facts)
    holding.give_to(action, holder, day=since, **NOBODY)
    return _kept(action)


def make_tick_off(action: ActionPoint, said: str = Said.DONE, words: str = "It is booked.", **told: Any) -> TickOff:
    """What its holder sent from the link in a mail; it waits for the coordinator."""
    form_key = told.pop("form_key", secrets.token_hex(8))
    return ticking_off.tick_off(action, Told(Said(said), words, form_key, **told), now=NOW, day=NOW.date())


LEAFLET = pdf_of([drawn(72, 720, 12, "A leaflet")])


def make_file(name: str = "leaflet.pdf", data: bytes = LEAFLET) -> CleanFile:
    """A file that was looked through."""
    return CleanFile("drawn.pdf", name, "application/pdf", data)


def make_person(name: str, role: str, email: str | None = None) -> Any:
    return _kept(add_person(name, role, now=NOW, email=email))


def make_passkey(person_id: int, **facts: Any) -> Passkey:
    """The public half of a passkey that nobody holds."""
    given = {"credential_id": b"id", "public_key": b"key", "sign_count": 0, "label": "Firefox", "added_on": NOW.date()}
    return _kept(Passkey(person_id=person_id, **given | facts))


def former_helper(name: str, role: str = Role.DEPUTY) -> Any:
    """Somebody whose role ended last year."""
    person = make_person(name, role)
    person.grants[0].starts_on, person.grants[0].ends_on = PAST - timedelta(days=300), PAST
    return _kept(person)


def make_outbox_message(**facts: Any) -> OutboxMessage:
    """A message that waits to be delivered."""
    given = {
        "key": f"sample:{secrets.token_hex(8)}", "message_id": f"<{secrets.token_hex(8)}@fenwick.example>",
        "recipient": "ines@example.org", "subject": "The agenda", "body": b"Hello.",
        "due_at": NOW, "give_up_at": NOW + timedelta(days=3),
    }  # fmt: skip
    return _kept(OutboxMessage(**given | facts))


def make_subscriber(
    address: str, topics: Collection[Topic] = (Topic.NEXT_MEETING, Topic.MINUTES), **facts: Any
) -> Subscription:
    """A family that confirmed its address."""
    given = {"asked_on": NOW.date(), "asked_times": 1, "confirmed_on": NOW.date()} | facts
    row = Subscription(address=address, **given)
    row.topics = set(topics)
    return _kept(row)


def make_circulation(
    kind: Kind = Kind.NOTE,
    meeting: Meeting | None = None,
    audiences: Collection[Audience] = (Audience.NEXT_MEETING,),
    form_key: str = "drawn-for-one-form",
    **facts: Any,
) -> Circulation:
    """A draft; a note says something unless told otherwise."""
    said = {"subject": "Tea", "words": "There will be cake."} if kind == Kind.NOTE else {}
    given = CirculationFacts(audiences, **said | facts)
    return _kept(circulations.make_draft(kind, meeting, given, form_key, **NOBODY))


def is_sent(message: OutboxMessage) -> None:
    """What the worker leaves behind when it has delivered a letter."""
    message.state, message.body, message.ended_at = OutboxState.SENT, None, NOW


def release_circulation(row: Circulation, secret_key: str, now: datetime = NOW) -> None:
    """Send it, as somebody does who has just looked at it."""
    looks = plan_of(row, secret_key=secret_key, now=now).looks
    circulations.release(row, looks, secret_key=secret_key, by=None, now=now)
    db.session.flush()


def invite_people(meeting: Meeting, secret_key: str = KEY, now: datetime = NOW) -> list[Invitation]:
    """Invite everybody with a part in the forum, as somebody does who has just looked at it; by name."""
    ids = [candidate.person.id for candidate in candidates(meeting, now.date())]
    looks = first_plan(meeting, ids, now).looks
    calendars.invite(meeting, ids, looks, secret_key=secret_key, by=None, now=now)
    db.session.flush()
    theirs = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id.is_not(None))
    return sorted(db.session.scalars(theirs), key=lambda row: row.name)


def make_invitation(meeting: Meeting, **facts: Any) -> Invitation:
    """The row of a family's invitation alone; no mail was written."""
    given = {"address": "family@example.org", "token_hash": secrets.token_hex(32), "asked_on": NOW.date()} | facts
    return _kept(Invitation(meeting_id=meeting.id, **given))


def make_notice(invitation: Invitation, **facts: Any) -> InvitationNotice:
    given = {"method": Method.REQUEST, "sequence": 0, "asks_anew": True, "told": {}, "stamp": NOW}
    return _kept(InvitationNotice(invitation_id=invitation.id, outbox_key=secrets.token_hex(8), **given | facts))


def family_invited(
    meeting: Meeting, address: str = "family@example.org", secret_key: str = KEY, now: datetime = NOW
) -> Invitation:
    """A family that asked for an invitation and confirmed its address."""
    calendars.ask(meeting, address, secret_key=secret_key, now=now)
    row = of_address(meeting, address)
    assert row is not None
    calendars.confirm(row, secret_key=secret_key, now=now)
    return _kept(row)


def tell_invited(meeting: Meeting, secret_key: str = KEY, now: datetime = NOW) -> None:
    """Tell what changed, as somebody does who has just looked at it."""
    looks = change_plan(meeting, now).looks
    calendars.tell(meeting, looks, secret_key=secret_key, by=None, now=now)
    db.session.flush()


def make_inbound(**facts: Any) -> InboundMessage:
    """A mail that nothing matched."""
    given = {
        "arrival": secrets.token_hex(32), "received_on": NOW.date(), "raw": b"From: a@b.example", "size": 17,
        "tries": 1, "state": InboundState.TRAY, "outcome": Outcome.TRIAGE,
        "reason": "It is not addressed to the forum.",
        "sender": "jo@home.example", "subject": "A question", "words": "Is there parking?",
    }  # fmt: skip
    return _kept(InboundMessage(**given | facts))


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
