"""What needs the coordinator next, in the order of its day, each with one button."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum_app.actions.models import ActionHolder, ActionPoint
from forum_app.actions.reminding import Mail
from forum_app.arranging.models import DatePoll, RoomRequest
from forum_app.asking.queries import Waiting
from forum_app.circulation.contents import may_send
from forum_app.circulation.models import Circulation, Kind
from forum_app.clock import day_in_words
from forum_app.meetings.models import Attending, Meeting, MeetingKind, MeetingState, RoomState
from forum_app.threads.queries import RepliesDue
from forum_app.web.filters import plural

#: How long before a meeting each step is due, in days.
ANNOUNCE_BEFORE, ROOM_BEFORE, CALL_BEFORE, QUESTIONS_BEFORE, AGENDA_BEFORE = 120, 90, 42, 21, 14
#: How long after a meeting its minutes are expected, in days.
MINUTES_AFTER = 14
#: For so many days after a meeting word of its minutes is news; minutes brought in from earlier years are not.
MINUTES_ARE_NEWS = 120
PROVISIONAL = "Until it is confirmed, the calendar entry is provisional."
#: How long something open to anybody waits before it is mentioned again, in days.
TAKEN_WITHIN = 30
#: How long before a reminder goes the desk points to it, in days.
LOOK_BEFORE = 4


@dataclass(frozen=True)
class Need:
    """One thing to do: by which day, what, how many minutes it takes, and the button that begins it."""

    due: date
    what: str
    why: str
    takes_minutes: int
    button: str
    endpoint: str
    key: Mapping[str, int | str]


def needs_of_meeting(meeting: Meeting, today: date, asked: RoomRequest | None = None) -> Iterator[Need]:
    """What one meeting needs next; at most one step of each kind. ``asked`` is the last request for its room."""
    if meeting.is_cancelled or meeting.has_minutes:
        return
    if meeting.kind == MeetingKind.PLANNING:
        yield from _planning(meeting, today)
    elif meeting.day >= today:
        yield from _before(meeting, asked, today)
    else:
        yield _minutes(meeting)


def needs_of_dates(polls: Sequence[DatePoll], meetings: Sequence[Meeting], today: date) -> Iterator[Need]:
    """Dates that are being found, and planning meetings that were asked for."""
    for poll in polls:
        yield _draft_dates(poll, today) if poll.is_draft else _answered_dates(poll, today)
    running = {poll.meeting_id for poll in polls}
    for meeting in meetings:
        is_asked_for = meeting.kind == MeetingKind.PLANNING and meeting.starts_at is None and not meeting.is_cancelled
        if is_asked_for and meeting.id not in running:
            yield Need(today, "Propose dates for a planning meeting", "Somebody asked for one.",
                       10, "Propose dates", "arranging.propose", {"meeting_id": meeting.id})  # fmt: skip


def _draft_dates(poll: DatePoll, today: date) -> Need:
    return Need(
        today, "Send the dates you wrote down", "Nobody has been asked yet.",
        5, "Look at them", "arranging.look", {"meeting_id": poll.meeting_id},
    )  # fmt: skip


def _answered_dates(poll: DatePoll, today: date) -> Need:
    answered, asked = sum(1 for one in poll.invitees if one.answered_on), len(poll.invitees)
    kind = "planning meeting" if poll.meeting.kind == MeetingKind.PLANNING else "forum meeting"
    return Need(
        today if answered == asked else poll.reply_by,
        f"Choose a date for the {kind}", f"{answered} of {asked} have answered.",
        5, "See the answers", "arranging.dates", {"meeting_id": poll.meeting_id},
    )  # fmt: skip


def needs_of_actions(late: Sequence[ActionPoint]) -> Iterator[Need]:
    for action in late:
        assert action.due_on is not None  # noqa: S101 - the query asks for those with a date
        yield Need(
            action.due_on,
            f"Hear from {action.owner}: {action.text}",
            f"It was expected by {day_in_words(action.due_on)} and is still open.",
            5, "Record what became of it", "actions.update", {"action_id": action.id},
        )  # fmt: skip


def needs_of_tick_offs(count: int, since: date | None) -> Iterator[Need]:
    """What holders said from the link in a mail; nobody else reads it before it is confirmed."""
    if since:
        yield Need(
            since,
            f"Look at what became of {plural(count, 'promise')}",
            "It was sent from the link in a mail. You see the words before anybody else does.",
            3 * count, "Look at it" if count == 1 else "Look at them", "actions.tick_offs", {},
        )  # fmt: skip


def needs_of_legs(landed: Sequence[ActionPoint], drafts: Mapping[int, Circulation]) -> Iterator[Need]:
    """What has reached whoever passes it on: first the mail to families, then the note that it went."""
    for action in landed:
        assert action.pass_on_by is not None  # noqa: S101 - the query asks for those that were handed on
        handed = next(update for update in action.updates if update.handed_over)
        mail = drafts.get(handed.id)
        if mail is not None and mail.is_draft:
            yield Need(
                action.pass_on_by,
                f"Pass on to families: {action.text}",
                f"It came from {action.owner}. The mail is drafted; nothing goes before you say so.",
                5, "Look at the mail", "circulation.look", {"circulation_id": mail.id},
            )  # fmt: skip
        else:
            yield Need(
                action.pass_on_by,
                f"Say that families have it: {action.text}",
                f"It came from {action.owner} by way of {action.via}. Then it is done.",
                2, "Record it", "actions.update", {"action_id": action.id},
            )  # fmt: skip


def needs_of_untaken(count: int, since: date | None, today: date) -> Iterator[Need]:
    """Once in so many days, not each evening anew."""
    if since:
        yield Need(
            today + timedelta(days=(since - today).days % TAKEN_WITHIN),
            f"Mention again: {plural(count, 'thing')} that nobody has taken on",
            "Open to anybody, with a name and an address, no account. A line in the next news often helps.",
            5, "See them", "actions.tracker", {"state": "open", "owner_kind": "anyone"},
        )  # fmt: skip


def needs_of_reminders(coming: Sequence[Mail], today: date) -> Iterator[Need]:
    """Reminders go by themselves; whoever wants to change or leave out one sees it in time."""
    soon = [mail for mail in coming if mail.day <= today + timedelta(days=LOOK_BEFORE) and not mail.is_skipped]
    if soon:
        yield Need(
            max(today, soon[0].day),
            f"{len(soon)} reminders go by themselves"
            if len(soon) > 1
            else f"A reminder to {soon[0].name} goes by itself",
            "You need do nothing. You can read it first, put it in your own words, or leave it out.",
            2, "Have a look", "actions.reminders", {},
        )  # fmt: skip


def needs_of_nobody(count: int, today: date) -> Iterator[Need]:
    """Promises on record that stand with nobody: without a holder no reminder and no link goes to anybody."""
    if count:
        yield Need(
            today,
            f"{count} open promises are with nobody" if count > 1 else "1 open promise is with nobody",
            "Nobody is reminded of them, or can say from a mail what became of them. Whoever is named is proposed."
            if count > 1
            else "Nobody is reminded of it, or can say from a mail what became of it.",
            min(2 + count // 2, 20), "Give them out" if count > 1 else "Give it out", "actions.with_nobody", {},
        )  # fmt: skip


def needs_of_duties(left_behind: Sequence[ActionHolder], today: date) -> Iterator[Need]:
    """Somebody's part in the forum has ended and promises still stand with them."""
    by_person: dict[int, list[ActionHolder]] = {}
    for row in left_behind:
        by_person.setdefault(row.person_id or 0, []).append(row)
    for number, rows in by_person.items():
        yield Need(
            today,
            f"Pass on what {rows[0].name} had in hand",
            f"{plural(len(rows), 'promise')} still open, and their part in the forum has ended. Who promised stays "
            "on record.",
            5, "Choose a successor", "actions.pass_all", {"person_id": number},
        )  # fmt: skip


def needs_of_mail(halted: bool, not_delivered: int, today: date) -> Iterator[Need]:
    """Mail is told of here, because whoever was to be told by it was not."""
    if halted:
        yield Need(
            today, "Look why no mail goes out", "Nothing is lost: it waits until the mail service takes it again.",
            10, "See what it says", "mail.mail_and_jobs", {},
        )  # fmt: skip
    elif not_delivered:
        counted = "A mail" if not_delivered == 1 else f"{not_delivered} mails"
        yield Need(
            today, f"{counted} could not be delivered", "This week. The reason stands beside each.",
            5, "See which kind", "mail.mail_and_jobs", {},
        )  # fmt: skip


def needs_of_questions(
    waiting: Mapping[int | None, Waiting], meetings: Sequence[Meeting], today: date
) -> Iterator[Need]:
    """Questions that families left: to be put in the forum's words, then released together."""
    has_next = any(_is_to_come(meeting, today) for meeting in meetings)
    for meeting in meetings:
        it = waiting.get(meeting.id, Waiting())
        yield from _to_word_and_release(it, meeting, today)
        yield from _taken_back_or_kept(it, meeting, today, has_next=has_next)


def _to_word_and_release(it: Waiting, meeting: Meeting, today: date) -> Iterator[Need]:
    key = {"meeting_id": meeting.id}
    if it.new:
        yield Need(
            max(today, meeting.day - timedelta(days=QUESTIONS_BEFORE)),
            f"Word {plural(it.new, 'question')} that families left",
            "Whoever asked sees the wording first; nobody sees who asked.",
            3 * it.new, "Word them", "asking.left_for", key,
        )  # fmt: skip
    if it.worded:
        yield Need(
            meeting.day - timedelta(days=AGENDA_BEFORE),
            f"Release {plural(it.worded, 'question')} to the local authority",
            "They are worded and wait to go out together.",
            5, "Look at the release", "asking.release", key,
        )  # fmt: skip
    elif it.agreed:
        yield Need(
            today, f"Look at what may be said with {plural(it.agreed, 'question')}",
            "Whoever asked chose something else since. It is said once you have looked.",
            2, "Look at it", "asking.release", key,
        )  # fmt: skip


def _taken_back_or_kept(it: Waiting, meeting: Meeting, today: date, *, has_next: bool) -> Iterator[Need]:
    key = {"meeting_id": meeting.id}
    if it.withdrawn:
        yield Need(
            today, f"Take {plural(it.withdrawn, 'question')} off the agenda",
            "Whoever asked took it back." if it.withdrawn == 1 else "Whoever asked took them back.",
            2, "See which", "asking.left_for", key,
        )  # fmt: skip
    if it.parked and has_next and not _is_to_come(meeting, today):
        yield Need(
            today, f"Take up {plural(it.parked, 'question')} kept from {day_in_words(meeting.day)}",
            "They were kept for a later meeting, and one is planned now.",
            3 * it.parked, "See them", "asking.left_for", key,
        )  # fmt: skip


def _is_to_come(meeting: Meeting, today: date) -> bool:
    return meeting.kind == MeetingKind.FORUM and meeting.day >= today and not meeting.is_cancelled


def needs_of_replies(due: Sequence[RepliesDue], meetings: Sequence[Meeting], today: date) -> Iterator[Need]:
    """The day by which the local authority was asked to reply is near or over, and some replies are not there."""
    on = {meeting.id: meeting.day for meeting in meetings}
    for one in due:
        if one.meeting_id in on and one.reply_by <= today + timedelta(days=LOOK_BEFORE):
            yield Need(
                one.reply_by,
                f"Hear about {plural(one.count, 'reply', 'replies')} for {day_in_words(on[one.meeting_id])}",
                f"The local authority was asked to reply by {day_in_words(one.reply_by)}.",
                5, "See what is there", "threads.drafted", {"meeting_id": one.meeting_id},
            )  # fmt: skip


def needs_of_taken_back(counted: Mapping[int, int], meetings: Sequence[Meeting], today: date) -> Iterator[Need]:
    """Answers that were taken back to the team, of which no promise was noted yet."""
    for meeting in meetings:
        count = counted.get(meeting.id, 0)
        if count and meeting.day >= today - timedelta(days=MINUTES_ARE_NEWS):
            yield Need(
                max(today, meeting.day),
                f"Note what was taken back to the team on {day_in_words(meeting.day)}",
                f"{plural(count, 'answer')} said so, and no action point came of {'it' if count == 1 else 'them'} yet.",
                3 * count, "Make it an action point" if count == 1 else "Make them action points",
                "threads.drafted", {"meeting_id": meeting.id},
            )  # fmt: skip


def needs_of_news(
    meetings: Sequence[Meeting], begun: Mapping[tuple[int, Kind], Circulation], today: date
) -> Iterator[Need]:
    """What those who asked for news have not been sent yet; what was sent or stopped is decided."""
    for meeting in meetings:
        for kind, what, due in _news_of(meeting, today):
            there = begun.get((meeting.id, kind))
            if not may_send(kind, meeting, today) or (there is not None and not there.is_draft):
                continue
            yield Need(
                due, what, "You see who gets what before it goes, and can stop it for ten minutes.", 5,
                "Look and send", *_place_to_send(kind, meeting, there),
            )  # fmt: skip


def _news_of(meeting: Meeting, today: date) -> Iterator[tuple[Kind, str, date]]:
    on = day_in_words(meeting.day)
    if meeting.has_minutes:
        if meeting.day >= today - timedelta(days=MINUTES_ARE_NEWS):
            yield Kind.MINUTES, f"Send the minutes of {on} to those who asked", today
        return
    yield Kind.CALL_FOR_QUESTIONS, f"Call for questions for {on}", meeting.day - timedelta(days=CALL_BEFORE)
    if meeting.has_final_agenda:
        yield Kind.AGENDA, f"Send the agenda for {on} to those who asked", today


def _place_to_send(kind: Kind, meeting: Meeting, there: Circulation | None) -> tuple[str, Mapping[str, int | str]]:
    """The draft that was begun, or a new one with everything filled in."""
    if there is not None:
        return "circulation.look", {"circulation_id": there.id}
    return "circulation.new", {"kind": kind, "meeting": meeting.id}


def needs_of_responses(ready: Mapping[int, int], meetings: Sequence[Meeting], today: date) -> Iterator[Need]:
    """Responses that officers say the forum may take, for questions with none on record."""
    for meeting in meetings:
        if count := ready.get(meeting.id):
            yield Need(
                max(today, meeting.day),
                f"Take {plural(count, 'response')} into the record",
                "The officers have drafted them. The public reads them with the minutes.",
                2 * count, "Read them", "threads.drafted", {"meeting_id": meeting.id},
            )  # fmt: skip


def needs_of_calendars(behind: Sequence[Meeting], today: date) -> Iterator[Need]:
    """Meetings of which the calendars of those invited know less than the forum."""
    for meeting in behind:
        yield Need(
            today, f"Tell the invited what changed about {day_in_words(meeting.day)}",
            "Their calendars do not know yet. You see who gets what before it goes.",
            3, "See what changed", "calendar.tell", {"meeting_id": meeting.id},
        )  # fmt: skip


def mail_to_read(count: int, since: date) -> Need:
    return Need(
        since,
        "Look into the tray",
        f"{plural(count, 'mail')} could not be placed without you, or {'is' if count == 1 else 'are'} a reply to read.",
        2 * count, "Open the tray", "tray.tray", {},
    )  # fmt: skip


def first_meeting_needed(today: date) -> Need:
    return Need(
        today,
        "Make the next meeting",
        "No meeting lies ahead. Once it is made, its page and its calendar file follow.",
        10, "Make a meeting", "meetings.new", {},
    )  # fmt: skip


def _before(meeting: Meeting, asked: RoomRequest | None, today: date) -> Iterator[Need]:
    if meeting.attending != Attending.ONLINE:
        yield from _room(meeting, asked, today)
    key, on = {"meeting_id": meeting.id}, day_in_words(meeting.day)
    if meeting.state == MeetingState.DRAFT:
        yield Need(
            meeting.day - timedelta(days=ANNOUNCE_BEFORE),
            f"Announce the meeting on {on}",
            "It is a draft: nobody else can see it yet.",
            5, "Look and announce", "meetings.announce", key,
        )  # fmt: skip
    elif meeting.state == MeetingState.ANNOUNCED:
        yield Need(
            meeting.day - timedelta(days=AGENDA_BEFORE),
            f"Publish the agenda for {on}",
            "The public page still calls it a draft.",
            30, "Finish the agenda", "meetings.agenda", key,
        )  # fmt: skip


def _room(meeting: Meeting, asked: RoomRequest | None, today: date) -> Iterator[Need]:
    due, on = meeting.day - timedelta(days=ROOM_BEFORE), day_in_words(meeting.day)
    if asked is not None and asked.is_for_the_meeting_as_it_is:
        if asked.answered_on is not None and not asked.is_seen:
            yield _room_news(asked)
            return
        due = asked.answer_by or due
    if meeting.room_state == RoomState.CONFIRMED:
        if meeting.venue_id is None:
            yield _room_need(meeting, due, f"Choose a venue for {on}", "People plan their journey by it.",
                             "Choose a venue", "meetings.details")  # fmt: skip
        return
    if meeting.room_state == RoomState.REQUESTED:
        why = f"They said they would answer by {day_in_words(due)}." if asked and asked.answer_by else PROVISIONAL
        what, button, endpoint = f"Hear whether the room is booked for {on}", "See how it stands", "arranging.room"
    else:
        what, why, button, endpoint = f"Ask for the room for {on}", PROVISIONAL, "Ask for it", "arranging.ask_for_room"
    yield _room_need(meeting, due, what, why, button, endpoint)


def _room_need(meeting: Meeting, due: date, what: str, why: str, button: str, endpoint: str) -> Need:
    return Need(due, what, why, 5, button, endpoint, {"meeting_id": meeting.id})


def _room_news(asked: RoomRequest) -> Need:
    """What an officer answered, until a coordinator has seen it."""
    on, when = day_in_words(asked.day), asked.answered_on or asked.asked_on
    if asked.is_confirmed:
        what, why = f"The room for {on} is confirmed", f"{asked.room}. The page and the calendar entry say so already."
    else:
        what, why = f"Look for another room or day than {on}", f"They answered: {asked.because}"
    return Need(when, what, why, 2 if asked.is_confirmed else 15, "See what they said", "arranging.room",
                {"meeting_id": asked.meeting_id})  # fmt: skip


def _planning(meeting: Meeting, today: date) -> Iterator[Need]:
    if meeting.day >= today and meeting.starts_at is not None:
        yield Need(meeting.day, f"Prepare the planning meeting on {day_in_words(meeting.day)}",
                   "It is private: it never appears on a public page.",
                   15, "Open it", "planning.meeting", {"meeting_id": meeting.id})  # fmt: skip


def _minutes(meeting: Meeting) -> Need:
    return Need(
        meeting.day + timedelta(days=MINUTES_AFTER),
        f"Write and publish the minutes of {day_in_words(meeting.day)}",
        "People who could not come are waiting to read what was said and promised.",
        90, "Go to the minutes", "minutes.minutes", {"meeting_id": meeting.id},
    )  # fmt: skip
