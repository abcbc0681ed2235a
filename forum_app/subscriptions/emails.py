"""Letters to an address that asked for news. None repeats what a stranger may have typed."""

from collections.abc import Collection

from forum_app.mail.compose import Letter, letter
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.labels import PACES, TOPICS
from forum_app.subscriptions.models import Pace, Topic


def confirm(confirm_token: str, topics: Collection[Topic], pace: Pace) -> Letter:
    """The first letter: nothing more comes unless its button is pressed."""
    return _letter(
        "subscriptions/confirm",
        "Please confirm: news from {name}",
        confirm_token=confirm_token,
        **_chosen(topics, pace),
    )


def already(news_token: str) -> Letter:
    """To somebody who is subscribed and whose address was typed again."""
    return _letter("subscriptions/already", "You already get news from {name}", news_token=news_token)


def welcome(news_token: str, topics: Collection[Topic], pace: Pace) -> Letter:
    """What will come, and how to change or stop it."""
    return _letter("subscriptions/welcome", "You will hear from {name}", news_token=news_token, **_chosen(topics, pace))


def _chosen(topics: Collection[Topic], pace: Pace) -> dict[str, object]:
    return {"topics": [words for topic, words in TOPICS.items() if topic in topics], "pace": PACES[pace]}


def _letter(name: str, subject: str, **values: object) -> Letter:
    forum = the_forum()
    return letter(name, subject.format(name=forum.name), forum=forum, **values)
