"""What the tests of the old-minutes reader share: samples, and a count of words that went missing."""

import json
import re
from collections import Counter
from pathlib import Path

from forum_app.wording.old_minutes import Reading
from forum_app.wording.old_minutes.account import record_texts

SAMPLES = Path(__file__).parent / "samples"
REAL_MINUTES = Path(__file__).parents[2].parent / "shared" / "seeds" / "forum-minutes-2025-04-09.txt"

# Labels and headings that are understood, and therefore not repeated in the text they introduce.
RECOGNISED = re.compile(
    r"^(?:(?:LA |LA’s )?response|answer|participant responses|comments from participants"
    r"|question from the chat):|^(?:question \w+|additional question from a participant|actions:?"
    r"|actions? points)$|^(?:Q\d+\b|\d+\.(?= ))",
    re.IGNORECASE | re.MULTILINE,
)


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def expected(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def words(text: str) -> Counter:
    return Counter(re.findall(r"\w+", text.casefold()))


def words_of(value: object) -> Counter:
    """Every word of a JSON value, however deep."""
    if isinstance(value, dict):
        return sum((words_of(part) for part in value.values()), Counter())
    if isinstance(value, list):
        return sum((words_of(part) for part in value), Counter())
    return words(str(value)) if value is not None else Counter()


def words_unaccounted_for(source: str, reading: Reading) -> dict[str, int]:
    """Words of which the record and what was set aside hold more or fewer than the source."""
    told = sum((words(text) for text, _ in record_texts(reading)), Counter())
    told += sum((words(passage.text) for passage in reading.set_aside), Counter())
    here = words(source)
    return {word: here[word] - told[word] for word in here.keys() | told.keys() if here[word] != told[word]}


def lost_words(body: str, reading: dict) -> Counter:
    """Words that stand more often in the body than in the items, questions, actions and warnings."""
    kept = words_of([reading[part] for part in ("items", "questions", "actions", "warnings")])
    return words(RECOGNISED.sub(" ", body)) - kept
