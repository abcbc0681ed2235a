"""How much the identity lantern finds, and how much of it is right: `python -m tests.wording.lantern.measure`.

What ought to be pointed at stands in [[double brackets]]. The lantern is improved on one half of the
sentences; with `--errors` its mistakes there are listed. The other half only ever gives its figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

from forum_app.wording.lantern import names_to_check
from tests.wording.marked import Mark, Measure, touched, unmarked

HERE = Path(__file__).parent
HALVES = ("development", "held-out")


def known() -> list[str]:
    return (HERE / "known.txt").read_text(encoding="utf-8").splitlines()


def measure(half: str) -> Measure:
    whole = Measure()
    for sentence in (HERE / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        text, marks = unmarked(sentence)
        pointed = [Mark(one.offset, one.offset + len(one.text)) for one in names_to_check(text, known())]
        found = [mark for mark in marks if touched(mark, pointed)]
        right = [one for one in pointed if touched(one, marks)]
        whole.marked, whole.found = whole.marked + len(marks), whole.found + len(found)
        whole.pointed, whole.right = whole.pointed + len(pointed), whole.right + len(right)
        if len(found) < len(marks) or len(right) < len(pointed):
            whole.errors.append(f"{sentence}   pointed at: {[text[one.start : one.end] for one in pointed]}")
    return whole


def main() -> None:
    for half in HALVES:
        told = measure(half)
        if half == "development" and "--errors" in sys.argv:
            print("\n".join(told.errors))
        print(
            f"{half:<12} recall {told.recall:6.1%} ({told.found}/{told.marked})"
            f"   precision {told.precision:6.1%} ({told.right}/{told.pointed})"
        )


if __name__ == "__main__":
    main()
