"""How much the free-text warnings find, and how much of it is right: `python -m tests.wording.identity.measure`.

What ought to be pointed at stands in [[kind:double brackets]]. The rules are improved on one half of the sentences;
with `--errors` the mistakes there are listed. The held-out half was written before any rule, the fresh sentences last,
when the rules stood; both only ever give their figures.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

from forum_app.wording.identity import look_for_identity
from forum_app.wording.identity_kinds import BY_NAME, Level
from tests.wording.marked import Mark, Measure, touched, unmarked

HERE = Path(__file__).parent
HALVES = ("development", "held-out", "fresh")


def known() -> list[str]:
    return (HERE / "known.txt").read_text(encoding="utf-8").splitlines()


def sentences(half: str) -> list[str]:
    return (HERE / f"{half}.txt").read_text(encoding="utf-8").splitlines()


@cache
def measure(half: str) -> dict[str, Measure]:
    """By kind, by level, and of all. A mark is found where anything points at it, by whatever name."""
    told: dict[str, Measure] = defaultdict(Measure)
    for sentence in sentences(half):
        text, marks = unmarked(sentence)
        pointed = [Mark(one.start, one.end, one.kind.name) for one in look_for_identity(text, known())]
        for mark in marks:
            for name in _counted_under(mark):
                told[name].marked += 1
                told[name].found += touched(mark, pointed)
        for one in pointed:
            for name in _counted_under(one):
                told[name].pointed += 1
                told[name].right += touched(one, marks)
        if not all(touched(mark, pointed) for mark in marks) or not all(touched(one, marks) for one in pointed):
            said = [(one.kind, text[one.start : one.end]) for one in pointed]
            told["all"].errors.append(f"{sentence}   pointed at: {said}")
    return told


def _counted_under(mark: Mark) -> tuple[str, str, str]:
    return mark.kind, BY_NAME[mark.kind].level, "all"


def clean(half: str) -> int:
    """How many of the sentences hold nothing to point at."""
    return sum(not unmarked(sentence)[1] for sentence in sentences(half))


def main() -> None:
    for half in HALVES:
        told = measure(half)
        if half == "development" and "--errors" in sys.argv:
            print("\n".join(told["all"].errors))
        print(f"{half}: {len(sentences(half))} sentences, {clean(half)} of them with nothing to find")
        for name in (*sorted(set(told) - {*Level, "all"}), *Level, "all"):
            one = told[name]
            print(
                f"  {name:<12} recall {one.recall:6.1%} ({one.found}/{one.marked})"
                f"   precision {one.precision:6.1%} ({one.right}/{one.pointed})"
            )


if __name__ == "__main__":
    main()
