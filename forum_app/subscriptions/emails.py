"""Letters to an address that asked for news. None repeats what a stranger may have typed."""

from collections.abc import Collection

from forum_app.mail.compose import Letter, letter
from forum_app.mail.outbox import sender
from forum_app.mail.tagged import Use
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.labels import PACES, TOPICS
from forum_app.subscriptions.models import Pace, Topic
from forum_app.web.addresses import absolute

TYPED = "You get this because this address was typed on the forum’s page for news by email."
NEVER_ASK = "We never ask for details about your family by email."


def confirm(confirm_token: str, topics: Collection[Topic], pace: Pace) -> Letter:
    """The first letter: nothing more comes unless its button is pressed."""
    return letter(
        "subscriptions/confirm",
        f"Please confirm: news from {the_forum().name}",
        forum=the_forum(),
        confirm_token=confirm_token,
        why=TYPED,
        stop="If it was not you, do nothing: no more mail comes, and the address is forgotten within a week.",
        **_chosen(topics, pace),
    )


def already(news_token: str, *, came_back: bool = False) -> Letter:
    """To somebody who is subscribed and whose address was typed again; the way back where mail to it came back."""
    subject = "Please confirm once more: news" if came_back else "You already get news"
    return letter(
        "subscriptions/already",
        f"{subject} from {the_forum().name}",
        forum=the_forum(),
        news_token=news_token,
        came_back=came_back,
        why=TYPED,
        stop="If it was not you, do nothing: nothing was changed.",
    )


def welcome(news_token: str, unsubscribe_token: str, topics: Collection[Topic], pace: Pace) -> Letter:
    """What will come, and how to change or stop it."""
    return letter(
        "subscriptions/welcome",
        f"You will hear from {the_forum().name}",
        forum=the_forum(),
        news_token=news_token,
        **_chosen(topics, pace),
        **how_to_stop(news_token, unsubscribe_token),
    )


def how_to_stop(news_token: str, unsubscribe_token: str) -> dict[str, str]:
    """The end of every letter with news to a family, and what lets its mail program stop it (RFC 8058).

    The mailbox that stops it too is named only where the forum reads what is sent there.
    """
    link, forum = absolute("subscriptions.stop", news_token=news_token), sender()
    return {
        "why": f"You get this because you asked {the_forum().name} for news. {NEVER_ASK}",
        "stop": "To stop all of it with one press, or to change what comes:",
        "stop_link": link,
        "list_id": "news",
        "unsubscribe": link,
        "unsubscribe_mailto": forum.tagged(Use.UNSUBSCRIBE, unsubscribe_token) if forum.takes_answers else "",
    }


def _chosen(topics: Collection[Topic], pace: Pace) -> dict[str, object]:
    return {"topics": [words for topic, words in TOPICS.items() if topic in topics], "pace": PACES[pace]}
