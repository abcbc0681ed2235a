"""A sample of every letter that the forum writes; `tests/test_every_email.py` keeps what they say in golden/mail/.

Another letter needs a line here, named for its slice and its function. FORUM_REWRITE=1 writes the files.
"""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from forum_app.access import Role
from forum_app.actions import emails as actions
from forum_app.actions.emails import Line
from forum_app.actions.reminder_days import Stage
from forum_app.arranging import emails as arranging
from forum_app.arranging.models import DatePoll, RoomRequest
from forum_app.arranging.words import first_letter
from forum_app.asking import emails as asking
from forum_app.calendar import emails as calendar
from forum_app.calendar.told import Change
from forum_app.circulation import emails as circulation
from forum_app.circulation.emails import Item
from forum_app.circulation.models import Kind
from forum_app.circulation.plan import shown
from forum_app.mail import emails as mail
from forum_app.mail.compose import Letter
from forum_app.meetings.models import Meeting, RoomState
from forum_app.people import emails as people
from forum_app.people.models import Person
from forum_app.planning import emails as planning
from forum_app.planning.queries import notes_of
from forum_app.subscriptions import emails as subscriptions
from forum_app.subscriptions.models import Pace, Topic
from forum_app.threads import emails as threads
from tests.builders import (
    CODE,
    DAY,
    NOW,
    asked_for_planning,
    cancelled_meeting,
    make_action,
    make_circulation,
    make_meeting,
    make_poll,
    make_question,
    make_room_request,
    make_venue,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
)

TOPICS = {Topic.NEXT_MEETING, Topic.MINUTES}


def of_circulation(kind: Kind, build: Callable[[], Meeting] | None = None, **facts: object) -> Letter:
    """A circulation's letter as it reads, each reader's own link aside."""
    for_families = facts.pop("for_families", True)
    form_key = secrets.token_hex(8)  # each its own, or the first would come back
    row = make_circulation(kind, build() if build else None, form_key=form_key, **facts)
    return shown(circulation.news(row, NOW.date(), for_families=for_families))


def full_meeting(**details: object) -> Meeting:
    meeting = meeting_with_agenda(venue=make_venue(), **details)
    make_question(meeting, "May we visit the library?", number=1, released=True)
    return meeting


def invited(meeting: Meeting, *changed: Change, **facts: object) -> Letter:
    return calendar.invitation("TOKEN", meeting, changed, **{"join": "", "asks": True, "asked_for": False} | facts)


def weekly() -> Letter:
    return shown(circulation.digest([Item("Tea", "There will be cake."), Item("Minutes", "They are out.")]))


def meeting_of_a_question() -> Meeting:
    return meeting_with_agenda(venue=make_venue())


CONFIRMED = {
    "state": "confirmed",
    "answered_on": NOW.date(),
    "room": "The Reading Room",
    "address": "2 Mill Lane",
    "must_know": "Come in by the side door.",
}
IMPOSSIBLE = {"state": "impossible", "because": "The building is closed that week.", "answered_on": NOW.date()}


def a_poll(meeting: Meeting | None = None) -> DatePoll:
    return make_poll(meeting or make_meeting(), [])


def a_request(answer: dict[str, object] | None = None) -> RoomRequest:
    row = make_room_request(make_meeting(), words=first_letter(make_meeting()))
    for name, value in (answer or {}).items():
        setattr(row, name, value)
    return row


def line(stage: Stage | None = None, text: str = "Book the library room.", **facts: object) -> Line:
    return Line(make_action(published_meeting(), text, **{"due_on": DAY} | facts), stage, "TOKEN")


SAMPLES: dict[str, Callable[[], Letter]] = {
    "arranging.dates_asked": lambda: arranging.dates_asked(a_poll(), "TOKEN"),
    "arranging.dates_reminder": lambda: arranging.dates_reminder(a_poll(), "TOKEN"),
    "arranging.date_chosen": lambda: arranging.date_chosen(a_poll().proposals[0], "TOKEN", ""),
    "arranging.date_chosen#planning": lambda: arranging.date_chosen(
        a_poll(planning_meeting()).proposals[0], "TOKEN", "PLANNING-TOKEN"
    ),
    "arranging.room_asked": lambda: arranging.room_asked(a_request(), "TOKEN"),
    "arranging.room_answered#confirmed": lambda: arranging.room_answered(a_request(CONFIRMED), "confirmed"),
    "arranging.room_answered#impossible": lambda: arranging.room_answered(a_request(IMPOSSIBLE), "impossible"),
    "arranging.room_answered#taken-back": lambda: arranging.room_answered(a_request(), "taken_back"),
    "planning.asked_for": lambda: planning.asked_for(notes_of(asked_for_planning().id), "Tobias Reed"),
    "planning.invited": lambda: planning.invited(planning_meeting(), "Bring your diaries.", "TOKEN"),
    "actions.reminder#before": lambda: actions.reminder("Tobias Reed", [line(Stage.BEFORE)]),
    "actions.reminder#on-the-day": lambda: actions.reminder("Tobias Reed", [line(Stage.ON_THE_DAY)]),
    "actions.reminder#after": lambda: actions.reminder("Tobias Reed", [line(Stage.AFTER)]),
    "actions.reminder#several": lambda: actions.reminder(
        "Tobias Reed", [line(Stage.BEFORE), line(Stage.BEFORE, "Send the list.")]
    ),
    "actions.reminder#own-words": lambda: actions.reminder(
        "Tobias Reed", [line(Stage.AFTER)], "Hello Tobias, any news?"
    ),
    "actions.digest": lambda: actions.digest("Tobias Reed", [line(), line(None, "Send the list.", due_on=None)], None),
    "actions.digest#before-a-meeting": lambda: actions.digest("Tobias Reed", [line()], DAY),
    "actions.yours": lambda: actions.yours("Amara Finch", line()),
    "actions.yours#several": lambda: actions.yours("Amara Finch", line(), line(None, "Send the list.", due_on=None)),
    "actions.confirm_offer": lambda: actions.confirm_offer(line(owner_kind="anyone").action, "TOKEN"),
    "actions.taken": lambda: actions.taken(line(owner_kind="anyone", due_on=None)),
    "asking.receipt": lambda: asking.receipt(CODE, follows=False),
    "asking.receipt#mailed-in": lambda: asking.receipt(CODE, follows=False, mailbox_days=30),
    "asking.receipt#followed": lambda: asking.receipt(CODE, follows=True),
    "asking.released": asking.released,
    "threads.answered": lambda: threads.answered(meeting_of_a_question()),
    "threads.followed_up": lambda: threads.followed_up(meeting_of_a_question()),
    "asking.questions_released": lambda: asking.questions_released(meeting_with_agenda(), 6, DAY, "a-token"),
    "asking.news": lambda: asking.news(asking.WORDED),
    "asking.news#asked-back": lambda: asking.news(asking.ASKED_BACK),
    "calendar.confirm": lambda: calendar.confirm("TOKEN", full_meeting()),
    "calendar.already": lambda: calendar.already("TOKEN", full_meeting()),
    "calendar.invitation": lambda: invited(full_meeting()),
    "calendar.invitation#asked-for": lambda: invited(full_meeting(), asked_for=True),
    "calendar.invitation#planning": lambda: invited(planning_meeting()),
    "calendar.invitation#another-time": lambda: invited(
        full_meeting(), Change("Times", "4pm for 4.30pm", "5pm for 5.30pm"), Change("Access notes")
    ),
    "calendar.invitation#room-confirmed": lambda: invited(
        full_meeting(room_state=RoomState.CONFIRMED),
        Change("The room", "not confirmed yet", "confirmed"),
        asks=False,
    ),
    "calendar.invitation#link": lambda: invited(
        full_meeting(), Change("The link to join online"), asks=False, join="https://meet.example/orchard"
    ),
    "calendar.called_off": lambda: calendar.called_off(cancelled_meeting(), asked_for=False),
    "calendar.called_off#taken-back": lambda: calendar.called_off(make_meeting(), asked_for=True),
    "calendar.taken_off": lambda: calendar.taken_off(full_meeting(), by_themselves=False),
    "calendar.taken_off#by-themselves": lambda: calendar.taken_off(full_meeting(), by_themselves=True),
    "calendar.reminder#a-week": lambda: calendar.reminder("TOKEN", full_meeting(), 7, join="", asked_for=True),
    "calendar.reminder#a-day": lambda: calendar.reminder(
        "TOKEN", full_meeting(room_state=RoomState.CONFIRMED), 1, join="https://meet.example/orchard", asked_for=False
    ),
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
