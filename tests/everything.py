"""A forum with something of every kind, and an address for every route."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from forum_app.access import Role
from forum_app.actions import holding, reminding, ticking_off
from forum_app.actions.models import ActionFile, ActionPoint, ActionState, QuietPeriod, TickOff, TickOffFile
from forum_app.actions.queries import actions_of
from forum_app.arranging.models import Says
from forum_app.arranging.operations import answer
from forum_app.asking.labels import DESCRIPTIONS
from forum_app.asking.models import Consent, Submission
from forum_app.asking.operations import ask_back, climb, mention_request, put_together, release, withdraw
from forum_app.calendar import tokens
from forum_app.calendar.operations import make_feed
from forum_app.circulation import operations as circulations
from forum_app.circulation.models import Audience, Kind
from forum_app.db import db
from forum_app.history.operations import keep_text
from forum_app.mail.inbound.incoming import Outcome
from forum_app.mail.inbound.models import InboundState
from forum_app.mail.models import Halt, OutboxHalt, OutboxState, Trouble
from forum_app.meetings.models import Meeting, RoomState
from forum_app.openness.models import PageName
from forum_app.people.models import AuthenticatorApp, LinkKind, Proof, SignedInSession
from forum_app.people.operations import make_link_token, open_session
from forum_app.people.scoped_links import make_scoped_link
from forum_app.people.signing_in import ask
from forum_app.planning.operations import write_notes
from forum_app.questions.operations import name_topic
from forum_app.questions.queries import questions_of
from forum_app.subscriptions.links import confirm_token, private_token
from forum_app.threads import operations as threads
from forum_app.threads.models import Duty, Position
from forum_app.timetable import JobRun
from tests.builders import (
    DAY,
    NOBODY,
    NOW,
    VOICES,
    cancelled_meeting,
    draft_response,
    family_invited,
    former_helper,
    hear,
    invite_people,
    make_action,
    make_circulation,
    make_file,
    make_held_action,
    make_inbound,
    make_meeting,
    make_outbox_message,
    make_passkey,
    make_person,
    make_poll,
    make_question,
    make_room_request,
    make_submission,
    make_subscriber,
    make_support,
    make_tick_off,
    make_venue,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    release_circulation,
    sent_poll,
    take_on,
    write_minutes,
)

OLD = """Minutes of the Forum
Date: Wednesday 9 April 2025
Time: 4.30pm to 6.30pm
Chair: Ines Marlow

1. Introduction
The chair welcomed everybody.

Action points
Tobias Reed: book the room
"""


#: The codes of the receipts, in the order of the submissions.
CODES = ("7K4M2QXD9PZTH3WB", "0123456789ABCDEF", "GHJKMNPQRSTVWXYZ", "ZYXWVTSRQPNMKJHG", "FEDCBA9876543210")
#: The code of one that was put together with another, and of somebody who asks one too.
MERGED_CODE, SUPPORT_CODE = "1111222233334444", "5555666677778888"


@dataclass(frozen=True)
class Everything:
    """The numbers of rows for the parameters of addresses, by meeting."""

    #: A meeting in each state; the first is published.
    meetings: tuple[int, ...]
    items: tuple[int, ...]
    questions: tuple[int, ...]
    actions: tuple[int, ...]
    venue: int
    topics: tuple[int, ...]
    reading: int
    #: One in each state of the desk.
    submissions: tuple[int, ...]
    codes: tuple[str, ...]
    pack_token: str
    #: Mails on their way out, and letters that came in.
    mails: tuple[int, ...]
    letters: tuple[int, ...]
    former_helper: int
    token: str
    link_token: str
    person: int
    grant: int
    session: int
    passkey: int
    #: One that was released, one that was stopped, and a draft.
    circulations: tuple[int, ...]
    #: One that is being answered and a draft; links to answer it, to a room, to a planning meeting.
    polls: tuple[int, ...]
    proposals: tuple[int, ...]
    dates_token: str
    room_token: str
    planning_token: str
    #: The private link of a family that gets news, and the link that confirms an address.
    news_token: str
    confirm_token: str
    #: Who answers at a meeting, and a sentence that is pinned.
    duty: int
    position: int
    promises: "Promises"
    #: A person's invitation; the private link of a family's, and the link that confirms an address for one.
    invitation: int
    invitation_token: str
    ask_token: str
    feed_token: str

    def values(self) -> dict[str, tuple[int | str, ...]]:
        """What stands for each parameter, the most telling first."""
        return {
            "meeting_id": self.meetings,
            "item_id": self.items,
            "question_id": self.questions,
            "action_id": self.actions,
            "venue_id": (self.venue,),
            "topic_id": self.topics,
            "reading_id": (self.reading,),
            "submission_id": self.submissions,
            "code": self.codes,
            "pack_token": (self.pack_token,),
            "mail_id": self.mails,
            "message_id": self.letters,
            "page_name": tuple(PageName),
            "token": (self.token,),
            "link_token": (self.link_token,),
            "person_id": (self.person, self.former_helper),
            "grant_id": (self.grant,),
            "session_id": (self.session,),
            "passkey_id": (self.passkey,),
            "circulation_id": self.circulations,
            "poll_id": self.polls,
            "proposal_id": self.proposals,
            "dates_token": (self.dates_token,),
            "room_token": (self.room_token,),
            "planning_token": (self.planning_token,),
            "news_token": (self.news_token,),
            "confirm_token": (self.confirm_token,),
            "duty_id": (self.duty,),
            "position_id": (self.position,),
            "part_token": self.promises.part_tokens,
            "take_token": (self.promises.take_token,),
            "tick_off_id": self.promises.tick_offs,
            "file_id": (self.promises.file,),
            "sent_file_id": (self.promises.sent_file,),
            "quiet_id": (self.promises.quiet_period,),
            "reminder_key": (self.promises.reminder_key,),
            "invitation_id": (self.invitation,),
            "invitation_token": (self.invitation_token,),
            "ask_token": (self.ask_token,),
            "feed_token": (self.feed_token,),
        }


@dataclass(frozen=True)
class Promises:
    """Action points in somebody's hands, what was said of them, and what goes about them."""

    #: Of one that is open, and of one about which something waits.
    part_tokens: tuple[str, ...]
    take_token: str
    #: Waiting, set aside, confirmed.
    tick_offs: tuple[int, ...]
    file: int
    sent_file: int
    quiet_period: int
    reminder_key: str


def make_everything(app: Flask) -> Everything:
    """One of everything, committed. The forum itself is there already."""
    with app.app_context():
        venue = make_venue()
        published = published_meeting(venue=venue)
        coming = meeting_with_agenda(
            day=DAY, venue=venue, room_state=RoomState.CONFIRMED, previous=published,
            online_link="https://meet.example/1", link_hours_before=168,
        )  # fmt: skip
        draft = make_meeting(day=DAY.replace(month=9), doors_at=None)
        states = (published, coming, draft, planning_meeting(), cancelled_meeting(day=DAY.replace(month=10)))
        _fill(draft, coming)
        hear(db.session.scalars(select(ActionPoint)).first(), ActionState.PARTLY_DONE)
        submissions = _leave_questions(coming)
        reading = keep_text("minutes-2025.txt", OLD, now=NOW)
        chair = make_person("Ines Marlow", Role.CHAIR, email="ines@example.org")
        wren = make_person("Wren Ashby", Role.COORDINATOR)  # whoever signs in with the printed link
        db.session.add(AuthenticatorApp(person_id=wren.id, salt="salt", last_step=1, added_on=DAY))
        open_session(chair, Proof.MAIL, "Firefox on Linux", now=NOW)
        passkey = make_passkey(chair.id)
        asked = ask("ines@example.org", "", app.config["SECRET_KEY"], now=NOW)
        planning = states[3]
        polls = sent_poll(planning, [chair, wren], days=(DAY, DAY.replace(month=5))), make_poll(draft, [chair])
        answer(polls[0].invitees[0], {polls[0].proposals[0].id: Says.YES}, "Only after 5pm.", now=NOW)
        asked_for_room = make_room_request(make_meeting(day=DAY.replace(month=11)))
        write_notes(planning, "- the room\n- the speaker", 0)
        dates_token = make_scoped_link(LinkKind.DATES, polls[0].id, chair.id, DAY)
        room_token = make_scoped_link(LinkKind.ROOM, asked_for_room.id, None, DAY)
        planning_token = make_scoped_link(LinkKind.PLANNING, planning.id, chair.id, DAY)
        pack_token = make_scoped_link(LinkKind.PACK, coming.id, None, DAY)
        mails = _messages()
        reader, secret = make_subscriber("reader@example.org"), app.config["SECRET_KEY"]
        circulations = _circulations(published, coming, secret)
        letters = (make_inbound(), make_inbound(state=InboundState.NOTE, outcome=Outcome.REPLY, about="action:1"))
        helped = former_helper("Nell Harper")
        duty, position = _answers(published, coming)
        topics = tuple(name_topic(name).id for name in ("Exam centres", "Libraries"))
        promises = _promises(published)
        invited, family = invite_people(coming)[0], family_invited(coming)
        feed = make_feed(chair.id, leaves_out_invited=False, secret_key=secret, now=NOW)
        db.session.commit()
        return Everything(
            meetings=tuple(meeting.id for meeting in states),
            items=tuple(meeting.items[0].id for meeting in states),
            questions=tuple(questions_of(meeting.id)[0].id for meeting in (published, coming, draft)),
            actions=tuple(db.session.scalars(select(ActionPoint.id).order_by(ActionPoint.id))),
            venue=venue.id,
            topics=topics,
            reading=reading.id,
            submissions=tuple(submission.id for submission in submissions),
            codes=(*CODES, MERGED_CODE, SUPPORT_CODE),
            pack_token=pack_token,
            mails=mails,
            letters=tuple(letter.id for letter in letters),
            former_helper=helped.id,
            token=make_link_token(app.config["SECRET_KEY"]),
            link_token=asked.token,
            person=chair.id,
            grant=chair.grants[0].id,
            session=db.session.scalars(select(SignedInSession.id)).first() or 0,
            passkey=passkey.id,
            circulations=circulations,
            polls=tuple(poll.id for poll in polls),
            proposals=tuple(proposal.id for poll in polls for proposal in poll.proposals),
            dates_token=dates_token,
            room_token=room_token,
            planning_token=planning_token,
            news_token=private_token(reader.id, secret),
            confirm_token=confirm_token(reader.id, secret),
            duty=duty.id,
            position=position.id,
            promises=promises,
            invitation=invited.id,
            invitation_token=tokens.private_token(family.id, secret),
            ask_token=tokens.confirm_token(family.id, secret),
            feed_token=tokens.feed_token(feed.id, secret),
        )


def _promises(published: Meeting) -> Promises:
    """One open and due in a week, three about which something was said, and an offer for the one open to anybody."""
    long_ago = NOW.date() - timedelta(days=60)
    due = make_held_action(published, "Send the list.", due_on=NOW.date() + timedelta(days=7), since=long_ago)
    said = [make_held_action(published, text, via=via) for text, via in _SAID_OF]
    waiting, aside, confirmed = (make_tick_off(action, files=[make_file()]) for action in said)
    ticking_off.set_aside(aside, **NOBODY)
    chosen = [file.id for file in confirmed.files]
    ticking_off.confirm(confirmed, "It is on the library’s page.", chosen, day=NOW.date(), **NOBODY)
    anybody = next(action.id for action in actions_of(published.id) if action.owner_kind == "anyone")
    token = holding.offer(anybody, "Sorrel", "sorrel@example.org", shows_name=False, day=NOW.date())
    reminding.add_quiet_period(DAY, DAY, "half-term", **NOBODY)
    db.session.flush()
    return Promises(
        part_tokens=tuple(holding.link_for(holding.current_holder(a.id), NOW.date()) for a in (due, said[0])),
        take_token=token,
        tick_offs=tuple(row.id for row in (waiting, aside, confirmed)),
        file=db.session.scalars(select(ActionFile.id)).one(),
        sent_file=db.session.scalars(select(TickOffFile.id).join(TickOff).where(TickOff.id == waiting.id)).one(),
        quiet_period=db.session.scalars(select(QuietPeriod.id)).one(),
        reminder_key=reminding.coming(NOW.date())[0].key,
    )


#: What holders said something of, and by way of whom it goes.
_SAID_OF = (("Ask about the kits.", ""), ("Count the tickets.", ""), ("Share the leaflet.", "Wren Ashby"))


def _leave_questions(coming: Meeting) -> tuple[Submission, ...]:
    """One on record that somebody supports, one worded with another put to it, one new and asked back about, one for
    a meeting nobody knows yet, one withdrawn."""
    on_record = make_submission(coming, code=CODES[0], wording="May families borrow books for longer?")
    climb(on_record, Consent.DESCRIBED, DESCRIPTIONS["plan"], today=NOW.date())
    mention_request(on_record, "https://requests.example/1", "waiting", shown=True)
    (question,) = release(coming, reply_by=DAY, by=None, now=NOW)
    make_support(question, SUPPORT_CODE, contact="reed@example.org", follows=True)
    worded = make_submission(coming, code=CODES[1], contact="wren@example.org", follows=True, wording="Who may come?")
    new, later = make_submission(coming, code=CODES[2], please_reword=True), make_submission(None, code=CODES[3])
    put_together(make_submission(coming, "Who is welcome?", code=MERGED_CODE), worded, **NOBODY)
    ask_back(new, "Which year is it about?", **NOBODY)
    withdrawn = make_submission(coming, code=CODES[4])
    withdraw(withdrawn)
    db.session.flush()
    return on_record, worded, new, later, withdrawn


def _answers(published: Meeting, coming: Meeting) -> tuple[Duty, Position]:
    """A draft that is ready, one that is not, who wrote them, a promise to a question, and a sentence kept."""
    for place, question in enumerate(questions_of(coming.id)):
        draft_response(question, ready=place == 0)
    asked = questions_of(published.id)[0]
    asked.topic = name_topic("Exam centres")
    threads.join_action(asked, db.session.scalars(select(ActionPoint)).first(), **NOBODY)
    position = threads.pin(asked, "Ten days at most.", "Replies", said_on=published.day, officer_title="", **NOBODY)
    duty = take_on(coming)
    db.session.flush()
    return duty, position


def _messages() -> tuple[int, ...]:
    """A mail in each state that the desk shows, and a mail service that does not let us in."""
    ended = {"ended_at": NOW, "attempts": 1}
    rows = (
        make_outbox_message(trouble=Trouble.LATER, attempts=1, answer="451 try later"),
        make_outbox_message(state=OutboxState.FAILED, trouble=Trouble.NO_SUCH_ADDRESS, **ended),
        make_outbox_message(state=OutboxState.STOPPED, trouble=Trouble.BY_HAND, **ended),
        make_outbox_message(state=OutboxState.SENT, body=None, **ended),
    )
    db.session.add(OutboxHalt(why=Halt.NO_SIGN_IN, answer="535 no", since=NOW, next_try_at=NOW))
    db.session.add(JobRun(job="deliver", period="p", by="here", started_at=NOW, lease_until=NOW))
    return tuple(row.id for row in rows)


def _circulations(published: Meeting, coming: Meeting, secret: str) -> tuple[int, ...]:
    sent = make_circulation(Kind.MINUTES, published, [Audience.MINUTES], form_key="sent")
    stopped = make_circulation(form_key="stopped")
    for row in (sent, stopped):
        release_circulation(row, secret)
    circulations.stop(stopped, **NOBODY)
    return sent.id, stopped.id, make_circulation(Kind.AGENDA, coming, form_key="draft").id


def _fill(draft: Meeting, coming: Meeting) -> None:
    write_minutes(draft.items[0], "# Not yet\n\nSaid **so**.")
    write_minutes(draft.items[0], "Said otherwise.", 1)
    make_question(draft, response_text="No.", contributions=VOICES)
    make_question(coming, "May we film?", released=True, number=1)
    make_action(draft, second_text="or ask again", joined_by="or", due_on=DAY)
    make_action(draft, "Note the date.", owner_kind="group", owner="All families", due_words="by May")


def addresses(app: Flask, rule: Rule, everything: Everything) -> Iterator[str]:
    """The addresses of a route: one for each row that its parameter may name."""
    given = everything.values()
    missing = set(rule.arguments) - set(given)
    assert not missing, (
        f"{rule.rule} has the parameter {sorted(missing)}, of which there is no sample. "
        "the fix: make one in tests/everything.py and name it in Everything.values."
    )
    adapter = app.url_map.bind("localhost")
    names = sorted(rule.arguments)
    for values in product(*(given[name] for name in names)):
        yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)), method=methods(rule)[0])


def methods(rule: Rule) -> list[str]:
    """GET before POST, and without those that every route has."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def routes(app: Flask) -> list[Rule]:
    """Every route of the application's own."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
