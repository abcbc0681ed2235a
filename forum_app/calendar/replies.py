"""What becomes of a calendar's answer: who may answer, to what, and which of two answers counts.

The token in the address it was sent to says which invitation is meant; the sender and the person who answers must both
be the one who was invited. Whatever is late, forged, uninvited or here already changes nothing.
"""

from datetime import datetime

from forum_app.calendar.invited import asked_sequence, last_told
from forum_app.calendar.itip import Attendee, Reply, read_reply
from forum_app.calendar.models import Answer, Invitation, InvitationState
from forum_app.calendar.operations import LONGEST_NOTE, record_answer, resend
from forum_app.clock import local
from forum_app.mail.inbound.deciding import same_person
from forum_app.meetings.models import Meeting

#: DELEGATED, IN-PROCESS and whatever else a calendar may say is no answer of this person.
ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
#: How a note begins that says what a calendar did, before the person's own words.
PROPOSES, SOMEBODY_ELSE = "Proposes another time", "Somebody else may come instead."


def take(data: bytes, row: Invitation, sender: str, *, secret_key: str, now: datetime) -> bool:
    """Let the answer count for what it is; False for one that does not belong to this invitation."""
    reply = read_reply(data)
    if reply is None or reply.uid != row.meeting.calendar_uid or not same_person(row.mailbox, sender):
        return False
    if reply.method == "REFRESH":
        resend(row, secret_key=secret_key, now=now)
        return True
    attendee = _of(row, reply)
    if attendee is None:
        return False
    if _is_open(row, now) and not reply.is_one_of_a_series:
        _count(row, reply, attendee, now)
    return True


def _of(row: Invitation, reply: Reply) -> Attendee | None:
    """The one of those who answer that was invited."""
    return next((a for a in reply.attendees if any(same_person(row.mailbox, known) for known in a.addresses)), None)


def _is_open(row: Invitation, now: datetime) -> bool:
    """Whether an answer is still wanted: the person is invited, has been told, and the meeting is not over."""
    invited = row.state == InvitationState.INVITED and last_told(row.notices) is not None
    return invited and not row.meeting.is_cancelled and now < _ends(row.meeting)


def _ends(meeting: Meeting) -> datetime:
    assert meeting.ends_by is not None  # noqa: S101 - people were told when it ends
    return local(meeting.day, meeting.ends_by, meeting.time_zone)


def _count(row: Invitation, reply: Reply, attendee: Attendee, now: datetime) -> None:
    told = max(notice.sequence for notice in row.notices)
    if reply.sequence > told or not _is_newer(row, reply, now):
        return
    if reply.method == "COUNTER":
        _note_proposal(row, reply, now)
    elif reply.method == "REPLY" and attendee.says == "DELEGATED":
        row.note = _note(SOMEBODY_ELSE, reply.comment or _typed(row))
    elif reply.method == "REPLY" and attendee.says in ANSWERS:
        record_answer(row, ANSWERS[attendee.says], reply.sequence, at=_written(reply, now), now=now)
        row.note = _note(reply.comment or _typed(row))


def _note_proposal(row: Invitation, reply: Reply, now: datetime) -> None:
    """Another time was proposed: that is “perhaps”, and a note to the coordinator."""
    record_answer(row, Answer.TENTATIVE, reply.sequence, at=_written(reply, now), now=now)
    row.note = _note(f"{PROPOSES}: {reply.starts or 'see the mail'}.", reply.comment or _typed(row))


def _is_newer(row: Invitation, reply: Reply, now: datetime) -> bool:
    """By the version answered, then by the moment of writing; the same again is not newer."""
    if row.answered_at is None or row.answer_sequence is None:
        return True
    if reply.sequence < asked_sequence(row) <= row.answer_sequence:
        return False
    return (reply.sequence, _written(reply, now)) > (row.answer_sequence, row.answered_at)


def _written(reply: Reply, now: datetime) -> datetime:
    """A clock that runs ahead must not outdo every answer to come."""
    return min(reply.stamp or now, now)


def _typed(row: Invitation) -> str:
    """What the person wrote before: a button pressed in a mail program takes none of it away."""
    first, _, rest = row.note.partition("\n")
    return rest if first.startswith((PROPOSES, SOMEBODY_ELSE)) else row.note


def _note(*parts: str) -> str:
    return "\n".join(filter(None, parts))[:LONGEST_NOTE]
