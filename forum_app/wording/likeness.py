"""How alike two questions are: what they have in common of the words that carry meaning.

Only for suggestions: a person looks, and decides. `python -m tests.wording.likeness.measure` says how well it does.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import JaroWinkler

Thing = TypeVar("Thing")

#: From here on two questions are shown to a person as perhaps the same.
ALIKE = 0.4
#: While somebody types, a little more may be shown: passing over it costs nothing.
WORTH_SHOWING = 0.35
#: Words of one stem are never spelled more differently than this.
SAME_WORD = 0.93

WORD = re.compile(r"[a-z0-9£]+")
#: Said in every other question, so that they tell nothing of what it is about.
EMPTY = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "all",
        "also",
        "an",
        "and",
        "another",
        "any",
        "anybody",
        "anyone",
        "are",
        "as",
        "ask",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "but",
        "by",
        "can",
        "cannot",
        "come",
        "could",
        "council",
        "county",
        "did",
        "do",
        "does",
        "doing",
        "each",
        "else",
        "for",
        "forum",
        "from",
        "get",
        "give",
        "go",
        "going",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "kid",
        "like",
        "local",
        "authority",
        "la",
        "made",
        "make",
        "many",
        "may",
        "me",
        "mean",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "need",
        "no",
        "nobody",
        "not",
        "now",
        "of",
        "officer",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "put",
        "question",
        "really",
        "same",
        "say",
        "see",
        "send",
        "she",
        "he",
        "should",
        "since",
        "so",
        "some",
        "somebody",
        "someone",
        "sort",
        "take",
        "team",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "up",
        "us",
        "use",
        "very",
        "want",
        "was",
        "way",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "year",
        "years",
        "you",
        "your",
        "please",
        "thank",
        "thanks",
        "hello",
        "hi",
        "tell",
        "know",
        "think",
        "find",
        "help",
        "let",
        "last",
        "long",
        "next",
        "way",
        "child",
        "children",
        "home",
        "educat",
        "family",
        "families",
        "parent",
        "parents",
        "educator",
        "vale",
        "people",
        "young",
    ]
)
#: Different words for one thing here; by the word as it is written, or by what is left when its end is cut.
ONE_THING = {
    "gcse": "exam", "gcses": "exam", "alevel": "exam", "privat": "private", "candidate": "private", "candidates": "private",
    "outside": "private", "external": "private", "fee": "cost", "pay": "cost", "paid": "cost", "fund": "cost",
    "money": "cost", "price": "cost", "£900": "cost", "grant": "cost", "ehcp": "plan", "ehc": "plan",
    "amend": "chang", "annual": "yearly", "report": "letter", "contain": "write", "photo": "write", "sample": "write",
    "booklet": "guide", "leaflet": "guide", "swim": "pool", "lesson": "session", "hour": "session", "fare": "bus",
    "travel": "bus", "teenager": "pupil", "teen": "pupil", "flexischool": "flexi", "schooling": "school",
    "reply": "answer", "repl": "answer", "respon": "answer", "email": "letter", "jab": "vaccin", "jabs": "vaccin",
    "vaccination": "vaccin", "permission": "consent", "lent": "borrow", "lend": "borrow", "loan": "borrow",
    "register": "list", "name": "list", "address": "detail", "begin": "start", "new": "start", "worker": "social",
}  # fmt: skip
#: In so many questions that having one of them in common says little.
EVERYWHERE = frozenset({"school", "letter", "list", "exam", "cost", "pupil", "start", "group", "library", "librar"})
ENDS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same words."""
    first, second = meaning(one), meaning(other)
    if not first or not second:
        return 0.0
    common = sum(weight_of(word) for word in first if any(_same(word, there) for there in second))
    weights = sorted(sum(map(weight_of, words)) for words in (first, second))
    # Half of what both say, and half of what the shorter one says: a long question may hold a short one.
    return common / sum(weights) + common / weights[0] / 2


def alike(one: str, other: str) -> bool:
    """Whether the two may ask the same, so that a person should look."""
    return likeness(one, other) >= ALIKE


def most_alike(
    text: str, among: Iterable[Thing], words_of: Callable[[Thing], str], *, at_least: float = ALIKE, most: int = 5
) -> list[Thing]:
    """Those of the things that are most like a text, the likest first."""
    rated = [(likeness(text, words_of(thing)), thing) for thing in among]
    rated.sort(key=lambda pair: -pair[0])
    return [thing for rate, thing in rated[:most] if rate >= at_least]


@lru_cache(maxsize=4096)
def meaning(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, each once, without their ends."""
    plain = text.casefold().replace("’", "'").replace("-", "").replace("'s", "")
    stems = (_stem(word) for word in WORD.findall(plain) if word not in EMPTY)
    return tuple(dict.fromkeys(stem for stem in stems if stem not in EMPTY))


def _stem(word: str) -> str:
    if word in ONE_THING:
        return ONE_THING[word]
    end = next((end for end in ENDS if word.endswith(end) and len(word) - len(end) >= 3), "")
    stem = word.removesuffix(end)
    if len(stem) > 3 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return ONE_THING.get(stem, stem)


def _same(word: str, there: str) -> bool:
    return word == there or (min(len(word), len(there)) > 4 and JaroWinkler.similarity(word, there) >= SAME_WORD)


def weight_of(word: str) -> float:
    """A long word says more than a short one, and one that is everywhere says little."""
    return 0.5 if word in EVERYWHERE else min(1.6, 0.4 + len(word) / 6)
