"""The letters of circulations. They are composed once; each family's own link is put in afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from forum_app.circulation.contents import contents_of, subject_of
from forum_app.circulation.models import Circulation, Kind
from forum_app.mail.compose import Letter, letter
from forum_app.settings.queries import the_forum
from forum_app.web.addresses import absolute

#: Stands for a family's own link until the letter is addressed.
OWN_LINK = "each-readers-own-link"
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
    return _letter(LETTERS[Kind(row.kind)], subject_of(row, contents), for_families, **contents)


def digest(items: Sequence[Item]) -> Letter:
    """The weekly mail to a family."""
    forum = the_forum()
    return _letter("circulation/digest", f"News from {forum.name}", True, items=items)


def addressed(common: Letter, news_token: str) -> Letter:
    """The letter with a family's own link in it."""
    return Letter(common.subject, common.text.replace(OWN_LINK, news_token), common.html.replace(OWN_LINK, news_token))


def list_headers(news_token: str) -> dict[str, str]:
    """How mail programs file a letter to many, and stop it with one press (RFC 2369, 2919, 8058)."""
    stop = absolute("subscriptions.stop", news_token=news_token)
    return {
        "List-Id": f"<news.{urlsplit(stop).hostname}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": f"<{absolute('pages.archive')}>",
        "List-Post": "NO",
        "Precedence": "list",
    }


def _letter(name: str, subject: str, for_families: bool, **values: Any) -> Letter:
    return letter(name, subject, forum=the_forum(), for_families=for_families, news_token=OWN_LINK, **values)
