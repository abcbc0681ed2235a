"""Letters about action points: calm, never “overdue”, each with a link that opens one thing and needs no account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum_app.actions.models import ActionPoint
from forum_app.actions.reminder_days import Stage
from forum_app.mail.compose import Letter, letter
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

WRITE_BACK = "You can also answer this mail: the coordinator reads it."
ONE_THING = "Each link opens that one action point, without an account, and only for you: please do not pass it on."


@dataclass(frozen=True)
class Line:
    """One action point in a letter, with the token of the link that opens it."""

    action: ActionPoint
    stage: Stage | None
    token: str

    @property
    def link(self) -> str:
        return absolute("actions.your_part", part_token=self.token)


def reminder(name: str, lines: Sequence[Line], words: str = "") -> Letter:
    """About one action point, or a few that are due on the same day."""
    first = lines[0].action
    one = len(lines) == 1
    return letter(
        "actions/reminder",
        f"Still open: {_short(first.text)}" if one else f"{len(lines)} things from {the_forum().name}",
        forum=the_forum(),
        to=name, lines=lines, words=words, Stage=Stage, note=ONE_THING, on_reply=WRITE_BACK,
        thread=f"action-{first.id}" if one else "",
        **_because(f"You get this because {_what(one)} stands with you on the forum’s list of promises."),
    )  # fmt: skip


def digest(name: str, lines: Sequence[Line], meeting_on: date | None, words: str = "") -> Letter:
    """Everything one officer has in hand: once a quarter, and once before a meeting."""
    return letter(
        "actions/digest",
        f"What stands with you at {the_forum().name}",
        forum=the_forum(),
        to=name, lines=lines, words=words, meeting_on=meeting_on, note=ONE_THING, on_reply=WRITE_BACK,
        **_because("You get this once a quarter and once before a meeting, for as long as something stands with you."),
    )  # fmt: skip


def yours(name: str, *lines: Line) -> Letter:
    """Somebody has this in hand from now on, one action point or several; the coordinator pressed a button for it."""
    first = lines[0].action
    one = len(lines) == 1
    what = "this stands" if one else "these stand"
    return letter(
        "actions/yours",
        f"With you now: {_short(first.text)}" if one else f"With you now: {len(lines)} things from {the_forum().name}",
        forum=the_forum(),
        to=name, lines=lines, note=ONE_THING, on_reply=WRITE_BACK, thread=f"action-{first.id}" if one else "",
        **_because(f"You get this because the coordinator noted that {what} with you."),
    )  # fmt: skip


def confirm_offer(action: ActionPoint, token: str) -> Letter:
    """To the address that was typed on the page of an action point; it repeats nothing else of what was typed."""
    return letter(
        "actions/confirm_offer",
        "Would you like to take this on?",
        forum=the_forum(),
        action=action,
        link=absolute("actions.confirm_take", take_token=token),
        why="You get this because this address was typed on the forum’s page of promises.",
        stop="If it was not you, do nothing: no more mail comes, and the address is forgotten within a week.",
    )


def taken(line: Line) -> Letter:
    """Thanks, and the link with which to say what became of it or to give it back."""
    return letter(
        "actions/taken",
        "Thank you for taking this on",
        forum=the_forum(),
        line=line, thread=f"action-{line.action.id}",
        why="You get this because you took something on for the forum.",
        stop="We remind you at most three times, around its day. With the link above you can give it back.",
    )  # fmt: skip


def _because(why: str) -> dict[str, str]:
    forum = the_forum()
    return {
        "why": why,
        "stop": f"If it should stand with somebody else, say so with the link, or write to {forum.contact_email}.",
    }


def _what(one: bool) -> str:
    return "this" if one else "each of these"


def _short(text: str) -> str:
    """The beginning of a promise, in one line, for a subject."""
    words = " ".join(text.split())
    return words if len(words) <= 70 else f"{words[:69].rsplit(' ', 1)[0]}…"
