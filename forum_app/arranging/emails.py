"""What is written about dates and rooms: to those who look after the forum, and to officers. Never to families."""

from forum_app.arranging.models import DatePoll, DateProposal, RoomRequest
from forum_app.clock import day_in_words
from forum_app.mail.compose import Letter, letter
from forum_app.meetings.models import Attending, Meeting, MeetingKind, RoomState
from forum_app.settings.queries import the_forum

WHY_DATES = "You get this because the coordinator asked you when the forum can meet."
WHY_ROOM = "You get this because the coordinator asked you for a room for the forum."
ANSWERS = {
    "confirmed": "The room is confirmed",
    "impossible": "No room on this day",
    "taken_back": "The answer about the room was taken back",
}


def kind_in_words(meeting: Meeting) -> str:
    return "planning meeting" if meeting.kind == MeetingKind.PLANNING else "forum meeting"


def dates_asked(poll: DatePoll, token: str) -> Letter:
    return letter(
        "arranging/dates_asked",
        f"Which dates suit you for the next {kind_in_words(poll.meeting)}?",
        poll=poll, kind=kind_in_words(poll.meeting), token=token, forum=the_forum(), thread=f"dates-{poll.id}",
        why=WHY_DATES, stop="One reminder may follow if you do not answer. After that only the date that was chosen.",
    )  # fmt: skip


def dates_reminder(poll: DatePoll, token: str) -> Letter:
    return letter(
        "arranging/dates_reminder",
        f"Still open: which dates suit you for the next {kind_in_words(poll.meeting)}?",
        poll=poll, kind=kind_in_words(poll.meeting), token=token, forum=the_forum(), thread=f"dates-{poll.id}",
        why=WHY_DATES, stop="This is the only reminder.",
    )  # fmt: skip


def date_chosen(proposal: DateProposal, token: str, planning_token: str) -> Letter:
    """With the link to the planning meeting itself, where it is one."""
    meeting = proposal.poll.meeting
    kind = kind_in_words(meeting)
    return letter(
        "arranging/date_chosen",
        f"The {kind} is on {day_in_words(proposal.day)}",
        proposal=proposal, kind=kind, token=token, forum=the_forum(), thread=f"dates-{proposal.poll_id}",
        planning_token=planning_token,
        is_provisional=meeting.attending != Attending.ONLINE and meeting.room_state != RoomState.CONFIRMED,
        why=WHY_DATES, stop="It comes once; there is nothing to stop.",
    )  # fmt: skip


def room_asked(request: RoomRequest, token: str) -> Letter:
    return letter(
        "arranging/room_asked",
        f"A room on {day_in_words(request.day)}?",
        request=request, token=token, forum=the_forum(), thread=f"room-{request.id}",
        why=WHY_ROOM, stop="It comes once; there is nothing to stop.",
    )  # fmt: skip


def room_answered(request: RoomRequest, news: str) -> Letter:
    """To the coordinators: what an officer answered."""
    return letter(
        "arranging/room_answered",
        f"{ANSWERS[news]}: {day_in_words(request.day)}",
        request=request, news=news, forum=the_forum(), thread=f"room-{request.id}",
        why="You get this because you are the coordinator of the forum.",
        stop="One comes for each answer about a room.",
    )  # fmt: skip
