"""Letters to people who are invited, or asked to be. What their calendars read is put beside the words in `sending`."""

from forum_app.calendar.entries import place_of, status_of
from forum_app.calendar.told import Change
from forum_app.clock import day_in_words
from forum_app.mail.compose import Letter, letter
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

TYPED = "You get this because this address was typed on the forum’s page for invitations to a meeting."


def confirm(ask_token: str, meeting: Meeting) -> Letter:
    """The first letter to an address: nothing more comes unless its button is pressed."""
    return letter(
        "calendar/confirm",
        f"Please confirm: an invitation for {day_in_words(meeting.day)}",
        ask_token=ask_token,
        why=TYPED,
        stop="If it was not you, do nothing: no more mail comes, and the address is forgotten within a week.",
        **_about(meeting),
    )


def already(invitation_token: str, meeting: Meeting) -> Letter:
    """To somebody who is invited and whose address was typed again."""
    return letter(
        "calendar/already",
        f"You are invited already: {day_in_words(meeting.day)}",
        invitation_token=invitation_token,
        why=TYPED,
        stop="If it was not you, do nothing: nothing was changed.",
        **_about(meeting),
    )


def invitation(
    invitation_token: str, meeting: Meeting, changed: tuple[Change, ...], *, join: str, asks: bool, asked_for: bool
) -> Letter:
    """The invitation, or with changes its update; ``asks`` says whether an answer is wanted (again)."""
    subject = f"{'Changed' if changed else 'Invitation'}: {what(meeting)}, {day_in_words(meeting.day)}"
    return letter(
        "calendar/invitation",
        subject,
        changed=changed,
        join=join,
        asks=asks,
        invitation_token=invitation_token,
        **_about(meeting),
        **_how_to_end(invitation_token, meeting, asked_for=asked_for),
    )


def called_off(meeting: Meeting, *, asked_for: bool) -> Letter:
    """The meeting is cancelled, or not announced any more; the entry goes from the calendar."""
    how = "Cancelled" if meeting.is_cancelled else "Not fixed any more"
    return letter(
        "calendar/called_off",
        f"{how}: {what(meeting)}, {day_in_words(meeting.day)}",
        why=_because(asked_for=asked_for),
        stop=(
            "Nothing more comes about this meeting."
            if meeting.is_cancelled
            else "If it is announced again, you are told once more."
        ),
        **_about(meeting),
    )


def taken_off(meeting: Meeting, *, by_themselves: bool) -> Letter:
    """One person is not invited any more; the meeting stands."""
    return letter(
        "calendar/taken_off",
        f"Out of your calendar: {what(meeting)}, {day_in_words(meeting.day)}",
        by_themselves=by_themselves,
        why="You get this because an earlier mail from us put this meeting into your calendar.",
        stop="It comes once; nothing more comes about this meeting.",
        **_about(meeting),
    )


def reminder(invitation_token: str, meeting: Meeting, days: int, *, join: str, asked_for: bool) -> Letter:
    """A week before, and a day before."""
    when = "tomorrow" if days == 1 else f"in {days} days"
    return letter(
        "calendar/reminder",
        f"{when.capitalize()}: {what(meeting)}",
        when=when,
        join=join,
        **_about(meeting),
        **_how_to_end(invitation_token, meeting, asked_for=asked_for),
    )


def what(meeting: Meeting) -> str:
    """What somebody is invited to, in a few words."""
    name = the_forum().name
    return name if meeting.kind == MeetingKind.FORUM else f"planning meeting of {name}"


def _about(meeting: Meeting) -> dict[str, object]:
    return {
        "forum": the_forum(),
        "meeting": meeting,
        "what": what(meeting),
        "place": place_of(meeting),
        "provisional": status_of(meeting) == "TENTATIVE",
        "thread": f"meeting-{meeting.id}",
    }


def _how_to_end(invitation_token: str, meeting: Meeting, *, asked_for: bool) -> dict[str, str]:
    return {
        "why": _because(asked_for=asked_for),
        "stop": "To answer without a calendar, or not to be invited any more:",
        "stop_link": absolute("calendar.yours", invitation_token=invitation_token),
    }


def _because(*, asked_for: bool) -> str:
    forum = the_forum()
    if asked_for:
        return (
            f"You get this because you asked to be invited to this meeting. {forum.local_authority} does not learn "
            "who asked, or what they answered."
        )
    return f"You get this because you have a part in {forum.name}."
