"""The letters of circulations. Each is composed once; a family's own link is a personal part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forum_app.circulation.contents import contents_of, subject_of
from forum_app.circulation.models import Circulation, Kind
from forum_app.mail.compose import Letter, letter, personal
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.emails import how_to_stop
from forum_app.subscriptions.links import private_token, unsubscribe_token

#: The personal parts, and what stands for the link where a letter is shown before it goes.
LINK, MAILBOX, SHOWN_AS = "link", "mailbox", "each-readers-own-link"
LETTERS = {
    Kind.CALL_FOR_QUESTIONS: "circulation/call_for_questions",
    Kind.AGENDA: "circulation/agenda",
    Kind.MINUTES: "circulation/minutes",
    Kind.NEXT_MEETING: "circulation/next_meeting",
    Kind.NOTE: "circulation/note",
}


@dataclass(frozen=True)
class Item:
    """One piece of news in the weekly mail."""

    subject: str
    text: str


def news(row: Circulation, day: date, *, for_families: bool) -> Letter:
    """What a circulation says to families, or to people with a part in the forum; raises MeetingNotReady."""
    contents = contents_of(row, day)
    ending = _own_way_out() if for_families else _because_of_a_part()
    return letter(LETTERS[Kind(row.kind)], subject_of(row, contents), forum=the_forum(), **contents, **ending)


def digest(items: Sequence[Item]) -> Letter:
    """The weekly mail to a family."""
    forum = the_forum()
    return letter("circulation/digest", f"News from {forum.name}", forum=forum, items=items, **_own_way_out())


def own_link(subscription_id: int, secret_key: str) -> Mapping[str, str]:
    """What a family finds in place of the personal parts."""
    return {
        LINK: private_token(subscription_id, secret_key),
        MAILBOX: unsubscribe_token(subscription_id, secret_key),
    }


def _own_way_out() -> dict[str, str]:
    return how_to_stop(personal(LINK), personal(MAILBOX))


def _because_of_a_part() -> dict[str, str]:
    forum = the_forum()
    return {
        "why": f"You get this because you have a part in {forum.name}.",
        "stop": f"To be left out, write to {forum.contact_email}.",
    }
