"""What can be read off an invitation and the mails it caused: what somebody knows, and what they have answered to."""

from collections.abc import Sequence

from forum_app.calendar.models import Answer, Invitation, InvitationNotice, Method


def last_told(notices: Sequence[InvitationNotice]) -> InvitationNotice | None:
    """The newest mail, if it put the entry into a calendar and did not take it out."""
    newest = notices[-1] if notices else None
    return newest if newest and newest.method == Method.REQUEST else None


def next_sequence(invitation: Invitation) -> int:
    """Higher than whatever this calendar has seen, and not lower than the meeting's own (RFC 5545, 3.8.7.4)."""
    seen = [notice.sequence + 1 for notice in invitation.notices]
    return max([invitation.meeting.calendar_sequence, *seen])


def asked_sequence(invitation: Invitation) -> int:
    """The version of the entry with which the question was asked that an answer must be to."""
    asked = [notice.sequence for notice in invitation.notices if notice.asks_anew]
    return max(asked, default=0)


def answer_now(invitation: Invitation) -> Answer | None:
    """What somebody said to the time as it stands."""
    if invitation.answer is None or _is_to_an_earlier_time(invitation):
        return None
    return Answer(invitation.answer)


def answer_to_earlier_time(invitation: Invitation) -> Answer | None:
    if invitation.answer is None or not _is_to_an_earlier_time(invitation):
        return None
    return Answer(invitation.answer)


def _is_to_an_earlier_time(invitation: Invitation) -> bool:
    return (invitation.answer_sequence or 0) < asked_sequence(invitation)


def reminders_of(invitation: Invitation) -> str:
    """How the keys of all its reminders begin."""
    return f"invitation:{invitation.id}:reminder:"
