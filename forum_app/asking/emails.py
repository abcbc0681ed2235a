"""What is written to whoever asked. Neutral subjects: a lock screen shows them to the whole room."""

from datetime import date

from forum_app.clock import day_in_words
from forum_app.codes import shown
from forum_app.mail.compose import Letter, letter
from forum_app.mail.outbox import sender
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute
from forum_app.web.filters import plural

READ_BESIDE_IT = (
    "The coordinator reads an answer beside your question and is not shown your address, but everything you write: "
    "leave out a signature with your name."
)
ONLY_THIS = "We have not kept your address: this is the only message, and there is nothing to stop."
ONLY_THERE = "Your address is kept nowhere else: this is the only message, and there is nothing to stop."


def receipt(code: str, *, follows: bool, mailbox_days: int | None = None) -> Letter:
    """``mailbox_days``: how long the letter that brought the question lies in the forum's mailbox, where one did."""
    return letter(
        "asking/receipt",
        "Your receipt from the forum",
        code=shown(code),
        forum=the_forum(),
        mailbox_days=mailbox_days,
        on_reply=READ_BESIDE_IT if sender().takes_answers else "",
        why="You get this because this address was given when something was left with the forum.",
        stop="We write again when there is news. You can stop that on the page of the receipt."
        if follows
        else ONLY_THIS
        if mailbox_days is None
        else ONLY_THERE,
    )


def released() -> Letter:
    """To somebody who asked to be told; it names neither the question nor the code."""
    return letter(
        "asking/released",
        "News from the forum",
        forum=the_forum(),
        why="You get this because you asked to be told what becomes of something you left with the forum.",
        stop="You can stop it, and have your address deleted, on the page of your receipt.",
    )


def questions_released(meeting: Meeting, count: int, reply_by: date | None, pack_token: str) -> Letter:
    """To an officer: what was released can be read and answered without signing in. It names nobody, no question."""
    return letter(
        "asking/questions_released",
        f"{plural(count, 'question')} for {day_in_words(meeting.day)}",
        forum=the_forum(), meeting=meeting, count=count, reply_by=reply_by, thread=f"pack-{meeting.id}",
        link=absolute("asking.linked_pack", pack_token=pack_token),
        why="You get this because you are a representative of the local authority at the forum.",
        stop="One comes each time that questions are released.",
    )  # fmt: skip


WORDED = "The coordinator has put it in the forum’s words. Please look whether they are right; you can object."
TOGETHER = "The coordinator has put it together with another that asks the same. You can say that yours is different."
ASKED_BACK = "The coordinator would like to ask you something. You can answer there, and nobody else reads it."
APART = "It stands by itself again, and no longer together with another."
TAKEN_UP = "The coordinator has taken it up for a meeting. For which one stands there."
SET_ASIDE = "The coordinator has decided about it, and says why."


def news(what: str) -> Letter:
    """To somebody who asked to be told; it names neither the question nor the code."""
    return letter(
        "asking/news",
        "News from the forum",
        forum=the_forum(),
        what=what,
        why="You get this because you asked to be told what becomes of something you left with the forum.",
        stop="You can stop it, and have your address deleted, on the page of your receipt.",
    )
