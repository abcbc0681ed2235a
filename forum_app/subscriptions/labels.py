"""What people read for the words the tables keep, and how small numbers of families are told."""

from forum_app.subscriptions.models import Pace, Topic

TOPICS = {
    Topic.NEXT_MEETING: "The next meeting: its date, its agenda, and when questions are wanted",
    Topic.MINUTES: "Minutes, when they are published",
    Topic.ACTIONS: "What became of promises",
    Topic.CARDS: "Cards for home-educating families",
    Topic.CONSULTATIONS: "Consultations, and what came of them",
}
TOPICS_IN_SHORT = {
    Topic.NEXT_MEETING: "the next meeting",
    Topic.MINUTES: "minutes",
    Topic.ACTIONS: "promises",
    Topic.CARDS: "cards",
    Topic.CONSULTATIONS: "consultations",
}
PACES = {
    Pace.AS_IT_HAPPENS: "As it happens: a few mails around each meeting",
    Pace.WEEKLY: "At most once a week, gathered into one mail",
}
#: A smaller number could tell whether one particular family is among them.
FEW = 8


def families(count: int) -> str:
    """“23 families”; below eight only that there are fewer than eight, none included."""
    return f"fewer than {FEW} families" if count < FEW else f"{count:,} families"


def is_few(count: int) -> bool:
    return count < FEW
