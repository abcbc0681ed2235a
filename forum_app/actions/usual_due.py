"""When a promise is usually meant to be kept, by what kind of task it is. Plain words in, a day and its reason out."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

#: Sending something that exists already; asking others first; what the next meeting needs.
SEND, ASK = timedelta(days=30), timedelta(days=60)
WEEKS_BEFORE_MEETING = 8

_MEETING = re.compile(
    r"\b(book|reserve|hire)\b.*\b(room|hall|venue|place)\b|\b(room|hall|venue)\b.*\bbook|"
    r"\bnext (meeting|forum)\b|\b(the )?date\b.*\bmeeting\b|\binvite\b.*\bspeaker",
    re.IGNORECASE | re.DOTALL,
)
_ASK = re.compile(
    r"\b(check|ask|find out|look into|enquire|take (it |this |that )?back|come back|speak (to|with)|talk (to|with)|"
    r"discuss|confirm whether|consider|raise)\b",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"\b(send|share|circulate|forward|email|e-mail|post|put|pass on|link|links|publish|upload|write to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class UsualDue:
    day: date
    because: str


def usual_due(text: str, promised_on: date, next_meeting: date | None) -> UsualDue:
    """The day that the forum proposes for a task with these words, and why."""
    before = next_meeting - timedelta(weeks=WEEKS_BEFORE_MEETING) if next_meeting else None
    if _MEETING.search(text) and before is not None and before > promised_on:
        return UsualDue(before, "eight weeks before the next meeting, which needs it")
    if _ASK.search(text):
        return UsualDue(promised_on + ASK, "two months, as for asking a team")
    if _SEND.search(text):
        return UsualDue(promised_on + SEND, "a month, as for sending something on")
    return UsualDue(promised_on + ASK, "two months, as no day was named")
