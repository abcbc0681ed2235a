"""How much the identity lantern finds, and how much of it is right: `python -m tests.wording.lantern.measure`.

What ought to be pointed at stands in [[double brackets]]. The lantern is improved on one half of the
sentences; with `--errors` its mistakes there are listed. The other half only ever gives its figures.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from forum_app.wording.lantern import names_to_check

HERE = Path(__file__).parent
HALVES = ("development", "held-out")
_MARK = re.compile(r"\[\[(.*?)\]\]")


@dataclass
class Measure:
    marked: int = 0
    found: int = 0
    pointed: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.pointed if self.pointed else 1.0


def known() -> list[str]:
    return (HERE / "known.txt").read_text(encoding="utf-8").splitlines()


def unmarked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, position = "", [], 0
    for match in _MARK.finditer(sentence):
        text += sentence[position : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        position = match.end()
    return text + sentence[position:], spans


def measure(half: str) -> Measure:
    whole = Measure()
    for sentence in (HERE / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        text, spans = unmarked(sentence)
        pointed = [(one.offset, one.offset + len(one.text)) for one in names_to_check(text, known())]
        found = [span for span in spans if any(_overlap(span, one) for one in pointed)]
        right = [one for one in pointed if any(_overlap(span, one) for span in spans)]
        whole.marked, whole.found = whole.marked + len(spans), whole.found + len(found)
        whole.pointed, whole.right = whole.pointed + len(pointed), whole.right + len(right)
        if len(found) < len(spans) or len(right) < len(pointed):
            whole.errors.append(f"{sentence}   pointed at: {[text[start:end] for start, end in pointed]}")
    return whole


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


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
