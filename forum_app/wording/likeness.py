"""How alike two questions are: what they have in common of the words that carry meaning.

Only for suggestions: a person looks, and decides. `python -m tests.wording.likeness.measure` says how well it does.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import DamerauLevenshtein
from snowballstemmer import stemmer

Thing = TypeVar("Thing")

#: From here on two questions are shown to a person as perhaps the same: passing over one costs little.
ALIKE = 0.35
#: What a question that says something weighs at least.
SAYS_SOMETHING = 2.0
#: Words as long as this are the same with one slip of the finger in them.
LONG = 7

WORD = re.compile(r"[a-z0-9]+")
#: Said in every other question, so that they tell nothing of what it is about.
EMPTY = frozenset(
    """
    a about after again all also an and another any anybody anyone are as ask at be because been before being between
    both but by can cannot could did do does doing done each else even ever every for from further get give go going
    gone got had has have he her here him his how i if in into is it its itself just let like made make many may me mean
    might more most much must my myself no nobody none nor not now of off on once one only onto or other our out over
    own put really same say see send she should since so some somebody someone something sort still such take than that
    the their them then there these they thing this those through till to too under until up upon us use very want was
    way we were what when where whether which while who whole whom whose why will with within without would yes yet you
    your please thank thanks hello hi dear tell know think find help happen change different explain
    council county local authority la officer team forum question
    home educate educator elective ehe he child children kid son daughter family parent mum dad people young person
    day week month year time last long next able allow work learn live age come turn reach
    """.split()  # noqa: SIM905 - many words read best as a text
)
#: What is said in several words, as the one word that stands for it.
SAID_IN_WORDS = {
    "off the roll": "deregister", "off roll": "deregister", "off rolls": "deregister", "off rolled": "deregister", "off rolling": "deregister", "education health and care": "ehcp",
    "ehc plan": "ehcp", "a level": "alevel", "a levels": "alevel", "special educational needs": "send",
    "flexi school": "flexischool", "flexi schooling": "flexischool", "home visit": "visit", "school nurse": "nurse",
    "social services": "socialworker", "social work": "socialworker", "social worker": "socialworker",
    "social workers": "socialworker", "home education register": "register", "children not in school": "register",
    "school attendance order": "attendanceorder", "extra time": "accessarrangement",
}  # fmt: skip
#: Different words for one thing among home-educating families and their local authority.
ONE_THING = {
    word: words.split()[0]
    for words in (
        "exam gcse gcses igcse igcses alevel alevels examination sit qualification",
        "private external outside candidate candidates",
        "cost fee pay paid fund funded funding money price grant charge afford cheap cheaper discount free subsidy rate",
        "ehcp plan ehc",
        "letter report email write written writing",
        "guide leaflet booklet handbook template information",
        "swimming swim pool",
        "session lesson class hour",
        "bus transport travel fare",
        "answer reply respond response",
        "vaccine jab jabs vaccination immunisation hpv injection",
        "consent permission refuse",
        "borrow lend lent loan",
        "register list roll database name",
        "deregister deregistration withdraw remove removal",
        "data detail address information share privacy gdpr",
        "therapist therapy therapies slt salt",
        "visit house doorstep",
        "suitable suitability efficient",
        "evening weekend afternoon wednesday saturday",
        "minutes minute note",
        "yearlong yearly annual annually",
        "dyslexic dyslexia",
        "autism autistic asd",
        "teenager teen teens pupil",
        "college sixthform",
        "start begin new",
    )
    for word in words.split()
}
#: In so many questions that having one of them in common says little.
EVERYWHERE = frozenset(
    {"school", "letter", "meeting", "register", "exam", "cost", "teenager", "start", "group", "library", "session"}
)


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same words."""
    first, second = meaning(one), meaning(other)
    if not first or not second:
        return 0.0
    common = sum(weight_of(word) for word in first if any(_same(word, there) for there in second))
    weights = sorted(sum(map(weight_of, words)) for words in (first, second))
    # Half of what both say, and half of what the shorter one says: a long question may hold a short one.
    # Where the shorter one says next to nothing, one word in common is not half of anything.
    return common / sum(weights) + common / max(weights[0], SAYS_SOMETHING) / 2


def alike(one: str, other: str) -> bool:
    """Whether the two may ask the same, so that a person should look."""
    return likeness(one, other) >= ALIKE


def most_alike(text: str, among: Iterable[Thing], words_of: Callable[[Thing], str], *, most: int = 5) -> list[Thing]:
    """Those of the things that are most like a text, the likest first."""
    rated = [(likeness(text, words_of(thing)), thing) for thing in among]
    rated.sort(key=lambda pair: -pair[0])
    return [thing for rate, thing in rated[:most] if rate >= ALIKE]


@lru_cache(maxsize=4096)
def meaning(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, each once, without their ends."""
    plain = text.casefold().replace("’", "'").replace("'s", "").replace("-", " ")
    for phrase, word in SAID_IN_WORDS.items():
        plain = re.sub(rf"\b{phrase}\b", word, plain)
    words = (ONE_THING.get(word, word) for word in WORD.findall(plain))
    stems = (_stem(word) for word in words if word not in EMPTY)
    return tuple(dict.fromkeys(ONE_STEM.get(stem, stem) for stem in stems if stem not in EMPTY_STEMS))


def _stem(word: str) -> str:
    return _ENGLISH.stemWord(word)


_ENGLISH = stemmer("english")
EMPTY_STEMS = frozenset(map(_stem, EMPTY))
ONE_STEM = {_stem(word): _stem(stands_for) for word, stands_for in ONE_THING.items()}
EVERYWHERE_STEMS = frozenset(map(_stem, EVERYWHERE))


def _same(word: str, there: str) -> bool:
    """One slip of the finger in a long word does not make it another."""
    return word == there or (min(len(word), len(there)) >= LONG and DamerauLevenshtein.distance(word, there) == 1)


def weight_of(word: str) -> float:
    """A long word says more than a short one, and one that is everywhere says little."""
    return 0.5 if word in EVERYWHERE_STEMS else min(1.6, 0.4 + len(word) / 6)
