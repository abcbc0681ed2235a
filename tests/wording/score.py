"""How well old minutes are read, field by field: `python -m tests.wording.score`.

Each sample stands beside the reading that a careful person makes of it. An expectation may be shortened
with " … ": it must begin and end as written there. With `--errors` the differences are listed, for the
samples the reader is improved on; those held out only ever give their totals.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from forum_app.wording.old_minutes import Reading, read_minutes

SAMPLES = Path(__file__).parent / "samples"
HELD_OUT = frozenset(
    [
        "sedge-liaison",
        "thorn-valley",
        "upland-committee",
        "vale-columns",
        "willow-evening",
        "yew-minutes",
        "zephyr-email",
        "weir-formal",
    ]
)
TIMES = ("doors_at", "starts_at", "ends_by")
FIELDS = (
    *("date", "times", "venue", "chair", "coordinator", "support", "representatives", "apologies"),
    *("item kind", "item title", "item presenter"),
    *("question number", "question kind", "question text", "question response"),
    *("action owner", "action kind", "action text", "action via", "action due", "action halves"),
    "next meeting",
)


@dataclass
class Score:
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    errors: list[str] = field(default_factory=list)

    def compare(self, name: str, expected: Any, found: Any) -> None:
        """Nothing expected and nothing found is no achievement, and is not counted."""
        if not expected and not found:
            return
        self.asked[name] += 1
        if alike(expected, found):
            self.right[name] += 1
        else:
            self.errors.append(f"{name}: expected {expected!r}, found {found!r}")

    def add(self, other: Score) -> None:
        for name in other.asked:
            self.right[name] += other.right[name]
            self.asked[name] += other.asked[name]
        self.errors += other.errors

    @property
    def share(self) -> float:
        asked = sum(self.asked.values())
        return sum(self.right.values()) / asked if asked else 0.0

    def share_of(self, name: str) -> str:
        return f"{self.right[name]}/{self.asked[name]}" if self.asked[name] else "–"


def alike(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, str) and " … " in expected:
        middle = ".*".join(re.escape(part) for part in expected.split(" … "))
        return re.fullmatch(middle, found, re.DOTALL) is not None
    return bool(expected == found)


def names() -> list[str]:
    return sorted(path.stem for path in SAMPLES.glob("*.json"))


def source(name: str) -> str:
    (path,) = [path for path in SAMPLES.glob(f"{name}.*") if path.suffix != ".json"]
    return path.read_text(encoding="utf-8")


def score_sample(name: str) -> Score:
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    found = as_found(read_minutes(source(name)))
    if not _tells_halves(expected):
        for action in found["actions"]:
            del action["due_words"]
    score = compare(expected, found)
    score.errors = [f"{name}: {error}" for error in score.errors]
    return score


def as_found(reading: Reading) -> dict[str, Any]:
    """The reading in the form of the expectations: its JSON and what stands beside it."""
    found = reading.as_json()
    for shown, action in zip(found["actions"], reading.actions, strict=True):
        shown.update(due_words=action.due_words, joined_by=action.joined_by, second_text=action.second_text)
    return {**found, "next_meeting_words": reading.next_meeting_words}


def compare(expected: dict[str, Any], found: dict[str, Any]) -> Score:
    score = Score()
    for name in ("date", "venue", "chair", "coordinator"):
        score.compare(name, expected[name], found[name])
    for name in TIMES:
        score.compare("times", expected[name], found[name])
    _compare_each(score, "support", expected["online_support"], found["online_support"], str, {"": str})
    for name in ("representatives", "apologies"):
        whole = {"": lambda role: (role["name"], role["title"])}
        _compare_each(score, name, expected[name], found[name], _called, whole)
    _compare_each(score, "item", expected["items"], found["items"], _titled, _parts("kind title presenter"))
    _compare_each(
        score, "question", expected["questions"], found["questions"], _worded,
        _parts("number kind text response"),
    )  # fmt: skip
    asked = [part for part in ACTION_PARTS if part != "halves" or _tells_halves(expected)]
    parts = {part: ACTION_PARTS[part] for part in asked}
    _compare_each(score, "action", expected["actions"], found["actions"], _worded, parts)
    _compare_next(score, expected, found)
    return score


def _tells_halves(expected: dict[str, Any]) -> bool:
    """The two oldest samples hold the JSON alone, and say nothing of halves."""
    return all("joined_by" in action for action in expected["actions"])


def _compare_next(score: Score, expected: dict[str, Any], found: dict[str, Any]) -> None:
    one, other = expected["next_meeting"] or {}, found["next_meeting"] or {}
    for name in ("date", *TIMES):
        score.compare("next meeting", one.get(name), other.get(name))
    score.compare("next meeting", expected.get("next_meeting_words"), found["next_meeting_words"])


def _parts(written: str) -> dict[str, Callable[[Any], Any]]:
    return {name: lambda thing, name=name: thing[name] for name in written.split()}


ACTION_PARTS: dict[str, Callable[[Any], Any]] = {
    "owner": lambda action: action["owner"],
    "kind": lambda action: action["owner_kind"],
    "text": lambda action: action["text"],
    "via": lambda action: action["via"],
    "due": lambda action: action["due"] or action.get("due_words"),
    "halves": lambda action: action.get("joined_by") and (action["joined_by"], action["second_text"]),
}


def _called(role: dict[str, Any]) -> str:
    return role["name"] or role["title"] or ""


def _titled(item: dict[str, Any]) -> str:
    return item["title"] or ""


def _worded(thing: dict[str, Any]) -> str:
    return thing["text"]


def _compare_each(
    score: Score, name: str, expected: list, found: list, key: Callable[[Any], str], parts: dict[str, Any]
) -> None:
    """What has no partner on the other side counts as wrong in every part."""
    for one, other in _paired(expected, found, key):
        for part, value in parts.items():
            told = f"{name} {part}".strip()
            score.compare(told, one and value(one), other and value(other))


def _paired(expected: list, found: list, key: Callable[[Any], str]) -> Iterable[tuple[Any, Any]]:
    left = list(found)
    for one in expected:
        alikeness = [SequenceMatcher(None, key(one)[:200], key(other)[:200]).ratio() for other in left]
        best = max(range(len(left)), key=alikeness.__getitem__, default=None)
        if best is None or alikeness[best] < 0.5:
            yield one, None
        else:
            yield one, left.pop(best)
    yield from ((None, other) for other in left)


def totals() -> tuple[Score, Score]:
    """(the samples the reader was improved on, those held out)"""
    improved_on, held_out = Score(), Score()
    for name in names():
        (held_out if name in HELD_OUT else improved_on).add(score_sample(name))
    return improved_on, held_out


def table(improved_on: Score, held_out: Score) -> str:
    rows = [f"{'field':<20}{'improved on':>14}{'held out':>12}"]
    rows += [
        f"{name:<20}{improved_on.share_of(name):>14}{held_out.share_of(name):>12}"
        for name in FIELDS
    ]  # fmt: skip
    rows.append(f"{'all':<20}{improved_on.share:>14.1%}{held_out.share:>12.1%}")
    return "\n".join(rows)


def main() -> None:
    improved_on, held_out = totals()
    if "--errors" in sys.argv:
        print("\n".join(improved_on.errors))
    print(table(improved_on, held_out))


if __name__ == "__main__":
    main()
